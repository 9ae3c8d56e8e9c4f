using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Bridge.Host.Network;
using Bridge.Smime.Policy;
using Bridge.Smime.Ports;
using Bridge.Smime.Trust;
using Bridge.Smime.Values;
using Bridge.TestKit;
using Bridge.TestKit.Fakes;
using Org.BouncyCastle.Asn1.X509;

namespace Bridge.Host.Tests.Network;

/// <summary>Revocation asked of programs that are not ours: OpenSSL's responder, and lists that OpenSSL made, over HTTP.</summary>
public sealed class RealResponderTests : IDisposable
{
    private static readonly SmimePolicy s_hard = SmimePolicy.Default with { Revocation = RevocationMode.Hard };

    private readonly string _folder = Directory.CreateTempSubdirectory("responder").FullName;
    private readonly int _port = FreePort();
    private readonly LoopbackServer _server = new();
    private readonly HttpTrustDataFetcher _fetcher = new(TimeSpan.FromSeconds(5), allowLoopback: true);
    private readonly ForgedIdentity _root = CertificateForge.Authority("Responder root");
    private readonly ForgedIdentity _good;
    private readonly ForgedIdentity _revoked;
    private readonly FakeRevocationStore _store = new();
    private Process? _responder;

    public RealResponderTests()
    {
        _good = Issue("good@example.org");
        _revoked = Issue("revoked@example.org");
        WritePem("root.pem", "CERTIFICATE", _root.Certificate.Der);
        WritePem("root.key", "PRIVATE KEY", _root.Pkcs8);
        string until = DateTime.UtcNow.AddDays(300).ToString("yyMMddHHmmss'Z'", CultureInfo.InvariantCulture);
        string when = DateTime.UtcNow.AddDays(-2).ToString("yyMMddHHmmss'Z'", CultureInfo.InvariantCulture);
        File.WriteAllText(
            Path.Combine(_folder, "index.txt"),
            $"V\t{until}\t\t{Serial(_good)}\tunknown\t/CN=good\nR\t{until}\t{when},keyCompromise\t{Serial(_revoked)}\tunknown\t/CN=revoked\n");
    }

