using System;
using System.Collections.Generic;

namespace NetdevExporter.Tests;

/// <summary>Damages texts at random, again and again the same way for the same seed.</summary>
internal sealed class Mutator
{
    private readonly Random random;
    private readonly IReadOnlyList<string> texts;
    private readonly string[] pieces;

    /// <param name="seed">What a failure must print.</param>
    /// <param name="texts">What to damage.</param>
    /// <param name="pieces">What is put in here and there: what means something to the parser.</param>
    internal Mutator(int seed, IReadOnlyList<string> texts, params string[] pieces)
    {
        random = new Random(seed);
        this.texts = texts;
        this.pieces = pieces;
    }

    /// <summary>A text as it is.</summary>
    internal string Any() => Any(texts);

    /// <summary>A text with one to four damages.</summary>
    internal string Next()
    {
        string text = Any(texts);
        for (int damages = random.Next(1, 5); damages > 0; damages--)
        {
            text = Damage(text);
        }

        return text;
    }

    private static char CharacterAt(string text, int at) => at < text.Length ? text[at] : ' ';

    private string Damage(string text)
    {
        int at = random.Next(text.Length + 1);
        int length = Math.Min(random.Next(1, 12), text.Length - at);
        return random.Next(11) switch
        {
            0 => text[..at],
            1 => text.Remove(at, length),
            2 => text.Insert(at, text.Substring(at, length)),
            3 => text.Insert(at, Any(pieces)),
            4 => text.Remove(at, length).Insert(at, Any(pieces)),
            5 => text.Remove(at, Math.Min(1, length)).Insert(at, ((char)random.Next(256)).ToString()),
            6 => text.Insert(at, Line(text)),
            7 => text[..at] + End(Any(texts)),
            8 => Double(text, at),
            9 => text.Insert(at, new string(CharacterAt(text, at), random.Next(1, 130))),
            _ => text.Insert(at, Beginning(Any(texts))),
        };
    }

    private string Beginning(string text) => text[..Math.Min(text.Length, random.Next(1, 40))];

    private string End(string text) => text[random.Next(text.Length + 1)..];

    /// <summary>One of its lines.</summary>
    private string Line(string text) => text[LineAt(text, random.Next(text.Length + 1))];

    /// <summary>A text with one of its lines twice, the one behind the other.</summary>
    private static string Double(string text, int at)
    {
        Range line = LineAt(text, at);
        return text.Insert(line.Start.Value, text[line]);
    }

    /// <summary>The line that a place is in, with its end.</summary>
    private static Range LineAt(string text, int at)
    {
        int start = text.LastIndexOf('\n', Math.Max(0, at - 1)) + 1;
        int end = text.IndexOf('\n', start);
        return start..(end < 0 ? text.Length : end + 1);
    }

    private string Any(IReadOnlyList<string> list) => list[random.Next(list.Count)];
}
