using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;

namespace NetdevExporter.EndToEnd;

/// <summary>A pseudoterminal whose output is read only when a test does so.</summary>
internal sealed partial class Terminal : IDisposable
{
    private const int SetDescriptorFlags = 2; // F_SETFD
    private const int CloseOnExec = 1; // FD_CLOEXEC
    private const int SetFlags = 4; // F_SETFL
    private const int ReadWriteNonBlocking = 0x2 | 0x800; // O_RDWR | O_NONBLOCK
    private const int OutputOff = 0; // TCOOFF
    private const nuint CountReadable = 0x541B; // FIONREAD

    private readonly int master;
    private readonly int slave;

    internal Terminal()
    {
        Check(Open(out master, out slave, 0, 0, 0));
        Check(Control(master, SetDescriptorFlags, CloseOnExec));
        Check(Control(slave, SetDescriptorFlags, CloseOnExec));
        Check(Control(master, SetFlags, ReadWriteNonBlocking));
        Path = File.ResolveLinkTarget($"/proc/self/fd/{slave}", returnFinalTarget: false)!.FullName;
    }

    /// <summary>The terminal's device file.</summary>
    internal string Path { get; }

    /// <summary>How many bytes of output wait to be read.</summary>
    internal int Readable
    {
        get
        {
            Check(ControlDevice(master, CountReadable, out int count));
            return count;
        }
    }

    /// <summary>Stops output, as Ctrl-S does.</summary>
    internal void StopOutput() => Check(ControlFlow(slave, OutputOff));

    /// <summary>Reads the output by now.</summary>
    internal string Read()
    {
        StringBuilder text = new();
        byte[] bytes = new byte[4096];
        for (nint count; (count = ReadFrom(master, bytes, (nuint)bytes.Length)) > 0;)
        {
            text.Append(Encoding.UTF8.GetString(bytes, 0, (int)count));
        }

        return text.ToString();
    }

    public void Dispose()
    {
        _ = Close(master);
        _ = Close(slave);
    }

    private static void Check(int result)
    {
        if (result < 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    [LibraryImport("libc", EntryPoint = "openpty", SetLastError = true)]
    private static partial int Open(out int master, out int slave, nint name, nint attributes, nint size);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int ControlDevice(int descriptor, nuint request, out int count);

    [LibraryImport("libc", EntryPoint = "tcflow", SetLastError = true)]
    private static partial int ControlFlow(int descriptor, int action);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint ReadFrom(int descriptor, Span<byte> bytes, nuint count);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
