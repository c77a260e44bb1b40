using System;
using System.Collections.Generic;
using System.Diagnostics;
using NetdevExporter.Source;
using Xunit;

namespace NetdevExporter.Tests.Source;

/// <summary>Here, the processes that run this program are those of the test runner's executable.</summary>
public sealed class InstanceReaderTests
{
    [Fact]
    public void Another_process_of_this_program_is_found_with_its_arguments_and_environment()
    {
        string[] arguments = [typeof(InstanceReaderTests).Assembly.Location, "-pause"]; // until something is typed
        ProcessStartInfo start = new(Environment.ProcessPath!, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["NETDEV_TEST_INSTANCE"] = "a b";
        using Process process = Process.Start(start)!;
        try
        {
            Dictionary<int, (string[] Arguments, string[] Environment)> found = Find();
            Assert.Equal(arguments, found[process.Id].Arguments);
            Assert.Contains("NETDEV_TEST_INSTANCE=a b", found[process.Id].Environment);
            Assert.DoesNotContain(Environment.ProcessId, found.Keys);
        }
        finally
        {
            Tool.End(process);
        }
    }

    private static Dictionary<int, (string[] Arguments, string[] Environment)> Find()
    {
        Dictionary<int, (string[] Arguments, string[] Environment)> found = [];
        using InstanceReader reader = new();
        while (reader.TryFindNext())
        {
            found[reader.Process] = (reader.Arguments, reader.Environment);
        }

        return found;
    }
}
