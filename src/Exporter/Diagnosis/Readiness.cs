using System;
using NetdevExporter.CommandLine;
using NetdevExporter.Http;
using NetdevExporter.Source;

namespace NetdevExporter.Diagnosis;

/// <summary>Asks the instance that a configuration describes whether it is ready.</summary>
internal static class Readiness
{
    /// <summary>Reads the token, if one is set, and asks at the first address.</summary>
    /// <param name="answer">One line: the instance's answer, or why there is none.</param>
    /// <returns>Whether it is ready.</returns>
    internal static bool Ask(Options options, out string answer)
    {
        using TokenReader? tokens = options.TokenPath.Length > 0 ? new TokenReader(options.TokenPath) : null;
        TokenStatus status = tokens?.Read() ?? TokenStatus.Ok;
        if (status != TokenStatus.Ok)
        {
            answer = "cannot read the token: " + Failure.OfToken(status, options.TokenPath, tokens!.Error).Text;
            return false;
        }

        ReadOnlySpan<byte> token = tokens is null ? default : tokens.Token;
        return HealthCheck.Ask(
            options.ListenAddresses[0], Site.ReadyPath, token, HealthCheck.MillisecondsMax, out answer);
    }
}
