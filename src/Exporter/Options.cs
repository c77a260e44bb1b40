using System;
using System.Globalization;
using NetdevExporter.Exposition;
using NetdevExporter.Http;
using static NetdevExporter.OptionValue;

namespace NetdevExporter;

/// <summary>What the program was asked to do and how: the table of flags, and what became of each.</summary>
internal sealed class Options
{
    private const string DefaultAddress = ":8080";
    private const string DefaultTelemetryPath = "/metrics";
    private const string ExpectedSwitch = "true or false";
    private const string ExpectedPath = "a path of at most 4095 bytes of UTF-8";

    /// <summary>Every flag there is, in the order of the help.</summary>
    internal static Option[] Table { get; } =
    [
        new(
            "web.listen-address",
            "ADDRESS",
            DefaultAddress,
            "where to listen: :port, 1.2.3.4:port, [v6]:port or unix:/path; repeatable, or separated by commas",
            "at most 16 addresses such as :8080, 127.0.0.1:8080, [::1]:8080 or unix:/run/netdev.sock",
            static (options, value) => options.TryAddAddresses(value))
        { IsRepeatable = true },
        new(
            "web.telemetry-path",
            "PATH",
            DefaultTelemetryPath,
            "where the metrics are",
            "a path that begins with /, at most 256 bytes of printable ASCII without blank, ? and #, other than "
                + Site.HealthyPath + " and " + Site.ReadyPath,
            static (options, value) => IsTelemetryPath(options.TelemetryPath = value)),
        new(
            "web.token-file",
            "PATH",
            "",
            "ask for the token in this file, as Authorization: Bearer; /-/healthy needs none",
            ExpectedPath,
            static (options, value) => IsPath(options.TokenPath = value))
        { RefusesEmpty = true },
        new(
            "web.max-connections",
            "NUMBER",
            Number(Limits.ConnectionsDefault),
            "open client connections, 1 to 4096; when all are taken the longest idle makes room",
            "a number from 1 to " + Number(Limits.ConnectionsMax),
            static (options, value) => options.TrySetMaxConnections(value)),
        new(
            "web.disable-exporter-metrics",
            "",
            "",
            "leave out the exporter's own process metrics",
            ExpectedSwitch,
            static (options, value) => TryReadSwitch(value, isOn => options.WithProcessMetrics = !isOn)),
        new(
            "web.disable-compression",
            "",
            "",
            "send large pages as they are to clients that offer gzip, too",
            ExpectedSwitch,
            static (options, value) => TryReadSwitch(value, isOn => options.Compresses = !isOn)),
        new(
            "path.procfs",
            "PATH",
            "/host/proc, else /proc",
            "the host's procfs; PATH/1/net/dev is read",
            ExpectedPath,
            static (options, value) => IsPath(options.ProcfsPath = value)),
        new(
            "path.netdev",
            "PATH",
            "",
            "the net/dev file itself; wins over --path.procfs",
            ExpectedPath,
            static (options, value) => IsPath(options.NetDevPath = value)),
        new(
            "source.allow-own",
            "",
            "",
            "serve the container's own interfaces, too, where the file shows those and not the host's",
            ExpectedSwitch,
            static (options, value) => TryReadSwitch(value, isOn => options.AllowsOwn = isOn)),
        new(
            "metrics.names",
            "SCHEME",
            "netdev",
            "how metrics are named: netdev, node (as node_exporter does) or article",
            "netdev, node or article",
            static (options, value) => options.TrySetNames(value)),
        new(
            "textfile.path",
            "PATH",
            "",
            "write the page to this file, too, for node_exporter's textfile collector",
            "a path of at most 4091 bytes of UTF-8 that ends with .prom",
            static (options, value) => IsTextFilePath(options.TextFilePath = value)),
        new(
            "textfile.interval",
            "TIME",
            "15s",
            "how often that file is written: 1s to 60m",
            "seconds from 1 to 3600, as 15 or 15s, or minutes, as 1m",
            static (options, value) => options.TrySetInterval(value)),
        new(
            "once",
            "",
            "",
            "print one page to stdout and exit; 1 where it can't be had",
            ExpectedSwitch,
            AsCommand(Command.Once))
        { IsCommand = true },
        new(
            "healthcheck",
            "",
            "",
            "ask the instance that the other flags describe whether it is ready, and exit 0 or 1",
            ExpectedSwitch,
            AsCommand(Command.HealthCheck))
        { IsCommand = true },
        new(
            "doctor",
            "",
            "",
            "print what would be read and why, what is wrong and what mends it, and exit 0 or 1",
            ExpectedSwitch,
            AsCommand(Command.Doctor))
        { IsCommand = true },
        new("version", "", "", "print what this is and exit", ExpectedSwitch, AsCommand(Command.Version))
        { IsCommand = true },
        new("help", "", "", "print this and exit", ExpectedSwitch, AsCommand(Command.Help))
        { IsCommand = true },
    ];

