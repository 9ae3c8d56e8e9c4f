using System.Formats.Asn1;
using System.Security.Cryptography;
using Bridge.Smime.Errors;
using Bridge.Smime.Policy;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;

namespace Bridge.Smime.Cms.KeyManagement;

/// <summary>KeyAgreeRecipientInfo (RFC 5652 section 6.2.2, RFC 5753, RFC 8418): ephemeral-static ECDH, X25519, X448.</summary>
internal sealed record KeyAgreementRecipient(
    OriginatorKey? Originator,
    ReadOnlyMemory<byte>? Ukm,
    AlgorithmId Algorithm,
    IReadOnlyList<(CertificateIdentifier Recipient, ReadOnlyMemory<byte> EncryptedKey)> Keys) : RecipientInfo
{
    private static readonly Asn1Tag s_zero = new(TagClass.ContextSpecific, 0, true);
    private static readonly Asn1Tag s_one = new(TagClass.ContextSpecific, 1, true);

    public override IReadOnlyList<CertificateIdentifier> Recipients => [.. Keys.Select(k => k.Recipient)];

    public override string Kind => "kari";

    public override string Name => Originator?.Name ?? "static-static key agreement";

    public static KeyAgreementRecipient Read(AsnReader fields, Limits limits)
    {
        _ = fields.ReadIntegerBytes();
        AsnReader originator = fields.ReadSequence(s_zero);
        ReadOnlyMemory<byte>? ukm = null;
        OriginatorKey? key = originator.PeekTag() == s_one ? OriginatorKey.Read(originator.ReadSequence(s_one)) : null;
        if (fields.PeekTag() == s_one)
        {
            AsnReader field = fields.ReadSequence(s_one);
            ukm = field.ReadOctetString();
            field.ThrowIfNotEmpty();
        }

        AlgorithmId algorithm = AlgorithmId.Read(fields);
        List<(CertificateIdentifier, ReadOnlyMemory<byte>)> keys = ReadKeys(fields.ReadSequence(), limits);
        fields.ThrowIfNotEmpty();
        return new KeyAgreementRecipient(key, ukm, algorithm, keys);
    }

    /// <summary>Wraps with a key pair made for this message alone; no ukm, and the wrap algorithm's parameters absent (RFC 3565).</summary>
    public static byte[] Write(Certificate recipient, ReadOnlySpan<byte> contentKey)
    {
        EphemeralAgreement agreement = EphemeralAgreement.With(recipient);
        KeyWrap wrap = KeyWrap.ForContentKey(contentKey.Length);
        AlgorithmId keyInfo = new(wrap.Oid);
        byte[] info = KeyDerivation.AgreementInfo(keyInfo.Encoded.Span, null, wrap.KekBytes);
        byte[] kek = KeyDerivation.ForAgreement(agreement.SchemeOid).Derive(agreement.Secret, info, [], wrap.KekBytes);
        byte[] encryptedKey = wrap.Wrap(kek, contentKey);
        CryptographicOperations.ZeroMemory(kek);
        CryptographicOperations.ZeroMemory(agreement.Secret);
        return Encode(recipient, agreement, new AlgorithmId(agreement.SchemeOid, keyInfo.Encoded), encryptedKey);
    }

    internal override byte[]? Unwrap(CertificateIdentifier recipient, IDecryptionKey key, int contentKeyBytes)
    {
        OriginatorKey originator = Originator
            ?? throw new UnsupportedAlgorithmException(Name, "The sender names a key of his own instead of one made for the message.");
        KeyDerivation derivation = KeyDerivation.ForAgreement(Algorithm.Oid);
        KeyWrap wrap = KeyWrap.Read(AlgorithmId.Decode(Algorithm.Parameters));
        byte[] info = KeyDerivation.AgreementInfo(Algorithm.Parameters.Span, Ukm, wrap.KekBytes);
        byte[]? secret = originator.ForKey(key.Algorithm) is { } peer ? key.Agree(peer) : null;
        if (secret is null)
        {
            return null;
        }

        byte[] kek = derivation.Derive(secret, info, Ukm is { } salt ? salt.Span : [], wrap.KekBytes);
        byte[]? opened = null;
        foreach ((_, ReadOnlyMemory<byte> encryptedKey) in Keys.Where(k => IsSame(k.Recipient, recipient)))
        {
            opened ??= wrap.Unwrap(kek, encryptedKey.Span);
        }

        CryptographicOperations.ZeroMemory(secret);
        CryptographicOperations.ZeroMemory(kek);
        return opened;
    }

    private static List<(CertificateIdentifier, ReadOnlyMemory<byte>)> ReadKeys(AsnReader sequence, Limits limits)
    {
        List<(CertificateIdentifier, ReadOnlyMemory<byte>)> keys = [];
        while (sequence.HasData)
        {
            AsnReader fields = sequence.ReadSequence();
            keys.Add((RecipientNames.ReadAgreement(fields), fields.ReadOctetString()));
            fields.ThrowIfNotEmpty();
            if (keys.Count > limits.Recipients)
            {
                throw new MalformedException("limit-recipients", $"The message has more than {limits.Recipients} recipients.");
            }
        }

        return keys;
    }

    private static bool IsSame(CertificateIdentifier one, CertificateIdentifier other) =>
        one.SubjectKeyIdentifier is { } ski
            ? other.SubjectKeyIdentifier is { } otherSki && ski.Span.SequenceEqual(otherSki.Span)
            : other.SubjectKeyIdentifier is null
                && one.IssuerDer.Span.SequenceEqual(other.IssuerDer.Span) && one.SerialNumber.Span.SequenceEqual(other.SerialNumber.Span);

    private static byte[] Encode(Certificate recipient, EphemeralAgreement agreement, AlgorithmId algorithm, byte[] encryptedKey)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence(s_one))
        {
            writer.WriteInteger(3);
            using (writer.PushSequence(s_zero))
            using (writer.PushSequence(s_one))
            {
                new AlgorithmId(agreement.KeyOid).Write(writer);
                writer.WriteBitString(agreement.PublicKey);
            }

            algorithm.Write(writer);
            using (writer.PushSequence())
            using (writer.PushSequence())
            {
                RecipientNames.WriteIssuerAndSerial(writer, recipient);
                writer.WriteOctetString(encryptedKey);
            }
        }

        return writer.Encode();
    }
}
