namespace Bridge.Benchmarks.Suites;

/// <summary>One thing that is done to a message, as each contender does it.</summary>
/// <param name="Name">For the table, with the cipher.</param>
/// <param name="Kind">What it is, whatever the cipher.</param>
/// <param name="Target">Most that the resident host may take, as a share of openssl's time; null where none is set.</param>
/// <param name="Resident">In this process.</param>
/// <param name="Command">The host's command line.</param>
/// <param name="Openssl">The peer's.</param>
internal sealed record Deed(string Name, DeedKind Kind, double? Target, Action Resident, Action Command, Action Openssl);

internal enum DeedKind
{
    Sign,
    Verify,
    Encrypt,
    Decrypt,
    SignEncrypt,
    DecryptVerify,
    /// <summary>A deed that only some contenders know, with authenticated encryption say.</summary>
    Other,
}
