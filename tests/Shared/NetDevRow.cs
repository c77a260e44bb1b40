using System.Collections.Generic;
using System.Text;
using System.Text.RegularExpressions;

namespace NetdevExporter.Shared;

/// <summary>One interface of a net/dev text.</summary>
/// <param name="name">Its name; the characters are bytes.</param>
/// <param name="values">Its sixteen numbers as they are printed, by column.</param>
internal sealed class NetDevRow(string name, IReadOnlyList<string> values)
{
    /// <remarks>Source: The Unicode Standard, table 3-7, well-formed UTF-8 byte sequences.</remarks>
    private static readonly Regex Utf8Character = new(
        @"\A(?:[\x00-\x7F]|[\xC2-\xDF][\x80-\xBF]|\xE0[\xA0-\xBF][\x80-\xBF]|[\xE1-\xEC\xEE\xEF][\x80-\xBF]{2}"
        + @"|\xED[\x80-\x9F][\x80-\xBF]|\xF0[\x90-\xBF][\x80-\xBF]{2}|[\xF1-\xF3][\x80-\xBF]{3}"
        + @"|\xF4[\x80-\x8F][\x80-\xBF]{2})");

    private string? label;

    internal string Name => name;

    internal IReadOnlyList<string> Values => values;

    /// <summary>The name as a reader of a page sees it.</summary>
    internal string Label => label ??= Encoding.UTF8.GetString(Latin1.Bytes(ToLabelBytes(name)));

    /// <summary>
    /// A name as a label's value: UTF-8 as it is; any other byte, and a slash, as <c>/</c> and two hexadecimal digits.
    /// </summary>
    /// <param name="name">Its characters are bytes, and so are those of the value.</param>
    internal static string ToLabelBytes(string name)
    {
        StringBuilder label = new();
        while (name.Length > 0)
        {
            int length = Utf8Character.Match(name).Length;
            bool isEscaped = length == 0 || name[0] == '/';
            string character = length == 0 ? name[..1] : name[..length];
            label.Append(isEscaped ? $"/{(int)name[0]:x2}" : character);
            name = name[character.Length..];
        }

        return label.ToString();
    }
}
