using Bridge.Smime.Errors;
using Bridge.Smime.Policy;
using Bridge.Smime.Values;

namespace Bridge.Smime.Cms.KeyManagement;

/// <summary>One RecipientInfo of an enveloped message (RFC 5652 section 6.2): for whom, and by which algorithm, the content key is wrapped.</summary>
public abstract record RecipientInfo
{
    private protected RecipientInfo()
    {
    }

    /// <summary>The certificates that it names: one, several for key agreement, none for kinds that name no certificate.</summary>
    public abstract IReadOnlyList<CertificateIdentifier> Recipients { get; }

    /// <summary><c>ktri</c>, <c>kari</c>, <c>kemri</c>, <c>kekri</c>, <c>pwri</c> or <c>other</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>The algorithm for people: <c>RSAES-OAEP</c>, <c>ECDH-ES P-256</c>, <c>X25519</c>, <c>ML-KEM-768</c>; the object identifier when unknown.</summary>
    public abstract string Name { get; }

    /// <summary>Parses one BER RecipientInfo. Kinds and algorithms that are not done still parse; unwrapping them is refused.</summary>
    /// <exception cref="MalformedException">Code <c>recipient-malformed</c>.</exception>
    public static RecipientInfo Parse(ReadOnlyMemory<byte> encoded, Limits limits) => throw new NotImplementedException();
}
