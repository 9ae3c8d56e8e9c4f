using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Bridge.Protocol;
using Bridge.Protocol.Certificates;
using Bridge.Protocol.Json;
using Bridge.Protocol.Keys;
using Bridge.Protocol.Messages;
using Bridge.Protocol.Reports;
using Bridge.Protocol.Session;
using Bridge.Protocol.Tokens;
using Bridge.Protocol.Values;
using Bridge.TestKit;
using KeyAlgorithm = Bridge.Smime.Values.KeyAlgorithm;

namespace Bridge.Host.Tests.Published;

/// <summary>A smart card's way through the shipped executable, which was compiled ahead of time: SoftHSM signs and decrypts, openssl checks.</summary>
public sealed class PublishedTokenTests : IDisposable
{
    private const string Alice = "alice@example.org", Label = "Card of Alice";

    private readonly SoftHsm _hsm = new();
    private readonly ForgedIdentity _authority = CertificateForge.Authority("Card CA");

    public void Dispose() => _hsm.Dispose();

    [Theory]
    [InlineData(KeyAlgorithm.Rsa)]
    [InlineData(KeyAlgorithm.EcP256)]
    public void A_key_on_a_token_protects_and_opens_mail(KeyAlgorithm algorithm)
    {
        ForgedIdentity alice = Issue(algorithm);
        using HostExecutable host = Start();
        OwnKey key = Use(host, alice);
        Assert.Equal((false, true, true), (key.InKeystore, key.CanSign, key.CanEncrypt));
        Assert.Equal([Label], key.Tokens);

        ProtectMessage protect = new(11, Alice, [Alice], Sign: true, Encrypt: true, SignatureForm.Clear, ProtectionPurpose.Send, IncludeCertificates: true);
        (HostMessage end, byte[] sent) = host.Peer.Exchange(protect, Letter());
        Assert.Equal(alice.Certificate.Sha256, Read(Assert.IsType<Result>(end), WireJson.Wire.ProtectedMessage).Signer?.Sha256);
        (end, byte[] opened) = host.Peer.Exchange(new OpenMessage(12, ContentKind.Message, Harvest: true), sent);
        Report report = Read(Assert.IsType<Result>(end), WireJson.Wire.OpenedMessage).Report;
        Assert.Equal((Seal.SignedEncrypted, SignatureStatus.Valid, EncryptionStatus.Decrypted), (report.Seal, report.Signature.Status, report.Encryption.Status));
        Assert.Contains("The marker of the text.", Encoding.ASCII.GetString(opened), StringComparison.Ordinal);
        CheckWithOpenssl(sent, alice);
        Assert.Equal(0, host.HangUp().Code);
    }

    [Fact]
    public void After_logging_out_the_pin_is_asked_for_again_with_its_purpose_and_dismissing_it_is_told()
    {
        ForgedIdentity alice = Issue(KeyAlgorithm.Rsa);
        using HostExecutable host = Start();
        Use(host, alice);
        host.Peer.Send(new LogOutOfTokens(20));
        host.Peer.Receive<Result>();

        ProtectMessage protect = new(21, Alice, [Alice], Sign: true, Encrypt: true, SignatureForm.Clear, ProtectionPurpose.Send, IncludeCertificates: true);
        (HostMessage asked, _) = host.Peer.Exchange(protect, Letter());
        Prompt prompt = Assert.IsType<Prompt>(asked);
        Assert.Equal((PromptKind.TokenPin, "sign", Label), (prompt.Kind, prompt.Parameters["purpose"], prompt.Parameters["token"]));
        host.Peer.Send(new PromptAnswer(21, 1));
        HostMessage? answer = host.Peer.Receive();
        while (answer is HostCredit or Progress)
        {
            answer = host.Peer.Receive();
        }

        Failure failure = Assert.IsType<Failure>(answer);
        Assert.Equal((ErrorCode.PromptDismissed, Label), (failure.Code, failure.Parameters["token"]));
    }

