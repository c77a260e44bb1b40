using System.Text.Json;

namespace NetdevExporter.EndToEnd.Dashboards;

/// <summary>Reads YAML, by Python's parser.</summary>
internal static class Yaml
{
    private const string Convert = "import json, sys, yaml; json.dump(yaml.safe_load(sys.stdin), sys.stdout)";

    internal static JsonElement Parse(string text) =>
        JsonDocument.Parse(Tool.Succeed("/usr/bin/python3", ["-c", Convert], input: text)).RootElement;
}
