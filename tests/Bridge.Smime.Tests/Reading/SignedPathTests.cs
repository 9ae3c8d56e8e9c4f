using Bridge.Smime.Policy;
using Bridge.Smime.Reading;
using Bridge.Smime.Tests.Reading.Forge;
using Bridge.Smime.Tests.Trust;
using Bridge.Smime.Trust;
using Bridge.Smime.Values;
using Bridge.Smime.Verdicts;
using Bridge.TestKit;
using Bridge.TestKit.Fakes;

namespace Bridge.Smime.Tests.Reading;

/// <summary>
/// Signed mail judged with its real path, hard on revocation: certificates in the message in any order or in the store,
/// revocation lists in the store or in the message, at a moment in the past.
/// </summary>
public class SignedPathTests
{
    private static readonly DateTimeOffset s_at = Opening.Now.AddDays(-3);
    private static readonly ForgedIdentity s_root = CertificateForge.Authority("Path Root");
    private static readonly ForgedIdentity s_upper = CertificateForge.Authority("Path Upper", parent: s_root, options: new ForgeOptions { PathLength = 1 });
    private static readonly ForgedIdentity s_lower = CertificateForge.Authority("Path Lower", parent: s_upper);
    private static readonly ForgedIdentity s_alice = CertificateForge.Issue(s_lower, "alice@example.com");

    /// <summary>Where intermediates and lists are, and what is wrong.</summary>
    private sealed record Scene
    {
        public ForgedIdentity Signer { get; init; } = s_alice;

        public ForgedIdentity[] Authorities { get; init; } = [s_upper, s_lower];

        public bool InMessage { get; init; } = true;

        public bool ListsInMessage { get; init; }

        public byte[][] Lists { get; init; } = [List(s_root), List(s_upper), List(s_lower)];

        public string From { get; init; } = "Alice <alice@example.com>";

        public DateTimeOffset At { get; init; } = s_at;

        public ForgedIdentity Anchor { get; init; } = s_root;
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public void The_path_is_found_wherever_its_parts_are(bool inMessage, bool listsInMessage)
    {
        foreach (ForgedIdentity[] order in new ForgedIdentity[][] { [s_upper, s_lower], [s_lower, s_upper], [s_root, s_lower, s_upper, Opening.Authority] })
        {
            MessageReport report = Open(new Scene { Authorities = order, InMessage = inMessage, ListsInMessage = listsInMessage });

            Assert.Equal((Seal.Signed, SignatureStatus.Valid, ChainStatus.Valid), (report.Seal, report.Signature, report.Signers[0].Chain));
            Assert.Equal(4, report.Signers[0].Path.Count);
        }
    }

    [Fact]
    public void Every_part_that_is_missing_or_wrong_has_its_own_answer()
    {
        Expect(ChainStatus.Untrusted, SignatureStatus.Unverified, new Scene { Authorities = [s_upper] });
        Expect(ChainStatus.Untrusted, SignatureStatus.Unverified, new Scene { Anchor = Opening.Authority });
        Expect(ChainStatus.RevocationUnknown, SignatureStatus.Unverified, new Scene { Lists = [List(s_root), List(s_lower)] });
        Expect(ChainStatus.RevocationUnknown, SignatureStatus.Unverified, new Scene { Lists = [List(s_root), List(s_upper), Outdated(s_lower)] });
        Expect(ChainStatus.RevocationUnknown, SignatureStatus.Unverified, new Scene { Lists = [List(s_root), List(s_upper), List(CertificateForge.Authority("Path Lower"))] });
        Expect(ChainStatus.Revoked, SignatureStatus.Invalid, new Scene { Lists = [List(s_root), List(s_upper), List(s_lower, s_alice)] });
        Expect(ChainStatus.Revoked, SignatureStatus.Invalid, new Scene { Lists = [List(s_root), List(s_upper, s_lower), List(s_lower)] });
        Expect(ChainStatus.NotYetValid, SignatureStatus.Unverified, new Scene { At = Opening.Now.AddDays(-60) });
    }

    [Fact]
    public void A_list_from_the_message_that_revokes_is_believed_and_one_that_forgets_is_not()
    {
        Scene told = new() { Lists = [List(s_root), List(s_upper), List(s_lower, s_alice)] };
        Expect(ChainStatus.Revoked, SignatureStatus.Invalid, told with { ListsInMessage = true });

        FakeRevocationStore store = new();
        foreach (byte[] list in told.Lists)
        {
            store.Add(list);
        }

        Assert.Equal(ChainStatus.Revoked, Open(new Scene { ListsInMessage = true }, store).Signers[0].Chain);
    }

