namespace NetdevExporter.Platform;

/// <summary>All limits of the program, with unit and reason.</summary>
internal static class Limits
{
    /// <summary>Devices on a page: sixteen times the largest known hosts; the page stays below 128 MiB.</summary>
    internal const int DevicesMax = 65_536;

    /// <summary>A device's name or alias: alternative names have 127 bytes, and others at most 15 (IFNAMSIZ).</summary>
    internal const int NameBytesMax = 127;

    /// <summary>
    /// The globs or the aliases of a flag: hundreds. Each name is compared with all of them at each scrape.
    /// </summary>
    internal const int DeviceListLengthMax = 8 * 1024;

    /// <summary>The file's text: 512 bytes per device; sixteen u64 and a name of 15 bytes need 360.</summary>
    internal const int TextBytesMax = DevicesMax * 512;

    /// <summary>A page: sixteen samples of 128 bytes for each device; the usual sample has 60.</summary>
    internal const int PageBytesMax = DevicesMax * 16 * 128;

    /// <summary>The initial size of text buffers: enough for 32 devices, so most hosts never need more.</summary>
    internal const int TextBytesInitial = 8 * 1024;

    /// <summary>The initial number of lines; a power of two, as the hash buckets need.</summary>
    internal const int DevicesInitial = 64;

    /// <summary>The initial size of a page.</summary>
    internal const int PageBytesInitial = 64 * 1024;

    /// <summary>A response's head: the longest, the live page's, has about 460 bytes; a page's has 200.</summary>
    internal const int ResponseHeadBytesMax = 512;

    /// <summary>
    /// The smallest page that is compressed: with its head, it exceeds the initial window of ten segments (RFC 6928) of
    /// 1,448 bytes. A smaller page fits in that window uncompressed.
    /// </summary>
    internal const int GzipPageBytesMin = (10 * 1448) - ResponseHeadBytesMax;

    /// <summary>
    /// A request's head: as in nginx with its default buffers. A proxy in front may pass on the login cookies of a
    /// browser, which are larger than 8 KiB when they hold several tokens.
    /// </summary>
    internal const int HeadBytesMax = 32 * 1024;

    /// <summary>
    /// The memory for a head at first, which is doubled while it is too small: Prometheus sends about 400 bytes.
    /// </summary>
    internal const int HeadBytesInitial = 8 * 1024;

    /// <summary>
    /// A token file: half of a head that needs no more memory, which leaves room for the other fields. A Kubernetes
    /// service account token has about 1,200 bytes.
    /// </summary>
    internal const int TokenFileBytesMax = 4 * 1024;

    /// <summary>
    /// From the first byte of a head to its last: a total, so a client that drips bytes cannot hold a connection.
    /// </summary>
    internal const int HeadSeconds = 10;

    /// <summary>
    /// A connection without a request: a minute longer than the longest usual scrape interval, 5 minutes. If they were
    /// equal, a scrape could meet the close, and fail.
    /// </summary>
    internal const int IdleSeconds = 6 * 60;

    /// <summary>Sending a response: longer than Prometheus's default scrape timeout, 10 s.</summary>
    internal const int ResponseSeconds = 30;

    /// <summary>
    /// How long input is read and discarded after the last response: otherwise a reset could destroy the response.
    /// </summary>
    internal const int LingerSeconds = 2;

    /// <summary>The time for responses in flight after a stop signal; Docker sends SIGKILL after 10 s.</summary>
    internal const int StopSeconds = 1;

    /// <summary>The pause after accept(2) failed, as for lack of descriptors or memory.</summary>
    internal const int AcceptPauseMilliseconds = 100;

    /// <summary>The default limit on open connections: enough for a few Prometheus servers and browsers.</summary>
    internal const int ConnectionsDefault = 64;

    /// <summary>The largest configurable limit on connections: each poll(2) examines all of them.</summary>
    internal const int ConnectionsMax = 4096;

    /// <summary>Descriptors not available to clients: listeners, files and the runtime's own.</summary>
    internal const int DescriptorsReserved = 32;

    /// <summary>
    /// The listen backlog: thousands of clients wait there for milliseconds; one that does not fit retries a second
    /// later. The kernel also has a limit, 4096 by default.
    /// </summary>
    internal const int BacklogConnections = 4096;

    /// <summary>
    /// The kernel's send buffer, which Linux doubles. By default, it would grow to megabytes for each client that
    /// requests a large page and does not read it. The page of 64 interfaces fits.
    /// </summary>
    internal const int SendBufferBytes = 64 * 1024;

    /// <summary>
    /// The kernel's receive buffer, which Linux doubles: half of the longest head, which is read as it arrives. By
    /// default, pipelined requests that wait for their turn would fill more than a page.
    /// </summary>
    internal const int ReceiveBufferBytes = 16 * 1024;

    /// <summary>
    /// The unsent bytes with which a TCP socket is writable: none. A client that does not take its answers is sent no
    /// more of them, and no more requests are taken from it.
    /// </summary>
    internal const int UnsentBytesMax = 1;

    /// <summary>
    /// Pages that exist at once, and as many compressed ones. Slow clients hold all compressed ones, and all others but
    /// one. This bounds the memory for slow clients, however many there are.
    /// </summary>
    internal const int PagesMax = 4;

