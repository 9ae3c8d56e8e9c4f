using Bridge.Protocol.Values;

namespace Bridge.Protocol.Keys;

/// <summary>A private key of the user's own, with its certificate.</summary>
/// <param name="Id">Stable id in the keystore.</param>
/// <param name="Certificate">The certificate that names the key.</param>
/// <param name="CanSign">Whether it may sign now: usage, validity and chain allow it.</param>
/// <param name="CanEncrypt">Whether it may be encrypted to now.</param>
/// <param name="Chain">The certificate's path, as of now.</param>
/// <param name="AddedAt">When it was put in.</param>
/// <param name="Origin">Where it came from, for example the imported file's name or the token's label.</param>
/// <param name="Tokens">Labels of the tokens that the private key is on.</param>
/// <param name="InKeystore">The private key is in the keystore; else it is on its tokens alone.</param>
/// <param name="Exportable">Whether it may leave the keystore.</param>
/// <param name="Events">What happened to it, every export too, oldest first.</param>
public sealed record OwnKey(
    string Id,
    CertificateSummary Certificate,
    bool CanSign,
    bool CanEncrypt,
    ChainStatus Chain,
    DateTimeOffset AddedAt,
    string Origin,
    IReadOnlyList<string> Tokens,
    bool InKeystore,
    bool Exportable,
    IReadOnlyList<KeyEvent> Events);
