using System;
using System.Text;

namespace NetdevExporter.Diagnosis;

/// <summary>A report for the operator: lines with a title, and whether all is well.</summary>
internal sealed class Report
{
    private const int TitleWidth = 12;

    private readonly StringBuilder text = new();
    private int warnings;

    /// <summary>Whether nothing was wrong so far.</summary>
    internal bool IsOk { get; private set; } = true;

    /// <summary>Appends text as it is.</summary>
    internal void Append(string line) => text.Append(line);

    /// <summary>Appends a line.</summary>
    internal void Add(string title, params ReadOnlySpan<string> parts)
    {
        text.Append(title).Append(' ', TitleWidth - title.Length);
        AddLine(parts);
    }

    /// <summary>Appends what works, but is probably not intended.</summary>
    internal void Warn(string line)
    {
        warnings++;
        Add("warning", line);
    }

    /// <summary>Appends what is wrong, and the fix as options of docker run and lines of compose.yml.</summary>
    internal void Fail(Failure failure)
    {
        IsOk = false;
        Add("wrong", failure.Text);
        if (failure.Volume.Length > 0)
        {
            AddLine("  docker run    -v ", failure.Volume);
            AddLine("  compose.yml   volumes: [\"", failure.Volume, "\"]");
        }

        if (failure.Flag.Length > 0)
        {
            AddLine("  docker run    netdev-exporter ", failure.Flag);
            AddLine("  compose.yml   command: [\"", failure.Flag, "\"]");
        }
    }

    /// <summary>Appends the result, and returns the whole report.</summary>
    internal string Finish()
    {
        Add("result", !IsOk ? "failed: see the lines above"
            : warnings > 0 ? "it works; see the warnings above"
            : "all is well");
        return text.ToString();
    }

    /// <summary>Appends a line without control characters, which a terminal would interpret.</summary>
    private void AddLine(params ReadOnlySpan<string> parts)
    {
        foreach (string part in parts)
        {
            foreach (char character in part)
            {
                text.Append(char.IsControl(character) ? '?' : character);
            }
        }

        text.Append('\n');
    }
}
