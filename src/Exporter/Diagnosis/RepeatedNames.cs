using System;
using NetdevExporter.Platform;
using NetdevExporter.Procfs;

namespace NetdevExporter.Diagnosis;

/// <summary>
/// Logs that interfaces share a name: once, until the number of lines that repeat a name, or the first such name,
/// changes.
/// </summary>
internal sealed class RepeatedNames
{
    private byte[] loggedName = [];
    private int loggedCount;

    /// <summary>Examines a reading; allocates only if it differs from the last one.</summary>
    internal void Check(in NetDevSnapshot devices)
    {
        if (devices.RepeatedNames == loggedCount && devices.FirstRepeatedName.SequenceEqual(loggedName))
        {
            return;
        }

        loggedName = devices.FirstRepeatedName.ToArray();
        loggedCount = devices.RepeatedNames;
        if (Warning.OfRepeatedNames(devices) is string warning)
        {
            Log.Warn("interface names repeat", "reason", warning);
        }
    }
}
