using NetdevExporter.Http.Message;

namespace NetdevExporter.Http;

/// <summary>Where the server gets the page that it serves.</summary>
internal interface IPageSource
{
    /// <summary>Writes the current page.</summary>
    /// <param name="page">Receives the page or, on failure, one line of text with the reason.</param>
    /// <param name="now">In milliseconds, on the server's clock.</param>
    /// <returns>Whether it is the page.</returns>
    bool TryWrite(Page page, long now);
}
