using NetdevExporter.Devices;
using NetdevExporter.Exposition;
using NetdevExporter.Http.Connections;
using NetdevExporter.Platform;
using NetdevExporter.Source;

namespace NetdevExporter.CommandLine;

/// <summary>The values of the flags.</summary>
internal sealed class Options
{
    internal const string DefaultAddress = ":8080";
    internal const string DefaultTelemetryPath = "/metrics";

    internal Command Command { get; set; } = Command.Serve;

    /// <summary>Whether the command line has flags other than commands.</summary>
    internal bool HasFlags { get; set; }

    /// <summary>Whose configuration this is, as a phrase that follows "configuration".</summary>
    internal string Origin { get; set; } = "of this command";

    /// <summary>The running instance that has this configuration, by its PID; 0 if it is this command's own.</summary>
    internal int InstanceProcess { get; set; }

    internal ListenAddress[] ListenAddresses { get; set; } = [];

    internal string TelemetryPath { get; set; } = DefaultTelemetryPath;

    /// <summary>The file with the token that requests must carry; empty if they need none.</summary>
    internal string TokenPath { get; set; } = "";

    internal int MaxConnections { get; set; } = Limits.ConnectionsDefault;

    internal bool IncludesProcessMetrics { get; set; } = true;

    internal bool Compresses { get; set; } = true;

    /// <summary>Whether there is a live page, instead of the landing page.</summary>
    internal bool HasPage { get; set; } = true;

    internal NameScheme Names { get; set; } = NameScheme.All[0];

    /// <summary>The host's name; empty if it is to be found.</summary>
    internal string NodeName { get; set; } = "";

    /// <summary>The globs of --device.include, separated by commas; empty if there is none.</summary>
    internal string Included { get; set; } = "";

    /// <summary>The globs of --device.exclude.</summary>
    internal string Excluded { get; set; } = "";

    /// <summary>The value of --device.alias, as <see cref="DeviceAliases"/> takes it; may be empty.</summary>
    internal string AliasPairs { get; set; } = "";

    /// <summary>Which devices are shown.</summary>
    internal DeviceFilter Filter => new(Included, Excluded);

    /// <summary>What they are called; null for their names.</summary>
    internal DeviceAliases? Aliases => AliasPairs.Length == 0 ? null : new(AliasPairs);

    /// <summary>The file to read.</summary>
    internal string SourcePath { get; set; } = "";

    /// <summary>Why that file was chosen.</summary>
    internal string SourceReason { get; set; } = "";

    /// <summary>Whether to serve the container's own interfaces.</summary>
    internal bool AllowsOwn { get; set; }

    /// <summary>The file that pages are written to; empty if there is none.</summary>
    internal string TextFilePath { get; set; } = "";

    internal int TextFileSeconds { get; set; } = Limits.TextFileSecondsDefault;

    /// <summary>The value of --path.procfs; empty if it is not given.</summary>
    internal string ProcfsPath { get; set; } = "";

    /// <summary>The value of --path.netdev; empty if it is not given.</summary>
    internal string NetDevPath { get; set; } = "";

    /// <summary>The sysfs to read; empty if there is none.</summary>
    internal string SysfsPath { get; set; } = "";

    /// <summary>Finds a nearby port that no listen address uses.</summary>
    internal int FindFreePort(int port)
    {
        int step = port < ushort.MaxValue - ListenAddresses.Length ? 1 : -1;
        bool isUsed = true;
        while (isUsed)
        {
            port += step;
            isUsed = false;
            foreach (ListenAddress address in ListenAddresses)
            {
                isUsed |= address.Port == port;
            }
        }

        return port;
    }

    /// <summary>Finds an address before this one that overlaps it; null if there is none.</summary>
    internal ListenAddress? FindOverlap(int index)
    {
        ListenAddress? found = null;
        for (int i = 0; i < index && found is null; i++)
        {
            found = ListenAddresses[i].Overlaps(ListenAddresses[index]) ? ListenAddresses[i] : null;
        }

        return found;
    }

    /// <summary>Makes relative paths those of another process.</summary>
    /// <param name="directory">Its working directory, with a slash at the end.</param>
    internal void ResolvePaths(string directory)
    {
        TokenPath = Resolve(TokenPath, directory);
        SourcePath = Resolve(SourcePath, directory);
        TextFilePath = Resolve(TextFilePath, directory);
        SysfsPath = Resolve(SysfsPath, directory);
    }

    /// <summary>Sets the defaults that depend on other flags.</summary>
    internal void SetDefaults()
    {
        if (ListenAddresses.Length == 0)
        {
            ListenAddresses = [ListenAddress.Parse(DefaultAddress)!];
        }

        SourcePath = SourceChoice.Choose(NetDevPath, ProcfsPath, out string reason);
        SourceReason = reason;
        SysfsPath = SourceChoice.ChooseSysfs(SysfsPath);
    }

    private static string Resolve(string path, string directory) =>
        path.Length == 0 || path.StartsWith('/') ? path : directory + path;
}
