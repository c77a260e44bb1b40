using System.Collections.Generic;
using System.Linq;
using System.Text;
using NetdevExporter.Procfs;

namespace NetdevExporter.Tests.Procfs;

/// <summary>What a parser made of a text: its answer, the devices and the number of lines that it skipped.</summary>
internal sealed record Table(NetDevStatus Status, IReadOnlyList<Device> Devices, int SkippedLines)
{
    /// <summary>Everything, readable, for comparing.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        text.Append(Status).Append(", skipped ").Append(SkippedLines).Append('\n');
        foreach (Device device in Devices)
        {
            text.Append(Latin1.Escape(device.Name)).Append(": ").AppendJoin(' ', device.Values).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>A device's numbers, one blank between them; of the only device there is.</summary>
    internal string OnlyNumbers() => string.Join(' ', Devices.Single().Values);
}
