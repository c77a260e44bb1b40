using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Xunit;

namespace NetdevExporter.EndToEnd.Http;

/// <summary>Whatever bytes arrive, each answer is whole and one that there is, and the next client is served.</summary>
public sealed class FuzzTests(PlainInstance instance) : IClassFixture<PlainInstance>
{
    private const int Connections = 1500;

    private static readonly string[] Seeds =
    [
        "GET /metrics HTTP/1.1\r\nHost: h\r\nAccept: text/plain\r\n\r\n",
        "HEAD / HTTP/1.1\r\nHost: h\r\nConnection: keep-alive\r\n\r\n",
        "GET http://h/-/ready?x=y HTTP/1.0\r\nConnection: close\r\n\r\n",
        "POST /metrics HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc",
        "POST /metrics HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n",
    ];

    private static readonly string[] Splices =
        ["\r\n", "\r", "\n", "\0", " ", ":", "\t", "\r\n\r\n", "HTTP/1.1", "Host: h\r\n", "\xFF", "GET "];

    private static readonly int[] Statuses = [200, 204, 400, 404, 405, 408, 431, 505];

    [Fact]
    public void Mutated_requests_get_whole_answers()
    {
        int seed = Random.Shared.Next();
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        Random random = new(seed);
        for (int i = 0; i < Connections; i++)
        {
            IEnumerable<string> requests = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Pick(random, Seeds));
            string bytes = Mutate(string.Concat(requests), random);
            try
            {
                AssertAnswered(bytes);
            }
            catch (Exception exception)
            {
                string hex = Convert.ToHexString(Encoding.Latin1.GetBytes(bytes));
                throw new InvalidOperationException($"seed {seed}, connection {i}, bytes {hex}", exception);
            }
        }

        Assert.Equal(200, instance.Exporter.Get("/metrics").Status);
    }

    /// <summary>
    /// Sends the bytes and the end, reads everything, and takes it apart as answers without anything between them.
    /// </summary>
    private void AssertAnswered(string bytes)
    {
        using WireClient client = instance.Exporter.Connect();
        client.Send(bytes);
        client.HalfClose();
        string answers = Encoding.Latin1.GetString(client.ReadToEnd());
        for (int position = 0; position < answers.Length;)
        {
            Assert.Equal("HTTP/1.1 ", answers.Substring(position, 9));
            Assert.Contains(int.Parse(answers.Substring(position + 9, 3)), Statuses);
            int end = answers.IndexOf("\r\n\r\n", position) + 4;
            string head = answers[position..end];
            bool isEmpty = head.StartsWith("HTTP/1.1 204 ");
            int length = isEmpty ? 0 : int.Parse(head.Split("\r\nContent-Length: ")[1].Split('\r')[0]);
            bool isHead = end == answers.Length || answers.AsSpan(end).StartsWith("HTTP/1.1 "); // as no body does
            position = isHead ? end : end + length;
        }
    }

    private static string Mutate(string text, Random random)
    {
        StringBuilder bytes = new(text);
        for (int i = random.Next(0, 4); i > 0; i--)
        {
            int position = random.Next(bytes.Length);
            switch (random.Next(4))
            {
                case 0:
                    bytes[position] = (char)random.Next(256);
                    break;
                case 1:
                    bytes.Remove(position, random.Next(1, Math.Min(8, bytes.Length - position) + 1)).Append(' ');
                    break;
                case 2:
                    bytes.Insert(position, Pick(random, Splices));
                    break;
                default:
                    bytes.Length = position + 1;
                    break;
            }
        }

        return bytes.ToString();
    }

    private static string Pick(Random random, string[] texts) => texts[random.Next(texts.Length)];
}
