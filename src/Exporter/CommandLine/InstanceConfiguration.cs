using System.Globalization;
using NetdevExporter.Source;

namespace NetdevExporter.CommandLine;

/// <summary>Chooses the configuration that the health check and the doctor examine.</summary>
internal static class InstanceConfiguration
{
    /// <summary>
    /// Returns the configuration of the instance that runs in this container or, if there is none or if flags are
    /// given, this command's own. <see cref="Options.Origin"/> says which.
    /// </summary>
    /// <param name="own">The options of this command.</param>
    internal static Options Choose(Options own)
    {
        if (own.HasFlags || !InstanceReader.IsContainer)
        {
            own.Origin = own.HasFlags ? "of this command's flags" : "of this command";
            return own;
        }

        using InstanceReader reader = new();
        while (reader.TryFindNext())
        {
            Options options = OptionsParser.Parse(reader.Arguments, reader.Environment, out string? error);
            if (error is null && options.Command == Command.Serve)
            {
                options.Command = own.Command;
                options.InstanceProcess = reader.Process;
                string process = reader.Process.ToString(CultureInfo.InvariantCulture);
                options.ResolvePaths("/proc/" + process + "/cwd/");
                options.Origin = "of process " + process + ", the instance that runs here";
                return options;
            }
        }

        own.Origin = reader.IsAnyHidden
            ? "of this command: the processes of other users cannot be read"
            : "of this command: no instance was found";
        return own;
    }
}
