using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using NetdevExporter.Platform;

namespace NetdevExporter.Source;

/// <summary>
/// Finds the other processes in this container that run this program, and reads their command lines and environments:
/// a health check has the container's environment, but not the flags of the instance.
/// </summary>
/// <remarks>
/// Source: proc_pid_cmdline(5), proc_pid_environ(5) and proc_pid_exe(5). A process of the same user may read these
/// files, with no capability and under every ptrace_scope. The initial PID namespace always has the inode number
/// PROC_PID_INIT_INO: linux/include/linux/proc_ns.h.
/// </remarks>
internal sealed class InstanceReader : IDisposable
{
    private const ulong HostInode = 0xEFFFFFFC; // PROC_PID_INIT_INO

    private readonly NativeBuffer buffer = new();
    private readonly DirectoryEntries processes = new("/proc\0"u8);

    /// <summary>The PID of the process that was found; 0 before the first.</summary>
    internal int Process { get; private set; }

    /// <summary>Its command line, without the program's name.</summary>
    internal string[] Arguments { get; private set; } = [];

    /// <summary>Its environment: strings of the form <c>NAME=value</c>.</summary>
    internal string[] Environment { get; private set; } = [];

    /// <summary>Whether some process could not be examined, as one of another user.</summary>
    internal bool IsAnyHidden { get; private set; }

    /// <summary>
    /// Whether this process is in a container with PIDs of its own. On a host, several instances may run, and none of
    /// them is this one.
    /// </summary>
    internal static bool IsContainer { get; } =
        FileIdentity.TryRead("/proc/self/ns/pid", out FileIdentity own) && !own.HasInode(HostInode);

    /// <summary>Finds the next process other than this one.</summary>
    /// <returns>false if there are no more.</returns>
    internal bool TryFindNext()
    {
        while (processes.TryTake(out int process))
        {
            string directory = "/proc/" + process.ToString(CultureInfo.InvariantCulture);
            if (process > 0
                && process != System.Environment.ProcessId
                && IsOfThisProgram(directory)
                && TryReadStrings(directory + "/cmdline", out List<string> arguments)
                && TryReadStrings(directory + "/environ", out List<string> environment)
                && arguments.Count > 0 // none at all: the process has just ended
                && IsOfThisProgram(directory))
            {
                arguments.RemoveAt(0); // the program's name
                Process = process;
                Arguments = [.. arguments];
                Environment = [.. environment];
                return true;
            }
        }

        return false;
    }

    public void Dispose()
    {
        buffer.Dispose();
        processes.Dispose();
    }

    /// <summary>Whether a process runs this executable, with the same view of the file system.</summary>
    private bool IsOfThisProgram(string directory) =>
        IsSame(directory, "/exe") && IsSame(directory, "/ns/mnt");

    private bool IsSame(string directory, string name)
    {
        bool isKnown = FileIdentity.TryRead(directory + name, out FileIdentity other);
        IsAnyHidden |= !isKnown && SystemCalls.LastError is Errno.EACCES or Errno.EPERM;
        return isKnown && FileIdentity.TryRead("/proc/self" + name, out FileIdentity own) && own.IsSameAs(other);
    }

    /// <summary>Reads a file of strings, each of which ends with NUL; returns false if it cannot be read.</summary>
    private bool TryReadStrings(string path, out List<string> strings)
    {
        strings = [];
        bool isRead = ProcText.TryRead(path, buffer, out ReadOnlySpan<byte> text);
        for (int end = text.IndexOf((byte)0); end >= 0; end = text.IndexOf((byte)0))
        {
            strings.Add(Encoding.UTF8.GetString(text[..end]));
            text = text[(end + 1)..];
        }

        return isRead;
    }
}
