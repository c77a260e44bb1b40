using System.Collections.Generic;

namespace NetdevExporter.Tests.Exposition;

/// <summary>The families of a page.</summary>
internal static class TextFormat
{
    internal static IReadOnlyList<MetricsFamily> Read(string page) => MetricsPage.Parse(page).Families;
}
