using System;
using System.Security.Cryptography;
using System.Text;

namespace NetdevExporter.Http.Message;

/// <summary>The token that a request must carry: <c>Authorization: Bearer TOKEN</c>.</summary>
/// <remarks>
/// Source: RFC 6750, 2.1 (Bearer); RFC 9110, 11.1 (schemes have no case) and 11.4 (blanks behind them). Any printable
/// ASCII is taken, not only RFC 6750's letters: a generated password is a token too.
/// </remarks>
internal static class AccessToken
{
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
