using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Bridge.Protocol;
using Bridge.Protocol.Certificates;
using Bridge.Protocol.Doctor;
using Bridge.Protocol.Json;
using Bridge.Protocol.Keys;
using Bridge.Protocol.Messages;
using Bridge.Protocol.Policy;
using Bridge.Protocol.Reports;
using Bridge.Protocol.Session;
using Bridge.Protocol.Values;

namespace Bridge.Host.Tests.Published;

/// <summary>A user's way through the shipped executable: trust an authority, import a .pfx, send to oneself, read it.</summary>
public sealed class PublishedMailTests
{
    private const string Alice = "alice@example.org", Passphrase = "correct horse £";

    [Fact]
    public void A_key_is_imported_with_its_passphrase_and_protects_and_opens_mail()
    {
        using HostExecutable host = new();
        host.Peer.Greet();
        (byte[] authority, byte[] pfx) = Forge();
        Trust(host, authority);

        (HostMessage prompt, _) = host.Peer.Exchange(new ImportKeys(10, "alice.pfx"), pfx);
        Assert.Equal("1", Assert.IsType<Prompt>(prompt).Parameters["attempt"]);
        host.Peer.Send(new PromptAnswer(10, 1, Secret.From("wrong")));
        Assert.Equal("wrong", host.Peer.Receive<Prompt>().Parameters["reason"]);
        host.Peer.Send(new PromptAnswer(10, 2, Secret.From(Passphrase)));
        KeysImported imported = Read(host.Peer.Receive<Result>(), WireJson.Wire.KeysImported);
        OwnKey key = Assert.Single(imported.Keys);
        Assert.Equal((true, true, ChainStatus.Valid), (key.CanSign, key.CanEncrypt, key.Chain));

        byte[] message = Encoding.ASCII.GetBytes(
            $"From: {Alice}\r\nTo: {Alice}\r\nSubject: hush\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nThe marker of the text.\r\n");
        ProtectMessage protect = new(11, Alice, [Alice], Sign: true, Encrypt: true, SignatureForm.Clear, ProtectionPurpose.Send, IncludeCertificates: true);
        (HostMessage end, byte[] sent) = host.Peer.Exchange(protect, message);
        ProtectedMessage done = Read(Assert.IsType<Result>(end), WireJson.Wire.ProtectedMessage);
        Assert.Equal(key.Certificate.Sha256, done.Signer?.Sha256);
        Assert.DoesNotContain("marker", Encoding.ASCII.GetString(sent), StringComparison.Ordinal);
        Assert.Contains("application/pkcs7-mime", Encoding.ASCII.GetString(sent), StringComparison.OrdinalIgnoreCase);

        (end, byte[] opened) = host.Peer.Exchange(new OpenMessage(12, ContentKind.Message, Harvest: true), sent);
        Report report = Read(Assert.IsType<Result>(end), WireJson.Wire.OpenedMessage).Report;
        Assert.Equal((Seal.SignedEncrypted, SignatureStatus.Valid, EncryptionStatus.Decrypted), (report.Seal, report.Signature.Status, report.Encryption.Status));
        Assert.Contains("The marker of the text.", Encoding.ASCII.GetString(opened), StringComparison.Ordinal);
        Assert.Equal(0, host.HangUp().Code);
        NothingSecretIsIn(host.Home);
    }

    [Fact]
    public void What_large_messages_took_goes_back_to_the_system_at_rest()
    {
        using HostExecutable host = new();
        host.Peer.Greet();
        Settle(host);
        byte[] message = Encoding.ASCII.GetBytes(
            $"From: {Alice}\r\nTo: {Alice}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n" + string.Concat(Enumerable.Repeat(new string('x', 70) + "\r\n", 350_000)));
        for (int id = 11; id < 15; id += 2)
        {
            ProtectMessage protect = new(id, Alice, [Alice], Sign: true, Encrypt: true, SignatureForm.Clear, ProtectionPurpose.Send, IncludeCertificates: true);
            (HostMessage end, byte[] sent) = host.Peer.Exchange(protect, message);
            Assert.IsType<Result>(end);
            (end, _) = host.Peer.Exchange(new OpenMessage(id + 1, ContentKind.Message, Harvest: false), sent);
            Assert.IsType<Result>(end);
        }

        long most = host.ResidentNow;
        for (int waited = 0; waited < 100 && host.ResidentNow > most - 4_000_000; waited++)
        {
            Thread.Sleep(200);
        }

        Assert.True(host.ResidentNow <= most - 4_000_000, $"{host.ResidentNow / 1e6:0} of {most / 1e6:0} MB stay");
        TestContext.Current.TestOutputHelper?.WriteLine($"{most / 1e6:0} MB, {host.ResidentNow / 1e6:0} MB at rest");
        Assert.Equal(0, host.HangUp().Code);
    }

    [Fact]
    public void A_recipient_without_certificate_is_named_and_nothing_is_sent()
    {
        using HostExecutable host = new();
        host.Peer.Greet();
        Settle(host);
        ProtectMessage protect = new(11, Alice, ["carol@example.org"], true, true, SignatureForm.Clear, ProtectionPurpose.Send, true);
        (HostMessage end, byte[] sent) = host.Peer.Exchange(protect, "From: alice@example.org\r\nTo: carol@example.org\r\n\r\nHello\r\n"u8.ToArray());
        Failure failure = Assert.IsType<Failure>(end);
        Assert.Equal((ErrorCode.RecipientsMissing, "carol@example.org"), (failure.Code, failure.Parameters["addresses"]));
        Assert.Empty(sent);
        host.Peer.Send(new CheckRecipients(12, Alice, [Alice, "carol@example.org"]));
        RecipientsChecked states = Read(host.Peer.Receive<Result>(), WireJson.Wire.RecipientsChecked);
        Assert.Equal([RecipientReason.Ready, RecipientReason.Missing], states.Recipients.Select(r => r.Reason));
    }

