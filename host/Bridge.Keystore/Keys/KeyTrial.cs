using System.Security.Cryptography;
using Bridge.Smime.Cms;
using Bridge.Smime.Cms.KeyManagement;
using Bridge.Smime.Cms.Signatures;
using Bridge.Smime.Errors;
using Bridge.Smime.Policy;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;

namespace Bridge.Keystore.Keys;

/// <summary>Tries a key out against its certificate, before it is offered for anything.</summary>
internal static class KeyTrial
{
    /// <summary>Whether a signature of the key verifies.</summary>
    internal static bool Signs(ISigningKey key, Certificate certificate)
    {
        byte[] data = RandomNumberGenerator.GetBytes(32);
        SignatureScheme scheme = SignatureSchemes.DefaultFor(key.Algorithm, certificate.KeyBits);
        (AlgorithmId signature, AlgorithmId digest) = SignatureSchemes.Identifiers(scheme, key.Algorithm);
        byte[] value = key.Sign(data, scheme);
        return SignatureVerifier.Verify(certificate.SubjectPublicKeyInfo, signature, digest, data, value, new Limits()).Status
            == SignatureCheckStatus.Good;
    }

    /// <summary>Whether a content key that was wrapped for the certificate comes back.</summary>
    internal static bool Unwraps(IDecryptionKey key, Certificate certificate)
    {
        byte[] secret = RandomNumberGenerator.GetBytes(32);
        byte[] wrapped = ContentKeys.Wrap(certificate, secret, KeyTransportChoice.Compatible);
        RecipientInfo info = RecipientInfo.Parse(wrapped, new Limits());
        try
        {
            return ContentKeys.Unwrap(info, info.Recipients[0], key, secret.Length).AsSpan().SequenceEqual(secret);
        }
        catch (DecryptionFailedException)
        {
            return false;
        }
    }
}
