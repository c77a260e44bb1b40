using System.Runtime.InteropServices;

namespace NetdevExporter.EndToEnd.Hostile;

/// <summary>struct pollfd.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollEntry
{
    internal int Descriptor;
    internal short Events;
    internal short Returned;
}
