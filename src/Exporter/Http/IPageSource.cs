using NetdevExporter.Http.Message;

namespace NetdevExporter.Http;

/// <summary>Where the server gets the page that it serves.</summary>
internal interface IPageSource
{
    /// <summary>Makes the page that is true now.</summary>
    /// <param name="page">Gets the page; or, where it can't be had, one line of plain text that says why.</param>
    /// <param name="now">In milliseconds, on the server's clock.</param>
    /// <returns>Whether it is the page.</returns>
    bool TryWrite(Page page, long now);
}
