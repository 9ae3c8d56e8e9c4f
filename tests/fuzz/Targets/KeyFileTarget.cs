using Bridge.Keystore.Import;
using Bridge.Keystore.Keys;
using Bridge.Smime.Values;

namespace Bridge.Fuzz.Targets;

/// <summary>A file with keys or certificates that somebody imports: PKCS#12 above all, and every other kind that is taken.</summary>
internal static class KeyFileTarget
{
    public const string Passphrase = "p";

    public static void Take(byte[] input)
    {
        FuzzTarget.Try(() => CertificateFile.Read(input, "file.p7b"));
        using ImportMaterial material = new KeyFile("file.p12", Passphrase.AsMemory()).Read(input);
        foreach (ImportedKey key in material.Keys)
        {
            foreach (Certificate certificate in material.Certificates.Append(People.BobEc.Certificate))
            {
                FuzzTarget.Try(() => KeyPairs.Belongs(key.Pkcs8.Memory, certificate));
                FuzzTarget.Try(() => SoftwareKey.FromPkcs8(key.Pkcs8.Span, certificate).Dispose());
            }
        }
    }
}
