namespace NetdevExporter.Platform;

/// <summary>struct pollfd of poll(2).</summary>
/// <param name="descriptor">The descriptor; poll(2) ignores one below 0.</param>
/// <param name="events">The events to wait for; errors and hang-ups are always reported.</param>
internal struct PollDescriptor(int descriptor, short events)
{
    internal int Descriptor = descriptor;
    internal short Events = events;
    internal short ReturnedEvents;

    /// <summary>An entry that poll(2) ignores.</summary>
    internal static PollDescriptor None => new(-1, 0);
}
