using Bridge.Keystore;
using Bridge.Keystore.Anchors;
using Bridge.Smime.Policy;
using Bridge.Smime.Ports;
using Bridge.Smime.Reading;
using Bridge.Smime.Sending;
using Bridge.Smime.Trust;
using Bridge.Smime.Values;
using Bridge.Smime.Verdicts;

namespace Bridge.Benchmarks.World;

/// <summary>The host's services in this process, put together as the host does it, on a keystore of their own.</summary>
internal sealed class Resident : IDisposable
{
    private readonly MessageProtector _protector;
    private readonly MessageOpener _opener;

    public Resident(string home)
    {
        Home = KeystoreHome.Open(home, TimeProvider.System);
        CompositeAnchorStore anchors = new([Home.Anchors, new MozillaAnchors(), new SystemAnchors()]);
        PathValidator paths = new(anchors, Home.Certificates, Home.Revocation, new Offline(), TimeProvider.System);
        Home.Keys.IsRevoked = (certificate, at) => paths.Validate(
            certificate, [], CertificateUsage.Any, at, Home.Policy.Load() with { NetworkEnabled = false, Revocation = RevocationMode.Soft }).Chain == ChainStatus.Revoked;
        _protector = new MessageProtector(Home.Keys, Home.Certificates, paths, Home.Correspondents);
        _opener = new MessageOpener(Home.Keys, Home.Certificates, paths, Home.Verifications, TimeProvider.System);
    }

    public KeystoreHome Home { get; }

    public void Protect(Stream message, Stream output, Person from, Person to, bool sign, bool encrypt, string algorithm) =>
        _protector.Protect(message, output, Request(from.Address, [to.Address], sign, encrypt, algorithm));

    /// <summary>Encrypts to many.</summary>
    public void Encrypt(Stream message, Stream output, Person from, IReadOnlyList<string> to) =>
        _protector.Protect(message, output, Request(from.Address, to, sign: false, encrypt: true, Stage.Cbc));

    public void ProtectFile(string input, string output, Person from, Person to, bool sign, bool encrypt, string algorithm)
    {
        using FileStream message = File.OpenRead(input);
        using FileStream result = File.Create(output);
        Protect(message, result, from, to, sign, encrypt, algorithm);
    }

    /// <summary>Opens, and demands that everything was decrypted and every signature holds.</summary>
    public void Open(Stream message, Stream output)
    {
        MessageReport report = _opener.Open(message, output, new OpenOptions(DateTimeOffset.UtcNow, Home.Policy.Load()));
        if (report.Encryption.Status is not (EncryptionStatus.None or EncryptionStatus.Decrypted)
            || report.Signature is not (SignatureStatus.None or SignatureStatus.Valid)
            || (report.Encryption.Status == EncryptionStatus.None && report.Signature == SignatureStatus.None))
        {
            throw new InvalidOperationException($"Opened with encryption {report.Encryption.Status}, signature {report.Signature}: "
                + string.Join(", ", report.Findings.Concat(report.Signers.SelectMany(s => s.Findings)).Select(f => f.Code)));
        }
    }

    public void OpenFile(string input, string output)
    {
        using FileStream message = File.OpenRead(input);
        using FileStream result = File.Create(output);
        Open(message, result);
    }

    /// <summary>Demands that all of these addresses can be encrypted to.</summary>
    public void CheckRecipients(Person from, IReadOnlyList<string> addresses)
    {
        ProtectionPlan plan = _protector.Plan(Request(from.Address, addresses, sign: false, encrypt: true, SmimePolicy.Automatic));
        if (plan.Refusals.Count > 0)
        {
            throw new InvalidOperationException("Not all recipients are ready.");
        }
    }

    public void Dispose() => Home.Dispose();

    private ProtectionRequest Request(string from, IReadOnlyList<string> to, bool sign, bool encrypt, string algorithm) => new(
        from, to, sign, encrypt, SignatureForm.Clear, ProtectionPurpose.Send, IncludeCertificates: true, DateTimeOffset.UtcNow,
        Home.Policy.Load() with { EncryptionAlgorithm = algorithm });

    /// <summary>No network: the benchmark's certificates name no address to ask.</summary>
    private sealed class Offline : ITrustDataFetcher
    {
        public ReadOnlyMemory<byte>? Get(Uri uri, FetchPurpose purpose, int maximumBytes, CancellationToken cancellationToken) => null;

        public ReadOnlyMemory<byte>? PostOcsp(Uri uri, ReadOnlyMemory<byte> request, int maximumBytes, CancellationToken cancellationToken) => null;
    }
}
