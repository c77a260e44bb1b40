using System;
using System.Globalization;
using System.Text;
using NetdevExporter.Devices;
using NetdevExporter.Http;
using NetdevExporter.Http.Connections;
using NetdevExporter.Platform;
using NetdevExporter.Source;
using static NetdevExporter.CommandLine.OptionValue;

namespace NetdevExporter.CommandLine;

/// <summary>The table of flags. A flag's row determines its help and its environment variable.</summary>
internal static class OptionTable
{
    private const string ExpectedSwitch = "true or false";
    private const string ExpectedGlobs =
        "globs such as eth0, wl* or @containers, not regular expressions, separated by commas";

    private const string ExpectedPath = "a path of at most 4095 bytes of UTF-8";

    /// <summary>All flags, in the order of the help.</summary>
    internal static Option[] All { get; } =
    [
        new(
            "web.listen-address",
            "ADDRESS",
            Options.DefaultAddress,
            "where to listen: :port, 1.2.3.4:port, [v6]:port or unix:/path; repeatable, or separated by commas",
            "at most 16 addresses such as :8080, 127.0.0.1:8080, [::1]:8080 or unix:/run/netdev.sock",
            static (options, value) => AddAddresses(value, options))
        { IsRepeatable = true },
        new(
            "web.telemetry-path",
            "PATH",
            Options.DefaultTelemetryPath,
            "where the metrics are",
            "a path that begins with /, at most 256 bytes of printable ASCII without blanks, ?, #, \\, /. or /.., "
                + "other than " + Site.HealthyPath + ", " + Site.ReadyPath + " and the page's files",
            static (options, value) => Check(IsTelemetryPath(options.TelemetryPath = value))),
        new(
            "web.token-file",
            "PATH",
            "",
            "require the token in this file, as Authorization: Bearer; /-/healthy needs none, and / asks for it",
            ExpectedPath,
            static (options, value) => Check(IsPath(options.TokenPath = value)))
        { RejectsEmpty = true },
        new(
            "web.max-connections",
            "NUMBER",
            Number(Limits.ConnectionsDefault),
            "open client connections, 1 to 4096; when all are in use, the longest idle is closed",
            "a number from 1 to " + Number(Limits.ConnectionsMax),
            static (options, value) => Check(TryReadConnections(value, options))),
        new(
            "web.disable-exporter-metrics",
            "",
            "",
            "leave out the exporter's own process metrics",
            ExpectedSwitch,
            static (options, value) => Check(TryReadSwitch(value, isOn => options.IncludesProcessMetrics = !isOn))),
        new(
            "web.disable-compression",
            "",
            "",
            "never compress responses, even for clients that accept gzip",
            ExpectedSwitch,
            static (options, value) => Check(TryReadSwitch(value, isOn => options.Compresses = !isOn))),
        new(
            "web.disable-page",
            "",
            "",
            "leave out the live page; / then has a few links",
            ExpectedSwitch,
            static (options, value) => Check(TryReadSwitch(value, isOn => options.HasPage = !isOn))),
        new(
            "path.procfs",
            "PATH",
            "/host/proc, else /proc",
            "the host's procfs; PATH/1/net/dev is read",
            ExpectedPath,
            static (options, value) => Check(IsPath(options.ProcfsPath = value))),
        new(
            "path.netdev",
            "PATH",
            "",
            "the net/dev file itself; overrides --path.procfs",
            ExpectedPath,
            static (options, value) => Check(IsPath(options.NetDevPath = value))),
        new(
            "path.sysfs",
            "PATH",
            "/host/sys, if it exists",
            "the host's sysfs; PATH/class/net is read",
            ExpectedPath,
            static (options, value) => Check(IsPath(options.SysfsPath = value))),
        new(
            "source.allow-own",
            "",
            "",
            "serve the file even if it shows the container's own interfaces, not the host's",
            ExpectedSwitch,
            static (options, value) => Check(TryReadSwitch(value, isOn => options.AllowsOwn = isOn))),
        new(
            "metrics.names",
            "SCHEME",
            "netdev",
            "how metrics are named: netdev, node (as node_exporter does) or article",
            "netdev, node or article",
            static (options, value) => Check(TryReadNames(value, options))),
        new(
            "node.name",
            "NAME",
            "name in " + NodeIdentity.HostNamePath,
            "with --metrics.names=node, the host's name in node_uname_info; other schemes ignore it",
            "a name of at most 255 bytes of UTF-8",
            static (options, value) => Check(IsNodeName(options.NodeName = value))),
        new(
            "device.include",
            "GLOBS",
            "all interfaces",
            "show only interfaces that match one of these globs, separated by commas",
            ExpectedGlobs,
            static (options, value) =>
            {
                options.Included = DeviceList.Add(options.Included, value, areAliases: false, out string? fault);
                return fault;
            })
        { IsRepeatable = true },
        new(
            "device.exclude",
            "GLOBS",
            "",
            "leave out interfaces that match one of these globs; @containers is "
                + Encoding.UTF8.GetString(DeviceFilter.Containers) + ", with hexadecimal digits for #",
            ExpectedGlobs,
            static (options, value) =>
            {
                options.Excluded = DeviceList.Add(options.Excluded, value, areAliases: false, out string? fault);
                return fault;
            })
        { IsRepeatable = true },
        new(
            "device.alias",
            "NAME=ALIAS",
            "",
            "what to call interfaces in labels: enp3s0=wan",
            "pairs such as enp3s0=wan, without / or another =, separated by commas",
            static (options, value) =>
            {
                options.AliasPairs = DeviceList.Add(options.AliasPairs, value, areAliases: true, out string? fault);
                return fault;
            })
        { IsRepeatable = true },
        new(
            "textfile.path",
            "PATH",
            "",
            "also write the page to this file, for node_exporter's textfile collector",
            "a path of at most 4091 bytes of UTF-8 that ends with .prom",
            static (options, value) => Check(IsTextFilePath(options.TextFilePath = value))),
        new(
            "textfile.interval",
            "TIME",
            "15s",
            "how often to write that file: 1s to 1h",
            "a time from 1s to 1h, such as 15s, 1m30s or 15, which is in seconds",
            static (options, value) => Check(TryReadInterval(value, options))),
        new(
            "once",
            "",
            "",
            "print one page to stdout and exit, with 1 on failure",
            ExpectedSwitch,
            Choose(Command.Once))
        { IsCommand = true },
        new(
            "healthcheck",
            "",
            "",
            "check whether the instance in this container is ready, and exit with 0 or 1; "
                + "outside containers, the one with these flags",
            ExpectedSwitch,
            Choose(Command.HealthCheck))
        { IsCommand = true },
        new(
            "doctor",
            "",
            "",
            "print what would be read and why, what is wrong and how to fix it, and exit with 0 or 1",
            ExpectedSwitch,
            Choose(Command.Doctor))
        { IsCommand = true },
        new("version", "", "", "print the version and exit", ExpectedSwitch, Choose(Command.Version))
        { IsCommand = true },
        new("help", "", "", "print this help and exit", ExpectedSwitch, Choose(Command.Help))
        { IsCommand = true },
    ];

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string? Check(bool isValid) => isValid ? null : "";

    private static Func<Options, string, string?> Choose(Command command) =>
        (options, value) => Check(TryReadSwitch(value, isOn => options.Command = isOn ? command : options.Command));

    private static string? AddAddresses(string value, Options options)
    {
        for (int comma = 0; comma >= 0; value = value[(comma + 1)..])
        {
            comma = value.IndexOf(',', StringComparison.Ordinal);
            string text = (comma < 0 ? value : value[..comma]).Trim();
            ListenAddress? address = ListenAddress.Parse(text);
            if (address is null || options.ListenAddresses.Length == Limits.ListenAddressesMax)
            {
                return address is null ? AddressFault.Explain(text) : "";
            }

            options.ListenAddresses = [.. options.ListenAddresses, address];
        }

        return null;
    }

    private static bool TryReadInterval(string value, Options options)
    {
        bool isInterval = OptionValue.TryReadInterval(value, out int seconds);
        options.TextFileSeconds = seconds;
        return isInterval;
    }
}
