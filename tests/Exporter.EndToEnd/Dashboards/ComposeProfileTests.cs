using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using NetdevExporter.EndToEnd.Documentation;
using Xunit;

namespace NetdevExporter.EndToEnd.Dashboards;

/// <summary>
/// The Grafana and the alerts of compose.yml, as far as they can be tried without an image: what compose makes of them.
/// </summary>
public sealed class ComposeProfileTests
{
    private const string Types = "tests/Exporter.EndToEnd/Dashboards/GrafanaTypes/package.json";

    private static readonly string Compose = Path.Combine(Machine.Repository, "compose.yml");

    /// <summary>The keys of Grafana's files, with those that they must have.</summary>
    /// <remarks>Source: Grafana's documentation, "Provision Grafana", of version 13.2.</remarks>
    private static readonly Dictionary<string, (string List, string[] Required, string[] Known)> Provisioning = new()
    {
        ["grafana-datasources"] = ("datasources",
            ["name", "type", "access", "url"],
            ["name", "type", "access", "url", "uid", "orgId", "isDefault", "editable", "jsonData", "version"]),
        ["grafana-dashboards"] = ("providers",
            ["name", "type", "options"],
            ["name", "type", "options", "orgId", "folder", "disableDeletion", "allowUiUpdates"]),
    };

    public ComposeProfileTests() => Machine.SkipUnderEmulation("the executable has no part in it");

    [Fact]
    public void Without_the_profile_there_is_no_Grafana() =>
        Assert.Equal("netdev-exporter prometheus", ServicesOf(Config("--file", Compose)));

    /// <summary>A copy of compose.yml alone still starts the exporter and its Prometheus.</summary>
    [Fact]
    public void The_dashboard_and_the_alerts_need_not_be_there()
    {
        using TemporaryFolder folder = new();
        File.Copy(Compose, folder.PathOf("compose.yml"));
        Assert.Equal("netdev-exporter prometheus", ServicesOf(Config("--project-directory", folder.FullName)));
    }

    [Fact]
    public void Grafana_is_hardened_has_no_account_and_can_be_reached_from_this_machine_only()
    {
        JsonElement grafana = Grafana().GetProperty("services").GetProperty("grafana");
        JsonElement port = Assert.Single(grafana.GetProperty("ports").EnumerateArray());
        Assert.Equal("127.0.0.1", port.GetProperty("host_ip").GetString());
        Assert.Equal("""["ALL"]""", Short(grafana.GetProperty("cap_drop")));
        Assert.Equal("""["no-new-privileges:true"]""", Short(grafana.GetProperty("security_opt")));
        Dictionary<string, string> expected = new()
        {
            ["GF_AUTH_ANONYMOUS_ORG_ROLE"] = "Viewer",
            ["GF_AUTH_BASIC_ENABLED"] = "false",
            ["GF_AUTH_DISABLE_LOGIN_FORM"] = "true",
            ["GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION"] = "true",
        };
        JsonElement environment = grafana.GetProperty("environment");
        Assert.All(expected, row => Assert.Equal(row.Value, environment.GetProperty(row.Key).GetString()));
    }

    [Fact]
    public void Its_image_is_of_the_release_whose_types_the_dashboard_is_checked_with()
    {
        using JsonDocument types = JsonDocument.Parse(File.ReadAllText(Path.Combine(Machine.Repository, Types)));
        string version = TextAt(types.RootElement, "dependencies", "@grafana/schema");
        Assert.Equal("grafana/grafana:" + version, TextAt(Grafana(), "services", "grafana", "image"));
    }

    [Fact]
    public void What_it_is_provisioned_with_has_the_keys_that_Grafana_documents()
    {
        JsonElement configs = Grafana().GetProperty("configs");
        foreach ((string name, (string list, string[] required, string[] known)) in Provisioning)
        {
            JsonElement root = Yaml.Parse(TextAt(configs, name, "content"));
            Assert.Equal(1, root.GetProperty("apiVersion").GetInt32());
            JsonElement entry = Assert.Single(root.GetProperty(list).EnumerateArray());
            string[] keys = [.. entry.EnumerateObject().Select(property => property.Name)];
            Assert.Equal((name, ""), (name, string.Join(' ', required.Except(keys).Concat(keys.Except(known)))));
        }
    }

