using System;

namespace NetdevExporter.Tests.Http;

/// <summary>An answer as it came, taken apart by its own Content-Length; 204 and 304 have none, and no body.</summary>
/// <param name="Head">Up to and with its empty line.</param>
/// <param name="Body">Its body.</param>
/// <param name="Date">What its Date says.</param>
/// <param name="Length">What its Content-Length says; 0 without one.</param>
internal sealed record WireAnswer(string Head, string Body, string Date, int Length)
{
    /// <summary>Takes the first answer off a text; null where it is not all there yet, or is no answer.</summary>
    /// <param name="isHead">Whether it has no body, whatever its length.</param>
    internal static WireAnswer? Take(string text, bool isHead)
    {
        int end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        string head = end < 4 ? "" : text[..end];
        bool isEmpty = head.StartsWith("HTTP/1.1 204 ") || head.StartsWith("HTTP/1.1 304 ");
        string said = isEmpty ? "0" : Field(head, "Content-Length: ");
        if (head.Length == 0 || !int.TryParse(said, out int length) || length < 0)
        {
            return null;
        }

        int bodyLength = isHead ? 0 : length;
        return end + bodyLength > text.Length
            ? null
            : new WireAnswer(head, text.Substring(end, bodyLength), Field(head, "\r\nDate: "), length);
    }

    private static string Field(string head, string name)
    {
        int start = head.IndexOf(name, StringComparison.Ordinal);
        return start < 0 ? "" : head[(start + name.Length)..head.IndexOf('\r', start + name.Length)];
    }
}
