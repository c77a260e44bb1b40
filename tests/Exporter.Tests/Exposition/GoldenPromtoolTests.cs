using System.IO;
using Xunit;
using Xunit.Sdk;

namespace NetdevExporter.Tests.Exposition;

public sealed class GoldenPromtoolTests
{
    public static TheoryData<string> Pages => new(GoldenFiles.Pages);

    [Theory]
    [MemberData(nameof(Pages))]
    public void Promtool_has_nothing_to_say_about_a_golden_page(string page) =>
        Promtool.AssertSilent(File.ReadAllBytes(Path.Combine(GoldenFiles.Folder, page)), page);

    [Fact]
    public void Promtool_has_something_to_say_about_a_page_that_is_none() =>
        Assert.Throws<TrueException>(
            () => Promtool.AssertSilent("# TYPE a counter\na{b=\"\xFF\"} x\n"u8.ToArray(), "none"));
}