    /// <summary>Each path that a setting names is one that a file is mounted at.</summary>
    [Fact]
    public void The_dashboard_is_where_it_looks_and_the_data_source_is_the_Prometheus()
    {
        JsonElement project = Grafana();
        JsonElement grafana = project.GetProperty("services").GetProperty("grafana");
        JsonElement configs = project.GetProperty("configs");
        string file = TargetOf(grafana, "grafana-dashboard");
        Assert.Equal(file, TextAt(grafana, "environment", "GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"));
        Assert.Contains($"path: {Path.GetDirectoryName(file)}}}", TextAt(configs, "grafana-dashboards", "content"));
        Assert.Equal(DeployFiles.PathOf("dashboard.json"), TextAt(configs, "grafana-dashboard", "file"));
        Assert.Contains(" url: http://prometheus:9090\n", TextAt(configs, "grafana-datasources", "content"));
        Assert.Equal("grafana netdev-exporter prometheus", ServicesOf(project));
    }

    /// <summary>Prometheus's own check of the whole: its configuration, and the rules where they are mounted.</summary>
    [Theory]
    [InlineData("compose.alerts.yml")]
    [InlineData("compose.alerts.yml", "compose.token.yml")]
    public void The_alerts_are_among_what_Prometheus_loads(params string[] overlays)
    {
        JsonElement project = Config(
            ["--file", Compose, .. overlays.SelectMany(name => new[] { "--file", DeployFiles.PathOf(name) })]);
        JsonElement prometheus = project.GetProperty("services").GetProperty("prometheus");
        Assert.Equal("/etc/prometheus/rules/alerts.yml", TargetOf(prometheus, "alerts"));
        JsonElement configs = project.GetProperty("configs");
        Assert.Equal(DeployFiles.PathOf("alerts.yml"), TextAt(configs, "alerts", "file"));

        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder.PathOf("rules"));
        File.Copy(DeployFiles.PathOf("alerts.yml"), folder.PathOf("rules/alerts.yml"));
        File.WriteAllText(folder.PathOf("netdev-exporter-token"), "token");
        string content = TextAt(configs, "prometheus", "content")
            .Replace("/etc/prometheus/", "").Replace("/run/secrets/", "");
        string promtool = PrometheusRelease.Program("promtool", PrometheusRelease.Third);
        ToolResult result = Tool.Run(promtool, ["check", "config", folder.Write("prometheus.yml", content)]);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Contains("SUCCESS: 13 rules found", result.Output);
    }

    private static JsonElement Grafana() => Config("--file", Compose, "--profile", "grafana");

    private static JsonElement Config(params string[] options)
    {
        string plugin = Path.Combine(Machine.Tools, "docker/cli-plugins/docker-compose");
        Machine.Require(File.Exists(plugin) && File.Exists("/usr/bin/docker"), "docker compose");
        Dictionary<string, string?> environment = new() { ["DOCKER_CONFIG"] = Path.Combine(Machine.Tools, "docker") };
        ToolResult result = Tool.Run(
            "docker", ["compose", .. options, "config", "--format", "json"], environment: environment);
        return result.ExitCode == 0
            ? JsonDocument.Parse(result.Output).RootElement
            : throw new InvalidDataException(result.Error);
    }

    /// <summary>Where a service's container has one of the configs.</summary>
    private static string TargetOf(JsonElement service, string config) => TextAt(
        service.GetProperty("configs").EnumerateArray().Single(mount => TextAt(mount, "source") == config), "target");

    private static string ServicesOf(JsonElement project) => string.Join(
        ' ', project.GetProperty("services").EnumerateObject().Select(service => service.Name).Order());

    private static string TextAt(JsonElement element, params string[] path) =>
        path.Aggregate(element, (parent, name) => parent.GetProperty(name)).GetString()!;

    private static string Short(JsonElement element) => JsonSerializer.Serialize(element);
}
