namespace NetdevExporter.EndToEnd.Hostile;

/// <summary>What all connections of an attack do.</summary>
public enum AttackKind
{
    /// <summary>Begin a request, and send one byte of it a second.</summary>
    Drip,

    /// <summary>Send nothing.</summary>
    Silent,

    /// <summary>Ask for the page, and read nothing of it.</summary>
    NeverRead,

    /// <summary>Ask for the page, and read a little of it now and then.</summary>
    DripRead,

    /// <summary>Ask for the page again and again, and read nothing.</summary>
    AskAndNeverRead,

    /// <summary>Connect, and close or reset at once.</summary>
    OpenAndClose,
}
