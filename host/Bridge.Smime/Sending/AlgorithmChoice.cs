using System.Formats.Asn1;
using Bridge.Smime.Cms;
using Bridge.Smime.Cms.Content;
using Bridge.Smime.Cms.KeyManagement;
using Bridge.Smime.Errors;
using Bridge.Smime.Policy;
using Bridge.Smime.Values;

namespace Bridge.Smime.Sending;

/// <summary>
/// Chooses content encryption from what recipients advertise (RFC 8551 section 2.7.1). A recipient who advertises nothing is
/// taken to read AES-CBC and nothing newer. Nothing weaker than AES-128 is ever chosen.
/// </summary>
internal static class AlgorithmChoice
{
    private static readonly string[] s_byPreference = ["AES-256-GCM", "AES-128-GCM", "AES-256-CBC", "AES-128-CBC"];

    /// <summary>
    /// The algorithm for all these recipients, oneself left out (an own key reads everything); null when no algorithm
    /// suits all. Without recipients it is AES-256-CBC, so that one's drafts open in any client.
    /// </summary>
    /// <param name="recipients">Stated capabilities of each recipient; null where none are known.</param>
    /// <param name="policy">May name the algorithm.</param>
    public static ContentAlgorithm? For(IReadOnlyList<SmimeCapabilities?> recipients, SmimePolicy policy)
    {
        if (Forced(policy) is { } forced)
        {
            return forced;
        }

        IEnumerable<ContentAlgorithm> candidates = s_byPreference.Select(Named);
        return recipients.Count == 0
            ? Named("AES-256-CBC")
            : candidates.FirstOrDefault(a => recipients.All(r => Reads(r, a)));
    }

    /// <summary>Whether a recipient can be served at all under this policy.</summary>
    public static bool CanServe(SmimeCapabilities? capabilities, SmimePolicy policy) => For([capabilities], policy) is not null;

    /// <summary>OAEP for those who say that they read it with SHA-256 (RFC 3560 section 5); PKCS#1 v1.5 for all others.</summary>
    public static KeyTransportChoice TransportFor(SmimeCapabilities? capabilities) =>
        capabilities is not null && capabilities.Items.Any(IsOaepWithSha256) ? KeyTransportChoice.Oaep : KeyTransportChoice.Compatible;

    private static ContentAlgorithm? Forced(SmimePolicy policy) =>
        policy.EncryptionAlgorithm == SmimePolicy.Automatic ? null
        : ContentAlgorithm.ByName(policy.EncryptionAlgorithm) is { CanProduce: true } named ? named
        : null;

    private static bool Reads(SmimeCapabilities? capabilities, ContentAlgorithm algorithm) =>
        States(capabilities) ? capabilities!.Has(algorithm.Oid) : !algorithm.Authenticated;

    // A list without any cipher (only signature or digest preferences) says nothing about ciphers.
    private static bool States(SmimeCapabilities? capabilities) =>
        capabilities is not null && capabilities.Items.Any(i => ContentAlgorithm.ByOid(i.Oid) is not null);

    // Without the [0] field the digest would be SHA-1, which this product does not write.
    private static bool IsOaepWithSha256(SmimeCapability capability)
    {
        if (capability.Oid != Oids.RsaesOaep || capability.Parameters.IsEmpty)
        {
            return false;
        }

        try
        {
            AsnReader parameters = new AsnReader(capability.Parameters, AsnEncodingRules.BER).ReadSequence();
            Asn1Tag digestField = new(TagClass.ContextSpecific, 0);
            return parameters.HasData && parameters.PeekTag().HasSameClassAndValue(digestField)
                && AlgorithmId.Read(parameters.ReadSequence(digestField)).Oid == Oids.Sha256;
        }
        catch (Exception e) when (e is AsnContentException or MalformedException)
        {
            return false;
        }
    }

    private static ContentAlgorithm Named(string name) => ContentAlgorithm.ByName(name)!;
}
