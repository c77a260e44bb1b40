using System.Collections.Generic;

namespace NetdevExporter.EndToEnd;

/// <summary>A family of a page: its name, what its HELP and TYPE lines say, and its samples in order.</summary>
internal sealed record MetricsFamily(string Name, string Help, string Type, IReadOnlyList<MetricsSample> Samples);

/// <summary>A sample: its labels, unescaped, and its value as it is printed.</summary>
internal sealed record MetricsSample(IReadOnlyDictionary<string, string> Labels, string Value);
