using System;
using NetdevExporter.Platform;

namespace NetdevExporter.Source;

/// <summary>
/// Reads the token file by its path, each time anew: a file that was rewritten, replaced, or swapped under a symbolic
/// link, as Kubernetes does, is found.
/// </summary>
internal sealed class TokenReader(string path) : IDisposable
{
    private readonly ProcFile file = new(path);
    private readonly byte[] text = new byte[Limits.TokenFileBytesMax + 1]; // one more, to see the end
    private byte[] token = [];

    /// <summary>Where the file is.</summary>
    internal string Path => path;

    /// <summary>The token of the last reading; empty if it failed.</summary>
    internal ReadOnlySpan<byte> Token => token;

    /// <summary>The error of the last reading, where its status is CannotRead.</summary>
    internal Errno Error => file.Error;

    /// <summary>Whether users outside the file's group may read it, in the last reading.</summary>
    internal bool IsWorldReadable { get; private set; }

    /// <summary>Reads the file. Allocates nothing while the token stays the same.</summary>
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
    /// Finds the token in a file's text: its only word, without the white space around it, as Prometheus sends it.
    /// </summary>
    /// <param name="token">A part of the text; empty unless the status is Ok.</param>
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
            return TokenStatus.NotRegularFile;
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

    /// <summary>It is a directory, a device or a pipe.</summary>
    NotRegularFile,

    /// <summary>Every user may write it, so that nobody knows whose token it is.</summary>
    WorldWritable,

    /// <summary>statx(2) does not tell its mode.</summary>
    UnknownMode,

    /// <summary>It has more than <see cref="Limits.TokenFileBytesMax"/> bytes.</summary>
    TooLarge,

    /// <summary>It is empty, or has nothing but white space.</summary>
    Empty,

    /// <summary>It has anything else than one word of printable ASCII.</summary>
    NotOneWord,
}
