using System.Text.RegularExpressions;

namespace NetdevExporter.Tests;

/// <summary>Looks at C# as text.</summary>
internal static class SourceCode
{
    private static readonly Regex NotCode =
        new("""\$?"(\\.|[^"\\])*"|'(\\.|[^'\\])'|//[^\n]*|/\*.*?\*/""", RegexOptions.Singleline);

    private static readonly Regex Type = new(
        @"^(?:[a-z]+ )*(?:class|struct|interface|enum|record|delegate) (\w+)", RegexOptions.Multiline);

    /// <summary>A source without its comments and literals.</summary>
    internal static string Strip(string source) => NotCode.Replace(source, "");

    /// <summary>Whether a word stands in it.</summary>
    internal static bool Mentions(string code, string word) => Regex.IsMatch(code, $@"\b{word}\b");

    /// <summary>The types that stand in a namespace, not in another type.</summary>
    internal static MatchCollection FindTypes(string code) => Type.Matches(code);
}
