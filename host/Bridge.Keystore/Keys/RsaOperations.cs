using System.Formats.Asn1;
using System.Security.Cryptography;
using Bridge.Keystore.Import;
using Bridge.Keystore.Vault;
using Bridge.Smime.Cms.KeyManagement;
using Bridge.Smime.Cms.Signatures;
using Bridge.Smime.Errors;
using Bridge.Smime.Policy;
using RsaPublicKey = Bridge.Smime.Cms.Signatures.RsaPublicKey;

namespace Bridge.Keystore.Keys;

/// <summary>RSA on .NET; OAEP variants that .NET does not take go through <see cref="OaepDecoding"/>.</summary>
internal sealed class RsaOperations : PrivateOperations
{
    private readonly RSA _key;
    private readonly RSAParameters _public;

    private RsaOperations(RSA key, RSAParameters publicHalf) => (_key, _public) = (key, publicHalf);

    public static RsaOperations Open(byte[] rsaPrivateKey)
    {
        RSAParameters publicHalf = ReadPublic(rsaPrivateKey);
        RSA key = RSA.Create();
        try
        {
            // ImportRSAPrivateKey would wrap it in the same way, in a buffer that it does not wipe.
            using SecretBytes pkcs8 = TraditionalKeys.FromRsa(rsaPrivateKey);
            key.ImportPkcs8PrivateKey(pkcs8.Span, out _);
            return new RsaOperations(key, publicHalf);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    public override bool IsPublicKey(PublicKeyInfo key) =>
        key.Rsa is { } rsa
        && rsa.Parameters.Modulus.AsSpan().SequenceEqual(_public.Modulus)
        && rsa.Parameters.Exponent.AsSpan().SequenceEqual(_public.Exponent);

    public override byte[] Sign(ReadOnlySpan<byte> data, SignatureScheme scheme) => scheme.Family switch
    {
        SignatureFamily.RsaPkcs1 => _key.SignData(data, scheme.Digest, RSASignaturePadding.Pkcs1),
        SignatureFamily.RsaPss when scheme.SaltLength == Digests.Length(scheme.Digest) =>
            _key.SignData(data, scheme.Digest, RSASignaturePadding.Pss),
        _ => throw WrongScheme(),
    };

    public override byte[]? DecryptRsa(ReadOnlySpan<byte> encryptedKey, RsaTransportScheme scheme)
    {
        if (encryptedKey.Length != _public.Modulus!.Length)
        {
            return null;
        }

        try
        {
            return scheme.OaepDigest is { } digest && !OaepDecoding.IsPlain(scheme, digest)
                ? OaepDecoding.Decrypt(_key, encryptedKey, scheme)
                : _key.Decrypt(encryptedKey, scheme.OaepDigest is { } name ? RSAEncryptionPadding.CreateOaep(name) : RSAEncryptionPadding.Pkcs1);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public override void Dispose() => _key.Dispose();

    // The second and third INTEGER. The size is looked at before a library computes with the key.
    private static RSAParameters ReadPublic(byte[] rsaPrivateKey)
    {
        AsnReader whole = new(rsaPrivateKey, AsnEncodingRules.BER);
        AsnReader fields = whole.ReadSequence();
        if (whole.HasData)
        {
            throw Pkcs8Reader.Malformed("Bytes follow an RSA private key.");
        }

        _ = fields.ReadIntegerBytes();
        byte[] modulus = fields.ReadIntegerBytes().Span.TrimStart((byte)0).ToArray();
        return modulus.Length <= new Limits().RsaBits / 8
            ? new RSAParameters { Modulus = modulus, Exponent = fields.ReadIntegerBytes().Span.TrimStart((byte)0).ToArray() }
            : throw new UnsupportedAlgorithmException("RSA", "The private key is larger than this product accepts.");
    }
}