    [Fact]
    public void Constraints_of_authorities_bind_the_signer_of_a_mail()
    {
        ForgedIdentity third = CertificateForge.Authority("Path Third", parent: s_lower);
        ForgedIdentity tooDeep = CertificateForge.Issue(third, "alice@example.com");
        Expect(ChainStatus.Constrained, SignatureStatus.Invalid, new Scene { Signer = tooDeep, Authorities = [s_upper, s_lower, third], Lists = [List(s_root), List(s_upper), List(s_lower), List(third)] });

        foreach ((string permitted, ChainStatus chain, SignatureStatus status) in new[]
        {
            ("example.com", ChainStatus.Valid, SignatureStatus.Valid),
            ("example.net", ChainStatus.Constrained, SignatureStatus.Invalid),
            ("alice@example.com", ChainStatus.Valid, SignatureStatus.Valid),
            ("ALICE@example.com", ChainStatus.Constrained, SignatureStatus.Invalid),
        })
        {
            ForgedIdentity bound = CertificateForge.Authority("Path Bound", parent: s_root, options: new ForgeOptions { Extensions = [TrustBench.MailConstraints(permitted)] });
            Scene scene = new() { Signer = CertificateForge.Issue(bound, "alice@example.com"), Authorities = [bound], Lists = [List(s_root), List(bound)] };
            Expect(chain, status, scene);
        }
    }

    [Theory]
    [InlineData("Alice <alice@example.com>", SignatureStatus.Valid)]
    [InlineData("Alice <ALICE@EXAMPLE.COM>", SignatureStatus.Valid)]
    [InlineData("Mallory <mallory@example.net>", SignatureStatus.Invalid)]
    [InlineData("Alice", SignatureStatus.Unverified)]
    public void A_good_path_does_not_make_up_for_the_sender(string from, SignatureStatus status) => Expect(ChainStatus.Valid, status, new Scene { From = from });

    private static void Expect(ChainStatus chain, SignatureStatus status, Scene scene)
    {
        MessageReport report = Open(scene);
        Assert.Equal((chain, status), (report.Signers[0].Chain, report.Signature));
    }

    private static MessageReport Open(Scene scene, FakeRevocationStore? store = null)
    {
        FakeDirectory directory = new();
        foreach (ForgedIdentity authority in scene.InMessage ? [] : scene.Authorities)
        {
            directory.Add(authority.Certificate);
        }

        FakeRevocationStore lists = store ?? new();
        foreach (byte[] list in scene.ListsInMessage ? [] : scene.Lists)
        {
            lists.Add(list);
        }

        SignOptions options = new()
        {
            SigningTime = scene.At,
            MoreCertificates = scene.InMessage ? [.. scene.Authorities.Select(a => a.Certificate)] : [],
            RevocationLists = scene.ListsInMessage ? scene.Lists : [],
        };
        string message = Mail.Header(scene.From, date: scene.At) + Mail.Opaque(Mail.Text, options, scene.Signer);
        SmimePolicy policy = SmimePolicy.Default with { Revocation = RevocationMode.Hard, NetworkEnabled = false };
        PathValidator paths = new(new FakeAnchors(scene.Anchor.Certificate), directory, lists);
        return new MessageOpener(new FakeKeyRing(), directory, paths).Open(
            new MemoryStream(Mail.Bytes(message)), Stream.Null, new OpenOptions(scene.At, policy), TestContext.Current.CancellationToken);
    }

    private static byte[] List(ForgedIdentity authority, params ForgedIdentity[] revoked)
    {
        CrlForge forge = new(authority) { ThisUpdate = s_at.AddDays(-1), NextUpdate = s_at.AddDays(9) };
        foreach (ForgedIdentity one in revoked)
        {
            forge.Revoke(one, when: s_at.AddDays(-2));
        }

        return forge.Sign();
    }

    private static byte[] Outdated(ForgedIdentity authority) =>
        new CrlForge(authority) { ThisUpdate = s_at.AddDays(-20), NextUpdate = s_at.AddDays(-10) }.Sign();
}
