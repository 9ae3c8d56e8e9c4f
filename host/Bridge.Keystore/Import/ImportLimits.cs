namespace Bridge.Keystore.Import;

/// <summary>What a file to be imported may ask of this machine.</summary>
internal static class ImportLimits
{
    internal const int FileBytes = 16 << 20;
    internal const int ArchiveEntries = 200;
    internal const int EntryBytes = 4 << 20;

    /// <summary>One derivation: today's writers use up to 1,000,000.</summary>
    internal const int Iterations = 5_000_000;

    /// <summary>
    /// All derivations of one file together, with every block that they make: a few seconds. A file with two encrypted parts
    /// and an integrity check of 1,000,000 iterations each takes 7,000,000 in the oldest of its forms.
    /// </summary>
    internal const int TotalIterations = 10_000_000;

    /// <summary>Memory of one scrypt derivation, in bytes.</summary>
    internal const long ScryptBytes = 256L << 20;

    internal const int Keys = 50;
    internal const int Certificates = 500;
    internal const int Depth = 8;
}
