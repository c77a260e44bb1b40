using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using NetdevExporter.Exposition;
using NetdevExporter.Http;

namespace NetdevExporter;

/// <summary>What the program was asked to do and how. Nothing else reads the command line or the environment.</summary>
internal sealed class Options
{
    private const string DefaultAddress = ":8080";

    private readonly List<Option> given = [];

    /// <summary>Every flag there is, in the order of the help.</summary>
    internal static Option[] Table { get; } =
    [
        new(
            "web.listen-address",
            "ADDRESS",
            DefaultAddress,
            "where to listen: :port, 1.2.3.4:port, [v6]:port or unix:/path; repeatable, or separated by commas",
            "addresses such as :8080, 127.0.0.1:8080, [::1]:8080 or unix:/run/netdev.sock",
            static (options, value) => options.TryAddAddresses(value))
        { IsRepeatable = true },
        new(
            "web.telemetry-path",
            "PATH",
            "/metrics",
            "where the metrics are",
            "a path that begins with /, of printable ASCII without blank, ? and #, other than " + Site.HealthyPath
                + " and " + Site.ReadyPath,
            static (options, value) => options.TrySetTelemetryPath(value)),
        new(
            "web.max-connections",
            "NUMBER",
            "64",
            "open client connections; when all are taken the longest idle makes room",
            "a number from 1 to 4096",
            static (options, value) => options.TrySetMaxConnections(value)),
        new(
            "web.disable-exporter-metrics",
            "",
            "",
            "leave out the exporter's own process metrics",
            "true or false",
            static (options, value) => TryReadSwitch(value, isOn => options.WithProcessMetrics = !isOn)),
        new(
            "path.procfs",
            "PATH",
            "/host/proc, else /proc",
            "the host's procfs; PATH/1/net/dev is read",
            "a path",
            static (options, value) => (options.ProcfsPath = value).Length > 0),
        new(
            "path.netdev",
            "PATH",
            "",
            "the net/dev file itself; wins over --path.procfs",
            "a path",
            static (options, value) => (options.NetDevPath = value).Length > 0),
        new(
            "metrics.names",
            "SCHEME",
            "netdev",
            "how metrics are named: netdev, node (as node_exporter does) or article",
            "netdev, node or article",
            static (options, value) => options.TrySetNames(value)),
        new("once", "", "", "print one page to stdout and exit", "true or false", AsCommand(Command.Once)),
        new(
            "healthcheck",
            "",
            "",
            "ask the instance that the other flags describe whether it is ready, and exit 0 or 1",
            "true or false",
            AsCommand(Command.HealthCheck)),
        new("version", "", "", "print what this is and exit", "true or false", AsCommand(Command.Version)),
        new("help", "", "", "print this and exit", "true or false", AsCommand(Command.Help)),
    ];

    internal Command Command { get; private set; } = Command.Serve;

    internal ListenAddress[] ListenAddresses { get; private set; } = [];

    internal string TelemetryPath { get; private set; } = "/metrics";

    internal int MaxConnections { get; private set; } = Limits.ConnectionsDefault;

    internal bool WithProcessMetrics { get; private set; } = true;

    internal NameScheme Names { get; private set; } = NameScheme.All[0];

    /// <summary>The file to read.</summary>
    internal string SourcePath =>
        NetDevPath.Length > 0 ? NetDevPath
        : ProcfsPath.Length > 0 ? ProcfsPath.TrimEnd('/') + "/1/net/dev"
        : SystemCalls.Access("/host/proc", 0) == 0 ? "/host/proc/1/net/dev"
        : "/proc/1/net/dev";

    private string ProcfsPath { get; set; } = "";

    private string NetDevPath { get; set; } = "";

