using System.Formats.Asn1;
using Bridge.Keystore.Vault;

namespace Bridge.Keystore.Import;

/// <summary>EncryptedPrivateKeyInfo (RFC 5958 section 3).</summary>
internal static class EncryptedKey
{
    /// <exception cref="PassphraseMismatchException">Padding or structure show that the passphrase is another.</exception>
    internal static SecretBytes Decrypt(ReadOnlyMemory<byte> encoded, PassphraseForm passphrase, IterationBudget budget)
    {
        AsnReader info = new AsnReader(encoded, AsnEncodingRules.BER).ReadSequence();
        AsnReader algorithm = info.ReadSequence();
        SecretBytes key = PasswordEncryption.Decrypt(algorithm, info.ReadOctetString(), passphrase, budget);
        if (FileKinds.Recognise(key.Memory) == FileKind.Pkcs8)
        {
            return key;
        }

        key.Dispose();
        throw new PassphraseMismatchException();
    }
}
