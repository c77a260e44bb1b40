namespace NetdevExporter.Tests.Http;

/// <summary>A canary: every tenth page is the one before, given once more.</summary>
internal sealed class StaleSource : NumberedSource
{
    protected override int Choose(int newest) => newest % 10 == 0 ? newest - 1 : newest;
}
