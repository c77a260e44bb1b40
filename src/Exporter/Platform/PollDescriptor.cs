namespace NetdevExporter.Platform;

/// <summary>struct pollfd of poll(2).</summary>
/// <param name="descriptor">What to look at; below 0, nothing.</param>
/// <param name="events">What to wait for; errors and hang-ups are always told.</param>
internal struct PollDescriptor(int descriptor, short events)
{
    internal int Descriptor = descriptor;
    internal short Events = events;
    internal short ReturnedEvents;

    /// <summary>A place in the row that poll(2) passes over.</summary>
    internal static PollDescriptor None => new(-1, 0);
}
