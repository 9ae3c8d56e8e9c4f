using Bridge.Smime.Ports;

namespace Bridge.Keystore.Own;

/// <summary>An own key as it is listed.</summary>
/// <param name="Key">Id and certificate.</param>
/// <param name="Addresses">Addresses that the certificate names, in normal form.</param>
/// <param name="Name">Friendly name from its file; null when it had none.</param>
/// <param name="Origin">Name of the file that it came from.</param>
/// <param name="Exportable">Whether it may leave the keystore.</param>
/// <param name="CanSign">Algorithm and usages allow signing mail; says nothing about validity now.</param>
/// <param name="CanEncrypt">Algorithm and usages allow encrypting mail to it.</param>
/// <param name="AddedAt">When it was put in.</param>
/// <param name="Tokens">Labels of the tokens that the private key is on.</param>
public sealed record StoredKey(
    OwnKey Key,
    IReadOnlyList<string> Addresses,
    string? Name,
    string Origin,
    bool Exportable,
    bool CanSign,
    bool CanEncrypt,
    DateTimeOffset AddedAt,
    IReadOnlyList<string> Tokens);

/// <summary>What an import brought.</summary>
/// <param name="Keys">Keys of the file, those that were there already too.</param>
/// <param name="AddedKeys">How many of them are new.</param>
/// <param name="AddedCertificates">How many certificates of their chains are new.</param>
/// <param name="Moved">Addresses whose chosen key was renewed by one of these, and now is the new one.</param>
public sealed record KeyImport(IReadOnlyList<StoredKey> Keys, int AddedKeys, int AddedCertificates, IReadOnlyList<string> Moved);
