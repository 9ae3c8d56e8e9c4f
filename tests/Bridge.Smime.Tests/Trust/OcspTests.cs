using Bridge.Smime.Policy;
using Bridge.Smime.Trust;
using Bridge.Smime.Values;
using Bridge.TestKit;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Ocsp;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Ocsp;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace Bridge.Smime.Tests.Trust;

public class OcspTests
{
    private const string Place = "http://ocsp.example/";

    private readonly TrustBench _bench = new TrustBench { Policy = SmimePolicy.Default with { Revocation = RevocationMode.Hard } }.Trust();
    private readonly ForgedIdentity _alice;

    public OcspTests() => _alice = Issue("alice@example.org");

    [Fact]
    public void A_responder_that_is_the_issuer_says_good_and_the_answer_is_kept()
    {
        Serve(new Answering());
        PathResult good = _bench.Check(_alice);
        Assert.Equal((ChainStatus.Valid, RevocationAnswer.Good), (good.Chain, good.Revocation));
        Assert.Contains(good.Findings, f => f.Code == FindingCodes.RevocationGood && f.Parameters["source"] == "ocsp");
        Assert.Equal(ChainStatus.Valid, _bench.Check(_alice).Chain);
        Assert.Single(_bench.Fetcher.Asked);
    }

    [Fact]
    public void A_revoked_certificate_is_revoked()
    {
        Serve(new Answering { Status = new RevokedStatus(DateTime.UtcNow.AddDays(-1), CrlReason.KeyCompromise) });
        TrustBench.HasCode(_bench.Check(_alice), ChainStatus.Revoked, FindingCodes.RevocationRevoked);
    }

    [Fact]
    public void A_responder_that_does_not_know_leaves_it_unknown()
    {
        Serve(new Answering { Status = new UnknownStatus() });
        PathResult result = _bench.Check(_alice);
        TrustBench.HasCode(result, ChainStatus.RevocationUnknown, FindingCodes.OcspUnusable);
    }

    [Fact]
    public void A_delegated_responder_needs_the_issuers_signature_and_purpose()
    {
        ForgedIdentity delegated = Responder(_bench.Root, noCheck: true);
        Serve(new Answering { Signer = delegated });
        Assert.Equal(ChainStatus.Valid, _bench.Check(_alice).Chain);
        foreach (ForgedIdentity wrong in new[] { Issue("bob@example.org"), Responder(CertificateForge.Authority("Root"), noCheck: true) })
        {
            Serve(new Answering { Signer = wrong });
            PathResult result = Fresh().Check(_alice);
            Assert.Equal(ChainStatus.RevocationUnknown, result.Chain);
            Assert.Contains(result.Findings, f => f.Parameters.GetValueOrDefault("reason") == "responder-not-authorised");
        }
    }

    [Fact]
    public void A_delegated_responder_without_nocheck_is_looked_up_in_lists()
    {
        ForgedIdentity delegated = Responder(_bench.Root, noCheck: false);
        Serve(new Answering { Signer = delegated });
        Assert.Equal(ChainStatus.RevocationUnknown, _bench.Check(_alice).Chain);
        Assert.Equal(RevocationAnswer.Good, _bench.Check(_alice, policy: SmimePolicy.Default).Revocation);
        TrustBench revoked = Fresh();
        revoked.Revocation.Add(new CrlForge(_bench.Root).Scope(onlyUsers: true, uri: "http://elsewhere.example/").Sign());
        revoked.Revocation.Add(new CrlForge(_bench.Root).Revoke(delegated).Sign());
        PathResult listed = revoked.Check(_alice, policy: _bench.Policy with { UseCrl = false });
        Assert.Equal(ChainStatus.RevocationUnknown, listed.Chain);
    }

    [Fact]
    public void A_response_to_another_question_is_refused()
    {
        Serve(new Answering { Nonce = [.. Enumerable.Repeat((byte)7, 32)] });
        Assert.Contains(_bench.Check(_alice).Findings, f => f.Parameters.GetValueOrDefault("reason") == "nonce");
        Serve(new Answering { About = Issue("bob@example.org") });
        Assert.Contains(Fresh().Check(_alice).Findings, f => f.Parameters.GetValueOrDefault("reason") == "other-certificate");
    }

    [Theory]
    [InlineData(-10, -3, "outdated")]
    [InlineData(2, 9, "from-the-future")]
    public void A_response_must_be_fresh(int thisUpdate, int nextUpdate, string reason)
    {
        Serve(new Answering { ThisUpdate = DateTime.UtcNow.AddDays(thisUpdate), NextUpdate = DateTime.UtcNow.AddDays(nextUpdate) });
        Assert.Contains(_bench.Check(_alice).Findings, f => f.Parameters.GetValueOrDefault("reason") == reason);
    }

