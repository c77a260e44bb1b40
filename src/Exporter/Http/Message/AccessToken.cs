using System;
using System.Security.Cryptography;
using System.Text;

namespace NetdevExporter.Http.Message;

/// <summary>The token that a request must carry: <c>Authorization: Bearer TOKEN</c>.</summary>
/// <remarks>
/// Source: RFC 6750, 2.1 (Bearer); RFC 9110, 11.1 (schemes are case-insensitive) and 11.4 (blanks after them). Any
/// printable ASCII is accepted, not only RFC 6750's characters: a generated password can be a token.
/// </remarks>
internal static class AccessToken
{
    /// <summary>
    /// Whether the credentials of a request are the token. The time depends on both lengths, but not on how many bytes
    /// match.
    /// </summary>
    /// <param name="authorization">The field's value, without surrounding blanks; empty if there is none.</param>
    /// <param name="token">The token; if it is empty, nothing matches.</param>
    internal static bool IsIn(ReadOnlySpan<byte> authorization, ReadOnlySpan<byte> token)
    {
        int blank = authorization.IndexOf((byte)' ');
        return blank > 0
            && Ascii.EqualsIgnoreCase(authorization[..blank], "bearer"u8)
            && !token.IsEmpty
            && CryptographicOperations.FixedTimeEquals(authorization[blank..].TrimStart((byte)' '), token);
    }
}
