using System.Collections.Generic;

namespace NetdevExporter.Shared;

/// <summary>A family of a page: its name, what its HELP and TYPE lines say, and its samples in order.</summary>
internal sealed record MetricsFamily(string Name, string Help, string Type, IReadOnlyList<MetricsSample> Samples);
