using NetdevExporter.Http.Message;
using NetdevExporter.Platform;

namespace NetdevExporter.Http;

/// <summary>Where the server gets the page that it serves.</summary>
internal interface IPageSource
{
    /// <summary>Writes the current page.</summary>
    /// <param name="page">Receives the page or, on failure, one line of text with the reason.</param>
    /// <param name="now">In milliseconds, on the server's clock.</param>
    /// <returns>Whether it is the page.</returns>
    bool TryWrite(Page page, long now);

    /// <summary>Writes the totals of the interfaces on the last page, HTML.</summary>
    /// <param name="html">Receives as many as fit, and how many these are.</param>
    void WriteTotals(ref ByteWriter html);
}
