namespace NetdevExporter.EndToEnd.Executable;

/// <summary>A segment of an executable: its type and flags (elf.h, PT_ and PF_), and where it is in the file.</summary>
internal sealed record ElfSegment(uint Type, uint Flags, int Offset, int Length);
