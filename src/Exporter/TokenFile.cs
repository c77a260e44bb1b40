using System;
using System.Globalization;
using System.Runtime.InteropServices;
using NetdevExporter.Http;
using NetdevExporter.Procfs;

namespace NetdevExporter;

/// <summary>
/// The file with the token that requests must carry. It is read again when a request comes and the last reading is
/// older than <see cref="AgeMillisecondsMax"/>, by its path: so a file that was written anew, replaced, or swapped
/// under a symbolic link, as Kubernetes does, counts within that time. One that is no good any more lets nobody in.
/// </summary>
internal sealed class TokenFile : ITokenSource, IDisposable
{
    /// <summary>How long a reading counts, in milliseconds.</summary>
    internal const int AgeMillisecondsMax = 1000;

    private readonly ProcFile file;
    private readonly byte[] text = new byte[Limits.TokenFileBytesMax + 1]; // its end must be seen
    private byte[] token = [];
    private string failure = "";
    private bool isReadByOthers;
    private long readAt;

    private TokenFile(string path) => file = new ProcFile(path);

    /// <summary>The token of the last reading; empty where there was none.</summary>
    internal ReadOnlySpan<byte> Token => token;

    /// <summary>The token file of a path, not read yet; null where there is no path, so that nobody is asked.</summary>
    internal static TokenFile? Of(string path) => path.Length > 0 ? new TokenFile(path) : null;

    /// <summary>
    /// The token of at most a second ago. That it can't be had is logged when it begins and when it ends.
    /// </summary>
    public ReadOnlySpan<byte> Find(long now)
    {
        if (now - readAt < AgeMillisecondsMax)
        {
            return token;
        }

        readAt = now;
        string reason = Refresh();
        if (reason != failure)
        {
            if (reason.Length > 0)
            {
                Log.Warn("nobody is let in: there is no token", "path", file.Path, "reason", reason);
            }
            else
            {
                Log.Info("the token can be had again", "path", file.Path);
            }

            failure = reason;
        }

        return token;
    }

    /// <summary>Reads the file, and logs what the operator should know of a token that can be had.</summary>
    /// <returns>Why it can't be had; empty where it can.</returns>
    internal string Refresh()
    {
        byte[] before = token;
        bool wasReadByOthers = isReadByOthers;
        string reason = Read();
        if (isReadByOthers && !wasReadByOthers)
        {
            Log.Warn("others may read the token file (chmod o-r)", "path", file.Path);
        }

        if (before.Length > 0 && token.Length > 0 && before != token)
        {
            Log.Info("the token has changed", "path", file.Path);
        }

        return reason;
    }

    /// <summary>Reads the file.</summary>
    /// <returns>Why there is no token in it, or none to trust; empty where there is one.</returns>
    internal string Read()
    {
        ReadOnlySpan<byte> found = default;
        string reason = ReadText(out int length);
        if (reason.Length == 0)
        {
            reason = AccessToken.Find(text.AsSpan(0, length), out found);
        }

        if (!found.SequenceEqual(token))
        {
            token = found.ToArray();
        }

        return reason;
    }

    public void Dispose() => file.Dispose();

    private string ReadText(out int length)
    {
        length = 0;
        bool isKnown = FileIdentity.TryRead(file.Path, out FileIdentity identity);
        isReadByOthers = false;
        if (isKnown && !identity.IsRegularFile)
        {
            return "it is no regular file";
        }

        if (isKnown && identity.MayBeWrittenByOthers)
        {
            return "others may write it (chmod o-w)";
        }

        ProcFileStatus status = file.Read(text, out length);
        file.Dispose(); // the next reading goes by the path again
        isReadByOthers = status == ProcFileStatus.Complete && identity.MayBeReadByOthers;
        return status switch
        {
            ProcFileStatus.Complete => isKnown ? "" : "the kernel does not say who may write it",
            ProcFileStatus.LargerThanBuffer =>
                "it has more than " + Limits.TokenFileBytesMax.ToString(CultureInfo.InvariantCulture) + " bytes",
            _ => Marshal.GetPInvokeErrorMessage(file.Error),
        };
    }
}
