using System;
using System.Text;

namespace NetdevExporter.Platform;

/// <summary>Writes logfmt to stderr, one line per event: <c>time=… level=warn msg="…" key="value"</c>.</summary>
/// <remarks>
/// Never blocks: if stderr is a full pipe, the line is dropped, because late responses are worse. The base library's
/// Console would block, and adds 100 KB to the executable.
/// </remarks>
internal static class Log
{
    private const int StandardError = 2;

    internal static void Info(string message, params ReadOnlySpan<string> keysAndValues) =>
        Write("info", message, keysAndValues);

    internal static void Warn(string message, params ReadOnlySpan<string> keysAndValues) =>
        Write("warn", message, keysAndValues);

    internal static void Error(string message, params ReadOnlySpan<string> keysAndValues) =>
        Write("error", message, keysAndValues);

    private static void Write(string level, string message, ReadOnlySpan<string> keysAndValues)
    {
        Span<byte> time = stackalloc byte[UtcText.LogLength];
        UtcText.WriteLog(DateTime.UtcNow, time);
        StringBuilder line = new();
        line.Append("time=").Append(Encoding.UTF8.GetString(time)).Append(" level=").Append(level).Append(" msg=");
        AppendQuoted(line, message);
        for (int i = 0; i + 1 < keysAndValues.Length; i += 2)
        {
            line.Append(' ').Append(keysAndValues[i]).Append('=');
            AppendQuoted(line, keysAndValues[i + 1]);
        }

        byte[] bytes = Encoding.UTF8.GetBytes(line.Append('\n').ToString());
        PollDescriptor poll = new(StandardError, SystemCalls.PollOut);
        if (SystemCalls.Poll(ref poll, 1, 0) == 1 && (poll.ReturnedEvents & SystemCalls.PollOut) != 0)
        {
            int length = int.Min(bytes.Length, Limits.LogLineBytesMax);
            bytes[length - 1] = (byte)'\n';
            _ = SystemCalls.Write(StandardError, bytes, (nuint)length);
        }
    }

    private static void AppendQuoted(StringBuilder line, string text)
    {
        line.Append('"');
        foreach (char character in text)
        {
            switch (character)
            {
                case '"' or '\\':
                    line.Append('\\').Append(character);
                    break;
                case '\n':
                    line.Append("\\n");
                    break;
                case < ' ' or '\x7F':
                    line.Append('?');
                    break;
                default:
                    line.Append(character);
                    break;
            }
        }

        line.Append('"');
    }
}
