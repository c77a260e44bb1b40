using System.Globalization;
using System.Text;
using NetdevExporter.CommandLine;
using NetdevExporter.Platform;
using NetdevExporter.Source;
using NetdevExporter.Sysfs;

namespace NetdevExporter.Diagnosis;

/// <summary>What the doctor says of sysfs. Nothing there makes the page fail: what is wrong is a warning.</summary>
internal static class SysfsCheck
{
    /// <summary>Reads sysfs once, and reports how many interfaces of each kind there are.</summary>
    internal static void Examine(Report report, Options options)
    {
        if (options.SysfsPath.Length == 0)
        {
            report.Add("sysfs", "not read: there is no /host/sys, and no --path.sysfs");
            return;
        }

        SysfsReader reader = new(options.SysfsPath, options.Filter.Keeps);
        SysfsThread thread = new(reader);
        _ = thread.TryStart();
        LinkTable links = thread.WaitForFirst(Limits.SysfsCommandMilliseconds);
        _ = NetworkNamespace.Probe(options.SourcePath, out TableOwner owner);
        string? fault = SysfsFault.Explain(links, reader.Path, owner);
        fault ??= SysfsFault.ExplainMissing(links, reader.Path);
        if (fault is not null)
        {
            report.Warn(fault);
        }

        if (links.Count > 0 && links.ReadAt >= 0)
        {
            report.Add("sysfs", reader.Path, ", interfaces: ", CountKinds(links));
        }
    }

    /// <summary>The number of interfaces, and of each kind.</summary>
    private static string CountKinds(LinkTable links)
    {
        StringBuilder text = new(links.Count.ToString(CultureInfo.InvariantCulture));
        for (LinkKind kind = LinkKind.Other; kind <= LinkKind.Macvlan; kind++)
        {
            int count = 0;
            for (int i = 0; i < links.Count; i++)
            {
                count += links[i].Kind == kind ? 1 : 0;
            }

            if (count > 0)
            {
                text.Append(", ").Append(count.ToString(CultureInfo.InvariantCulture)).Append(' ')
                    .Append(Encoding.UTF8.GetString(LinkEvidence.Word(kind)));
            }
        }

        return text.ToString();
    }
}
