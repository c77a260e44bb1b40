using System.Collections.Generic;

namespace NetdevExporter.Shared;

/// <summary>A sample of a page: its labels, unescaped, and its value as it is printed.</summary>
internal sealed record MetricsSample(IReadOnlyDictionary<string, string> Labels, string Value);
