namespace NetdevExporter.Tests;

/// <summary>A case that was taken wrongly.</summary>
/// <param name="Case">Which one since the seed, from 0 on.</param>
/// <param name="Text">Its bytes as characters.</param>
/// <param name="What">What is wrong.</param>
internal sealed record FuzzFault(int Case, string Text, string What)
{
    /// <summary>All of it; the text in the form of a file of the corpus.</summary>
    public override string ToString() => $"case {Case}: {Latin1.Escape(Text)}\n{What}";
}
