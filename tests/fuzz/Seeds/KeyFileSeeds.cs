using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Bridge.Fuzz.Targets;
using Bridge.Smime.Tests.Reading.Forge;
using Bridge.TestKit;

namespace Bridge.Fuzz.Seeds;

/// <summary>Key files of every kind, with one iteration so that thousands can be read in a second.</summary>
internal static class KeyFileSeeds
{
    private static readonly PbeParameters s_modern = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1);
    private static readonly PbeParameters s_old = new(PbeEncryptionAlgorithm.TripleDes3KeyPkcs12, HashAlgorithmName.SHA1, 1);

    public static IEnumerable<byte[]> Files()
    {
        yield return Pkcs12(s_modern, mac: true);
        yield return Pkcs12(s_old, mac: true);
        yield return Pkcs12(s_modern, mac: false);
        yield return Pkcs12(null, mac: false);
        yield return IndefiniteLengths.Rewrite(Pkcs12(null, mac: false));
        yield return People.BobEc.Pkcs8;
        yield return People.Bob.Pkcs8;
        yield return People.BobEc.Certificate.Der.ToArray();
        yield return CmsForge.CertsOnly(People.Alice, People.Authority);
        using ECDsa key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(People.BobEc.Pkcs8, out _);
        yield return key.ExportECPrivateKey();
        yield return key.ExportEncryptedPkcs8PrivateKey(KeyFileTarget.Passphrase, s_modern);
        yield return key.ExportEncryptedPkcs8PrivateKey(KeyFileTarget.Passphrase, s_old);
        yield return Encoding.ASCII.GetBytes(key.ExportECPrivateKeyPem() + "\n" + Pem("CERTIFICATE", People.BobEc.Certificate.Der.Span));
        yield return Encoding.ASCII.GetBytes("Proc-Type: x\n" + Pem("PKCS7", CmsForge.CertsOnly(People.Alice)));
        yield return Encoding.ASCII.GetBytes("-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF\n\n"
            + Mail.Lines(key.ExportECPrivateKey()[..112]) + "-----END EC PRIVATE KEY-----\n");
        yield return Zip(("a/key.p12", Pkcs12(s_modern, mac: true)), ("readme.txt", "Hello"u8.ToArray()));
    }

    private static byte[] Pkcs12(PbeParameters? encryption, bool mac)
    {
        using ECDsa key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(People.BobEc.Pkcs8, out _);
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(People.BobEc.Certificate.Der.Span);
        Pkcs12SafeContents keys = new(), certificates = new();
        certificates.AddCertificate(certificate).Attributes.Add(new Pkcs9AttributeObject(new AsnEncodedData(new Oid("1.2.840.113549.1.9.20"), [0x1E, 2, 0, 0x42])));
        Pkcs12Builder builder = new();
        if (encryption is null)
        {
            keys.AddKeyUnencrypted(key);
            builder.AddSafeContentsUnencrypted(certificates);
        }
        else
        {
            keys.AddShroudedKey(key, KeyFileTarget.Passphrase, encryption);
            builder.AddSafeContentsEncrypted(certificates, KeyFileTarget.Passphrase, encryption);
        }

        builder.AddSafeContentsUnencrypted(keys);
        Seal(builder, mac);
        return builder.Encode();
    }

    private static void Seal(Pkcs12Builder builder, bool mac)
    {
        if (mac)
        {
            builder.SealWithMac(KeyFileTarget.Passphrase, HashAlgorithmName.SHA256, 1);
        }
        else
        {
            builder.SealWithoutIntegrity();
        }
    }

    private static string Pem(string label, ReadOnlySpan<byte> content) => PemEncoding.WriteString(label, content) + "\n";

    private static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        using MemoryStream output = new();
        using (System.IO.Compression.ZipArchive archive = new(output, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in files)
            {
                using Stream entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return output.ToArray();
    }
}
