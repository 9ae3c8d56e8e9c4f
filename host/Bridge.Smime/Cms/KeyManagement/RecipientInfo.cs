using System.Formats.Asn1;
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
    /// <exception cref="MalformedException">Code <c>recipient-malformed</c>, or <c>limit-recipients</c>.</exception>
    public static RecipientInfo Parse(ReadOnlyMemory<byte> encoded, Limits limits)
    {
        try
        {
            AsnReader reader = new(encoded, AsnEncodingRules.BER);
            RecipientInfo info = ReadChoice(reader, limits);
            reader.ThrowIfNotEmpty();
            return info;
        }
        catch (Exception e) when (e is AsnContentException or MalformedException { Code: not "limit-recipients" })
        {
            throw Malformed("A RecipientInfo is malformed.", e);
        }
    }

    internal static MalformedException Malformed(string message, Exception? inner = null) => new("recipient-malformed", message, inner);

    /// <summary>The content key, or null for a failure that must not be told apart from any other.</summary>
    internal abstract byte[]? Unwrap(CertificateIdentifier recipient, Ports.IDecryptionKey key, int contentKeyBytes);

    private static RecipientInfo ReadChoice(AsnReader reader, Limits limits)
    {
        Asn1Tag tag = reader.PeekTag();
        if (tag.HasSameClassAndValue(Asn1Tag.Sequence))
        {
            return KeyTransportRecipient.Read(reader);
        }

        if (tag.TagClass != TagClass.ContextSpecific)
        {
            throw Malformed("A RecipientInfo of no known form.");
        }

        return tag.TagValue switch
        {
            1 => KeyAgreementRecipient.Read(reader.ReadSequence(tag), limits),
            2 => RefusedRecipient.ReadKek(reader.ReadSequence(tag)),
            3 => RefusedRecipient.ReadPassword(reader.ReadSequence(tag)),
            4 => ReadOther(reader.ReadSequence(tag)),
            _ => RefusedRecipient.Unknown(reader.ReadEncodedValue(), tag.TagValue),
        };
    }

    private static RecipientInfo ReadOther(AsnReader fields)
    {
        string kind = fields.ReadObjectIdentifier();
        if (kind != Oids.KemRecipientInfo)
        {
            return RefusedRecipient.Other(kind);
        }

        RecipientInfo info = KemRecipient.Read(fields.ReadSequence());
        fields.ThrowIfNotEmpty();
        return info;
    }
}
