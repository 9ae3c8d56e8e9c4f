using System.Formats.Asn1;
using Bridge.Smime.Errors;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;

namespace Bridge.Smime.Cms.KeyManagement;

/// <summary>A kind of recipient that no certificate stands for. It is read, so that a report can name it, and never opened.</summary>
internal sealed record RefusedRecipient(string RefusedKind, string RefusedName, string Reason) : RecipientInfo
{
    public override IReadOnlyList<CertificateIdentifier> Recipients => [];

    public override string Kind => RefusedKind;

    public override string Name => RefusedName;

    /// <summary>KEKRecipientInfo (RFC 5652 section 6.2.3).</summary>
    public static RefusedRecipient ReadKek(AsnReader fields)
    {
        _ = fields.ReadIntegerBytes();
        _ = fields.ReadSequence();
        AlgorithmId algorithm = AlgorithmId.Read(fields);
        _ = fields.ReadOctetString();
        fields.ThrowIfNotEmpty();
        return new RefusedRecipient("kekri", KeyWrap.NameOf(algorithm.Oid), "Content keys under a shared symmetric key are not opened: this product has no such keys.");
    }

    /// <summary>PasswordRecipientInfo (RFC 5652 section 6.2.4).</summary>
    public static RefusedRecipient ReadPassword(AsnReader fields)
    {
        _ = fields.ReadIntegerBytes();
        Asn1Tag derivation = new(TagClass.ContextSpecific, 0, true);
        if (fields.PeekTag().HasSameClassAndValue(derivation))
        {
            _ = AlgorithmId.Read(fields, derivation);
        }

        AlgorithmId algorithm = AlgorithmId.Read(fields);
        _ = fields.ReadOctetString();
        fields.ThrowIfNotEmpty();
        return new RefusedRecipient("pwri", KeyWrap.NameOf(algorithm.Oid), "Content keys under a password are not opened: mail is opened with certificates' keys.");
    }

    /// <summary>OtherRecipientInfo of a type that is not known (RFC 5652 section 6.2.5).</summary>
    public static RefusedRecipient Other(string oid) => new("other", oid, "This kind of recipient is not known.");

    public static RefusedRecipient Unknown(ReadOnlyMemory<byte> encoded, int tag) =>
        new("other", $"[{tag}]", $"This kind of recipient is not known ({encoded.Length} bytes).");

    internal override byte[]? Unwrap(CertificateIdentifier recipient, IDecryptionKey key, int contentKeyBytes) =>
        throw new UnsupportedAlgorithmException(Name, Reason);
}
