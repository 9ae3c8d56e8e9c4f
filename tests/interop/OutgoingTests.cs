using System.Text;
using Bridge.Interop.Tests.Tools;
using Bridge.Smime.Policy;
using Bridge.Smime.Sending;
using Bridge.Smime.Sending.Recipients;
using Bridge.TestKit.Fakes;
using MimeKit;

namespace Bridge.Interop.Tests;

/// <summary>Messages written here, verified and decrypted by the other programs.</summary>
public sealed class OutgoingTests(World world)
{
    private const string Text = "Bring the blue folder to room 12.";

    [Fact]
    public void Openssl_reads_them() => ReadAll("openssl");

    [Fact]
    public void Gpgsm_reads_them() => ReadAll("gpgsm");

    [Fact]
    public void Nss_reads_them() => ReadAll("NSS");

    private void ReadAll(string toolName)
    {
        Counterpart tool = world.Tool(toolName);
        List<string> failures = [];
        foreach (Case what in Case.Outgoing.Where(c => tool.Lacks(c) is null))
        {
            try
            {
                world.Found.Check(what, tool, () => Read(what, tool));
            }
            catch (Exception e) when (e is InvalidOperationException or Xunit.Sdk.XunitException or IOException or FormatException)
            {
                failures.Add($"{what.Feature}: {e.Message}");
            }
        }

        Assert.Empty(failures);
    }

    private void Read(Case what, Counterpart tool)
    {
        byte[] message = Protect(what);
        byte[] entity = message;
        if (what.Does is Deed.Encrypt or Deed.SignAndEncrypt)
        {
            entity = tool.Decrypt(Mail.Cms(Mail.Body(message)), world.Bob(what.Kind));
            Assert.DoesNotContain("Interop subject", Encoding.Latin1.GetString(message), StringComparison.Ordinal);
        }

        if (what.Does != Deed.Encrypt)
        {
            entity = Verify(entity, what, tool);
        }

        string inner = Encoding.Latin1.GetString(entity);
        Assert.Contains(Text, inner, StringComparison.Ordinal);
        Assert.Contains("Subject: Interop subject", inner, StringComparison.Ordinal);
    }

    private static byte[] Verify(byte[] entity, Case what, Counterpart tool)
    {
        MimeEntity body = Mail.Body(entity);
        if (what.Does == Deed.SignOpaque)
        {
            return tool.Verify(Mail.Cms(body), null);
        }

        byte[] content = Mail.SignedContent(entity, ((Multipart)body).Boundary!);
        byte[] verified = tool.Verify(Mail.Cms(((Multipart)body)[1]), content);
        Assert.Equal(content, verified);
        AssertAltered(content, Mail.Cms(((Multipart)body)[1]), tool);
        return content;
    }

    // A check that can only say yes would prove nothing.
    private static void AssertAltered(byte[] content, byte[] cms, Counterpart tool)
    {
        byte[] altered = [.. content];
        altered[^4] ^= 1;
        Assert.ThrowsAny<Exception>(() => tool.Verify(cms, altered));
    }

    private byte[] Protect(Case what)
    {
        Person alice = world.Alice(what.Kind);
        Person bob = world.Bob(what.Kind);
        FakeKeyRing keys = new();
        keys.Add(alice.Certificate, alice.OpenKey, alice.OpenKey);
        FakeDirectory directory = new();
        directory.Add(bob.Certificate);
        bool encrypt = what.Does is Deed.Encrypt or Deed.SignAndEncrypt;
        ProtectionRequest request = new(
            alice.Address, [bob.Address], Sign: what.Does != Deed.Encrypt, encrypt,
            what.Does == Deed.SignOpaque ? SignatureForm.Opaque : SignatureForm.Clear,
            ProtectionPurpose.Send, IncludeCertificates: true, DateTimeOffset.UtcNow,
            encrypt ? SmimePolicy.Default with { EncryptionAlgorithm = what.Variant } : SmimePolicy.Default);
        string message = $"From: {alice.Address}\r\nTo: {bob.Address}\r\nSubject: Interop subject\r\nDate: Mon, 02 Mar 2026 10:00:00 +0100\r\n"
            + "Message-ID: <1@example.org>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"mixed\"\r\n\r\n"
            + $"--mixed\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n{Text}\r\n\r\n--mixed\r\n"
            + "Content-Type: application/octet-stream; name=a.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + Convert.ToBase64String(new byte[200_000], Base64FormattingOptions.InsertLineBreaks) + "\r\n--mixed--\r\n";
        using MemoryStream output = new();
        new MessageProtector(keys, directory, new FixedPathValidator(), new NoCorrespondents())
            .Protect(new MemoryStream(Encoding.ASCII.GetBytes(message)), output, request, TestContext.Current.CancellationToken);
        return output.ToArray();
    }
}
