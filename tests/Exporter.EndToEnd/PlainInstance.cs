using System;

namespace NetdevExporter.EndToEnd;

/// <summary>
/// A running exporter of a file of two interfaces, shared by the tests of one class that only ask it.
/// </summary>
public sealed class PlainInstance : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public PlainInstance() => Exporter = Instance.Start("--path.netdev", folder.Write("dev", NetDevText.Plain));

    internal Instance Exporter { get; }

    public void Dispose()
    {
        Exporter.Dispose();
        folder.Dispose();
    }
}
