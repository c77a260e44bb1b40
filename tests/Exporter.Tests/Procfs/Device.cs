namespace NetdevExporter.Tests.Procfs;

/// <summary>A device as a test has it: its name, its bytes as characters, and its sixteen numbers by column.</summary>
internal sealed record Device(string Name, string[] Values);
