namespace System.Runtime;

/// <summary>
/// Makes the Native AOT compiler, which knows it by its name, emit a static method as a symbol for the linker that can
/// be called without the runtime.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RuntimeExportAttribute(string entryPoint) : Attribute
{
    /// <summary>The symbol.</summary>
    public string EntryPoint { get; } = entryPoint;
}