    /// <summary>
    /// How long a new connection cannot be evicted: as long as a busy client may take from connecting to sending its
    /// request, and so short that 64 connections serve 1,000 clients in 47 ms.
    /// </summary>
    internal const int NewConnectionMilliseconds = 3;

    /// <summary>
    /// How long a connection cannot be evicted after its last response: a client that uses it again within this time,
    /// as a busy proxy does, is told by <c>Connection: close</c> when others wait, and never meets the close.
    /// </summary>
    internal const int IdleMillisecondsMin = 1000;

    /// <summary>
    /// How long a connection cannot be evicted while its client takes nothing of a response: many round trips inside a
    /// site. 64 connections turn over 3,200 clients per second that never read.
    /// </summary>
    internal const int StallMilliseconds = 20;

    /// <summary>
    /// How long a stalled connection keeps its page if all pages are held and another is needed: as long as a prompt
    /// client may wait for a processor, and less than a scrape may take under attack (100 ms).
    /// </summary>
    internal const int PageStallMilliseconds = 75;

    /// <summary>
    /// The least rate at which a client must receive its response to avoid eviction: 8 Mbit/s, or a page of 1,000
    /// interfaces in a second.
    /// </summary>
    internal const int TakenBytesPerSecondMin = 1024 * 1024;

    /// <summary>
    /// The rate at which all clients together take responses from which on none of them is evicted: they wait for each
    /// other, as many clients behind a proxy do, and places become free as responses end.
    /// </summary>
    internal const int TotalBytesPerSecondMin = 8 * TakenBytesPerSecondMin;

    /// <summary>
    /// How long a connection stays for what its client has taken so far, and how much longer for what the others take:
    /// as long as a client that keeps the rate may wait for a processor on a busy machine.
    /// </summary>
    internal const int StayMillisecondsMax = 1000;

    /// <summary>
    /// A response that is copied while it cannot be sent: a page of about 45 interfaces, and any other response, of
    /// which the live page is the longest, with as many interfaces as fit.
    /// </summary>
    internal const int SmallResponseBytesMax = 48 * 1024;

    /// <summary>
    /// The pause between readings of sysfs: a third of a usual scrape interval, so that an alert on a link is not late.
    /// </summary>
    internal const int SysfsMilliseconds = 5000;

    /// <summary>
    /// The pause after a reading of sysfs, as a multiple of its duration: the thread takes at most 1 % of a processor.
    /// </summary>
    internal const int SysfsPauseFactor = 99;

    /// <summary>
    /// How old a reading of sysfs may be: after several missed ones, what it says of a link is misleading. With 5,000
    /// interfaces, a reading takes 0.3 s, and the next begins 30 s later.
    /// </summary>
    internal const int SysfsAgeMillisecondsMax = 60_000;

    /// <summary>
    /// How long the start waits for the first reading of sysfs: usually less than a millisecond, 60 with a thousand
    /// interfaces.
    /// </summary>
    internal const int SysfsStartMilliseconds = 100;

    /// <summary>How long a command waits for a reading of sysfs: 30 times what a thousand interfaces take.</summary>
    internal const int SysfsCommandMilliseconds = 2000;

    /// <summary>The initial size of the texts of sysfs: of about 30 interfaces.</summary>
    internal const int LinkTextsInitial = 2048;

    /// <summary>The list of a bond's interfaces: 256 names of 15 bytes, more than a bond can use.</summary>
    internal const int BondSlavesBytesMax = 4096;

    /// <summary>The host's name: a name of the DNS has at most 253 bytes, and one of uname(2) 64.</summary>
    internal const int NodeNameBytesMax = 255;

    /// <summary>The part of /etc/hostname that is read: the name, and a few lines of comments before it.</summary>
    internal const int HostNameFileBytesMax = 1024;

    /// <summary>A log line: the longest atomic write to a pipe (PIPE_BUF).</summary>
    internal const int LogLineBytesMax = 4096;

    /// <summary>Listening sockets: far more than the kinds of addresses.</summary>
    internal const int ListenAddressesMax = 16;

    /// <summary>A path: PATH_MAX without its NUL.</summary>
    internal const int PathBytesMax = 4095;

    /// <summary>A text file's path: leaves room for the temporary file's suffix.</summary>
    internal const int TextFilePathBytesMax = PathBytesMax - 4;

    /// <summary>The default interval of the text file: a usual scrape interval.</summary>
    internal const int TextFileSecondsDefault = 15;

    /// <summary>The longest interval: Prometheus ends a series after 5 minutes, so more is rarely useful.</summary>
    internal const int TextFileSecondsMax = 60 * 60;

    /// <summary>The telemetry path: it is part of each request's head and of the page for browsers.</summary>
    internal const int TelemetryPathBytesMax = 256;

    /// <summary>
    /// The smallest other response that is compressed: a smaller one fits in a segment or two, and the head says more
    /// of it than compression saves.
    /// </summary>
    internal const int GzipFileBytesMin = 1024;

    /// <summary>The five files of the live page together: they are part of the executable, and of its memory.</summary>
    internal const int PageFilesBytesMax = 24 * 1024;

    /// <summary>The live page's HTML before its markers are replaced: it leaves room for 150 interfaces.</summary>
    internal const int PageHtmlBytesMax = 12 * 1024;
}
