using System;
using NetdevExporter.Exposition;
using NetdevExporter.Http.Connections;
using NetdevExporter.Platform;
using NetdevExporter.Source;

namespace NetdevExporter.CommandLine;

/// <summary>The values of the flags: what the program was asked to do and how.</summary>
internal sealed class Options
{
    internal const string DefaultAddress = ":8080";
    internal const string DefaultTelemetryPath = "/metrics";

    internal Command Command { get; set; } = Command.Serve;

    internal ListenAddress[] ListenAddresses { get; set; } = [];

    internal string TelemetryPath { get; set; } = DefaultTelemetryPath;

    /// <summary>The file with the token that requests must carry; empty where they need none.</summary>
    internal string TokenPath { get; set; } = "";

    internal int MaxConnections { get; set; } = Limits.ConnectionsDefault;

    internal bool WithProcessMetrics { get; set; } = true;

    internal bool Compresses { get; set; } = true;

    internal NameScheme Names { get; set; } = NameScheme.All[0];

    /// <summary>The file to read.</summary>
    internal string SourcePath { get; set; } = "";

    /// <summary>Why that one.</summary>
    internal string SourceReason { get; set; } = "";

    /// <summary>Whether the container's own interfaces are served, too.</summary>
    internal bool AllowsOwn { get; set; }

    /// <summary>The file that pages are written to; empty where there is none.</summary>
    internal string TextFilePath { get; set; } = "";

    internal int TextFileSeconds { get; set; } = Limits.TextFileSecondsDefault;

    /// <summary>The value of --path.procfs; empty if it is not given.</summary>
    internal string ProcfsPath { get; set; } = "";

    /// <summary>The value of --path.netdev; the same.</summary>
    internal string NetDevPath { get; set; } = "";

    /// <summary>A port near another that none of the addresses has.</summary>
    internal int FindFreePort(int port)
    {
        int step = port < ushort.MaxValue - ListenAddresses.Length ? 1 : -1;
        do
        {
            port += step;
        }
        while (Array.Exists(ListenAddresses, address => address.Port == port));

        return port;
    }

    /// <summary>Settles what no flag has said.</summary>
    internal void SetDefaults()
    {
        if (ListenAddresses.Length == 0)
        {
            ListenAddresses = [ListenAddress.Parse(DefaultAddress)!];
        }

        SourcePath = SourceChoice.Make(NetDevPath, ProcfsPath, out string reason);
        SourceReason = reason;
    }
}
