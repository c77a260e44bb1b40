namespace NetdevExporter;

/// <summary>Options, wiring, run, exit code.</summary>
internal static class Program
{
    private static int Main() => 0;
}
