using System;
using NetdevExporter.Platform;

namespace NetdevExporter.Source;

/// <summary>
/// Reads the token file, and opens its path each time: a file that was rewritten, replaced, or swapped by changing a
/// symbolic link, as in Kubernetes, is found.
/// </summary>
internal sealed class TokenReader(string path) : IDisposable
{
    private readonly ProcFile file = new(path);
    private readonly byte[] text = new byte[Limits.TokenFileBytesMax + 1]; // one more byte, to detect the end
    private byte[] token = [];

    /// <summary>The file's path.</summary>
    internal string Path => path;

    /// <summary>The token of the last reading; empty if it failed.</summary>
    internal ReadOnlySpan<byte> Token => token;

    /// <summary>The error of the last reading, if its status is CannotRead.</summary>
    internal Errno Error => file.Error;

    /// <summary>Whether users outside the file's group could read it at the last reading.</summary>
    internal bool IsWorldReadable { get; private set; }

    /// <summary>Reads the file. Allocates nothing if the token is unchanged.</summary>
    internal TokenStatus Read()
    {
        TokenStatus status = ReadText(out ReadOnlySpan<byte> found);
        if (!found.SequenceEqual(token))
        {
            token = found.ToArray();
        }

        return status;
    }

    public void Dispose() => file.Dispose();

    /// <summary>
    /// Finds the token in a file's text: its only word, without surrounding white space, as Prometheus sends it.
    /// </summary>
    /// <param name="token">A slice of the text; empty unless the status is Ok.</param>
    internal static TokenStatus Find(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> token)
    {
        token = text.Trim(" \t\r\n"u8);
        if (token.IsEmpty)
        {
            return TokenStatus.Empty;
        }

        if (token.ContainsAnyExceptInRange((byte)'!', (byte)'~'))
        {
            token = default;
            return TokenStatus.NotOneWord;
        }

        return TokenStatus.Ok;
    }

    private TokenStatus ReadText(out ReadOnlySpan<byte> found)
    {
        found = default;
        bool isKnown = FileIdentity.TryRead(path, out FileIdentity identity);
        IsWorldReadable = false;
        if (isKnown && !identity.IsRegularFile)
        {
            return identity.IsDirectory ? TokenStatus.Directory : TokenStatus.NotRegularFile;
        }

        if (isKnown && identity.IsWorldWritable)
        {
            return TokenStatus.WorldWritable;
        }

        ProcFileStatus status = file.Read(text, now: 0, out int length);
        file.Dispose(); // the next reading opens the path again
        IsWorldReadable = status == ProcFileStatus.Complete && identity.IsWorldReadable;
        return status switch
        {
            ProcFileStatus.Complete => isKnown ? Find(text.AsSpan(0, length), out found) : TokenStatus.UnknownMode,
            ProcFileStatus.LargerThanBuffer => TokenStatus.TooLarge,
            _ => TokenStatus.CannotRead,
        };
    }
}

/// <summary>The result of reading the token file.</summary>
internal enum TokenStatus
{
    /// <summary>There is a token.</summary>
    Ok,

    /// <summary>open(2) or read(2) failed; the reader has the error.</summary>
    CannotRead,

    /// <summary>It is a directory.</summary>
    Directory,

    /// <summary>It is a device, a pipe or a socket.</summary>
    NotRegularFile,

    /// <summary>Every user may write to it: the token is not trusted.</summary>
    WorldWritable,

    /// <summary>statx(2) does not report its mode.</summary>
    UnknownMode,

    /// <summary>It has more than <see cref="Limits.TokenFileBytesMax"/> bytes.</summary>
    TooLarge,

    /// <summary>It is empty, or contains only white space.</summary>
    Empty,

    /// <summary>It is not one word of printable ASCII.</summary>
    NotOneWord,
}