    /// <summary>Reads the command line, and the environment for what it does not say.</summary>
    /// <param name="arguments">The command line without the program.</param>
    /// <param name="variable">Gives an environment variable's value; null or empty where it is not set.</param>
    /// <param name="error">One line: the flag, its value and what was expected. Null where all is well.</param>
    internal static Options Parse(ReadOnlySpan<string> arguments, Func<string, string?> variable, out string? error)
    {
        Options options = new();
        error = options.ReadArguments(arguments);
        foreach (Option option in Table)
        {
            string? value = variable(option.Variable);
            if (error is null
                && !string.IsNullOrEmpty(value)
                && !options.given.Contains(option)
                && !option.Set(options, value))
            {
                error = Complain(option.Variable, value, option.Expected);
            }
        }

        if (options.ListenAddresses.Length == 0)
        {
            _ = options.TryAddAddresses(DefaultAddress);
        }

        return options;
    }

    /// <summary>The help: every row of the table.</summary>
    internal static string Help()
    {
        StringBuilder help = new();
        help.Append("netdev-exporter: the host's network interfaces for Prometheus, from inside a container\n\n");
        foreach (Option option in Table)
        {
            help.Append("  --").Append(option.Name).Append(option.IsSwitch ? "" : "=" + option.Value).Append('\n');
            help.Append("        ").Append(option.Help);
            help.Append(option.Default.Length > 0 ? " (default " + option.Default + ")\n" : "\n");
        }

        help.Append("\nEach flag can also be set in the environment: --web.listen-address is ");
        help.Append(Table[0].Variable).Append("; the flag wins.\n");
        return help.ToString();
    }

    /// <summary>One line, whatever is in the value.</summary>
    private static string Complain(string name, string value, string expected) =>
        name + "=" + value.Replace('\n', ' ') + ": expected " + expected;

    private static Func<Options, string, bool> AsCommand(Command command) =>
        (options, value) => TryReadSwitch(value, isOn => options.Command = isOn ? command : options.Command);

    private static bool TryReadSwitch(string value, Action<bool> set)
    {
        bool isOn = value is "true" or "1";
        set(isOn);
        return isOn || value is "false" or "0";
    }

    private static Option? Find(string name)
    {
        foreach (Option option in Table)
        {
            if (option.Name == name)
            {
                return option;
            }
        }

        return null;
    }

    private string? ReadArguments(ReadOnlySpan<string> arguments)
    {
        for (int i = 0; i < arguments.Length; i++)
        {
            string argument = arguments[i];
            if (!argument.StartsWith("--", StringComparison.Ordinal))
            {
                return argument + ": expected a flag, --name=value; --help lists them";
            }

            int equals = argument.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? argument[2..] : argument[2..equals];
            Option? option = Find(name);
            if (option is null)
            {
                return "--" + name + ": no such flag; --help lists them";
            }

            if (given.Contains(option) && !option.IsRepeatable)
            {
                return "--" + name + ": given twice, expected once";
            }

            given.Add(option);

            if (equals < 0 && !option.IsSwitch && ++i == arguments.Length)
            {
                return "--" + name + ": no value, expected " + option.Expected;
            }

            string value = equals >= 0 ? argument[(equals + 1)..] : option.IsSwitch ? "true" : arguments[i];
            if (!option.Set(this, value))
            {
                return Complain("--" + name, value, option.Expected);
            }
        }

        return null;
    }

    private bool TryAddAddresses(string value)
    {
        int comma = value.IndexOf(',', StringComparison.Ordinal);
        ListenAddress? address = ListenAddress.Parse((comma < 0 ? value : value[..comma]).Trim());
        if (address is null)
        {
            return false;
        }

        ListenAddresses = [.. ListenAddresses, address];
        return comma < 0 || TryAddAddresses(value[(comma + 1)..]);
    }

    private bool TrySetTelemetryPath(string value)
    {
        TelemetryPath = value;
        bool isPath = value.StartsWith('/') && value is not (Site.HealthyPath or Site.ReadyPath);
        foreach (char character in value)
        {
            isPath &= character is > ' ' and <= '~' and not ('?' or '#');
        }

        return isPath;
    }

    private bool TrySetMaxConnections(string value)
    {
        bool isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
        MaxConnections = number;
        return isNumber && number is >= 1 and <= Limits.ConnectionsMax;
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