    [Fact]
    public void A_response_without_an_end_is_believed_for_a_day()
    {
        Serve(new Answering { ThisUpdate = DateTime.UtcNow.AddHours(-20), NextUpdate = null });
        Assert.Equal(ChainStatus.Valid, _bench.Check(_alice).Chain);
        Serve(new Answering { ThisUpdate = DateTime.UtcNow.AddHours(-30), NextUpdate = null });
        Assert.Equal(ChainStatus.RevocationUnknown, Fresh().Check(_alice).Chain);
    }

    [Fact]
    public void An_altered_or_meaningless_response_is_refused_and_not_kept()
    {
        byte[] response = Answer(new Answering(), default);
        for (int position = 30; position < 200; position += 5)
        {
            byte[] altered = [.. response];
            altered[position] ^= 1;
            _bench.Fetcher.Serve(Place, altered);
            Assert.Equal(ChainStatus.RevocationUnknown, Fresh().Check(_alice).Chain);
        }

        foreach (byte[] nonsense in new byte[][] { [], [0x30, 0x03, 0x0A, 0x01, 0x06], "<html>"u8.ToArray(), [0x30, 0x80] })
        {
            _bench.Fetcher.Serve(Place, nonsense);
            Assert.Equal(ChainStatus.RevocationUnknown, Fresh().Check(_alice).Chain);
        }

        Assert.Null(_bench.Revocation.FindOcsp(_alice.Certificate.Sha256));
    }

    private ForgedIdentity Issue(string address) =>
        CertificateForge.Issue(_bench.Root, address, options: new ForgeOptions { Extensions = [CrlForge.Access(responder: Place)] });

    private static ForgedIdentity Responder(ForgedIdentity issuer, bool noCheck) => CertificateForge.Issue(issuer, "responder", options: new ForgeOptions
    {
        Addresses = [],
        KeyUsage = KeyUsage.DigitalSignature,
        ExtendedKeyUsage = ["1.3.6.1.5.5.7.3.9"],
        Extensions = noCheck ? [("1.3.6.1.5.5.7.48.1.5", false, [5, 0])] : [],
    });

    // The same infrastructure and network without anything kept.
    private TrustBench Fresh()
    {
        TrustBench fresh = new TrustBench { Root = _bench.Root, Policy = _bench.Policy }.Trust();
        fresh.Fetcher.Respond(Place, request => _bench.Fetcher.PostOcsp(new Uri(Place), request, int.MaxValue, TestContext.Current.CancellationToken));
        return fresh;
    }

    private void Serve(Answering how) => _bench.Fetcher.Respond(Place, request => Answer(how, request));

    private byte[] Answer(Answering how, ReadOnlyMemory<byte> request)
    {
        ForgedIdentity signer = how.Signer ?? _bench.Root;
        X509Certificate certificate = new(signer.Certificate.Structure);
        BasicOcspRespGenerator generator = new(new RespID(signer.Certificate.Structure.Subject));
        CertificateID id = new(CertificateID.DigestSha1, new X509Certificate(_bench.Root.Certificate.Structure), (how.About ?? _alice).Certificate.Structure.SerialNumber.Value);
        generator.AddResponse(id, how.Status, how.ThisUpdate, how.NextUpdate, null);
        if (how.Nonce is not null || !request.IsEmpty)
        {
            generator.SetResponseExtensions(Nonce(how.Nonce, request));
        }

        BasicOcspResp basic = generator.Generate("SHA256withECDSA", PrivateKeyFactory.CreateKey(signer.Pkcs8), [certificate], DateTime.UtcNow);
        return new OCSPRespGenerator().Generate(OCSPRespGenerator.Successful, basic).GetEncoded();
    }

    private static X509Extensions Nonce(byte[]? own, ReadOnlyMemory<byte> request)
    {
        Asn1OctetString echoed = own is null
            ? new OcspReq(request.ToArray()).RequestExtensions.GetExtension(OcspObjectIdentifiers.PkixOcspNonce).Value
            : new DerOctetString(new DerOctetString(own).GetEncoded());
        return new X509Extensions(new Dictionary<DerObjectIdentifier, X509Extension> { [OcspObjectIdentifiers.PkixOcspNonce] = new X509Extension(false, echoed) });
    }

    private sealed record Answering
    {
        public ForgedIdentity? Signer { get; init; }

        public ForgedIdentity? About { get; init; }

        public CertificateStatus? Status { get; init; } = CertificateStatus.Good;

        public DateTime ThisUpdate { get; init; } = DateTime.UtcNow.AddHours(-1);

        public DateTime? NextUpdate { get; init; } = DateTime.UtcNow.AddDays(1);

        public byte[]? Nonce { get; init; }
    }
}
