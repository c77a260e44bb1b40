namespace NetdevExporter.Bench;

/// <summary>What one run of the load generator gave.</summary>
/// <param name="Scrapes">Pages answered.</param>
/// <param name="PerSecond">Pages a second.</param>
/// <param name="CpuMicroseconds">User and system time of the exporter's process for one page.</param>
internal readonly record struct Load(int Scrapes, double PerSecond, double CpuMicroseconds);
