using System;
using System.Linq;
using Xunit;

namespace NetdevExporter.Tests.Http;

/// <summary>A server that asks for a token.</summary>
public sealed class ServerTokenTests : IDisposable
{
    private const string Field = "Authorization: Bearer secret\r\n";

    private readonly ChangingSource source = new();
    private readonly ChangingToken token = new() { Text = "secret" };
    private readonly RunningServer server;

    public ServerTokenTests() => server = new RunningServer(source, tokens: token);

    [Theory]
    [InlineData("GET /metrics", 401, 200)]
    [InlineData("GET /", 200, 200)] // the page, in which a browser asks for it
    [InlineData("GET /-/page.css", 200, 200)] // the page's files are the same everywhere
    [InlineData("POST /", 401, 405)]
    [InlineData("POST /-/page.css", 405, 405)]
    [InlineData("GET /-/ready", 401, 200)]
    [InlineData("GET /-/healthy", 200, 200)] // the one that needs none
    [InlineData("GET /-/healthy?x", 200, 200)]
    [InlineData("GET /nothing", 401, 404)] // what there is not is not told either
    [InlineData("GET /-/healthy/", 401, 404)]
    [InlineData("POST /metrics", 401, 405)]
    [InlineData("POST /-/healthy", 405, 405)]
    [InlineData("OPTIONS *", 204, 204)] // it tells nothing
    [InlineData("OPTIONS /", 204, 204)]
    [InlineData("OPTIONS /nothing", 204, 204)]
    [InlineData("options /", 401, 405)] // methods have case
    public void Without_it_nothing_is_told_but_that_the_process_serves(string request, int without, int with)
    {
        using ServerClient client = server.Connect();
        Assert.Equal(without, Ask(client, request, "").Status);
        Assert.Equal(without, Ask(client, request, "Authorization: Bearer other\r\n").Status);
        Assert.Equal(with, Ask(client, request, Field).Status);
        Assert.Equal(200, Ask(client, "GET /-/healthy", "").Status); // on the same connection
    }

    [Fact]
    public void Without_it_no_page_is_made()
    {
        using ServerClient client = server.Connect();
        Assert.Equal(401, client.Ask("/metrics").Status);
        Assert.Equal(401, client.Ask("/-/ready").Status);
        Assert.Equal(0, source.Readings);
    }

    [Fact]
    public void Of_pipelined_requests_each_needs_it()
    {
        using ServerClient client = server.Connect();
        string[] fields = ["", Field, "", "Authorization: Bearer secre\r\n", Field];
        client.Send(string.Concat(fields.Select(field => $"GET /metrics HTTP/1.1\r\nHost: a\r\n{field}\r\n")));
        Assert.Equal([401, 200, 401, 401, 200], fields.Select(_ => client.Receive().Status).ToArray());
    }

    [Fact]
    public void Another_token_counts_from_the_next_request_on_and_none_lets_nobody_in()
    {
        using ServerClient client = server.Connect();
        Assert.Equal(200, Ask(client, "GET /metrics", Field).Status);
        token.Text = "other";
        Assert.Equal(401, Ask(client, "GET /metrics", Field).Status);
        Assert.Equal(200, Ask(client, "GET /metrics", "Authorization: Bearer other\r\n").Status);
        token.Text = "";
        string[] fields = ["", "Authorization:\r\n", "Authorization: Bearer \r\n", Field];
        Assert.All(fields, field => Assert.Equal(401, Ask(client, "GET /metrics", field).Status));
        token.Text = "secret";
        Assert.Equal(200, Ask(client, "GET /metrics", Field).Status);
    }

    public void Dispose()
    {
        server.Dispose();
        source.Dispose();
    }

    private static (int Status, string Body) Ask(ServerClient client, string request, string fields)
    {
        client.Send($"{request} HTTP/1.1\r\nHost: a\r\n{fields}\r\n");
        return client.Receive();
    }
}
