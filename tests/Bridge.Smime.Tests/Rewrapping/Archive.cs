using System.Security.Cryptography;
using System.Text;
using Bridge.Keystore.Keys;
using Bridge.Smime.Policy;
using Bridge.Smime.Rewrapping;
using Bridge.Smime.Tests.Reading.Forge;
using Bridge.Smime.Values;
using Bridge.Smime.Verdicts;
using Bridge.TestKit;
using Bridge.TestKit.Fakes;

namespace Bridge.Smime.Tests.Rewrapping;

/// <summary>Bob's old mail: it is encrypted to the key that he had, and he has a new one.</summary>
internal sealed class Archive
{
    public static readonly ForgedIdentity NewBob = CertificateForge.Issue(Opening.Authority, "bob@example.com", KeyAlgorithm.Rsa);

    public Archive(bool withNew = true)
    {
        Add(Opening.Bob);
        if (withNew)
        {
            Add(NewBob);
        }
    }

    public FakeKeyRing Keys { get; } = new();

    public SmimePolicy Policy { get; set; } = SmimePolicy.Default;

    public (Reencryption Done, byte[] Message) Reencrypt(byte[] message, string address = "bob@example.com")
    {
        using MemoryStream output = new();
        Reencryption done = Rewrapper().Reencrypt(new MemoryStream(message), output, address, Opening.Now, Policy, TestContext.Current.CancellationToken);
        return (done, output.ToArray());
    }

    public byte[] Decrypt(byte[] message)
    {
        using MemoryStream output = new();
        EncryptionReport before = Rewrapper().Decrypt(new MemoryStream(message), output, Opening.Now, Policy, TestContext.Current.CancellationToken);
        Assert.Equal(EncryptionStatus.Decrypted, before.Status);
        return output.ToArray();
    }

    /// <summary>What openssl finds in the envelope, which knows nothing of this product.</summary>
    public static byte[] OpenWithOpenssl(byte[] message, ForgedIdentity reader)
    {
        using Openssl openssl = new();
        WritePair(openssl, reader);
        openssl.Write("message", message);
        openssl.Run("cms", "-decrypt", "-in", "message", "-inkey", "reader.pem", "-recip", "reader.pem", "-out", "content");
        return openssl.Read("content");
    }

    public static bool CanOpenWithOpenssl(byte[] message, ForgedIdentity reader)
    {
        using Openssl openssl = new();
        WritePair(openssl, reader);
        openssl.Write("message", message);
        return openssl.Succeeds("cms", "-decrypt", "-in", "message", "-inkey", "reader.pem", "-recip", "reader.pem", "-out", "content");
    }

    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    public static string Text(byte[] bytes) => Encoding.Latin1.GetString(bytes);

    private MessageRewrapper Rewrapper() => new(Keys, new FakeDirectory(), new FixedPathValidator());

    private void Add(ForgedIdentity identity) =>
        Keys.Add(identity.Certificate, null, () => SoftwareKey.FromPkcs8(identity.Pkcs8, identity.Certificate));

    private static void WritePair(Openssl openssl, ForgedIdentity reader) => openssl.Write(
        "reader.pem",
        Encoding.ASCII.GetBytes(
            PemEncoding.WriteString("CERTIFICATE", reader.Certificate.Der.Span) + "\n" + PemEncoding.WriteString("PRIVATE KEY", reader.Pkcs8) + "\n"));
}
