using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace NetdevExporter.Bench;

/// <summary>What the executable's bytes are for, from the map that lld writes when it links.</summary>
/// <remarks>
/// The map has columns: size (hexadecimal), then, each in a place of its own, a section of the executable, below it the
/// pieces of objects that it was put together from, and below those their symbols.
/// </remarks>
internal static class Parts
{
    private const string OwnSymbols = "netdev_exporter_";

    /// <summary>Sections that take no room in the file.</summary>
    private static readonly string[] NotInFile = [".tbss", ".hydrated", ".bss", ".symtab", ".strtab"];

    /// <summary>Prints a table of the parts, the largest first, in bytes.</summary>
    /// <param name="mapPath">The file that <c>ld.lld -Map</c> has written.</param>
    internal static void Run(string mapPath)
    {
        string[] lines = File.ReadAllLines(mapPath);
        int sectionColumn = lines[0].IndexOf("Out", StringComparison.Ordinal);
        int pieceColumn = lines[0].IndexOf("In", StringComparison.Ordinal);
        Dictionary<string, long> parts = [];
        string section = "", piece = "";
        // What a linker script defines has no name here.
        foreach (string line in lines.Skip(1).Where(line => line.Length > sectionColumn))
        {
            long size = long.Parse(
                line.AsSpan(0, sectionColumn).Trim().ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries)[2],
                NumberStyles.HexNumber,
                CultureInfo.InvariantCulture);
            if (line[sectionColumn] != ' ')
            {
                section = line[sectionColumn..];
            }
            else if (NotInFile.Contains(section))
            {
                continue;
            }
            else if (line[pieceColumn] != ' ')
            {
                piece = NamePart(line[pieceColumn..], section);
                parts[piece] = parts.GetValueOrDefault(piece) + size;
            }
            else if (section == "__managedcode" && line.Contains(OwnSymbols, StringComparison.Ordinal))
            {
                parts["our own code"] = parts.GetValueOrDefault("our own code") + size;
                parts[piece] -= size;
            }
        }

        Console.WriteLine("| part of the executable | bytes |\n|---|---:|");
        foreach ((string part, long size) in parts.OrderByDescending(part => part.Value))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {part} | {size:N0} |"));
        }
    }

    private static string NamePart(string piece, string section)
    {
        bool Is(string name) => piece.Contains(name, StringComparison.Ordinal);
        return (section.Contains("eh_", StringComparison.Ordinal), section) switch
        {
            (true, _) => "tables for exceptions and walking the stack",
            _ when Is("libRuntime.") => "the runtime: garbage collector, threads, start",
            _ when Is("libz.a") => "zlib",
            _ when Is("libc.a") || Is("crt") => "musl",
            _ when Is("libSystem.Native.a") => "the base library, what of it is C",
            (_, "__managedcode" or "__unbox") => "the base library, code",
            _ when Is("netdev-exporter.o") => "constants and types, ours and the base library's",
            _ => "the linker's own",
        };
    }
}
