using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace NetdevExporter.EndToEnd.Hostile;

/// <summary>
/// What the kernel holds for a server's connections, as <c>ss -m</c> shows it: the sum of what it has received and the
/// server has not read (r, sk_rmem_alloc), of what the server has sent and the client has not acknowledged (w,
/// sk_wmem_queued), of what of this is on its way (t, sk_wmem_alloc), of memory that is reserved for either (f,
/// sk_forward_alloc), of options (o, sk_omem_alloc) and of the backlog (bl). Each is in bytes, with the overhead of the
/// kernel's buffers (truesize). r, w and f are what a memory cgroup of version 2 is charged for, as <c>sock</c> in its
/// memory.stat; t counts some of w twice, so the sum is an upper bound.
/// </summary>
/// <remarks>Source: ss(8), sock_diag(7); sk_get_meminfo() in linux/net/core/sock.c.</remarks>
internal static partial class SocketMemory
{
    /// <summary>Reads the sum, in bytes; how many connections it is of.</summary>
    internal static (long Bytes, int Connections) Of(int port)
    {
        string output = Tool.Succeed("ss", ["-tmnHO", "state", "connected", "sport", "=", $":{port}"]);
        MatchCollection memories = Memory().Matches(output);
        long bytes = memories.Sum(
            memory => Field().Matches(memory.Value).Sum(
                field => long.Parse(field.Groups[1].Value, CultureInfo.InvariantCulture)));
        return (bytes, memories.Count);
    }

    [GeneratedRegex(@"skmem:\([^)]*\)")]
    private static partial Regex Memory();

    [GeneratedRegex(@"(?<=[(,])(?:r|t|f|w|o|bl)(\d+)")]
    private static partial Regex Field();
}
