using System;
using System.IO;

namespace NetdevExporter.Shared;

/// <summary>A folder with what a sysfs has of interfaces: links in class/net, which lead to devices.</summary>
internal sealed class SysfsTree : IDisposable
{
    /// <summary>What <c>--path.sysfs</c> names.</summary>
    internal string FullName { get; } = Directory.CreateTempSubdirectory("netdev-sysfs-").FullName;

    /// <summary>Adds an interface of which everything is known: Ethernet, up, 1 Gbit/s.</summary>
    /// <param name="files">Each NAME=TEXT, instead of or besides the usual ones; without a text, it is missing.</param>
    internal SysfsTree Add(string name, int index, params string[] files)
    {
        string folder = Path.Combine(FullName, "devices", name);
        Directory.CreateDirectory(folder);
        Directory.CreateDirectory(Path.Combine(FullName, "class", "net"));
        string link = Path.Combine(FullName, "class", "net", name);
        if (!Directory.Exists(link))
        {
            File.CreateSymbolicLink(link, Path.Combine("..", "..", "devices", name));
        }

        string[] usual =
        [
            $"ifindex={index}", $"iflink={index}", "flags=0x1003", "type=1", "carrier=1", "carrier_changes=5",
            "carrier_up_count=3", "carrier_down_count=2", "speed=1000", "mtu=1500", "statistics/rx_nohandler=7",
            $"address=02:00:00:00:00:0{index % 10}", "broadcast=ff:ff:ff:ff:ff:ff", "duplex=full", "operstate=up",
            "ifalias=", $"uevent=INTERFACE={name}\nIFINDEX={index}",
        ];
        foreach (string file in (string[])[.. usual, .. files])
        {
            string[] parts = file.Split('=', 2);
            string path = Path.Combine(folder, parts[0]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (parts.Length == 2)
            {
                File.WriteAllText(path, parts[1] + "\n");
            }
            else
            {
                File.Delete(path);
            }
        }

        return this;
    }

    /// <summary>Adds a link in an interface's folder.</summary>
    internal SysfsTree Link(string name, string link, string target)
    {
        File.CreateSymbolicLink(Path.Combine(FullName, "devices", name, link), target);
        return this;
    }

    /// <summary>A file or folder of an interface.</summary>
    internal string PathOf(string name, string file = "") => Path.Combine(FullName, "devices", name, file);

    public void Dispose() => Directory.Delete(FullName, recursive: true);
}
