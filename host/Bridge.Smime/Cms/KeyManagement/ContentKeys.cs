using System.Security.Cryptography;
using Bridge.Smime.Errors;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;

namespace Bridge.Smime.Cms.KeyManagement;

/// <summary>Wraps content-encryption keys for recipients, and unwraps one's own.</summary>
public static class ContentKeys
{
    /// <summary>
    /// The content key, for the recipient named. Never reveals why it failed: for RSAES-PKCS1-v1_5 a random key is returned
    /// (RFC 3218 section 2.3.2).
    /// </summary>
    /// <param name="info">The parsed RecipientInfo.</param>
    /// <param name="recipient">The identifier, out of <see cref="RecipientInfo.Recipients"/>, that names the key's certificate.</param>
    /// <param name="key">The recipient's private key.</param>
    /// <param name="contentKeyBytes">Length that the content algorithm asks for; 0 when it varies (RC2).</param>
    /// <exception cref="DecryptionFailedException">Wrong key, altered data: one exception for all.</exception>
    /// <exception cref="UnsupportedAlgorithmException">An algorithm or kind of recipient that is not done.</exception>
    /// <exception cref="MalformedException">Code <c>recipient-malformed</c>: parameters that do not follow their format.</exception>
    public static byte[] Unwrap(RecipientInfo info, CertificateIdentifier recipient, IDecryptionKey key, int contentKeyBytes)
    {
        byte[] contentKey = info.Unwrap(recipient, key, contentKeyBytes) ?? throw new DecryptionFailedException();
        if (contentKey.Length == contentKeyBytes || (contentKeyBytes == 0 && contentKey.Length > 0))
        {
            return contentKey;
        }

        CryptographicOperations.ZeroMemory(contentKey);
        throw new DecryptionFailedException();
    }

    /// <summary>DER of one RecipientInfo that carries the content key to this certificate, named by issuer and serial number.</summary>
    /// <exception cref="UnsupportedAlgorithmException">See <see cref="CanWrap"/>.</exception>
    /// <exception cref="MalformedException">The certificate's key cannot be read.</exception>
    public static byte[] Wrap(Certificate recipient, ReadOnlySpan<byte> contentKey, KeyTransportChoice choice) => recipient.KeyAlgorithm switch
    {
        KeyAlgorithm.Rsa => KeyTransportRecipient.Write(recipient, contentKey, choice),
        KeyAlgorithm.MlKem512 or KeyAlgorithm.MlKem768 or KeyAlgorithm.MlKem1024 => KemRecipient.Write(recipient, contentKey),
        _ => KeyAgreementRecipient.Write(recipient, contentKey),
    };

    /// <summary>Whether content keys can be wrapped for this kind of key. Says nothing of key usage, validity or policy.</summary>
    public static bool CanWrap(Certificate recipient) => recipient.KeyAlgorithm
        is KeyAlgorithm.Rsa
        or KeyAlgorithm.EcP256 or KeyAlgorithm.EcP384 or KeyAlgorithm.EcP521
        or KeyAlgorithm.X25519 or KeyAlgorithm.X448
        or KeyAlgorithm.MlKem512 or KeyAlgorithm.MlKem768 or KeyAlgorithm.MlKem1024;
}
