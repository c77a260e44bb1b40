using System.IO;

namespace NetdevExporter.EndToEnd.Boards;

/// <summary>What a board boots into: busybox, init.sh, the executable, the golden files and a few modules.</summary>
internal static class Initramfs
{
    private const string Pack =
        "cd \"$1\" && chmod 755 init exporter bin/busybox && find . | cpio -o -H newc -R 0:0 --quiet | gzip -1 >\"$2\"";

    private const string Compile =
        "musl=$(echo /usr/lib/*-linux-musl) && gcc -O2 -nostdinc -isystem /usr/include/${musl##*/}"
        + " -isystem $(gcc -print-file-name=include) -nostdlib -static -no-pie -o \"$2/hoard\" $musl/crt1.o"
        + " \"$1/hoard.c\" $musl/libc.a -lgcc";

    /// <summary>Writes the archive. The kernel's own initramfs has the console's device already.</summary>
    /// <returns>Its full name.</returns>
    internal static string Write(Board board, TemporaryFolder folder)
    {
        string root = Directory.CreateDirectory(folder.PathOf("root")).FullName;
        Directory.CreateDirectory(Path.Combine(root, "bin"));
        File.Copy(board.Busybox, Path.Combine(root, "bin", "busybox"));
        File.Copy(board.Executable, Path.Combine(root, "exporter"));
        string tests = Path.Combine(Machine.Repository, "tests");
        File.Copy(Path.Combine(tests, "Exporter.EndToEnd", "Boards", "init.sh"), Path.Combine(root, "init"));
        CopyFiles(board.ModulesFolder, Path.Combine(root, "modules"));
        CopyFiles(Path.Combine(tests, "Exporter.Tests", "Golden"), Path.Combine(root, "golden"));
        if (board.HasHoard)
        {
            Tool.Succeed("sh", ["-e", "-c", Compile, "sh", Path.Combine(tests, "Exporter.EndToEnd", "Boards"), root]);
        }

        string archive = folder.PathOf("initramfs");
        Tool.Succeed("sh", ["-e", "-c", Pack, "sh", root, archive]);
        return archive;
    }

    private static void CopyFiles(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }
}
