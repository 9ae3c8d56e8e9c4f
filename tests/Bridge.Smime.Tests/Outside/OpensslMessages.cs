using System.Security.Cryptography;
using Bridge.Keystore.Keys;
using Bridge.Smime.Policy;
using Bridge.Smime.Tests.Reading.Forge;
using Bridge.Smime.Trust;
using Bridge.TestKit;
using Bridge.TestKit.Fakes;
using Bridge.TestKit.Mutation;

namespace Bridge.Smime.Tests.Outside;

/// <summary>Messages of every form that openssl writes, made anew.</summary>
internal static class OpensslMessages
{
    private static readonly string[] s_signed =
    [
        "-sign -signer alice.pem", "-sign -signer alice.pem -nodetach", "-sign -signer alice.pem -nodetach -stream", "-sign -signer alice.pem -noattr",
        "-sign -signer bob.pem -keyopt rsa_padding_mode:pss", "-sign -signer alice.pem -signer bob.pem -md sha512 -cades",
    ];

    private static readonly string[] s_encrypted =
    [
        "-encrypt -aes256 bob.crt", "-encrypt -aes128 -stream bob.crt", "-encrypt -aes-256-gcm bob.crt",
        "-encrypt -aes256 -recip bob.crt -keyopt rsa_padding_mode:oaep", "-encrypt -aes256 alice.crt",
    ];

    public static IReadOnlyList<OutsideMessage> Make()
    {
        using Openssl openssl = new();
        openssl.Write("text", "Content-Type: text/plain\r\n\r\nHello from openssl\r\n"u8);
        Write(openssl, "alice", Opening.Alice);
        Write(openssl, "bob", Opening.Bob);
        List<OutsideMessage> made = [.. s_signed.Concat(s_encrypted).Select(a => Message(a, Run(openssl, a, "text")))];
        foreach (string signed in s_signed.Take(2))
        {
            openssl.Write("signed", Run(openssl, signed, "text"));
            made.AddRange(s_encrypted.Select(a => Message($"{signed} {a}", Run(openssl, a, "signed"))));
            made.Add(Message($"{signed} twice", Run(openssl, s_signed[0], "signed")));
        }

        return made;
    }

    private static byte[] Run(Openssl openssl, string arguments, string input)
    {
        string[] words = arguments.Split(' ');
        openssl.Run(["cms", words[0], "-in", input, "-out", "out", .. words[1..]]);
        return openssl.Read("out");
    }

    private static OutsideMessage Message(string name, byte[] written)
    {
        FakeKeyRing keys = new();
        foreach (ForgedIdentity own in new[] { Opening.Alice, Opening.Bob })
        {
            keys.Add(own.Certificate, null, () => SoftwareKey.FromPkcs8(own.Pkcs8, own.Certificate));
        }

        FakeDirectory directory = new();
        PathValidator paths = new(new FakeAnchors(Opening.Authority.Certificate), directory);
        SmimePolicy policy = SmimePolicy.Default with { RequireAddressMatch = false, NetworkEnabled = false };
        return new OutsideMessage(name, [.. "From: alice@example.com\nSubject: Hello\n"u8, .. written], false, keys, directory, paths, policy);
    }

    private static void Write(Openssl openssl, string name, ForgedIdentity identity)
    {
        string certificate = PemEncoding.WriteString("CERTIFICATE", identity.Certificate.Der.Span) + "\n";
        openssl.Write($"{name}.crt", System.Text.Encoding.ASCII.GetBytes(certificate));
        openssl.Write($"{name}.pem", System.Text.Encoding.ASCII.GetBytes(certificate + PemEncoding.WriteString("PRIVATE KEY", identity.Pkcs8) + "\n"));
    }
}
