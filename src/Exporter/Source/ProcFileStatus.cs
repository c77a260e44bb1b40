namespace NetdevExporter.Source;

/// <summary>The result of reading a procfs file.</summary>
internal enum ProcFileStatus
{
    /// <summary>The whole file is in the buffer.</summary>
    Complete,

    /// <summary>The file is larger than the buffer; call again with a larger one.</summary>
    LargerThanBuffer,

    /// <summary>open(2) failed.</summary>
    CannotOpen,

    /// <summary>read(2) failed.</summary>
    CannotRead,
}
