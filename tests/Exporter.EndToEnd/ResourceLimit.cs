namespace NetdevExporter.EndToEnd;

/// <summary>Limits of a running process's resources, set from outside by prlimit(1).</summary>
internal static class ResourceLimit
{
    /// <summary>Lets it have no more address space than it has now, and a little.</summary>
    internal static void HoldMemory(Instance exporter, int moreBytes)
    {
        string[] pages = System.IO.File.ReadAllText($"/proc/{exporter.ProcessId}/statm").Split(' ');
        Set(exporter, "as", $"{(long.Parse(pages[0]) * System.Environment.SystemPageSize) + moreBytes}");
    }

    /// <summary>Lets it open no descriptor of this number, nor above.</summary>
    internal static void HoldDescriptors(Instance exporter, int most) => Set(exporter, "nofile", $"{most}");

    /// <summary>Lifts what was set.</summary>
    internal static void Lift(Instance exporter)
    {
        Set(exporter, "as", "unlimited");
        Set(exporter, "nofile", "1024");
    }

    /// <summary>The soft limit alone: so it can be lifted again without a privilege.</summary>
    private static void Set(Instance exporter, string resource, string value) =>
        Tool.Succeed("prlimit", ["--pid", $"{exporter.ProcessId}", $"--{resource}={value}:"]);
}
