using System.IO.Compression;
using System.Text;
using Bridge.Protocol;
using Bridge.Protocol.Certificates;
using Bridge.Protocol.Json;
using Bridge.Protocol.Keys;
using Bridge.Protocol.Messages;
using Bridge.Protocol.Policy;
using Bridge.Protocol.Reports;
using Bridge.Protocol.Session;
using Bridge.Protocol.Values;
using Bridge.TestKit;
using Bridge.TestKit.Fakes;
using PemEncoding = System.Security.Cryptography.PemEncoding;

namespace Bridge.Host.Tests.Native;

/// <summary>What a panel does about a verdict: trust, compare, ask again, save the proof.</summary>
public sealed class VerdictRequestTests : IDisposable
{
    private const string Address = "erin@example.org";
    private const string ListPlace = "http://pki.example/list.crl";

    private static readonly ForgedIdentity s_authority = CertificateForge.Authority("Nobody's CA");
    private static readonly ForgedIdentity s_erin = CertificateForge.Issue(
        s_authority, Address, Smime.Values.KeyAlgorithm.Rsa, new ForgeOptions { Extensions = [CrlForge.Point(ListPlace)] });

    private readonly FakeFetcher _network = new();
    private readonly StoreRig _rig;
    private long _id = 1;

    public VerdictRequestTests() => _rig = new StoreRig(_network);

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void The_authority_that_the_report_hands_out_can_be_trusted_and_distrusted()
    {
        byte[] message = Sign(withAuthority: true);
        InspectedAnchor offered = Fix(Judge(message), FixKind.TrustAuthority).Certificate!;
        Assert.Equal((s_authority.Certificate.Sha256, true), (offered.Certificate.Sha256, offered.IsAuthority));
        Ask(new AddAnchor(_id++, offered.Der, offered.Certificate.Sha256), WireJson.Wire.Anchor);
        Assert.Equal(SignatureStatus.Valid, Judge(message).Signature.Status);
        Ask(new RemoveAnchor(_id++, offered.Certificate.Sha256), WireJson.Wire.Done);
        Assert.Equal(SignatureStatus.Unverified, Judge(message).Signature.Status);
    }

    [Fact]
    public void A_compared_certificate_makes_the_message_good_and_is_listed_as_no_authority()
    {
        byte[] message = Sign(withAuthority: false);
        InspectedAnchor offered = Fix(Judge(message), FixKind.CompareFingerprint).Certificate!;
        Ask(new TrustCertificate(_id++, Address, offered.Der, offered.Certificate.Sha256), WireJson.Wire.Done);
        Assert.Equal(SignatureStatus.Valid, Judge(message).Signature.Status);
        Assert.Equal(Address, Ask(new ListAnchors(_id++), WireJson.Wire.AnchorList).Anchors.Single(a => a.Source == AnchorSource.User).OnlyFor);
        ContactDetails erin = Ask(new ShowContact(_id++, Address), WireJson.Wire.ContactDetails);
        Assert.NotNull(Assert.Single(erin.Certificates).ComparedAt);
        Ask(new CompareCertificate(_id++, Address, offered.Certificate.Sha256, Same: false), WireJson.Wire.Done);
        Assert.Equal(SignatureStatus.Unverified, Judge(message).Signature.Status);
    }

    [Fact]
    public void Revocation_that_could_not_be_asked_is_asked_again_on_demand_only()
    {
        byte[] message = Sign(withAuthority: true);
        Ask(new AddAnchor(_id++, s_authority.Certificate.Der.ToArray(), s_authority.Certificate.Sha256), WireJson.Wire.Anchor);
        Report unknown = Judge(message);
        Assert.Null(Fix(unknown, FixKind.CheckRevocation).NeedsNetwork);
        _network.Serve(ListPlace, new CrlForge(s_authority).Sign());
        Assert.Equal(RevocationAnswer.Unknown, Judge(message).Signers[0].Revocation);
        Report good = Judge(message, again: true);
        Assert.Equal((RevocationAnswer.Good, null), (good.Signers[0].Revocation, good.Signers[0].Fixes));
    }

    [Fact]
    public void The_proof_comes_as_content_and_names_who_signed_it()
    {
        byte[] message = Sign(withAuthority: true);
        (HostMessage end, byte[] content) = _rig.Peer.Exchange(new ProveMessage(_id++, Address), message);
        MessageProved proved = System.Text.Json.JsonSerializer.Deserialize(Assert.IsType<Result>(end).Value, WireJson.Wire.MessageProved)!;
        Assert.Equal(s_erin.Certificate.Sha256, proved.Signer!.Sha256);
        using ZipArchive zip = new(new MemoryStream(content));
        Assert.Contains("SHA256SUMS.p7s", zip.Entries.Select(e => e.FullName));
    }

    [Fact]
    public void A_message_without_signature_has_no_proof()
    {
        (HostMessage end, byte[] content) = _rig.Peer.Exchange(new ProveMessage(_id++), "From: a@example.org\r\n\r\nHello\r\n"u8.ToArray());
        Assert.Equal((ErrorCode.ProofEmpty, 0), (Assert.IsType<Failure>(end).Code, content.Length));
    }

    private byte[] Sign(bool withAuthority)
    {
        string pem = PemEncoding.WriteString("PRIVATE KEY", s_erin.Pkcs8) + "\n" + PemEncoding.WriteString("CERTIFICATE", s_erin.Certificate.Der.Span) + "\n";
        _rig.Ask(new ImportKeys(_id++, "erin.pem"), Encoding.ASCII.GetBytes(pem), WireJson.Wire.KeysImported);
        if (withAuthority)
        {
            string authority = PemEncoding.WriteString("CERTIFICATE", s_authority.Certificate.Der.Span);
            _rig.Ask(new ImportCertificates(_id++, "ca.pem"), Encoding.ASCII.GetBytes(authority), WireJson.Wire.CertificatesImported);
        }

        byte[] letter = Encoding.ASCII.GetBytes($"From: {Address}\r\nTo: bob@example.org\r\nSubject: Hello\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nHello\r\n");
        ProtectMessage request = new(
            _id++, Address, ["bob@example.org"], Sign: true, Encrypt: false, SignatureForm.Clear, ProtectionPurpose.Send, IncludeCertificates: true);
        (HostMessage end, byte[] signed) = _rig.Peer.Exchange(request, letter);
        Assert.IsType<Result>(end);
        return signed;
    }

    private Report Judge(byte[] message, bool? again = null) =>
        _rig.Ask(new OpenMessage(_id++, ContentKind.Message, Harvest: false, Again: again), message, WireJson.Wire.OpenedMessage).Report;

    private static Fix Fix(Report report, FixKind kind) => report.Signers[0].Fixes!.Single(f => f.Kind == kind);

    private T Ask<T>(Request<T> request, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) => _rig.Ask(request, [], type);
}
