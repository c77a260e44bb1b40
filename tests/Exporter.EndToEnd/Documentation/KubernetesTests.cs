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

    public KubernetesTests() => Machine.SkipUnderEmulation("the executable has no part in it");

    [Theory]
    [InlineData(
        "sorted(documents), [loses(x) for x in documents.values()]", "(['DaemonSet', 'Service'], [False, False])")]
    [InlineData("d['apiVersion'], v['apiVersion'], s.get('hostNetwork')", "('apps/v1', 'v1', None)")]
    [InlineData("d['spec']['selector']['matchLabels']", "{'app': 'netdev-exporter'}")]
    [InlineData("d['spec']['template']['metadata']['labels']", "{'app': 'netdev-exporter'}")]
    [InlineData("s['volumes'][0]['hostPath']", "{'path': '/proc/1/net/dev', 'type': 'File'}")]
    [InlineData("m['mountPath'], m['readOnly']", "('/host/proc/1/net/dev', True)")]
    [InlineData("m['name'] == s['volumes'][0]['name']", "True")]
    [InlineData("c['securityContext']['capabilities']", "{'drop': ['ALL']}")]
    [InlineData("c['securityContext']['readOnlyRootFilesystem']", "True")]
    [InlineData("s['securityContext']['runAsUser'], s['securityContext']['runAsGroup']", "(60808, 60808)")]
    [InlineData("c['livenessProbe']['httpGet']['path'], c['ports'][0]['containerPort']", "('/-/healthy', 8080)")]
    [InlineData("c['readinessProbe']['httpGet']['path']", "/-/ready")]
    [InlineData("c['livenessProbe']['httpGet']['port'] == c['ports'][0]['name']", "True")]
    [InlineData("v['spec']['clusterIP'], v['spec']['selector']", "('None', {'app': 'netdev-exporter'})")]
    [InlineData("v['spec']['ports'][0]['port'], v['spec']['ports'][0]['targetPort']", "(8080, 'metrics')")]
    public void The_manifests_say_what_they_should(string expression, string expected) =>
        Assert.Equal(expected, Evaluate(expression, DeployFiles.Read("kubernetes.yml")));

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
        ToolResult module = Tool.Run("/usr/bin/python3", ["-c", "import kubernetes"]);
        Machine.Require(module.ExitCode == 0, "python3-kubernetes");
        ToolResult result = Tool.Run(
            "/usr/bin/python3", ["-c", $"{Read}print(({expression}))"], input: manifests);
        return result.Output.TrimEnd('\n') + result.Error;
    }
}