    [Fact]
    public void A_file_that_is_no_key_and_an_anchor_that_was_not_confirmed_are_refused()
    {
        using HostExecutable host = new();
        host.Peer.Greet();
        (HostMessage end, _) = host.Peer.Exchange(new ImportKeys(1, "rubbish.pfx"), RandomNumberGenerator.GetBytes(500));
        Assert.Equal(ErrorCode.FileUnreadable, Assert.IsType<Failure>(end).Code);
        host.Peer.Send(new AddAnchor(2, Forge().Authority, new string('0', 64)));
        Assert.Equal(ErrorCode.FingerprintMismatch, host.Peer.Receive<Failure>().Code);
        host.Peer.Send(new AddAnchor(3, [1, 2, 3], new string('0', 64)));
        Assert.Equal(ErrorCode.CertificateMalformed, host.Peer.Receive<Failure>().Code);
        host.Peer.Send(new RemoveKey(4, new string('a', 64)));
        Assert.Equal(ErrorCode.KeyUnknown, host.Peer.Receive<Failure>().Code);
    }

    [Fact]
    public void Policy_is_listed_set_and_reset()
    {
        using HostExecutable host = new();
        host.Peer.Greet();
        host.Peer.Send(new SetPolicy(1, "signatures.acceptSha1", "true"));
        Assert.Equal("true", Read(host.Peer.Receive<Result>(), WireJson.Wire.PolicyEntry).Value);
        host.Peer.Send(new SetPolicy(2, "signatures.acceptSha1"));
        Assert.Equal("false", Read(host.Peer.Receive<Result>(), WireJson.Wire.PolicyEntry).Value);
        host.Peer.Send(new SetPolicy(3, "no.such", "1"));
        Assert.Equal(ErrorCode.PolicyUnknown, host.Peer.Receive<Failure>().Code);
        host.Peer.Send(new ListPolicy(4));
        Assert.Contains(Read(host.Peer.Receive<Result>(), WireJson.Wire.PolicyList).Entries, e => e.Name == "trust.systemAnchors");
    }

    [Fact]
    public void The_doctor_tries_everything()
    {
        using HostExecutable host = new();
        host.Peer.Greet();
        host.Peer.Send(new RunDoctor(1));
        HostMessage? message = host.Peer.Receive();
        while (message is Progress)
        {
            message = host.Peer.Receive();
        }

        DoctorReport report = Read(Assert.IsType<Result>(message), WireJson.Wire.DoctorReport);
        Dictionary<string, Probe> probes = report.Probes.ToDictionary(p => p.Name);
        Assert.Equal("probe-manifest-missing", probes["manifest"].Code);
        Assert.Equal(
            [ProbeStatus.Good, ProbeStatus.Good, ProbeStatus.Good, ProbeStatus.Good],
            new[] { "start", "keystore", "modes", "round-trip" }.Select(n => probes[n].Status));
        Assert.Equal("probe-keys-none", probes["keys"].Code);
    }

    // Alice has her key, under an authority that is trusted.
    private static void Settle(HostExecutable host)
    {
        (byte[] authority, byte[] pfx) = Forge();
        Trust(host, authority);
        host.Peer.Exchange(new ImportKeys(10, "alice.pfx"), pfx);
        host.Peer.Send(new PromptAnswer(10, 1, Secret.From(Passphrase)));
        host.Peer.Receive<Result>();
    }

    private static void Trust(HostExecutable host, byte[] authority)
    {
        (HostMessage end, _) = host.Peer.Exchange(new InspectAnchors(1, "ca.crt"), authority);
        InspectedAnchor seen = Assert.Single(Read(Assert.IsType<Result>(end), WireJson.Wire.AnchorsInspected).Certificates);
        Assert.True(seen.IsAuthority);
        host.Peer.Send(new AddAnchor(2, seen.Der, seen.Certificate.Sha256));
        Assert.Equal(AnchorSource.User, Read(host.Peer.Receive<Result>(), WireJson.Wire.Anchor).Source);
    }

    private static void NothingSecretIsIn(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            string bytes = Encoding.Latin1.GetString(File.ReadAllBytes(file));
            Assert.DoesNotContain("correct horse", bytes, StringComparison.Ordinal);
            Assert.DoesNotContain("The marker of the text", bytes, StringComparison.Ordinal);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    private static T Read<T>(Result result, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) => result.Value.Deserialize(type)!;

    private static (byte[] Authority, byte[] Pfx) Forge()
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using RSA authorityKey = RSA.Create(2048), key = RSA.Create(2048);
        CertificateRequest root = new("CN=Test Authority", authorityKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        root.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        using X509Certificate2 authority = root.CreateSelfSigned(now.AddDays(-10), now.AddDays(10));
        CertificateRequest request = new("CN=Alice", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        SubjectAlternativeNameBuilder names = new();
        names.AddEmailAddress(Alice);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.4")], false));
        using X509Certificate2 bare = request.Create(authority, now.AddDays(-1), now.AddDays(5), RandomNumberGenerator.GetBytes(12));
        using X509Certificate2 whole = bare.CopyWithPrivateKey(key);
        return (authority.RawData, whole.Export(X509ContentType.Pfx, Passphrase));
    }
}
