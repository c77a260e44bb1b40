using System.Runtime.InteropServices;

namespace NetdevExporter.Platform;

/// <summary>The executable in memory: its program headers say which parts there are.</summary>
/// <remarks>Source: getauxval(3), elf(5), madvise(2).</remarks>
internal static partial class ExecutableImage
{
    private const int HeadersKey = 3; // AT_PHDR
    private const int HeaderCountKey = 5; // AT_PHNUM
    private const int PageBytesKey = 6; // AT_PAGESZ

    private const int HeaderBytes = 56; // Elf64_Phdr
    private const int FlagsOffset = 4; // p_flags
    private const int AddressOffset = 16; // p_vaddr
    private const int LengthOffset = 40; // p_memsz
    private const int LoadType = 1; // PT_LOAD
    private const int Executable = 1; // PF_X
    private const int NotNeeded = 4; // MADV_DONTNEED

    /// <summary>
    /// Gives back the pages of code that were needed for the start. The kernel maps those that are used again from its
    /// page cache, 64 KiB around each.
    /// </summary>
    /// <remarks>
    /// Only code is never written. Among the constants is the runtime's cookie against stack overflows, which the start
    /// has changed (InitGSCookie() in dotnet/runtime): without that page, it would have its old value again, and each
    /// method that began before would end the process.
    /// </remarks>
    internal static void ReleaseUnusedCode()
    {
        nint headers = GetAuxiliaryValue(HeadersKey);
        nint page = GetAuxiliaryValue(PageBytesKey);
        nint start = headers & -page; // the first part begins at 0, and the headers are at its beginning
        nint end = headers + (HeaderBytes * GetAuxiliaryValue(HeaderCountKey));
        for (nint header = headers; header < end; header += HeaderBytes)
        {
            bool isCode = (Marshal.ReadInt32(header, FlagsOffset) & Executable) != 0;
            if (Marshal.ReadInt32(header) == LoadType && isCode)
            {
                nint address = start + Marshal.ReadIntPtr(header, AddressOffset);
                nint first = address & -page;
                _ = Advise(first, address + Marshal.ReadIntPtr(header, LengthOffset) - first, NotNeeded);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "getauxval")]
    private static partial nint GetAuxiliaryValue(nint key);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nint length, int advice);
}