    [Fact]
    public void Without_the_token_a_message_to_it_says_which_one_is_missing()
    {
        ForgedIdentity alice = Issue(KeyAlgorithm.Rsa);
        using HostExecutable host = Start();
        Use(host, alice);
        byte[] sent = host.Peer.Exchange(
            new ProtectMessage(30, Alice, [Alice], Sign: false, Encrypt: true, SignatureForm.Clear, ProtectionPurpose.Send, IncludeCertificates: true), Letter()).Content;
        host.Peer.Send(new RemoveTokenModule(31, SoftHsm.Module));
        host.Peer.Receive<Result>();
        (HostMessage end, _) = host.Peer.Exchange(new OpenMessage(32, ContentKind.Message, Harvest: false), sent);
        Report report = Read(Assert.IsType<Result>(end), WireJson.Wire.OpenedMessage).Report;
        Assert.Equal(EncryptionStatus.Locked, report.Encryption.Status);
        Finding finding = Assert.Single(report.Findings, f => f.Code == "encryption-token-absent");
        Assert.Equal(Label, finding.Parameters["token"]);
        (end, _) = host.Peer.Exchange(
            new ProtectMessage(33, Alice, [Alice], Sign: true, Encrypt: false, SignatureForm.Clear, ProtectionPurpose.Send, IncludeCertificates: true), Letter());
        Assert.Equal(ErrorCode.TokenAbsent, Assert.IsType<Failure>(end).Code);
    }

    [Fact]
    public void On_the_command_line_the_pin_comes_from_a_file()
    {
        ForgedIdentity alice = Issue(KeyAlgorithm.Rsa);
        File.WriteAllText(_hsm.Beside("pin"), SoftHsm.Pin + "\n");
        File.WriteAllText(_hsm.Beside("wrong"), "000000\n");
        File.WriteAllBytes(_hsm.Beside("ca.der"), _authority.Certificate.Der.ToArray());
        File.WriteAllBytes(_hsm.Beside("letter.eml"), Letter());
        Assert.Equal(0, Command("anchors", "add", _hsm.Beside("ca.der")).Code);
        Assert.Equal(0, Command("tokens", "modules", "add", SoftHsm.Module).Code);
        Assert.Equal(Label, JsonDocument.Parse(Command("tokens", "list", "--json").Output).RootElement.GetProperty("tokens")[0].GetProperty("label").GetString());
        (int code, _, string refused) = Command("tokens", "use", "--pin-file", _hsm.Beside("wrong"));
        Assert.Equal(3, code);
        Assert.Contains("token-pin-wrong", refused, StringComparison.Ordinal);
        Assert.Equal(0, Command("tokens", "use", "--pin-file", _hsm.Beside("pin")).Code);
        JsonElement key = JsonDocument.Parse(Command("keys", "list", "--json").Output).RootElement.GetProperty("keys")[0];
        Assert.Equal(("token", Label, false), (key.GetProperty("kind").GetString(), key.GetProperty("token").GetString(), key.GetProperty("exportable").GetBoolean()));

        // Nobody can be asked: refused at once, and nothing is written.
        Assert.Equal(3, Command("protect", _hsm.Beside("letter.eml"), "--sign", "--encrypt", "--output", _hsm.Beside("sent.eml")).Code);
        Assert.False(File.Exists(_hsm.Beside("sent.eml")));
        Assert.Equal(0, Command("protect", _hsm.Beside("letter.eml"), "--sign", "--encrypt", "--output", _hsm.Beside("sent.eml"), "--pin-file", _hsm.Beside("pin")).Code);
        Assert.Contains("The marker of the text.", Command("open", _hsm.Beside("sent.eml"), "--pin-file", _hsm.Beside("pin")).Output, StringComparison.Ordinal);
        CheckWithOpenssl(File.ReadAllBytes(_hsm.Beside("sent.eml")), alice);
        Assert.Equal(0, Command("tokens", "modules", "remove", SoftHsm.Module).Code);
        Assert.Equal(1, Command("open", _hsm.Beside("sent.eml"), "--pin-file", _hsm.Beside("pin")).Code);
    }

