namespace NetdevExporter.Source;

/// <summary>What came of reading the file.</summary>
internal enum ProcFileStatus
{
    /// <summary>The whole file is in the buffer.</summary>
    Complete,

    /// <summary>It goes on behind the end of the buffer; ask again with a larger one.</summary>
    LargerThanBuffer,

    /// <summary>open(2) failed.</summary>
    CannotOpen,

    /// <summary>read(2) failed.</summary>
    CannotRead,
}
