using System.Diagnostics;
using System.Text;
using Bridge.Smime.Tests.Reading.Forge;
using Bridge.Smime.Verdicts;
using Bridge.TestKit;

namespace Bridge.Smime.Tests.Reading;

/// <summary>Messages made by openssl, with all the forms in which it writes them.</summary>
public sealed class OpensslInteropTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("reading");

    [Theory]
    [InlineData("-sign -signer alice.pem")]
    [InlineData("-sign -signer alice.pem -nodetach")]
    [InlineData("-sign -signer alice.pem -nodetach -stream")]
    [InlineData("-sign -signer alice.pem -noattr")]
    [InlineData("-sign -signer alice.pem -md sha512 -keyid")]
    [InlineData("-sign -signer alice.pem -md sha384 -nosmimecap -cades")]
    [InlineData("-sign -signer bob.pem -keyopt rsa_padding_mode:pss")]
    public void What_openssl_signs_is_valid(string arguments)
    {
        if (!Prepared())
        {
            return;
        }

        byte[] message = Openssl($"cms {arguments} -in text", "message");
        string from = arguments.Contains("bob", StringComparison.Ordinal) ? "bob@example.com" : "alice@example.com";
        foreach (string ends in new[] { "\n", "\r\n" })
        {
            string text = $"From: {from}\n" + Encoding.Latin1.GetString(message).Replace("\r\n", "\n", StringComparison.Ordinal);
            Opened opened = new Opening().Open(text.Replace("\n", ends, StringComparison.Ordinal));

            Assert.Equal((SignatureStatus.Valid, Seal.Signed), (opened.Report.Signature, opened.Report.Seal));
            Assert.Contains("Hello from openssl", opened.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("-encrypt -aes256 bob.crt", "AES-256-CBC", "RSAES-PKCS1-v1_5")]
    [InlineData("-encrypt -aes128 -stream bob.crt", "AES-128-CBC", "RSAES-PKCS1-v1_5")]
    [InlineData("-encrypt -aes-256-gcm bob.crt", "AES-256-GCM", "RSAES-PKCS1-v1_5")]
    [InlineData("-encrypt -aes-128-gcm -stream bob.crt", "AES-128-GCM", "RSAES-PKCS1-v1_5")]
    [InlineData("-encrypt -aes256 -keyid -recip bob.crt -keyopt rsa_padding_mode:oaep", "AES-256-CBC", "RSAES-OAEP")]
    [InlineData("-encrypt -des3 bob.crt", "3DES-CBC", "RSAES-PKCS1-v1_5")]
    public void What_openssl_encrypts_is_decrypted(string arguments, string content, string key)
    {
        if (!Prepared())
        {
            return;
        }

        byte[] message = [.. "From: alice@example.com\n"u8, .. Openssl($"cms -in text {arguments}", "message")];
        Opened opened = new Opening().With(Opening.Bob).Open(message);

        Assert.Equal((EncryptionStatus.Decrypted, content), (opened.Report.Encryption.Status, opened.Report.Encryption.Content));
        Assert.StartsWith(key, opened.Report.Encryption.KeyManagement, StringComparison.Ordinal);
        Assert.Contains("Hello from openssl", opened.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_openssl_signs_and_encrypts_is_both()
    {
        if (!Prepared())
        {
            return;
        }

        File.WriteAllBytes(Path.Combine(_folder.FullName, "signed"), Openssl("cms -sign -signer alice.pem -in text", "signed"));
        byte[] message = [.. "From: alice@example.com\n"u8, .. Openssl("cms -encrypt -aes256 -in signed bob.crt", "message")];

        Assert.Equal(Seal.SignedEncrypted, new Opening().With(Opening.Bob).Open(message).Report.Seal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private bool Prepared()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/openssl"), "openssl is not installed");
        File.WriteAllText(Path.Combine(_folder.FullName, "text"), "Content-Type: text/plain\n\nHello from openssl\n");
        Write("alice", Opening.Alice);
        Write("bob", Opening.Bob);
        return true;
    }

    private void Write(string name, ForgedIdentity identity)
    {
        string certificate = System.Security.Cryptography.PemEncoding.WriteString("CERTIFICATE", identity.Certificate.Der.Span);
        string key = System.Security.Cryptography.PemEncoding.WriteString("PRIVATE KEY", identity.Pkcs8);
        File.WriteAllText(Path.Combine(_folder.FullName, name + ".crt"), certificate);
        File.WriteAllText(Path.Combine(_folder.FullName, name + ".pem"), certificate + "\n" + key);
    }

    private byte[] Openssl(string arguments, string output)
    {
        string file = Path.Combine(_folder.FullName, output + ".out");
        using Process process = Process.Start(new ProcessStartInfo("/usr/bin/openssl", $"{arguments[..4]} -out {file} {arguments[4..]}")
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardError = true,
        })!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error);
        return File.ReadAllBytes(file);
    }
}
