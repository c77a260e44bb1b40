using NetdevExporter.Http;
using NetdevExporter.Http.Message;
using NetdevExporter.Platform;

namespace NetdevExporter.Tests.Http;

/// <summary>A source whose totals fill the room that they get.</summary>
internal sealed class EndlessTotals : IPageSource
{
    public bool TryWrite(Page page, long now) => false;

    public void WriteTotals(ref ByteWriter html)
    {
        while (!html.Reserve(1).IsEmpty)
        {
            html.Write("x"u8);
        }
    }
}
