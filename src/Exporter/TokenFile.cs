using System;
using NetdevExporter.Diagnosis;
using NetdevExporter.Http;
using NetdevExporter.Platform;
using NetdevExporter.Source;

namespace NetdevExporter;

/// <summary>
/// The token that requests must carry, at most <see cref="AgeMillisecondsMax"/> old. While it cannot be read, requests
/// that need it are rejected.
/// </summary>
internal sealed class TokenFile : ITokenSource, IDisposable
{
    /// <summary>How long a token is used before the file is read again, in milliseconds.</summary>
    internal const int AgeMillisecondsMax = 1000;

    private readonly TokenReader reader;
    private (TokenStatus Status, Errno Error) last;
    private bool isWorldReadable;
    private long readAt;

    private TokenFile(string path) => reader = new TokenReader(path);

    /// <summary>Creates a token source, without reading the file; null if the path is empty.</summary>
    internal static TokenFile? Create(string path) => path.Length > 0 ? new TokenFile(path) : null;

    /// <summary>Gets the token. A failure to read the file is logged when it begins and when it ends.</summary>
    public ReadOnlySpan<byte> GetCurrent(long now)
    {
        if (now - readAt >= AgeMillisecondsMax)
        {
            readAt = now;
            (TokenStatus Status, Errno Error) before = last;
            Failure? failure = Refresh();
            if (failure is not null && last != before)
            {
                Log.Warn("rejecting requests: cannot read the token", "reason", failure.Text);
            }
            else if (failure is null && before.Status != TokenStatus.Ok)
            {
                Log.Info("the token can be read again", "path", reader.Path);
            }
        }

        return reader.Token;
    }

    /// <summary>Reads the file. Logs a changed token, and a file that every user may read.</summary>
    /// <returns>null if there is a token; otherwise the reason.</returns>
    internal Failure? Refresh()
    {
        ReadOnlySpan<byte> before = reader.Token;
        last = (reader.Read(), reader.Error);
        if (reader.IsWorldReadable && !isWorldReadable)
        {
            Log.Warn("the token is not secret", "reason", Warning.OfReadableToken(reader.Path));
        }

        isWorldReadable = reader.IsWorldReadable;
        if (!before.IsEmpty && !reader.Token.IsEmpty && before != reader.Token)
        {
            Log.Info("the token has changed", "path", reader.Path);
        }

        return last.Status == TokenStatus.Ok ? null : Failure.OfToken(last.Status, reader.Path, last.Error);
    }

    public void Dispose() => reader.Dispose();
}
