using Xunit;

namespace NetdevExporter.EndToEnd.Executable;

/// <summary>However many interfaces there are they are on the page, up to a bound that the refusal names.</summary>
[Collection(Alone.Name)]
public sealed class ManyInterfacesTests
{
    private const int InterfacesMax = 65_536;
    private const int EmulatedMax = 10_000;

    [Theory]
    [InlineData(5_000)]
    [InlineData(50_000)]
    [InlineData(InterfacesMax)]
    public void They_are_all_on_the_page(int count)
    {
        if (count > EmulatedMax)
        {
            Machine.SkipUnderEmulation("qemu takes most of a minute for so large a page");
        }

        using TemporaryFolder folder = new();
        using Instance exporter = Instance.Start("--path.netdev", folder.Write("dev", NetDevText.OfContainers(count)));
        WireResponse response = exporter.Get("/metrics");
        Assert.Equal(200, response.Status);
        string page = response.Text;
        Assert.Contains($"\nnetdev_interfaces {count}\n", page);
        Assert.Contains("\nnetdev_lines_skipped 0\n", page);
        string last = $"interface=\"veth{0x1A2B3C4 + ((count - 1) * 7919):x7}\"";
        Assert.Equal(16, page.Split(last).Length - 1);
    }

    [Fact]
    public void One_more_than_the_bound_is_503_that_names_it_and_fewer_are_a_page_again()
    {
        using TemporaryFolder folder = new();
        using Instance exporter = Instance.Start(
            "--path.netdev", folder.Write("dev", NetDevText.OfContainers(InterfacesMax + 1)));
        WireResponse response = exporter.Get("/metrics");
        Assert.Equal(503, response.Status);
        Assert.Contains($"more than {InterfacesMax} interfaces", response.Text);
        folder.Write("dev", NetDevText.OfContainers(3));
        Assert.Equal(3, exporter.GetPage().Value("netdev_interfaces"));
    }
}
