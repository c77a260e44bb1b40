using System;
using System.Globalization;
using System.Text;
using NetdevExporter.CommandLine;
using NetdevExporter.Devices;
using NetdevExporter.Platform;
using NetdevExporter.Procfs;
using NetdevExporter.Source;

namespace NetdevExporter.Diagnosis;

/// <summary>What the doctor says of the interfaces: which glob keeps or drops each, and what they are called.</summary>
internal readonly ref struct DeviceCheck
{
    private const int NamesMax = 32;

    private readonly Report report;
    private readonly DeviceAliases? aliases;
    private readonly NetDevSnapshot devices;
    private readonly bool[] isDecided;

    private DeviceCheck(Report report, DeviceAliases? aliases, in NetDevSnapshot devices)
    {
        this.report = report;
        this.aliases = aliases;
        this.devices = devices;
        isDecided = new bool[devices.Count];
    }

    /// <summary>Reports all interfaces, by the glob that decides; returns how many the page shows.</summary>
    /// <param name="devices">All of them, whatever the filter says.</param>
    internal static int Examine(Report report, Options options, in NetDevSnapshot devices)
    {
        DeviceCheck check = new(report, options.Aliases, devices);
        DeviceFilter filter = options.Filter;
        if (filter.KeepsAll)
        {
            return check.AddGroup("interfaces", "", default);
        }

        _ = check.AddGroups("dropped", filter.Excluded);
        int shown = check.AddGroups("kept", filter.Included);
        bool isKept = filter.Included.IsEmpty;
        int rest = check.AddGroup(isKept ? "kept" : "dropped", " by no glob", default);
        return shown + (isKept ? rest : 0);
    }

    /// <summary>An interface on the page whose name is the alias of another one; null if there is none.</summary>
    internal static Failure? FindCollision(Options options)
    {
        if (options.Aliases is not DeviceAliases aliases)
        {
            return null;
        }

        using NetDevReader reader = new(options.SourcePath, options.AllowsOwn, options.Filter);
        _ = reader.Read(Clock.Milliseconds, out NetDevSnapshot devices);
        for (int i = 0; i < devices.Count; i++)
        {
            if (aliases.IsTaken(devices.Name(i)))
            {
                return Failure.OfAlias(Encoding.UTF8.GetString(devices.Name(i)));
            }
        }

        return null;
    }

    /// <summary>Reports the interfaces of each glob of a list; returns how many these are.</summary>
    private int AddGroups(string title, ReadOnlySpan<byte> globs, byte digit = 0)
    {
        int count = 0;
        while (!globs.IsEmpty)
        {
            ReadOnlySpan<byte> glob = DeviceFilter.TakeGlob(ref globs);
            count += DeviceFilter.IsPreset(glob) ? AddGroups(title, DeviceFilter.Containers, DeviceFilter.Digit)
                : AddGroup(title, digit == 0 ? " by " : " by @containers, ", glob, digit);
        }

        return count;
    }

    /// <summary>Reports the interfaces that a glob matches and no earlier one; returns how many these are.</summary>
    /// <param name="glob">Empty for all.</param>
    private int AddGroup(string title, string reason, ReadOnlySpan<byte> glob, byte digit = 0)
    {
        string rule = Encoding.UTF8.GetString(glob);
        string names = "";
        int count = 0;
        bool isUsed = glob.IsEmpty || digit > 0;
        for (int i = 0; i < devices.Count; i++)
        {
            ReadOnlySpan<byte> name = devices.Name(i);
            if (!glob.IsEmpty && !DeviceGlob.Matches(glob, name, digit))
            {
                continue;
            }

            isUsed = true;
            if (!isDecided[i] && count++ < NamesMax)
            {
                names += (count == 1 ? ": " : ", ") + Describe(name);
            }

            isDecided[i] = true;
        }

        if (count > 0 || reason.Length == 0)
        {
            report.Add(
                title, count.ToString(CultureInfo.InvariantCulture), reason, rule, names,
                count > NamesMax ? ", …" : "");
        }
        else if (!isUsed)
        {
            report.Warn(rule + " matches no interface now");
        }

        return count;
    }

    private string Describe(ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> label = aliases is null ? name : aliases.Find(name);
        string text = Encoding.UTF8.GetString(name);
        return label == name ? text : text + "=" + Encoding.UTF8.GetString(label);
    }
}
