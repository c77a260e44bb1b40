using System;
using System.Text;

namespace NetdevExporter.Http.Message;

/// <summary>The client's preference for the codings offered here: gzip or identity.</summary>
/// <remarks>Source: RFC 9110, 12.4.2 (weights), 12.5.3 (Accept-Encoding) and 8.4.1.3 (x-gzip).</remarks>
internal struct AcceptEncoding
{
    private const int WeightMax = 1000;

    private int? gzip;
    private int? identity;
    private int? any;

    /// <summary>
    /// Whether gzip is acceptable, and its weight is not below that of identity, which is the default.
    /// </summary>
    internal readonly bool PrefersGzip => (gzip ?? any ?? 0) > 0 && (gzip ?? any) >= (identity ?? any ?? 0);

    /// <summary>Whether gzip is acceptable, and identity is not.</summary>
    internal readonly bool RequiresGzip => PrefersGzip && (identity ?? any) == 0;

    /// <summary>Reads a list of codings with their weights; if a coding is repeated, the last one wins.</summary>
    /// <param name="codings">The value of one field line; several lines are one list.</param>
    internal void Read(ReadOnlySpan<byte> codings)
    {
        while (!codings.IsEmpty)
        {
            ReadOnlySpan<byte> element = RequestBytes.TakeElement(ref codings);
            int semicolon = element.IndexOf((byte)';');
            ReadOnlySpan<byte> coding = (semicolon < 0 ? element : element[..semicolon]).TrimEnd(" \t"u8);
            int weight = semicolon < 0 ? WeightMax : ReadWeight(element[(semicolon + 1)..]);
            if (Ascii.EqualsIgnoreCase(coding, "gzip"u8) || Ascii.EqualsIgnoreCase(coding, "x-gzip"u8))
            {
                gzip = weight;
            }
            else if (Ascii.EqualsIgnoreCase(coding, "identity"u8))
            {
                identity = weight;
            }
            else if (coding.SequenceEqual("*"u8))
            {
                any = weight;
            }
        }
    }

    /// <summary>
    /// Reads <c>q=</c> and a number with at most three decimals, in thousandths; an invalid weight is 0, not
    /// acceptable.
    /// </summary>
    private static int ReadWeight(ReadOnlySpan<byte> parameter)
    {
        parameter = parameter.TrimStart(" \t"u8);
        bool isWeight = parameter.Length is >= 3 and <= 7
            && parameter[0] is (byte)'q' or (byte)'Q'
            && parameter[1] == '='
            && (parameter.Length == 3 || parameter[3] == '.')
            && !parameter[2..3].ContainsAnyExceptInRange((byte)'0', (byte)'1');
        if (!isWeight)
        {
            return 0;
        }

        int weight = (parameter[2] - '0') * WeightMax;
        int unit = WeightMax / 10;
        for (int i = 4; i < parameter.Length; i++)
        {
            if (!char.IsAsciiDigit((char)parameter[i]))
            {
                return 0;
            }

            weight += (parameter[i] - '0') * unit;
            unit /= 10;
        }

        return weight <= WeightMax ? weight : 0;
    }
}
