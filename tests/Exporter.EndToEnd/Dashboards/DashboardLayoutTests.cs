using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Xunit;

namespace NetdevExporter.EndToEnd.Dashboards;

/// <summary>How dashboard.json is laid out, and what every panel has.</summary>
public sealed class DashboardLayoutTests
{
    private const int Columns = 24;

    private static readonly string[] Types = ["bargauge", "row", "stat", "state-timeline", "table", "timeseries"];

    private static readonly JsonElement[] Shown =
    [
        .. Dashboard.Panels.Where(panel => Dashboard.TextOf(panel, "type") != "row"),
    ];

    public DashboardLayoutTests() => Machine.SkipUnderEmulation("the executable has no part in it");

    /// <summary>Each line of the grid is covered once: no gap, and no panel over another.</summary>
    [Fact]
    public void The_panels_cover_the_grid()
    {
        Dictionary<(int X, int Y), int> cells = [];
        foreach (JsonElement panel in Dashboard.Panels)
        {
            JsonElement position = panel.GetProperty("gridPos");
            int[] place = [.. new[] { "x", "y", "w", "h" }.Select(key => position.GetProperty(key).GetInt32())];
            foreach ((int x, int y) in from x in Enumerable.Range(place[0], place[2])
                                       from y in Enumerable.Range(place[1], place[3])
                                       select (x, y))
            {
                cells[(x, y)] = cells.GetValueOrDefault((x, y)) + 1;
            }
        }

        Assert.All(cells, cell => Assert.True(cell.Value == 1 && cell.Key.X < Columns, cell.ToString()));
        Assert.Equal(Columns * (1 + cells.Keys.Max(cell => cell.Y)), cells.Count);
    }

    [Fact]
    public void Every_panel_has_a_title_a_description_and_a_unit_of_its_own()
    {
        Assert.Distinct(Dashboard.Panels.Select(panel => panel.GetProperty("id").GetInt32()));
        Assert.All(Dashboard.Panels, panel => Assert.Contains(Dashboard.TextOf(panel, "type"), Types));
        Assert.Distinct(Shown.Select(panel => Dashboard.TextOf(panel, "title")));
        Assert.All(Shown, panel =>
        {
            string title = Dashboard.TextOf(panel, "title");
            Assert.True(title.Length > 0 && Dashboard.TextOf(panel, "description").EndsWith('.'), title);
            bool hasUnit = panel.GetProperty("fieldConfig").GetProperty("defaults").TryGetProperty("unit", out _);
            Assert.True(hasUnit || Dashboard.TextOf(panel, "type") is "table" or "state-timeline", title);
        });
    }

    /// <summary>Whichever Prometheus is selected is the one that is asked.</summary>
    [Fact]
    public void Every_panel_asks_the_data_source_that_is_selected()
    {
        IEnumerable<JsonElement> asking =
            Shown.Concat(Shown.SelectMany(panel => panel.GetProperty("targets").EnumerateArray()));
        Assert.All(asking, element => Assert.Equal(
            """{"type": "prometheus", "uid": "${datasource}"}""", element.GetProperty("datasource").GetRawText()));
        Assert.All(Shown, panel => Assert.Distinct(
            panel.GetProperty("targets").EnumerateArray().Select(target => Dashboard.TextOf(target, "refId"))));
    }
}
