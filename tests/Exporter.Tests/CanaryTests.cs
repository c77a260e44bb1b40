using System;
using Xunit;

namespace NetdevExporter.Tests;

/// <summary>Fails when it is told to, so that build.sh can prove that a failing test fails the run.</summary>
public sealed class CanaryTests
{
    [Fact]
    public void Fails_when_it_is_told_to() =>
        Assert.NotEqual("1", Environment.GetEnvironmentVariable("EXPORTER_TEST_CANARY"));
}
