using System.IO;
using NetdevExporter.EndToEnd.Executable;
using Xunit;

namespace NetdevExporter.EndToEnd.Metrics;

/// <summary>
/// A source that is not there, not yet, no more, or not what it should be: 503 that says so, and 200 again when it is
/// back.
/// </summary>
public sealed class SourceTests
{
    [Fact]
    public void Missing_at_start_it_is_503_and_appearing_later_200()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("dev");
        using Instance exporter = Instance.Start("--path.netdev", path);
        AssertUnavailable(exporter, path);
        Assert.Equal(200, exporter.Get("/-/healthy").Status);
        Assert.Equal(200, exporter.Get("/").Status);

        folder.Write("dev", NetDevText.Plain);
        Assert.Equal(200, exporter.AwaitStatus("/metrics", 200).Status);
        Assert.Equal(200, exporter.Get("/-/ready").Status);
        Assert.Equal(2, exporter.GetPage().Value("netdev_interfaces"));
    }

    [Fact]
    public void Vanishing_it_is_503_and_returning_200()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("dev", NetDevText.Plain);
        using Instance exporter = Instance.Start("--path.netdev", path);
        for (int i = 1; i <= 2; i++)
        {
            Assert.Equal(200, exporter.Get("/metrics").Status);
            File.Delete(path);
            Assert.Equal(503, exporter.AwaitStatus("/metrics", 503).Status);
            AssertUnavailable(exporter, path);
            folder.Write("dev", NetDevText.Many(i));
            Assert.Equal(200, exporter.AwaitStatus("/-/ready", 200).Status);
            Assert.Equal(i, exporter.GetPage().Value("netdev_interfaces"));
        }
    }

    [Fact]
    public void Replaced_by_another_file_of_its_name_the_new_one_is_read()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("dev", NetDevText.Plain);
        using Instance exporter = Instance.Start("--path.netdev", path);
        Assert.Equal(2, exporter.GetPage().Value("netdev_interfaces"));
        File.Move(folder.Write("new", NetDevText.Many(7)), path, overwrite: true);
        Wait.Until(() => exporter.GetPage().Value("netdev_interfaces") == 7, 3, "the new file");
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("\n", "a line and nothing in it")]
    [InlineData("hello\nworld\n", "another file")]
    [InlineData("Inter-|   Receive\n face |bytes\n eth0: 1\n", "half a header")]
    [InlineData("Inter-|   Receive                  |  Transmit\n"
        + " face |packets errs drop fifo frame|packets errs drop fifo colls carrier\n  eth0: 1 2 3 4 5 6 7 8 9 10 11\n",
        "kernels before 2.1.91 have other columns: refused, never mis-mapped")]
    [InlineData(NetDevText.Header + "one\ntwo\n", "a header, and no line that is an interface")]
    public void What_is_no_net_dev_is_503_and_says_so(string text, string reason)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("dev", text);
        using Instance exporter = Instance.Start("--path.netdev", path);
        Assert.True(exporter.Get("/metrics").Status == 503, reason);
        Assert.Contains("not a net/dev", AssertUnavailable(exporter, path));
    }

    [Theory]
    [InlineData("/dev/zero", "it is a device")]
    [InlineData("/dev/urandom", "it is a device")]
    [InlineData("sparse", "its first two lines are not the header")]
    [InlineData("noise", "its first two lines are not the header")]
    [InlineData("table and noise", "it is long, and too few of its lines can be read as an interface")]
    public void A_file_without_an_end_or_a_huge_one_is_503_and_takes_no_memory(string name, string reason)
    {
        using TemporaryFolder folder = new();
        string path = name.StartsWith('/') ? name : folder.PathOf(name);
        if (name == "sparse")
        {
            Tool.Succeed("truncate", ["--size=10G", path]);
        }
        else if (!name.StartsWith('/'))
        {
            folder.Write(name, name == "noise" ? "" : NetDevText.Plain);
            Tool.Succeed("sh", ["-c", $"head -c 100M /dev/urandom >>'{path}'"]);
        }

        using Instance exporter = Instance.Start("--path.netdev", path);
        for (int i = 0; i < 3; i++)
        {
            Assert.Contains($"not a net/dev table: {reason}", AssertUnavailable(exporter, path));
        }

        Assert.InRange(ProcessMemory.Of(exporter).Peak, 0, Machine.IsEmulated ? long.MaxValue : 4 * 1024);
    }

    [Fact]
    public void A_folder_in_the_place_of_the_file_is_503()
    {
        using TemporaryFolder folder = new();
        using Instance exporter = Instance.Start("--path.netdev", folder.FullName);
        AssertUnavailable(exporter, folder.FullName);
    }

    [Fact]
    public void A_pipe_in_the_place_of_the_file_does_not_hold_the_others_up()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("pipe");
        Tool.Succeed("mkfifo", [path]);
        using Instance exporter = Instance.Start("--path.netdev", path);
        Assert.Contains("it is a FIFO", AssertUnavailable(exporter, path));
        Assert.Equal(200, exporter.Get("/-/healthy").Status);
        Assert.Equal(0, exporter.Stop());
    }

    [Fact]
    public void A_file_that_grows_from_one_interface_to_thousands_is_shown_whole()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("dev", NetDevText.Many(1));
        using Instance exporter = Instance.Start("--path.netdev", path);
        foreach (int count in new[] { 1, 31, 32, 33, 63, 64, 65, 127, 128, 129, 1000, 5000, 2 })
        {
            folder.Write("dev", NetDevText.Many(count));
            NetDevTable table = NetDevTable.Parse(NetDevText.Many(count));
            PageComparison.AssertShows(exporter.GetPage(), MetricNames.All[0], table);
        }
    }

    private static string AssertUnavailable(Instance exporter, string path)
    {
        foreach (string target in new[] { "/metrics", "/-/ready" })
        {
            using WireClient client = exporter.Connect();
            WireResponse response = client.Get(target);
            Assert.Equal(503, response.Status);
            Assert.StartsWith("text/plain", response.Field("Content-Type"));
            Assert.Matches(@"\A[^\n]+\n\z", response.Text);
            Assert.Contains(path, response.Text);
            client.Request(target, "HEAD");
            Assert.Equal(503, client.Read(toHead: true).Status);
            Assert.Equal(200, client.Get("/-/healthy").Status); // the connection goes on
        }

        return exporter.Get("/metrics").Text;
    }
}
