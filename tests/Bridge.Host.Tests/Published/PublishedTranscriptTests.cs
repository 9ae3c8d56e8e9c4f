using System.Security.Cryptography;
using System.Text;
using Bridge.Protocol;
using Bridge.Protocol.Certificates;
using Bridge.Protocol.Doctor;
using Bridge.Protocol.Json;
using Bridge.Protocol.Keys;
using Bridge.Protocol.Messages;
using Bridge.Protocol.Policy;
using Bridge.Protocol.Protection;
using Bridge.Protocol.Session;
using Bridge.Protocol.Values;
using Bridge.TestKit;

namespace Bridge.Host.Tests.Published;

/// <summary>
/// A day's work with the shipped executable, every byte that it says kept: no secret is on the wire, in the log, in an error, in its
/// arguments, its environment or its folder. Errors are provoked, since they are where secrets get out elsewhere.
/// </summary>
public sealed class PublishedTranscriptTests : IDisposable
{
    private const string File = "Marker-File-71625341", WrongFile = "Marker-Typo-17263544", Vault = "Marker-Vault-99182736",
        WrongVault = "Marker-Guess-55463728", Export = "Marker-Export-33445566", Backup = "Marker-Backup-66554433";

    private readonly MemoryStream _transcript = new();
    private readonly HostExecutable _host;
    private readonly ForgedIdentity _authority = CertificateForge.Authority("Transcript CA");
    private readonly ForgedIdentity _me;
    private readonly byte[] _pkcs12;
    private long _id = 1;

    public PublishedTranscriptTests()
    {
        _host = new HostExecutable(transcript: _transcript);
        _me = CertificateForge.Issue(_authority, PublishedKeys.Address, Smime.Values.KeyAlgorithm.Rsa);
        _pkcs12 = Pkcs12();
    }

    public void Dispose() => _host.Dispose();

    [Fact]
    public void No_secret_leaves_the_process()
    {
        _host.Peer.Greet();
        OwnKey key = Import();
        byte[] sent = WorkOnMail();
        byte[] master = Convert.FromBase64String(System.IO.File.ReadAllLines(Path.Combine(_host.Home, "master.key"))[1]);
        Leave(key);
        MoveAndLock(sent);
        Provoke();

        Dictionary<string, byte[]> secrets = Secrets(master);
        string place = $"/proc/{_host.ProcessId}";
        Search(secrets, "its arguments", System.IO.File.ReadAllBytes($"{place}/cmdline"));
        if (Environment.IsPrivilegedProcess)
        {
            Search(secrets, "its environment", System.IO.File.ReadAllBytes($"{place}/environ"));
        }

        Search(secrets, "standard error", Encoding.UTF8.GetBytes(_host.StandardError()));
        byte[] said = _transcript.ToArray();
        // The search sees what is there: an address in a report, and the text of the opened message inside a chunk.
        Assert.True(Contains(said, Encoding.UTF8.GetBytes(PublishedKeys.Address)));
        Assert.True(Contains(said, "What is behind the lock."u8.ToArray()));
        Search(secrets, "the wire", said);
        foreach (string file in Directory.GetFiles(Path.GetDirectoryName(_host.Home)!, "*", SearchOption.AllDirectories))
        {
            Search(secrets, file, System.IO.File.ReadAllBytes(file));
        }
    }

    private OwnKey Import()
    {
        Ask(new SetPolicy(_id++, "network.enabled", "false"), []);
        Ask(new AddAnchor(_id++, _authority.Certificate.Der.ToArray(), Convert.ToHexStringLower(SHA256.HashData(_authority.Certificate.Der.Span))), []);
        // A file that is none, with the passphrase in the answer to no question: the refusal must not repeat what it was given.
        Assert.IsType<Failure>(_host.Peer.Exchange(new ImportKeys(_id++, "broken.p12"), _pkcs12[..^40]).End);
        return Assert.Single(Read(Ask(new ImportKeys(_id++, "me.p12"), _pkcs12, WrongFile, File), WireJson.Wire.KeysImported).Keys);
    }

    private byte[] WorkOnMail()
    {
        ProtectMessage protect = new(
            _id++, PublishedKeys.Address, [PublishedKeys.Address], Sign: true, Encrypt: true, SignatureForm.Clear, ProtectionPurpose.Send, IncludeCertificates: true);
        (HostMessage end, byte[] sent) = _host.Peer.Exchange(protect, PublishedKeys.Letter);
        Assert.IsType<Result>(end);
        Ask(new OpenMessage(_id++, ContentKind.Message, Harvest: true), sent);
        Ask(new TestIdentity(_id++, PublishedKeys.Address), []);
        Ask(new RequestKey(_id++, "request@example.org", RequestAlgorithm.P256), []);
        return sent;
    }

