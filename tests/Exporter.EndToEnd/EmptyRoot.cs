using System;
using System.IO;

namespace NetdevExporter.EndToEnd;

/// <summary>
/// A root file system with the executable in it and nothing else, as an image made FROM scratch is; needs root.
/// </summary>
internal sealed class EmptyRoot : IDisposable
{
    private readonly TemporaryFolder folder;

    internal EmptyRoot()
    {
        Machine.RequireRoot();
        folder = new TemporaryFolder();

        // Not by this process: another thread may fork meanwhile, and nobody can run a file that is open for writing.
        Tool.Succeed("cp", [Machine.Executable, PathOf("netdev-exporter")]);
    }

    internal string PathOf(string path) => folder.PathOf(path);

    /// <summary>Writes a file and the folders above it.</summary>
    internal void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);
        folder.Write(path, text);
    }

    /// <summary>Runs the executable with this as its root.</summary>
    internal ToolResult Run(params string[] flags) =>
        Tool.Run("chroot", [folder.FullName, "/netdev-exporter", .. flags], seconds: 5);

    internal string Succeed(params string[] flags) =>
        Tool.Succeed("chroot", [folder.FullName, "/netdev-exporter", .. flags], seconds: 5);

    /// <summary>Starts the executable with this as its root, on a loopback port.</summary>
    internal Instance Start(params string[] flags) =>
        Instance.StartAt(FreePort.TakeLoopback(), flags, "chroot", folder.FullName);

    public void Dispose() => folder.Dispose();
}
