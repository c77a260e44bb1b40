using System;
using System.IO;
using System.Linq;
using NetdevExporter.Exposition;
using Xunit;

namespace NetdevExporter.Tests.Exposition;

/// <summary>
/// The pages of Golden/ are what the program makes of the files beside them. <c>UPDATE_GOLDEN=1</c> and a run of these
/// tests write them anew; look at the difference before you commit it.
/// </summary>
public sealed class GoldenTests
{
    static GoldenTests()
    {
        if (Environment.GetEnvironmentVariable(GoldenFiles.UpdateVariable) == "1")
        {
            GoldenFiles.Update(GoldenFiles.Folder);
        }
    }

    [Fact]
    public void There_is_a_case_for_each_kind_of_host() =>
        Assert.Equal(
            ["header-only", "hostile-names", "largest-values", "modern-host", "old-kernel"], GoldenFiles.Cases);

    [Fact]
    public void There_is_a_page_for_each_case_and_scheme_and_no_other_file() =>
        Assert.Equal(
            GoldenFiles.Pages.Concat(GoldenFiles.Cases.Select(name => name + ".netdev")).Order(),
            Directory.EnumerateFiles(GoldenFiles.Folder).Select(path => Path.GetFileName(path)).Order());

    [Fact]
    public void An_update_changes_nothing()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("netdev-golden-");
        try
        {
            GoldenFiles.Update(folder.FullName);
            Assert.All(
                GoldenFiles.Pages, page => Assert.Equal(Read(GoldenFiles.Folder, page), Read(folder.FullName, page)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_golden_page_is_what_the_slow_writer_writes() =>
        Assert.All(GoldenFiles.Cases, name =>
        {
            NetDevTable table = NetDevTable.Parse(Read(GoldenFiles.Folder, name + ".netdev"));
            for (int scheme = 0; scheme < NameScheme.All.Length; scheme++)
            {
                Assert.Equal(
                    SlowPage.Write(table.Rows, scheme),
                    Read(GoldenFiles.Folder, $"{name}.{NameScheme.All[scheme].Name}.prom"));
            }
        });

    private static string Read(string folder, string page) =>
        Latin1.Text(File.ReadAllBytes(Path.Combine(folder, page)));
}
