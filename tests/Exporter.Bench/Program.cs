using System;
using System.IO;
using System.Runtime.InteropServices;

namespace NetdevExporter.Bench;

/// <summary>
/// <c>./build.sh bench</c>: without arguments what the stages cost in process, with <c>outside</c> what the executable
/// costs beside node_exporter, with <c>parts</c> what its bytes are for.
/// </summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        switch (arguments)
        {
            case []:
                Stages.Run();
                return 0;
            case ["outside", string executable, string nodeExporter]:
                // Process 1 of a namespace has no default action; what it started ends with it.
                using (PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Environment.Exit(130)))
                using (StreamWriter output = new(Console.OpenStandardOutput()))
                {
                    Outside.Run(executable, nodeExporter, output);
                }

                return 0;
            case ["parts", string map]:
                Parts.Run(map);
                return 0;
            default:
                Console.Error.WriteLine("usage: Exporter.Bench [outside NETDEV-EXPORTER NODE-EXPORTER | parts MAP]");
                return 2;
        }
    }
}
