using System.Text;
using Bridge.Interop.Tests.Tools;
using Bridge.Keystore;
using Bridge.Smime.Policy;
using Bridge.Smime.Ports;
using Bridge.Smime.Reading;
using Bridge.Smime.Sending;
using Bridge.Smime.Sending.Recipients;
using Bridge.Smime.Values;
using Bridge.Smime.Verdicts;
using Bridge.TestKit.Fakes;
using MimeKit;

namespace Bridge.Interop.Tests;

/// <summary>
/// One certificate for signing and another for encrypting, of the same address: a signed mail brings both and names the second
/// (SMIMEEncryptionKeyPreference, RFC 8551 section 2.5.3); other programs still verify it, and whoever learns from it writes to the second.
/// </summary>
public sealed class SeparateCertificatesTests : IDisposable
{
    private const string Alice = "alice-separate@example.org", Text = "From now on, write to my other key.";

    private readonly World _world;
    private readonly Person _signing;
    private readonly Person _encryption;
    private readonly string _home = Directory.CreateTempSubdirectory("smime-separate-").FullName;

    public SeparateCertificatesTests(World world)
    {
        _world = world;
        (_signing, _encryption) = world.MakeSeparate(Alice);
    }

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Theory]
    [InlineData("openssl")]
    [InlineData("gpgsm")]
    [InlineData("NSS")]
    public void Other_programs_verify_the_signature(string tool)
    {
        byte[] message = Sign();
        Multipart body = (Multipart)Mail.Body(message);
        byte[] content = Mail.SignedContent(message, body.Boundary!);
        Assert.Equal(content, _world.Tool(tool).Verify(Mail.Cms(body[1]), content));
    }

    [Fact]
    public void Both_certificates_come_along_and_the_second_is_named()
    {
        byte[] cms = Mail.Cms(((Multipart)Mail.Body(Sign()))[1]);
        string printed = _world.Openssl(cms, "cms", "-cmsout", "-print", "-noout", "-inform", "DER");
        Assert.Contains("id-smime-aa-encrypKeyPref", printed, StringComparison.Ordinal);
        Assert.All(new[] { _signing, _encryption }, p => Assert.Contains(SerialOf(p), printed.Replace(":", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Whoever_learns_from_it_encrypts_to_the_second_and_openssl_reads_it()
    {
        using KeystoreHome home = KeystoreHome.Open(_home, TimeProvider.System);
        MessageReport report = new MessageOpener(new FakeKeyRing(), home.Certificates, new FixedPathValidator()).Open(
            new MemoryStream(Sign()), Stream.Null, new OpenOptions(DateTimeOffset.UtcNow, SmimePolicy.Default, Harvest: true), TestContext.Current.CancellationToken);
        Assert.Equal((SignatureStatus.Valid, 2), (report.Signature, report.Learned.Count));
        StoredCertificate first = home.Certificates.FindByAddress(Alice)[0];
        Assert.Equal(_encryption.Certificate, first.Certificate);
        Assert.NotNull(first.StatedAt);
        Assert.All(home.Certificates.FindByAddress(Alice), c => Assert.Null(c.Change));
        byte[] written = Encrypt(home.Certificates);
        byte[] cms = Mail.Cms(Mail.Body(written));
        Assert.Contains(Text, Encoding.Latin1.GetString(_world.Tool("openssl").Decrypt(cms, _encryption)), StringComparison.Ordinal);
        Assert.ThrowsAny<Exception>(() => _world.Tool("openssl").Decrypt(cms, _signing));
    }

    private byte[] Sign()
    {
        FakeKeyRing keys = new();
        keys.Add(_signing.Certificate, _signing.OpenKey, null);
        keys.Add(_encryption.Certificate, null, _encryption.OpenKey);
        return Protect(keys, new FakeDirectory(), Alice, "bob@example.org", sign: true);
    }

    private byte[] Encrypt(ICertificateDirectory directory)
    {
        Person bob = _world.Bob("RSA-2048");
        FakeKeyRing keys = new();
        keys.Add(bob.Certificate, bob.OpenKey, bob.OpenKey);
        return Protect(keys, directory, bob.Address, Alice, sign: false);
    }

    private static byte[] Protect(FakeKeyRing keys, ICertificateDirectory directory, string from, string to, bool sign)
    {
        ProtectionRequest request = new(
            from, [to], sign, Encrypt: !sign, SignatureForm.Clear, ProtectionPurpose.Send, IncludeCertificates: true, DateTimeOffset.UtcNow, SmimePolicy.Default);
        string message = $"From: {from}\r\nTo: {to}\r\nSubject: Two keys\r\nDate: {DateTimeOffset.UtcNow:r}\r\nMessage-ID: <two@example.org>\r\n"
            + $"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n{Text}\r\n";
        using MemoryStream output = new();
        new MessageProtector(keys, directory, new FixedPathValidator(), new NoCorrespondents())
            .Protect(new MemoryStream(Encoding.ASCII.GetBytes(message)), output, request, TestContext.Current.CancellationToken);
        return output.ToArray();
    }

    private static string SerialOf(Person person) => person.Certificate.SerialHex.TrimStart('0');
}