    private void Leave(OwnKey key)
    {
        Ask(new ExportKey(_id++, key.Id, "me.p12", ExportForm.Strong), [], Export);
        Ask(new WriteBackup(_id++, "all.backup"), [], Backup);
    }

    private void MoveAndLock(byte[] sent)
    {
        Ask(new ChangeProtection(_id++, VaultKind.Passphrase), [], Vault);
        Ask(new LockKeys(_id++), []);
        Ask(new OpenMessage(_id++, ContentKind.Message, Harvest: false), sent, WrongVault, Vault);
        Ask(new RunDoctor(_id++), []);
    }

    private void Provoke()
    {
        // Answers and requests that do not fit, with secrets in them.
        _host.Peer.SendText($$"""{"type":"prompt.answer","id":999,"prompt":1,"secret":"{{File}}"}""");
        _host.Peer.SendText($$"""{"type":"keys.import","id":{{_id++}},"fileName":["{{Vault}}"]}""");
        Ask(new ListKeys(_id++), [], ignored: true);
    }

    private Dictionary<string, byte[]> Secrets(byte[] master)
    {
        using RSA key = RSA.Create();
        key.ImportPkcs8PrivateKey(_me.Pkcs8, out _);
        RSAParameters numbers = key.ExportParameters(true);
        Dictionary<string, byte[]> secrets = new() { ["the master key"] = master, ["p"] = numbers.P!, ["q"] = numbers.Q!, ["d"] = numbers.D! };
        foreach (string passphrase in (string[])[File, WrongFile, Vault, WrongVault, Export, Backup])
        {
            secrets[passphrase] = Encoding.UTF8.GetBytes(passphrase);
            secrets[$"{passphrase} as characters"] = Encoding.Unicode.GetBytes(passphrase);
        }

        return secrets;
    }

    private static void Search(Dictionary<string, byte[]> secrets, string where, byte[] content) =>
        Assert.All(secrets, s => Assert.False(Contains(content, s.Value), $"{s.Key} is in {where}"));

    /// <summary>As it is, in hex of either case, and in base64 at each of the three places a byte can have in it.</summary>
    private static bool Contains(ReadOnlySpan<byte> content, byte[] secret)
    {
        string[] hex = [Convert.ToHexString(secret), Convert.ToHexStringLower(secret)];
        bool found = content.IndexOf(secret) >= 0;
        foreach (string text in hex.Concat(Enumerable.Range(0, 3).Select(shift => Base64(secret, shift))))
        {
            found |= content.IndexOf(Encoding.ASCII.GetBytes(text)) >= 0;
        }

        return found;
    }

    // Without the characters at both ends that its neighbours have a part in.
    private static string Base64(byte[] secret, int shift)
    {
        string text = Convert.ToBase64String([.. new byte[shift], .. secret]).TrimEnd('=');
        return text[(shift == 0 ? 0 : shift + 1)..^1];
    }

    private static T Read<T>(Result result, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        System.Text.Json.JsonSerializer.Deserialize(result.Value, type)!;

    // Asks, answers each prompt with the next secret, and returns the result.
    private Result Ask(Request request, byte[] content, params string[] answers) => Ask(request, content, ignored: false, answers);

    private Result Ask(Request request, byte[] content, bool ignored, params string[] answers)
    {
        (HostMessage end, _) = _host.Peer.Exchange(request, content);
        foreach (string answer in answers)
        {
            Prompt prompt = Assert.IsType<Prompt>(end);
            using Secret secret = Secret.From(answer);
            _host.Peer.Send(new PromptAnswer(prompt.Id, prompt.PromptNumber, secret));
            do
            {
                (end, _) = _host.Peer.Collect(request.Id);
            }
            while (end is HostCredit);
        }

        while (ignored && end is Failure)
        {
            (end, _) = _host.Peer.Collect(request.Id);
        }

        return Assert.IsType<Result>(end);
    }

    private byte[] Pkcs12()
    {
        using Openssl openssl = new();
        openssl.Write("key.der", _me.Pkcs8);
        openssl.Write("me.der", _me.Certificate.Der.Span);
        openssl.Run("x509", "-inform", "DER", "-in", "me.der", "-out", "me.pem");
        openssl.Run("pkey", "-inform", "DER", "-in", "key.der", "-out", "key.pem");
        openssl.Run("pkcs12", "-export", "-inkey", "key.pem", "-in", "me.pem", "-passout", $"pass:{File}", "-out", "me.p12");
        return openssl.Read("me.p12");
    }
}
