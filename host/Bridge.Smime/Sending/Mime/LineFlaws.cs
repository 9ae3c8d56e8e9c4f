namespace Bridge.Smime.Sending.Mime;

/// <summary>What keeps bytes from being canonical 7-bit lines (RFC 2045 section 2.7, RFC 8551 section 3.1.1 to 3.1.3).</summary>
[Flags]
internal enum LineFlaws
{
    None = 0,
    /// <summary>Lines ended by LF alone: repaired while copying.</summary>
    BareLineFeed = 1,
    /// <summary>Bytes above 127, NUL, a CR inside a line, or a line longer than 998: needs a transfer encoding.</summary>
    NotSevenBit = 2,
}
