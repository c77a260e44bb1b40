using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace NetdevExporter.EndToEnd.Boards;

/// <summary>The checks that init.sh reports, by name: a board that ends early has not reported all.</summary>
internal static class GuestChecks
{
    private static readonly string[] Fixed =
    [
        "--version exits with 0",
        "--version names the architecture",
        "--doctor exits with 0",
        "--doctor finds all well",
        "--once exits with 0",
        "--once prints the loopback interface",
        "the host's own table is the host's",
        "a scrape",
        "a scrape over IPv6",
        "the health check exits with 0",
        "an unknown path is 404",
        "another method is 405",
        "a malformed request is 400",
        "three requests at once on one connection",
        "three requests with pauses on one connection",
        "two threads",
        "SIGTERM ends it with 0",
        "SIGTERM is logged",
        "without the token it is 401",
        "with another token it is 401",
        "with the token it is 200",
        "the health check over a Unix socket",
        "the text file has the page",
        "the stop removes the text file and the socket",
        "40 MiB of address space",
        "60 MiB of address space",
        "84 MiB of address space",
        "vm.overcommit_memory=2",
        "another network namespace: the host's table",
        "another network namespace: its own table is refused",
        "another network namespace: says that it is its own",
        "another network namespace: its own table where that is allowed",
        "a container: the user is 60808 and has no capabilities",
        "a container: --doctor finds all well",
        "a container: the mounted file is the host's table",
        "a container: its own table is refused",
        "a container: another one's table is not called the host's",
        "a container in it: the outer one's table is not called the host's",
        "a container in it: the mounted file is the host's table",
        "a user namespace: the host's table",
        "hidepid=2: nobody is told so",
        "hidepid=2: the mounted file is the host's table",
        "subset=pid: /proc/1/net/dev is refused",
        "subset=pid: /proc/1/net/dev: says why",
        "subset=pid: /proc/self/net/dev is refused",
        "subset=pid: /proc/self/net/dev: says why",
        "none of 180 network namespaces is numbered below /proc/version",
        "sysfs: lo is of the kind loopback",
        "sysfs: bond7 is of the kind bond",
        "sysfs: bridge7 is of the kind bridge",
        "sysfs: vlan7 is of the kind vlan",
        "sysfs: macvlan7 is of the kind macvlan",
        "sysfs: pair is of the kind veth",
        "sysfs: veth0 is of the kind veth",
        "sysfs: a slave names its bond",
        "sysfs: a port names its bridge",
        "sysfs: the bond has a slave",
        "sysfs: the bond can use it",
        "sysfs: loopback is up",
        "sysfs: the MTU",
        "an interface's name with a quote and no UTF-8",
        "an interface's name with a backslash and a control character",
        "two threads after 100 scrapes",
        "each of more than 1,004 interfaces is on the page",
        "the compressed page is the plain one",
    ];

    /// <summary>Memory, interfaces, and how 64 clients attack, as init.sh has them.</summary>
    private static readonly string[] Attacks =
    [
        "32 MiB, 1004 interfaces, pages",
        "32 MiB, 1004 interfaces, write",
        "16 MiB, 64 interfaces, pages",
        "16 MiB, 64 interfaces, small",
        "6 MiB, 4 interfaces, partial",
        "6 MiB, 4 interfaces, write",
    ];

    internal static IReadOnlyList<string> NamesOn(Board board) =>
    [
        .. board.HasHoard ? Attacks.Select(attack => attack + ": no process is killed") : [],
        .. board.HasHoard ? Attacks.Select(attack => attack + ": another client gets the page") : [],
        .. Fixed,
        .. Directory.EnumerateFiles(Path.Combine(Machine.Repository, "tests", "Exporter.Tests", "Golden"), "*.prom")
            .Select(page => "golden page " + Path.GetFileNameWithoutExtension(page)),
    ];
}