    internal Command Command { get; private set; } = Command.Serve;

    internal ListenAddress[] ListenAddresses { get; private set; } = [];

    internal string TelemetryPath { get; private set; } = DefaultTelemetryPath;

    /// <summary>The file with the token that requests must carry; empty where they need none.</summary>
    internal string TokenPath { get; private set; } = "";

    internal int MaxConnections { get; private set; } = Limits.ConnectionsDefault;

    internal bool WithProcessMetrics { get; private set; } = true;

    internal bool Compresses { get; private set; } = true;

    internal NameScheme Names { get; private set; } = NameScheme.All[0];

    /// <summary>The file to read.</summary>
    internal string SourcePath { get; private set; } = "";

    /// <summary>Why that one.</summary>
    internal string SourceReason { get; private set; } = "";

    /// <summary>Whether the container's own interfaces are served, too.</summary>
    internal bool AllowsOwn { get; private set; }

    /// <summary>The file that pages are written to; empty where there is none.</summary>
    internal string TextFilePath { get; private set; } = "";

    internal int TextFileSeconds { get; private set; } = Limits.TextFileSecondsDefault;

    private string ProcfsPath { get; set; } = "";

    private string NetDevPath { get; set; } = "";

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

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static Func<Options, string, bool> AsCommand(Command command) =>
        (options, value) => TryReadSwitch(value, isOn => options.Choose(isOn ? command : Command.Serve));

    /// <summary>Settles what no flag has said.</summary>
    internal void SetDefaults()
    {
        if (ListenAddresses.Length == 0)
        {
            _ = TryAddAddresses(DefaultAddress);
        }

        SourcePath = SourceChoice.Make(NetDevPath, ProcfsPath, out string reason);
        SourceReason = reason;
    }

    /// <summary>Of several commands, the first counts.</summary>
    private void Choose(Command command) => Command = Command == Command.Serve ? command : Command;

    private bool TryAddAddresses(string value)
    {
        for (int comma = 0; comma >= 0; value = value[(comma + 1)..])
        {
            comma = value.IndexOf(',', StringComparison.Ordinal);
            ListenAddress? address = ListenAddress.Parse((comma < 0 ? value : value[..comma]).Trim());
            if (address is null || ListenAddresses.Length == Limits.ListenAddressesMax)
            {
                return false;
            }

            ListenAddresses = [.. ListenAddresses, address];
        }

        return true;
    }

    private bool TrySetMaxConnections(string value)
    {
        bool isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
        MaxConnections = number;
        return isNumber && number is >= 1 and <= Limits.ConnectionsMax;
    }

    private bool TrySetInterval(string value)
    {
        bool isInterval = TryReadInterval(value, out int seconds);
        TextFileSeconds = seconds;
        return isInterval;
    }

    private bool TrySetNames(string value)
    {
        foreach (NameScheme scheme in NameScheme.All)
        {
            if (scheme.Name == value)
            {
                Names = scheme;
                return true;
            }
        }

        return false;
    }
}
