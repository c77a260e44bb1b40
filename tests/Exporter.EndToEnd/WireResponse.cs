using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace NetdevExporter.EndToEnd;

/// <summary>A response as it came over the wire.</summary>
/// <param name="StatusLine">The first line, without its CRLF.</param>
/// <param name="Fields">The field lines in order, as names and values.</param>
/// <param name="Body">Exactly as many bytes as Content-Length says; none where HEAD was asked.</param>
internal sealed record WireResponse(string StatusLine, IReadOnlyList<(string Name, string Value)> Fields, byte[] Body)
{
    internal int Status => int.Parse(StatusLine.Split(' ')[1]);

    /// <summary>The body, which is UTF-8 or the test fails.</summary>
    internal string Text => new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Body);

    /// <summary>The value of a field that is there once at most; null where it is not there.</summary>
    internal string? Field(string name) =>
        Fields.SingleOrDefault(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>Everything of the head that does not change with the time.</summary>
    internal IEnumerable<string> HeadWithoutDate() =>
        Fields.Where(field => field.Name != "Date").Select(field => $"{field.Name}: {field.Value}").Prepend(StatusLine);
}
