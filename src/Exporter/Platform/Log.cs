using System;
using System.Globalization;
using System.Text;

namespace NetdevExporter.Platform;

/// <summary>Writes logfmt to stderr, one line per event: <c>time=… level=warn msg="…" key="value"</c>.</summary>
/// <remarks>
/// Never blocks: if stderr is a full pipe or a terminal that nobody reads, the line is dropped, because late responses
/// are worse; the next line that is written ends with how many were. The base library's Console would block, and adds
/// 100 KB to the executable.
/// </remarks>
internal static class Log
{
    private static readonly StandardStream StandardError = new(2);
    private static int dropped;
    private static bool isCut;

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
        StringBuilder line = new(isCut ? "\n" : "");
        line.Append("time=").Append(Encoding.UTF8.GetString(time)).Append(" level=").Append(level).Append(" msg=");
        AppendQuoted(line, message);
        for (int i = 0; i + 1 < keysAndValues.Length; i += 2)
        {
            line.Append(' ').Append(keysAndValues[i]).Append('=');
            AppendQuoted(line, keysAndValues[i + 1]);
        }

        if (dropped > 0)
        {
            line.Append(" dropped_lines=").Append(dropped.ToString(CultureInfo.InvariantCulture));
        }

        byte[] bytes = Encoding.UTF8.GetBytes(line.Append('\n').ToString());
        int length = int.Min(bytes.Length, Limits.LogLineBytesMax);
        bytes[length - 1] = (byte)'\n';
        nint written = StandardError.Write(bytes.AsSpan(0, length));
        dropped = written == length ? 0 : dropped + 1;
        isCut = written != length && (isCut || written > 0);
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
