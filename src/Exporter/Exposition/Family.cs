using System.Text;
using NetdevExporter.Platform;

namespace NetdevExporter.Exposition;

/// <summary>One metric family: a row of the table in <see cref="Families"/>.</summary>
/// <remarks>The form of HELP and TYPE lines: Prometheus, "Exposition formats", text format 0.0.4.</remarks>
internal sealed class Family
{
    private readonly byte[] heading;
    private readonly byte[] sampleStart;
    private readonly SamplesWriter write;

    /// <param name="name">The family's name.</param>
    /// <param name="type"><c>counter</c> or <c>gauge</c>.</param>
    /// <param name="help">One sentence; has no backslash and no LF.</param>
    /// <param name="labels">The constant part of what follows the name in every sample.</param>
    /// <param name="write">Writes the samples.</param>
    internal Family(string name, string type, string help, string labels, SamplesWriter write)
    {
        Name = name;
        Type = type;
        Help = help;
        heading = Encoding.UTF8.GetBytes("# HELP " + name + " " + help + "\n# TYPE " + name + " " + type + "\n");
        sampleStart = Encoding.UTF8.GetBytes(name + labels);
        this.write = write;
    }

    /// <summary>Writes a family's samples.</summary>
    /// <param name="sampleStart">The start of each sample: the name and the constant labels.</param>
    /// <returns>false if the value is unknown: the family is then left out of the page.</returns>
    internal delegate bool SamplesWriter(
        byte[] sampleStart,
        in Reading reading,
        in DeviceLabels labels,
        ref ByteWriter page);

    internal string Name { get; }

    internal string Type { get; }

    internal string Help { get; }

    /// <summary>Writes HELP, TYPE and samples; nothing if the value is unknown.</summary>
    internal void Write(in Reading reading, in DeviceLabels labels, ref ByteWriter page)
    {
        int start = page.Length;
        page.Write(heading);
        if (!write(sampleStart, reading, labels, ref page))
        {
            page.Truncate(start);
        }
    }
}