    private (int Code, string Output, string Error) Command(params string[] arguments)
    {
        ProcessStartInfo start = new(HostExecutable.Executable(), arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SOFTHSM2_CONF"] = _hsm.Configuration;
        start.Environment["SMIME_BRIDGE_HOME"] = _hsm.Beside("home");
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    private HostExecutable Start()
    {
        HostExecutable host = new(environment: new Dictionary<string, string> { ["SOFTHSM2_CONF"] = _hsm.Configuration });
        host.Peer.Greet();
        return host;
    }

    private ForgedIdentity Issue(KeyAlgorithm algorithm)
    {
        ForgedIdentity alice = CertificateForge.Issue(_authority, Alice, algorithm);
        _hsm.NewToken(Label);
        _hsm.Put(Label, alice);
        return alice;
    }

    // Module, token, certificate; a wrong PIN first.
    private OwnKey Use(HostExecutable host, ForgedIdentity alice)
    {
        host.Peer.Send(new AddAnchor(1, _authority.Certificate.Der.ToArray(), _authority.Certificate.Sha256));
        host.Peer.Receive<Result>();
        host.Peer.Send(new AddTokenModule(2, SoftHsm.Module));
        Assert.Null(Read(host.Peer.Receive<Result>(), WireJson.Wire.TokenModule).Problem);
        host.Peer.Send(new ListTokens(3));
        Token token = Assert.Single(Read(host.Peer.Receive<Result>(), WireJson.Wire.TokenList).Tokens);
        Assert.Equal((Label, alice.Certificate.Sha256), (token.Name.Label, Assert.Single(token.Certificates).Certificate.Sha256));
        host.Peer.Send(new UseTokenCertificate(4, token.Name, alice.Certificate.Sha256));
        Assert.Equal("try-key", host.Peer.Receive<Prompt>().Parameters["purpose"]);
        host.Peer.Send(new PromptAnswer(4, 1, Secret.From("000000")));
        Assert.Equal("wrong", host.Peer.Receive<Prompt>().Parameters["reason"]);
        host.Peer.Send(new PromptAnswer(4, 2, Secret.From(SoftHsm.Pin)));
        return Assert.Single(Read(host.Peer.Receive<Result>(), WireJson.Wire.KeysImported).Keys);
    }

    private void CheckWithOpenssl(byte[] sent, ForgedIdentity alice)
    {
        using Openssl openssl = new();
        openssl.Write("sent.eml", sent);
        openssl.Write("key.der", alice.Pkcs8);
        openssl.Write("alice.der", alice.Certificate.Der.Span);
        openssl.Write("ca.der", _authority.Certificate.Der.Span);
        openssl.Run("pkey", "-inform", "DER", "-in", "key.der", "-out", "key.pem");
        openssl.Run("x509", "-inform", "DER", "-in", "alice.der", "-out", "alice.pem");
        openssl.Run("x509", "-inform", "DER", "-in", "ca.der", "-out", "ca.pem");
        openssl.Run("cms", "-decrypt", "-in", "sent.eml", "-recip", "alice.pem", "-inkey", "key.pem", "-out", "inner.eml");
        Assert.Contains("The marker of the text.", openssl.Run("cms", "-verify", "-in", "inner.eml", "-CAfile", "ca.pem", "-purpose", "smimesign"), StringComparison.Ordinal);
    }

    private static byte[] Letter() => Encoding.ASCII.GetBytes(
        $"From: {Alice}\r\nTo: {Alice}\r\nSubject: hush\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nThe marker of the text.\r\n");

    private static T Read<T>(Result result, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) => result.Value.Deserialize(type)!;
}
