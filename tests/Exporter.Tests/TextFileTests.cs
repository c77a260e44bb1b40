using System;
using System.IO;
using NetdevExporter.Exposition;
using Xunit;

namespace NetdevExporter.Tests;

/// <summary>The text file's own ways; what becomes of it in a life is tested from outside.</summary>
public sealed class TextFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("netdev-").FullName;
    private readonly Scrape scrape;

    public TextFileTests()
    {
        File.WriteAllText(Source, NetDevText.Many(4));
        scrape = new Scrape(Source, NameScheme.All[0], withProcessMetrics: true);
    }

    private string Source => Path.Combine(folder, "dev");

    private string Target => Path.Combine(folder, "netdev.prom");

    [Fact]
    public void It_is_due_at_once_and_then_an_interval_after_each_writing()
    {
        using TextFile file = new(Target, 15, scrape);
        Assert.Equal(0, file.DueAt);
        file.Run(1_000);
        Assert.Equal(16_000, file.DueAt);
        file.Run(99_000); // later than it should be: what was missed is not made up for
        Assert.Equal(114_000, file.DueAt);
    }

    [Fact]
    public void A_writing_allocates_nothing()
    {
        using TextFile file = new(Target, 1, scrape);
        Write(file, 100); // until the just-in-time compiler has done with it: what that leaves is not the writing's
        long before = GC.GetAllocatedBytesForCurrentThread();
        Write(file, 1_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData("a file")] // as a crash leaves it
    [InlineData("a link to nowhere")]
    [InlineData("a link to itself")]
    public void What_has_the_temporary_name_is_replaced(string what)
    {
        string temporary = Target + ".tmp";
        _ = what switch
        {
            "a file" => new FileInfo(WriteText(temporary)),
            "a link to itself" => File.CreateSymbolicLink(temporary, temporary),
            _ => File.CreateSymbolicLink(temporary, Path.Combine(folder, "nowhere")),
        };
        using TextFile file = new(Target, 1, scrape);
        file.Run(1);
        Assert.EndsWith("namespace=\"unknown\"} 1\n", File.ReadAllText(Target));
        Assert.False(Path.Exists(temporary) || Path.Exists(Path.Combine(folder, "nowhere")));
    }

    [Theory]
    [InlineData("netdev.prom")] // where the file should be
    [InlineData("netdev.prom.tmp")] // where it is made
    public void A_folder_in_its_way_is_left_there_and_nothing_beside_it(string name)
    {
        Directory.CreateDirectory(Path.Combine(folder, name));
        using (TextFile file = new(Target, 1, scrape))
        {
            file.Run(1);
            Assert.StartsWith(Path.Combine(folder, name), file.Fault); // and it is named
        }

        Assert.Equal([Path.Combine(folder, name)], Directory.GetDirectories(folder));
        Assert.Equal([Source], Directory.GetFiles(folder));
    }

    [Fact]
    public void Without_a_source_an_older_lifes_file_is_removed()
    {
        WriteText(Target);
        File.Delete(Source);
        using TextFile file = new(Target, 1, scrape);
        file.Run(1);
        Assert.False(File.Exists(Target));
    }

    [Fact]
    public void It_is_removed_at_the_end_unless_nothing_was_written()
    {
        WriteText(Target);
        new TextFile(Target, 1, scrape).Dispose();
        Assert.True(File.Exists(Target));
        using (TextFile file = new(Target, 1, scrape))
        {
            file.Run(1);
        }

        Assert.False(File.Exists(Target));
    }

    [Fact]
    public void The_file_of_another_instance_is_neither_written_nor_removed()
    {
        using TextFile first = new(Target, 1, scrape);
        Assert.True(first.TryLock());
        Assert.True(first.TryLock());
        first.Run(1);
        DateTime written = File.GetLastWriteTimeUtc(Target);
        using (TextFile second = new(Target, 1, scrape))
        {
            Assert.False(second.TryLock());
            second.Run(1);
            Assert.Equal($"{Target}: another netdev-exporter writes it", second.Fault);
        }

        Assert.Equal(written, File.GetLastWriteTimeUtc(Target));
        first.Run(2);
        Assert.Equal("", first.Fault);
    }

    [Fact]
    public void It_is_written_once_the_other_instance_has_ended()
    {
        TextFile first = new(Target, 1, scrape);
        first.Run(1);
        using TextFile second = new(Target, 1, scrape);
        second.Run(1);
        first.Dispose();
        Assert.False(File.Exists(Target));
        second.Run(2);
        Assert.True(File.Exists(Target));
        Assert.Equal("", second.Fault);
    }

    public void Dispose()
    {
        scrape.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static void Write(TextFile file, int count)
    {
        for (int i = 0; i < count; i++)
        {
            file.Run(1);
        }
    }

    private static string WriteText(string path)
    {
        File.WriteAllText(path, "left\n");
        return path;
    }
}
