namespace NetdevExporter.Platform;

/// <summary>Every bound that the program keeps, with its unit and its reason.</summary>
internal static class Limits
{
    /// <summary>Devices on a page: sixteen times the largest hosts known, and still a page below 128 MiB.</summary>
    internal const int DevicesMax = 65_536;

    /// <summary>
    /// The file's text: more than sixteen u64 and a name of 15 bytes need (360).
    /// </summary>
    internal const int TextBytesMax = DevicesMax * 512;

    /// <summary>A page: sixteen samples of 128 bytes for each device; the usual sample has 60.</summary>
    internal const int PageBytesMax = DevicesMax * 16 * 128;

    /// <summary>What buffers have at first: a host of 32 devices, so that most never grow.</summary>
    internal const int TextBytesInitial = 8 * 1024;

    /// <summary>The same for the rows; a power of two, as the hash buckets beside them are.</summary>
    internal const int DevicesInitial = 64;

    /// <summary>The same for a page.</summary>
    internal const int PageBytesInitial = 64 * 1024;

    /// <summary>A response's head: the landing page's, the longest, has about 370 bytes, a page's 200.</summary>
    internal const int ResponseHeadBytesMax = 512;

    /// <summary>
    /// A page that is compressed where the client prefers it: with its head more than a sender has in flight before
    /// the first acknowledgement, ten segments (RFC 6928) of 1,448 bytes. A smaller one takes one way as it is.
    /// </summary>
    internal const int GzipPageBytesMin = (10 * 1448) - ResponseHeadBytesMax;

    /// <summary>A request's head: as much as nginx and Apache take; Prometheus sends about 400 bytes.</summary>
    internal const int HeadBytesMax = 8 * 1024;

    /// <summary>
    /// A token file: half of a head, so that the token leaves room for the rest. A Kubernetes service account's has
    /// about 1,200 bytes.
    /// </summary>
    internal const int TokenFileBytesMax = 4 * 1024;

    /// <summary>
    /// From the first byte of a head to its last: a total, so that a drip of bytes does not hold a connection.
    /// </summary>
    internal const int HeadSeconds = 10;

    /// <summary>A connection with nothing asked: longer than the longest usual scrape interval of 4 minutes.</summary>
    internal const int IdleSeconds = 5 * 60;

    /// <summary>A response that is not taken: longer than Prometheus's scrape timeout of 10 s by default.</summary>
    internal const int ResponseSeconds = 30;

    /// <summary>
    /// What a client sends after its last answer is read and thrown away for so long, so that the answer is not lost
    /// to a reset.
    /// </summary>
    internal const int LingerSeconds = 2;

    /// <summary>Responses in flight when asked to stop; Docker waits 10 s before it kills.</summary>
    internal const int StopSeconds = 1;

    /// <summary>How long no connection is accepted after accept(2) failed for want of descriptors or memory.</summary>
    internal const int AcceptPauseMilliseconds = 100;

    /// <summary>
    /// Open client connections when nothing else is said: a few Prometheus servers, and people who look.
    /// </summary>
    internal const int ConnectionsDefault = 64;

    /// <summary>The most that may be asked for: poll(2) looks at each of them on every wake-up.</summary>
    internal const int ConnectionsMax = 4096;

    /// <summary>Descriptors that are not for clients: listeners, the file, the runtime's own.</summary>
    internal const int DescriptorsReserved = 32;

    /// <summary>
    /// Connections that wait in the kernel to be accepted: a crowd of thousands waits there for milliseconds; one that
    /// does not fit would be tried again a second later. The kernel has a bound too, of 4096 by default.
    /// </summary>
    internal const int BacklogConnections = 4096;

    /// <summary>
    /// What the kernel is asked to keep of a response that is not taken. By itself it takes megabytes, of everyone who
    /// asks for a large page and does not read it, and a millisecond for each.
    /// </summary>
    internal const int SendBufferBytes = 256 * 1024;

    /// <summary>
    /// Pages that slow clients may hold at once, the newest included, and as many compressed ones: memory for slow
    /// clients is so many pages, whatever their number.
    /// </summary>
    internal const int PagesMax = 4;

    /// <summary>
    /// How long a new connection keeps its place if another client needs it: as long as a busy client may take from
    /// connecting to sending its request, and so short that 64 places turn over a crowd of 1,000 in 47 ms.
    /// </summary>
    internal const int NewcomerMilliseconds = 3;

    /// <summary>
    /// How long a connection keeps its place after it was answered, or after its client has last taken some of the
    /// response: many round trips inside a site. 64 places turn over 3,200 clients a second that ask and never read.
    /// </summary>
    internal const int StallMilliseconds = 20;

    /// <summary>
    /// How long a stalled connection keeps its page while all pages are held and another is needed: as long as a prompt
    /// client may wait for a processor; with what a client may have saved up (20), less than a scrape may take under
    /// attack (100).
    /// </summary>
    internal const int PageStallMilliseconds = 75;

    /// <summary>
    /// What a client has to take of its response to keep its place and its page from others that need them: 8 Mbit/s,
    /// a page of 1,000 interfaces in a second.
    /// </summary>
    internal const int TakenBytesPerSecondMin = 1024 * 1024;

    /// <summary>A response that is no page: the landing page is the longest, with about 1 KiB.</summary>
    internal const int SmallResponseBytesMax = 48 * 1024;

    /// <summary>A log line: as much as a pipe takes at once without cutting it (PIPE_BUF).</summary>
    internal const int LogLineBytesMax = 4096;

    /// <summary>Listening sockets: far more than there are kinds of addresses.</summary>
    internal const int ListenAddressesMax = 16;

    /// <summary>A path of a file that is read: PATH_MAX without its NUL.</summary>
    internal const int PathBytesMax = 4095;

    /// <summary>A text file's path: with the suffix it is a path still.</summary>
    internal const int TextFilePathBytesMax = PathBytesMax - 4;

    /// <summary>How often the text file is written when nothing else is said: as often as is usually scraped.</summary>
    internal const int TextFileSecondsDefault = 15;

    /// <summary>
    /// The longest interval: Prometheus takes a series for ended after 5 minutes, so that more is hardly meant.
    /// </summary>
    internal const int TextFileSecondsMax = 60 * 60;

    /// <summary>The telemetry path: it is in each request's head and on the landing page.</summary>
    internal const int TelemetryPathBytesMax = 256;

    /// <summary>
    /// A relation: the landing page fits, with the longest paths and all of them escaped to five bytes. One that is
    /// broken does not compile.
    /// </summary>
    internal const uint SmallResponseBytesSpare =
        SmallResponseBytesMax - ResponseHeadBytesMax - (5 * ((2 * PathBytesMax) + TelemetryPathBytesMax)) - 2048;

    /// <summary>A relation: a head with the longest token has room for as much again.</summary>
    internal const uint HeadBytesSpare = HeadBytesMax - (2 * TokenFileBytesMax);

    /// <summary>A relation: doubling the first page leads to the largest.</summary>
    internal const uint PageBytesRest = PageBytesMax % PageBytesInitial == 0 ? 0 : -1;

    /// <summary>A relation: doubling the first rows leads to the most there can be.</summary>
    internal const uint DevicesRest = DevicesMax % DevicesInitial == 0 ? 0 : -1;
}
