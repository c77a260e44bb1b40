using System.Linq;
using Xunit;

namespace NetdevExporter.EndToEnd.Browser;

/// <summary>The live page, in a browser.</summary>
public sealed class PageInBrowserTests
{
    public PageInBrowserTests() => Machine.SkipUnderEmulation("the page is the same on every architecture");

    public static TheoryData<string, string> Scenarios =>
        [.. Scenario.FindAll().Select(each => new TheoryDataRow<string, string>(each.File, each.Name))];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void The_page_in_a_browser(string file, string name)
    {
        if (file == "network.test.mjs")
        {
            Machine.RequireRoot(); // for a network of its own
        }

        string result = Scenario.Run(file, name);
        Assert.True(result.StartsWith("ok "), result);
    }
}