    public void Dispose()
    {
        _responder?.Kill();
        _responder?.Dispose();
        _fetcher.Dispose();
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void OpenSSLs_responder_is_asked_and_understood()
    {
        ForgedIdentity delegated = CertificateForge.Issue(_root, "responder", options: new ForgeOptions
        {
            Addresses = [],
            KeyUsage = KeyUsage.DigitalSignature,
            ExtendedKeyUsage = ["1.3.6.1.5.5.7.3.9"],
            Extensions = [("1.3.6.1.5.5.7.48.1.5", false, [5, 0])],
        });
        StartResponder(delegated);
        SmimePolicy policy = s_hard with { UseCrl = false };

        PathResult good = Check(_good, policy);
        Assert.Equal((ChainStatus.Valid, RevocationAnswer.Good), (good.Chain, good.Revocation));
        Assert.NotNull(_store.FindOcsp(_good.Certificate.Sha256));
        PathResult revoked = Check(_revoked, policy);
        Assert.Equal((ChainStatus.Revoked, RevocationAnswer.Revoked), (revoked.Chain, revoked.Revocation));
        Assert.Contains(revoked.Findings, f => f.Parameters.GetValueOrDefault("reason") == "keyCompromise");
        PathResult stranger = Check(Issue("stranger@example.org"), policy);
        Assert.Equal((ChainStatus.RevocationUnknown, RevocationAnswer.Unknown), (stranger.Chain, stranger.Revocation));
    }

    [Fact]
    public void A_list_that_OpenSSL_made_is_fetched_over_http()
    {
        File.WriteAllText(Path.Combine(_folder, "number"), "01\n");
        File.WriteAllText(Path.Combine(_folder, "ca.cnf"), "[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\ndefault_md=sha256\ndefault_crl_days=7\ncrlnumber=number\n");
        Run("ca", "-config", "ca.cnf", "-gencrl", "-keyfile", "root.key", "-cert", "root.pem", "-out", "list.pem");
        Run("crl", "-in", "list.pem", "-outform", "DER", "-out", "list.crl");
        _server.Serve("/list.crl", File.ReadAllBytes(Path.Combine(_folder, "list.crl")));
        SmimePolicy policy = s_hard with { UseOcsp = false };

        PathResult good = Check(_good, policy);
        Assert.Equal((ChainStatus.Valid, RevocationAnswer.Good), (good.Chain, good.Revocation));
        Assert.Equal(ChainStatus.Revoked, Check(_revoked, policy).Chain);
        Assert.Equal("/list.crl", Assert.Single(_server.Requests));
    }

    [Fact]
    public void With_the_network_off_nothing_is_asked_and_nothing_is_claimed()
    {
        PathResult result = Check(_good, SmimePolicy.Default with { NetworkEnabled = false });
        Assert.Equal((ChainStatus.Valid, RevocationAnswer.Unknown), (result.Chain, result.Revocation));
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public void A_missing_issuer_is_fetched_over_http()
    {
        ForgedIdentity authority = CertificateForge.Authority("Fetched authority", parent: _root);
        Uri place = _server.Serve("/authority.cer", authority.Certificate.Der.ToArray());
        ForgedIdentity user = CertificateForge.Issue(authority, "user@example.org", options: new ForgeOptions { Extensions = [CrlForge.Access(issuer: place.AbsoluteUri)] });
        PathResult result = Check(user, SmimePolicy.Default with { Revocation = RevocationMode.Off });
        Assert.Equal(ChainStatus.Valid, result.Chain);
        Assert.Equal("aia", result.Path[1].Source);
    }

    private static string Serial(ForgedIdentity identity) => Convert.ToHexString(identity.Certificate.SerialNumber.Span);

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private PathResult Check(ForgedIdentity identity, SmimePolicy policy) =>
        new PathValidator(new FakeAnchors(_root.Certificate), null, _store, _fetcher).Validate(
            identity.Certificate, [], CertificateUsage.Sign, DateTimeOffset.UtcNow, policy, TestContext.Current.CancellationToken);

    private ForgedIdentity Issue(string address) => CertificateForge.Issue(_root, address, options: new ForgeOptions
    {
        Extensions = [CrlForge.Access(responder: $"http://127.0.0.1:{_port}/"), CrlForge.Point(_server.Base + "/list.crl")],
    });

    private void StartResponder(ForgedIdentity signer)
    {
        WritePem("responder.pem", "CERTIFICATE", signer.Certificate.Der);
        WritePem("responder.key", "PRIVATE KEY", signer.Pkcs8);
        _responder = Start("ocsp", "-index", "index.txt", "-CA", "root.pem", "-rsigner", "responder.pem", "-rkey", "responder.key",
            "-port", _port.ToString(CultureInfo.InvariantCulture), "-ndays", "1", "-ignore_err");
        // The responder serves one connection at a time: a probing one would keep it busy, so its own word is awaited.
        string? line;
        while ((line = _responder.StandardError.ReadLine()) is not null && !line.Contains("waiting", StringComparison.Ordinal))
        {
        }

        Assert.NotNull(line);
    }

    private void Run(params string[] arguments)
    {
        using Process process = Start(arguments);
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors);
    }

    private Process Start(params string[] arguments)
    {
        ProcessStartInfo start = new("openssl", arguments) { WorkingDirectory = _folder, RedirectStandardError = true, RedirectStandardOutput = true };
        return Process.Start(start)!;
    }

    private void WritePem(string name, string label, ReadOnlyMemory<byte> der) =>
        File.WriteAllText(Path.Combine(_folder, name), new string(PemEncoding.Write(label, der.Span)) + "\n");
}
