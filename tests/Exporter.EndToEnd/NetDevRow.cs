using System.Collections.Generic;

namespace NetdevExporter.EndToEnd;

/// <summary>
/// One interface of a net/dev text: its name as a label shows it, and its sixteen numbers as they are printed.
/// </summary>
internal sealed record NetDevRow(string Label, IReadOnlyList<string> Values);
