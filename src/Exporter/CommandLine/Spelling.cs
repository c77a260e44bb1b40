using System;

namespace NetdevExporter.CommandLine;

/// <summary>Finds the flag or the environment variable that somebody meant.</summary>
internal static class Spelling
{
    /// <summary>The longest name that is compared; the longest flag has 28 characters.</summary>
    private const int LengthMax = 64;

    /// <summary>A character that was typed but is not in the name costs as much as two that were left out.</summary>
    private const int SurplusCost = 2;

    /// <summary>Finds the row whose flag is most similar to a name.</summary>
    /// <param name="name">A flag without its dashes, or an environment variable without its prefix.</param>
    /// <param name="withCommands">Whether commands are candidates; they have no environment variable.</param>
    /// <returns>null if no flag is similar.</returns>
    internal static Option? FindNearest(ReadOnlySpan<char> name, bool withCommands)
    {
        Option? nearest = null;
        int least = int.MaxValue;
        foreach (Option option in OptionTable.All)
        {
            int cost = Compare(name, option.Name);
            if (cost < least && (withCommands || !option.IsCommand))
            {
                (nearest, least) = (option, cost);
            }
        }

        return nearest;
    }

    /// <summary>Whether a name begins with another, if case and the kind of separator do not matter.</summary>
    internal static bool StartsWith(ReadOnlySpan<char> name, ReadOnlySpan<char> other)
    {
        bool isSame = name.Length >= other.Length;
        for (int i = 0; isSame && i < other.Length; i++)
        {
            isSame = Fold(name[i]) == Fold(other[i]);
        }

        return isSame;
    }

    /// <summary>
    /// The cost of making one name from the other, by insertions and deletions; int.MaxValue unless they have at least
    /// a third of the other's characters in common, in order, and more than there are surplus ones.
    /// </summary>
    internal static int Compare(ReadOnlySpan<char> name, ReadOnlySpan<char> other)
    {
        if (name.Length > LengthMax || other.Length > LengthMax)
        {
            return int.MaxValue;
        }

        int common = CountCommon(name, other);
        int surplus = name.Length - common;
        bool isSimilar = common * 3 >= other.Length && common > surplus;
        return isSimilar ? other.Length - common + (SurplusCost * surplus) : int.MaxValue;
    }

    /// <summary>The length of the longest common subsequence.</summary>
    private static int CountCommon(ReadOnlySpan<char> name, ReadOnlySpan<char> other)
    {
        Span<int> row = stackalloc int[LengthMax + 1];
        row.Clear();
        foreach (char character in name)
        {
            int diagonal = 0;
            for (int i = 0; i < other.Length; i++)
            {
                int above = row[i + 1];
                row[i + 1] = Fold(character) == Fold(other[i]) ? diagonal + 1 : int.Max(above, row[i]);
                diagonal = above;
            }
        }

        return row[other.Length];
    }

    private static char Fold(char character) =>
        character is '.' or '_' ? '-' : char.IsAsciiLetterUpper(character) ? (char)(character | ' ') : character;
}
