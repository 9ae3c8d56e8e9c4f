using Bridge.Smime.Values;

namespace Bridge.Keystore.Own;

/// <summary>What an import would bring, for who has to agree before anything is stored.</summary>
/// <param name="Own">Certificates of the keys.</param>
/// <param name="Others">The other certificates of the file: issuers, mostly. Nothing about them is checked.</param>
public sealed record KeyImportOffer(IReadOnlyList<Certificate> Own, IReadOnlyList<Certificate> Others);
