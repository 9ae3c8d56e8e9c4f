using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using Bridge.Keystore.Keys;
using Bridge.Keystore.Tokens.Cryptoki;
using Bridge.Smime.Cms;
using Bridge.Smime.Cms.Signatures;
using Bridge.Smime.Errors;
using Bridge.Smime.Values;

namespace Bridge.Keystore.Tokens;

/// <summary>
/// What a token is given to sign, and what its answer becomes. The digest is taken here: a token signs few bytes, and every
/// token knows the mechanisms without a digest.
/// </summary>
/// <param name="Mechanism">CKM_ number.</param>
/// <param name="Parameter">Its parameters; empty for none.</param>
/// <param name="Input">What C_Sign gets.</param>
/// <param name="IsEcdsa">The answer is r and s, which CMS wants as a DER sequence.</param>
internal sealed record TokenSignature(uint Mechanism, byte[] Parameter, byte[] Input, bool IsEcdsa = false)
{
    /// <exception cref="RefusalException"><c>key-unusable</c>: this kind of key does not make signatures of that kind.</exception>
    internal static TokenSignature Prepare(ReadOnlySpan<byte> data, SignatureScheme scheme, KeyAlgorithm key) => (scheme.Family, key) switch
    {
        (SignatureFamily.RsaPkcs1, KeyAlgorithm.Rsa) => new(Ck.RsaPkcs, [], DigestInfo(scheme.Digest, data)),
        (SignatureFamily.RsaPss, KeyAlgorithm.Rsa or KeyAlgorithm.RsaPss) when Ck.Digest(scheme.Digest.Name) is var (digest, mask) => new(
            Ck.RsaPkcsPss, CryptokiFunctions.PssParameters(digest, mask, scheme.SaltLength), CryptographicOperations.HashData(scheme.Digest, data)),
        (SignatureFamily.Ecdsa, KeyAlgorithm.EcP256) => Ecdsa(scheme, data, 32),
        (SignatureFamily.Ecdsa, KeyAlgorithm.EcP384) => Ecdsa(scheme, data, 48),
        (SignatureFamily.Ecdsa, KeyAlgorithm.EcP521) => Ecdsa(scheme, data, 66),
        (SignatureFamily.EdDsa, KeyAlgorithm.Ed25519 or KeyAlgorithm.Ed448) => new(Ck.EdDsa, [], data.ToArray()),
        _ => throw PrivateOperations.WrongScheme(),
    };

    internal byte[] Finish(byte[] answer)
    {
        if (!IsEcdsa)
        {
            return answer;
        }

        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(new BigInteger(answer.AsSpan(0, answer.Length / 2), isUnsigned: true, isBigEndian: true));
            writer.WriteInteger(new BigInteger(answer.AsSpan(answer.Length / 2), isUnsigned: true, isBigEndian: true));
        }

        return writer.Encode();
    }

    // FIPS 186-5 section 6.4.1: of a longer digest the leftmost bits count.
    private static TokenSignature Ecdsa(SignatureScheme scheme, ReadOnlySpan<byte> data, int size)
    {
        byte[] digest = CryptographicOperations.HashData(scheme.Digest, data);
        return new TokenSignature(Ck.Ecdsa, [], digest[..Math.Min(digest.Length, size)], IsEcdsa: true);
    }

    // RFC 8017 section 9.2.
    private static byte[] DigestInfo(HashAlgorithmName digest, ReadOnlySpan<byte> data)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            AlgorithmId.WithNull(Digests.Oid(digest)).Write(writer);
            writer.WriteOctetString(CryptographicOperations.HashData(digest, data));
        }

        return writer.Encode();
    }
}
