using System.Text;
using Bridge.Keystore.Keys;
using Bridge.Smime.Policy;
using Bridge.Smime.Reading;
using Bridge.Smime.Values;
using Bridge.Smime.Verdicts;
using Bridge.TestKit;
using Bridge.TestKit.Fakes;

namespace Bridge.Smime.Tests.Reading.Forge;

/// <summary>What came out of opening one message.</summary>
internal sealed record Opened(MessageReport Report, byte[] Bytes)
{
    public string Text => Encoding.Latin1.GetString(Bytes);

    public bool Has(string code) => Report.Findings.Concat(Report.Signers.SelectMany(s => s.Findings)).Any(f => f.Code == code);
}

/// <summary>Alice and Bob, their keys, and an opener on fakes of every port. One per test.</summary>
internal sealed class Opening
{
    public static readonly DateTimeOffset Now = new(DateTimeOffset.UtcNow.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);

    private static readonly ForgedIdentity s_authority = CertificateForge.Authority("Test Authority");

    public static readonly ForgedIdentity Alice = CertificateForge.Issue(s_authority, "alice@example.com");
    public static readonly ForgedIdentity Bob = CertificateForge.Issue(s_authority, "bob@example.com", KeyAlgorithm.Rsa);
    public static readonly ForgedIdentity Mallory = CertificateForge.Issue(s_authority, "mallory@example.net");

    public static ForgedIdentity Authority => s_authority;

    public FakeKeyRing Keys { get; } = new();

    public FakeDirectory Directory { get; } = new();

    public FixedPathValidator Paths { get; } = new();

    public FakeVerificationLog Log { get; } = new();

    public SmimePolicy Policy { get; set; } = SmimePolicy.Default;

    public DateTimeOffset At { get; set; } = Now;

    public bool Harvest { get; set; } = true;

    /// <summary>Gives the user this identity's key.</summary>
    public Opening With(ForgedIdentity identity)
    {
        Keys.Add(
            identity.Certificate,
            () => SoftwareKey.FromPkcs8(identity.Pkcs8, identity.Certificate),
            () => SoftwareKey.FromPkcs8(identity.Pkcs8, identity.Certificate));
        return this;
    }

    public Opened Open(string message) => Open(Encoding.Latin1.GetBytes(message));

    public Opened Open(byte[] message) => Open(new MemoryStream(message));

    public Opened Open(Stream message)
    {
        using MemoryStream output = new();
        MessageReport report = Opener().Open(message, output, Options(), TestContext.Current.CancellationToken);
        return new Opened(report, output.ToArray());
    }

    public Opened OpenCms(byte[] cms, byte[]? detached = null, string? sender = null)
    {
        using MemoryStream output = new();
        MessageReport report = Opener().OpenCms(
            new MemoryStream(cms),
            detached is null ? null : new MemoryStream(detached),
            output,
            Options() with { Sender = sender },
            TestContext.Current.CancellationToken);
        return new Opened(report, output.ToArray());
    }

    private MessageOpener Opener() => new(Keys, Directory, Paths, Log, new FixedClock(Now));

    private OpenOptions Options() => new(At, Policy, Harvest);
}
