using System.Text;
using Bridge.Host.Doctor.RoundTrip;
using Bridge.Smime.Policy;
using Bridge.Smime.Reading;
using Bridge.Smime.Sending;
using Bridge.Smime.Sending.Recipients;
using Bridge.Smime.Trust;
using Bridge.Smime.Verdicts;

namespace Bridge.Host.Doctor;

/// <summary>Signs and encrypts a message, decrypts and verifies it again, in memory, with a key made for this alone.</summary>
internal sealed class RoundTripProbe(TimeProvider clock) : IProbe
{
    private const string Text = "It is the same when it comes back.";

    private static readonly byte[] s_message = Encoding.ASCII.GetBytes(
        $"From: {PassingIdentity.Address}\r\nTo: {PassingIdentity.Address}\r\nSubject: probe\r\nMIME-Version: 1.0\r\n"
        + $"Content-Type: text/plain\r\n\r\n{Text}\r\n");

    public string Name => "round-trip";

    public Finding Try(CancellationToken cancellation)
    {
        using PassingIdentity identity = PassingIdentity.Make(clock.GetUtcNow());
        PassingPorts ports = new(identity);
        PathValidator paths = new(ports, ports, null, null, clock);
        SmimePolicy policy = new() { NetworkEnabled = false, Revocation = RevocationMode.Off };
        using MemoryStream encrypted = Protect(ports, paths, policy, cancellation);
        using MemoryStream opened = new();
        MessageReport report = new MessageOpener(ports, ports, paths, null, clock)
            .Open(encrypted, opened, new OpenOptions(clock.GetUtcNow(), policy, Harvest: false), cancellation);
        bool same = Encoding.ASCII.GetString(opened.ToArray()).Contains(Text, StringComparison.Ordinal);
        return same && report.Seal == Seal.SignedEncrypted && report.Signature == SignatureStatus.Valid
            ? Finding.Good(ProbeCodes.RoundTripGood)
            : Finding.Bad(ProbeCodes.RoundTripBad, ("seal", report.Seal.ToString()), ("signature", report.Signature.ToString()));
    }

    private MemoryStream Protect(PassingPorts ports, PathValidator paths, SmimePolicy policy, CancellationToken cancellation)
    {
        MemoryStream encrypted = new();
        using MemoryStream message = new(s_message);
        ProtectionRequest request = new(
            PassingIdentity.Address,
            [PassingIdentity.Address],
            Sign: true,
            Encrypt: true,
            SignatureForm.Clear,
            ProtectionPurpose.Send,
            IncludeCertificates: true,
            clock.GetUtcNow(),
            policy);
        new MessageProtector(ports, ports, paths, new NoCorrespondents()).Protect(message, encrypted, request, cancellation);
        encrypted.Position = 0;
        return encrypted;
    }
}
