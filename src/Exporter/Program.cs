using System;
using System.Globalization;
using System.IO;
using System.Text;
using NetdevExporter.CommandLine;
using NetdevExporter.Diagnosis;
using NetdevExporter.Http;
using NetdevExporter.Http.Connections;
using NetdevExporter.Http.Message;
using NetdevExporter.Platform;
using NetdevExporter.Source;

namespace NetdevExporter;

/// <summary>Parses the options, wires up the stages, runs, and returns the exit code.</summary>
internal static class Program
{
    private const int Done = 0;
    private const int Failed = 1;
    private const int UsageError = 2;

    private const int StandardOutput = 1;
    private const int StandardError = 2;

    private static int Main(string[] arguments)
    {
        try
        {
            SystemCalls.ReserveStandardStreams();
            using StopSignals stop = new();
            return Run(arguments, stop);
        }
        catch (Exception exception) when (exception is OutOfMemoryException or IOException)
        {
            Log.Error("out of memory or descriptors", "reason", exception.Message);
            return Failed;
        }
    }

    private static int Run(string[] arguments, StopSignals stop)
    {
        Options options = OptionsParser.Parse(arguments, SystemCalls.ReadEnvironment(), out string? error);
        if (error is null && options.Command is Command.Serve or Command.Once)
        {
            error = DeviceCheck.FindCollision(options)?.Text;
        }

        if (error is not null || options.Command != Command.Serve)
        {
            stop.TakeAsProcess1();
        }

        if (error is not null)
        {
            return Say(StandardError, error + "\n", UsageError, stop);
        }

        return options.Command switch
        {
            Command.Help => Say(StandardOutput, Usage.Write(), Done, stop),
            Command.Version => Say(StandardOutput, BuildInfo.Line, Done, stop),
            Command.HealthCheck => CheckHealth(options, stop),
            Command.Once => PrintPage(options, stop),
            Command.Doctor => Examine(options, stop),
            _ => Serve(options, stop),
        };
    }

    private static int Serve(Options options, StopSignals stop)
    {
        LinkSource? links = LinkSource.Create(options);
        using Scrape scrape = new(
            options.SourcePath, options.Names, options.IncludesProcessMetrics, options.AllowsOwn, links,
            options.NodeName, options.Filter, options.Aliases);
        Listener[] listeners = new Listener[options.ListenAddresses.Length];
        int connections = LimitConnections(options.MaxConnections);
        using TokenFile? tokens = TokenFile.Create(options.TokenPath);
        using TextFile? textFile = TextFile.Create(options, scrape);
        Site site = new(
            options.TelemetryPath, options.SourcePath, BuildInfo.Line, options.HasPage ? scrape : null, textFile);
        stop.Take(); // late: this also collects what was allocated so far
        using Server server = new(
            listeners, scrape, tokens, site, textFile, stop.Descriptor, options.Compresses, connections);
        if (!TryReadToken(tokens, options.TokenPath)
            || !TryBind(options, listeners)
            || !TryLock(textFile, options.TextFilePath))
        {
            return UsageError;
        }

        foreach (ListenAddress address in options.ListenAddresses)
        {
            string token = options.TokenPath.Length > 0 ? options.TokenPath : "none";
            Log.Info(
                "listening", "address", address.Text, "path", options.TelemetryPath, "source", options.SourcePath,
                "token", token);
        }

        links?.Start(Limits.SysfsStartMilliseconds);
        scrape.LogSource(Clock.Milliseconds);
        ExecutableImage.ReleaseUnusedCode();
        server.Run();
        Log.Info("stopped");
        return server.HasFailed ? Failed : Done;
    }

    /// <summary>
    /// Limits connections to the available descriptors: opening the file needs one even when all clients are connected.
    /// </summary>
    private static int LimitConnections(int wanted)
    {
        long free = ProcessReader.OpenFilesMax < 0 ? wanted : ProcessReader.OpenFilesMax - Limits.DescriptorsReserved;
        int connections = (int)Math.Clamp(free, 1, wanted);
        if (connections < wanted)
        {
            string limit = connections.ToString(CultureInfo.InvariantCulture);
            Log.Warn("fewer connections than requested: the descriptor limit is too low", "connections", limit);
        }

        return connections;
    }

    private static bool TryReadToken(TokenFile? tokens, string path)
    {
        Failure? failure = tokens?.Refresh();
        if (failure is not null)
        {
            Log.Error("cannot read the token", "reason", failure.Text);
        }
        else if (tokens is not null)
        {
            Log.Info("requests need the token", "path", path);
        }

        return failure is null;
    }

    private static bool TryBind(Options options, Listener[] listeners)
    {
        ListenAddress[] addresses = options.ListenAddresses;
        for (int i = 0; i < addresses.Length; i++)
        {
            Errno error = Listener.Bind(addresses[i], out Listener? listener);
            if (listener is null)
            {
                Failure failure = error == Errno.EADDRINUSE && options.FindOverlap(i) is ListenAddress other
                    ? Failure.OfOverlap(addresses[i], other)
                    : Failure.OfAddress(
                        addresses[i].Text, addresses[i].Port, options.FindFreePort(addresses[i].Port), error);
                Log.Error("cannot listen", "address", addresses[i].Text, "reason", failure.Text);
                return false;
            }

            listeners[i] = listener;
        }

        return true;
    }

    private static bool TryLock(TextFile? textFile, string path)
    {
        bool isOurs = textFile?.TryLock() ?? true;
        if (!isOurs)
        {
            Log.Error("cannot write the text file", "reason", Failure.OfTextFile(path, Errno.EAGAIN).Text);
        }

        return isOurs;
    }

    private static int PrintPage(Options options, StopSignals stop)
    {
        LinkSource? links = LinkSource.Create(options);
        links?.Start(Limits.SysfsCommandMilliseconds);
        using Scrape scrape = new(
            options.SourcePath, options.Names, options.IncludesProcessMetrics, options.AllowsOwn, links,
            options.NodeName, options.Filter, options.Aliases);
        using Page page = new();
        if (!scrape.TryWrite(page, Clock.Milliseconds))
        {
            return Failed; // the reason has been logged
        }

        return Print(page.Body, Done, stop);
    }

    private static int CheckHealth(Options own, StopSignals stop)
    {
        Options options = InstanceConfiguration.Choose(own);
        bool isReady = Readiness.Ask(options, out string answer);
        string origin = isReady ? "" : " (options " + options.Origin + ")";
        return Say(StandardOutput, answer + origin + "\n", isReady ? Done : Failed, stop);
    }

    private static int Examine(Options own, StopSignals stop)
    {
        Report report = new();
        report.Append(BuildInfo.Line);
        Doctor.Examine(InstanceConfiguration.Choose(own), report);
        return Say(StandardOutput, report.Finish(), report.IsOk ? Done : Failed, stop);
    }

    private static int Say(int descriptor, string text, int exitCode, StopSignals stop)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (descriptor == StandardOutput)
        {
            return Print(bytes, exitCode, stop);
        }

        _ = new StandardStream(descriptor).WriteAll(bytes, stop.Descriptor);
        return exitCode;
    }

    private static int Print(ReadOnlySpan<byte> text, int exitCode, StopSignals stop)
    {
        if (new StandardStream(StandardOutput).WriteAll(text, stop.Descriptor))
        {
            return exitCode;
        }

        Log.Error("cannot write to stdout", "reason", SystemCalls.LastError.Message());
        return Failed;
    }
}
