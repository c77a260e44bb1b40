using System;
using System.IO;
using System.Net.Sockets;
using System.Text;

namespace NetdevExporter.Tests.Http;

/// <summary>A client that says what it is told to and reads answers one by one.</summary>
internal sealed class ServerClient : IDisposable
{
    private readonly Socket socket;
    private readonly NetworkStream stream;

    internal ServerClient(Socket socket)
    {
        this.socket = socket;
        socket.ReceiveTimeout = socket.SendTimeout = 10_000;
        stream = new NetworkStream(socket);
    }

    /// <summary>The head of the last answer.</summary>
    internal string LastHead { get; private set; } = "";

    internal static string Get(string path) => $"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n";

    internal void Send(string text) => stream.Write(Encoding.Latin1.GetBytes(text));

    /// <summary>Reads one answer, of a length that its head says; 204 and 304 have none, nor has one to HEAD.</summary>
    internal (int Status, string Body) Receive(bool toHead = false)
    {
        StringBuilder head = new();
        while (!head.ToString().EndsWith("\r\n\r\n"))
        {
            int value = stream.ReadByte();
            head.Append(value >= 0 ? (char)value : throw new EndOfStreamException(head.ToString()));
        }

        string text = LastHead = head.ToString();
        int start = text.IndexOf("Content-Length: ") + "Content-Length: ".Length;
        bool hasBody = !toHead && !text.StartsWith("HTTP/1.1 204 ") && !text.StartsWith("HTTP/1.1 304 ");
        byte[] body = hasBody ? new byte[int.Parse(text[start..text.IndexOf('\r', start)])] : [];
        stream.ReadExactly(body);
        return (int.Parse(text["HTTP/1.1 ".Length..][..3]), Encoding.Latin1.GetString(body));
    }

    /// <summary>Reads that many bytes, whatever they are; fewer are an exception.</summary>
    internal void Take(int count) => stream.ReadExactly(new byte[count]);

    /// <summary>Asks for a path and reads the answer.</summary>
    internal (int Status, string Body) Ask(string path)
    {
        Send(Get(path));
        return Receive();
    }

    /// <summary>Whether the server has closed.</summary>
    internal bool IsAtEnd() => stream.ReadByte() < 0;

    public void Dispose()
    {
        stream.Dispose();
        socket.Dispose();
    }
}
