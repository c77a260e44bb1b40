namespace NetdevExporter.EndToEnd.Crowds;

/// <summary>How a crowd of clients was served.</summary>
internal sealed class CrowdReport
{
    /// <summary>Requests that were answered with 200.</summary>
    internal int Answered { get; set; }

    /// <summary>Requests that were answered with another status: a proxy's 502, for example.</summary>
    internal int Refused { get; set; }

    /// <summary>
    /// Connections that ended, or never came to be, before the answer to their first request. No client may expect that
    /// (RFC 9112, section 9.3.1), so its user sees an error.
    /// </summary>
    internal int LostOnNew { get; set; }

    /// <summary>
    /// Connections that ended between a later request and its answer. A client may send the request again (RFC 9112,
    /// section 9.3.1), but not all do: Node's fetch reports an error.
    /// </summary>
    internal int LostOnKept { get; set; }

    /// <summary>Kept connections whose end the client saw before it had another request: nobody's fault.</summary>
    internal int ClosedAtRest { get; set; }

    /// <summary>Connections that were begun.</summary>
    internal int Connections { get; set; }

    internal long Milliseconds { get; set; }

    /// <summary>Requests whose sender's user would see an error.</summary>
    internal int Failures => Refused + LostOnNew + LostOnKept;

    public override string ToString() =>
        $"{Answered} answered, {Refused} refused, {LostOnNew} lost on new and {LostOnKept} on kept connections, "
        + $"{ClosedAtRest} closed at rest, {Connections} connections, {Milliseconds} ms";
}
