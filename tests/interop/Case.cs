namespace Bridge.Interop.Tests;

public enum Direction
{
    /// <summary>We write, the other program reads.</summary>
    FromUs,
    /// <summary>The other program writes, we read.</summary>
    ToUs,
}

public enum Deed
{
    SignClear,
    SignOpaque,
    Encrypt,
    SignAndEncrypt,
}

/// <summary>One cell of the matrix.</summary>
/// <param name="Direction">Who writes.</param>
/// <param name="Does">What is done.</param>
/// <param name="Kind">Key of signer and reader: <c>RSA-2048</c>, <c>P-256</c>, ...</param>
/// <param name="Variant">Content encryption, padding or key derivation; empty for the ordinary one.</param>
public sealed record Case(Direction Direction, Deed Does, string Kind, string Variant)
{
    public static readonly IReadOnlyList<string> Kinds = ["RSA-2048", "P-256", "P-384", "P-521"];

    public static IReadOnlyList<Case> Outgoing { get; } =
    [
        .. Kinds.SelectMany(k => (Case[])[Out(Deed.SignClear, k), Out(Deed.SignOpaque, k)]),
        .. Kinds.SelectMany(k => (Case[])
        [
            Out(Deed.Encrypt, k, "AES-128-CBC"), Out(Deed.Encrypt, k, "AES-256-CBC"), Out(Deed.Encrypt, k, "AES-128-GCM"), Out(Deed.Encrypt, k, "AES-256-GCM"),
        ]),
        .. Kinds.SelectMany(k => (Case[])[Out(Deed.SignAndEncrypt, k, "AES-256-CBC"), Out(Deed.SignAndEncrypt, k, "AES-256-GCM")]),
    ];

    public static IReadOnlyList<Case> Incoming { get; } =
    [
        .. Kinds.SelectMany(k => (Case[])[In(Deed.SignClear, k), In(Deed.SignOpaque, k)]),
        In(Deed.SignClear, "RSA-2048", "PSS"),
        In(Deed.SignOpaque, "RSA-2048", "PSS"),
        .. Kinds.SelectMany(k => (Case[])[In(Deed.Encrypt, k, "AES-128-CBC"), In(Deed.Encrypt, k, "AES-256-CBC"), In(Deed.Encrypt, k, "AES-256-GCM")]),
        In(Deed.Encrypt, "RSA-2048", "OAEP"),
        In(Deed.Encrypt, "RSA-2048", "OAEP SHA-256"),
        .. Kinds.Skip(1).SelectMany(k => (Case[])[In(Deed.Encrypt, k, "KDF SHA-256"), In(Deed.Encrypt, k, "cofactor DH")]),
        .. Kinds.Select(k => In(Deed.SignAndEncrypt, k)),
    ];

    public string Feature => string.Join(' ', ((string[])[Label, Kind, Variant]).Where(t => t.Length > 0));

    private string Label => Does switch
    {
        Deed.SignClear => "multipart/signed",
        Deed.SignOpaque => "signed-data",
        Deed.Encrypt => "encrypted",
        _ => "signed and encrypted",
    };

    private static Case Out(Deed does, string kind, string variant = "") => new(Direction.FromUs, does, kind, variant);

    private static Case In(Deed does, string kind, string variant = "") => new(Direction.ToUs, does, kind, variant);
}
