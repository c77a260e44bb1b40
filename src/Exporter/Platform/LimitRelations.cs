namespace NetdevExporter.Platform;

/// <summary>What must hold between limits: a relation that is broken does not compile.</summary>
internal static class LimitRelations
{
    /// <summary>
    /// The landing page fits, even if its paths have the greatest length and every byte is escaped to five.
    /// </summary>
    internal const uint LandingPageBytesSpare =
        Limits.SmallResponseBytesMax - Limits.ResponseHeadBytesMax
        - (HtmlText.BytesPerByteMax * ((2 * Limits.PathBytesMax) + Limits.TelemetryPathBytesMax)) - 2048;

    /// <summary>
    /// The live page fits, with the path of the metrics three times, and either a table of a few interfaces or a reason
    /// that names the longest path.
    /// </summary>
    internal const uint LivePageBytesSpare =
        Limits.SmallResponseBytesMax - Limits.ResponseHeadBytesMax - Limits.PageHtmlBytesMax
        - (HtmlText.BytesPerByteMax * (Limits.PathBytesMax + (3 * Limits.TelemetryPathBytesMax))) - 2048;

    /// <summary>Each of its files fits.</summary>
    internal const uint PageFilesBytesSpare =
        Limits.SmallResponseBytesMax - Limits.ResponseHeadBytesMax - Limits.PageFilesBytesMax;

    /// <summary>The longest token takes at most half of a head that needs no more memory.</summary>
    internal const uint HeadBytesSpare = Limits.HeadBytesInitial - (2 * Limits.TokenFileBytesMax);

    /// <summary>Doubling the initial memory for a head leads exactly to the largest.</summary>
    internal const uint HeadBytesRemainder = Limits.HeadBytesMax % Limits.HeadBytesInitial == 0 ? 0 : -1;

    /// <summary>Doubling the initial page leads exactly to the largest.</summary>
    internal const uint PageBytesRemainder = Limits.PageBytesMax % Limits.PageBytesInitial == 0 ? 0 : -1;

    /// <summary>Doubling the initial lines leads exactly to the largest number.</summary>
    internal const uint DevicesRemainder = Limits.DevicesMax % Limits.DevicesInitial == 0 ? 0 : -1;
}
