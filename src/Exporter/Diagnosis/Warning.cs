using NetdevExporter.Source;

namespace NetdevExporter.Diagnosis;

/// <summary>
/// What works, but is probably not intended. The log and the doctor's report both use this text.
/// </summary>
internal static class Warning
{
    /// <summary>Users outside the token file's group may read it.</summary>
    internal static string OfReadableToken(string path) =>
        path + " (--web.token-file): every user may read it (chmod o-r)";

    /// <summary>The net/dev file is a copy.</summary>
    /// <param name="owner">Whose interfaces the file shows.</param>
    /// <returns>null if the file is on procfs.</returns>
    internal static string? OfSource(TableOwner owner, string path) =>
        owner != TableOwner.Nobody ? null
            : path + " is not on procfs: its counters change only when something writes the file; mount the host's "
                + "/proc/1/net/dev there, not a copy of it";
}
