using System;
using System.Linq;
using Xunit;

namespace NetdevExporter.EndToEnd.Documentation;

/// <summary>
/// The manifests of kubernetes.yml, as far as they can be tried without a cluster: the models of Kubernetes' client,
/// which are made from the description of its API, take every field and lose none; and they mount, harden, probe and
/// select as they should.
/// </summary>
public sealed class KubernetesTests
{
    private const string Read = """
        import json, sys, types, yaml
        from kubernetes import client
        models = {'DaemonSet': 'V1DaemonSet', 'Service': 'V1Service'}
        documents = {d['kind']: d for d in yaml.safe_load_all(sys.stdin)}
        d, v = documents['DaemonSet'], documents['Service']
        s = d['spec']['template']['spec']
        c = s['containers'][0]
        m = c['volumeMounts'][0]
        def loses(document):
            api = client.ApiClient()
            model = api.deserialize(types.SimpleNamespace(data=json.dumps(document)), models[document['kind']])
            return api.sanitize_for_serialization(model) != document

        """;

    private static readonly Lazy<bool> HasModule = new(
        () => Tool.Run("/usr/bin/python3", ["-c", "import kubernetes"]).ExitCode == 0);

    /// <summary>What Python says of each row's expression, in one run: the client takes a second to load.</summary>
    private static readonly Lazy<string[]> Answers = new(() => Evaluate(
        "*(" + string.Concat(Rows.Select(row => $"str(({row.Data.Item1})), ")) + "), sep='\\n'",
        DeployFiles.Read("kubernetes.yml")).Split('\n'));

    /// <summary>An expression about the manifests, and its value.</summary>
    public static TheoryData<string, string> Rows => new()
    {
        { "sorted(documents), [loses(x) for x in documents.values()]", "(['DaemonSet', 'Service'], [False, False])" },
        { "d['apiVersion'], v['apiVersion'], s.get('hostNetwork')", "('apps/v1', 'v1', None)" },
        { "d['spec']['selector']['matchLabels']", "{'app': 'netdev-exporter'}" },
        { "d['spec']['template']['metadata']['labels']", "{'app': 'netdev-exporter'}" },
        { "s['volumes'][0]['hostPath']", "{'path': '/proc/1/net/dev', 'type': 'File'}" },
        { "m['mountPath'], m['readOnly']", "('/host/proc/1/net/dev', True)" },
        { "m['name'] == s['volumes'][0]['name']", "True" },
        { "c['securityContext']['capabilities']", "{'drop': ['ALL']}" },
        { "c['securityContext']['readOnlyRootFilesystem']", "True" },
        { "s['securityContext']['runAsUser'], s['securityContext']['runAsGroup']", "(60808, 60808)" },
        { "c['livenessProbe']['httpGet']['path'], c['ports'][0]['containerPort']", "('/-/healthy', 8080)" },
        { "c['readinessProbe']['httpGet']['path']", "/-/ready" },
        { "c['livenessProbe']['httpGet']['port'] == c['ports'][0]['name']", "True" },
        { "v['spec']['clusterIP'], v['spec']['selector']", "('None', {'app': 'netdev-exporter'})" },
        { "v['spec']['ports'][0]['port'], v['spec']['ports'][0]['targetPort']", "(8080, 'metrics')" },
    };

    public KubernetesTests() => Machine.SkipUnderEmulation("the executable has no part in it");

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_manifests_say_what_they_should(string expression, string expected)
    {
        Machine.Require(HasModule.Value, "python3-kubernetes");
        int row = Rows.ToList().FindIndex(row => row.Data.Item1 == expression);
        Assert.Equal((expression, expected), (expression, Answers.Value[row]));
    }

    [Theory]
    [InlineData("a word that nobody knows", "readOnlyRootFilesystem", "readOnlyRootFileSystem", "True")]
    [InlineData("another type", "runAsUser: 60808", "runAsUser: nobody", "invalid literal for int()")]
    [InlineData("a field too few", "  selector:\n    matchLabels: {app: netdev-exporter}\n", "", "must not be `None`")]
    public void A_mistake_in_them_would_be_noticed(string what, string right, string wrong, string answer)
    {
        string manifests = DeployFiles.Read("kubernetes.yml");
        Assert.Contains(right, manifests);
        string said = Evaluate("loses(d)", manifests.Replace(right, wrong));
        Assert.True(said.Contains(answer), $"{what}: {said}");
    }

    /// <summary>What Python says of an expression about the manifests; of an exception, its last line.</summary>
    private static string Evaluate(string expression, string manifests)
    {
        Machine.Require(HasModule.Value, "python3-kubernetes");
        ToolResult result = Tool.Run(
            "/usr/bin/python3", ["-c", $"{Read}print({expression})"], input: manifests);
        return result.Output.TrimEnd('\n') + result.Error;
    }
}
