using System;
using System.Security.Cryptography;
using System.Text;

namespace NetdevExporter.Http;

/// <summary>The token that a request must carry: <c>Authorization: Bearer TOKEN</c>.</summary>
/// <remarks>
/// Source: RFC 6750, 2.1 (Bearer); RFC 9110, 11.1 (schemes have no case) and 11.4 (blanks behind them). Any printable
/// ASCII is taken, not only RFC 6750's letters: a generated password is a token too.
/// </remarks>
internal static class AccessToken
{
    /// <summary>
    /// Finds the token in a file's text: the one word in it, without the blanks and line ends around it, as Prometheus
    /// sends it.
    /// </summary>
    /// <param name="token">A part of the text; empty where there is none.</param>
    /// <returns>Why there is none; empty where there is one.</returns>
    internal static string Find(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> token)
    {
        token = text.Trim(" \t\r\n"u8);
        if (token.IsEmpty)
        {
            return "it is empty";
        }

        if (token.ContainsAnyExceptInRange((byte)'!', (byte)'~'))
        {
            token = default;
            return "it holds something else than one word of printable ASCII";
        }

        return "";
    }

    /// <summary>
    /// Whether the credentials of a request are the token. How long that takes depends on both lengths, and not on how
    /// much of the token is right.
    /// </summary>
    /// <param name="authorization">The field's value, without blanks around it; empty where there is none.</param>
    /// <param name="token">The token; where it is empty, nothing is it.</param>
    internal static bool IsIn(ReadOnlySpan<byte> authorization, ReadOnlySpan<byte> token)
    {
        int blank = authorization.IndexOf((byte)' ');
        return blank > 0
            && Ascii.EqualsIgnoreCase(authorization[..blank], "bearer"u8)
            && !token.IsEmpty
            && CryptographicOperations.FixedTimeEquals(authorization[blank..].TrimStart((byte)' '), token);
    }
}
