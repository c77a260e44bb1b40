using System;
using NetdevExporter.Http;

namespace NetdevExporter.Tests.Http;

/// <summary>A token that a test says and can change.</summary>
internal sealed class ChangingToken : ITokenSource
{
    private volatile string text = "";

    /// <summary>Empty where there is none to be had.</summary>
    internal string Text
    {
        get => text;
        set => text = value;
    }

    public ReadOnlySpan<byte> GetCurrent(long now) => Latin1.Bytes(text);
}
