using System.Text;
using Bridge.Protocol;
using Bridge.Protocol.Json;
using Bridge.Protocol.Keys;
using Bridge.Protocol.Messages;
using Bridge.Protocol.Policy;
using Bridge.Protocol.Protection;
using Bridge.Protocol.Reports;
using Bridge.Protocol.Session;
using Bridge.Protocol.Values;

namespace Bridge.Host.Tests.Published;

/// <summary>The shipped executable with keys under a passphrase: what it asks and when, and where its secrets are afterwards.</summary>
public sealed class PublishedLockTests : IDisposable
{
    private const string Passphrase = "Marker-Passphrase-£-81726354", Wrong = "Marker-Guess-£-10293847";

    private readonly HostExecutable _host = new();
    private readonly PublishedKeys _keys;

    public PublishedLockTests()
    {
        _host.Peer.Greet();
        _keys = PublishedKeys.Settle(_host);
        _host.Peer.Send(new SetPolicy(_keys.Next(), "network.enabled", "false"));
        _host.Peer.Receive<Result>();
    }

    public void Dispose() => _host.Dispose();

    [Fact]
    public void A_locked_message_is_unlocked_in_the_middle_of_its_opening()
    {
        byte[] sent = _keys.Protect(_host);
        Protect();
        Assert.True(Ask(new LockKeys(_keys.Next())).Locked);
        (HostMessage end, _) = _host.Peer.Exchange(new OpenMessage(_keys.Next(), ContentKind.Message, Harvest: false), sent);
        Prompt prompt = Assert.IsType<Prompt>(end);
        Assert.Equal((PromptKind.KeystorePassphrase, "decrypt", PublishedKeys.Address), (prompt.Kind, prompt.Parameters["purpose"], prompt.Parameters["key"]));
        Answer(prompt, Wrong);
        Prompt again = _host.Peer.Receive<Prompt>();
        Assert.Equal(("wrong", "2"), (again.Parameters["reason"], again.Parameters["attempt"]));
        Answer(again, Passphrase);
        Assert.Equal(EncryptionStatus.Decrypted, Report().Encryption.Status);
        Assert.False(Ask(new ShowProtection(_keys.Next())).Locked);
    }

    [Fact]
    public void A_dismissed_prompt_leaves_the_message_locked_and_does_not_send()
    {
        byte[] sent = _keys.Protect(_host);
        Protect();
        Ask(new LockKeys(_keys.Next()));
        (HostMessage end, _) = _host.Peer.Exchange(new OpenMessage(_keys.Next(), ContentKind.Message, Harvest: false), sent);
        Answer(Assert.IsType<Prompt>(end), null);
        Report report = Report();
        Assert.Equal((Seal.CannotDecrypt, EncryptionStatus.Locked), (report.Seal, report.Encryption.Status));
        ProtectMessage send = new(_keys.Next(), PublishedKeys.Address, [PublishedKeys.Address], Sign: true, Encrypt: true, SignatureForm.Clear, ProtectionPurpose.Send, IncludeCertificates: true);
        (end, byte[] output) = _host.Peer.Exchange(send, PublishedKeys.Letter);
        Answer(Assert.IsType<Prompt>(end), null);
        Assert.Equal(ErrorCode.PromptDismissed, _host.Peer.Receive<Failure>().Code);
        Assert.Empty(output);
    }

    [Fact]
    public void Several_requests_that_wait_bring_one_prompt()
    {
        byte[] sent = _keys.Protect(_host);
        Protect();
        Ask(new LockKeys(_keys.Next()));
        long[] ids = [.. Enumerable.Range(0, 4).Select(_ => _keys.Next())];
        foreach (long id in ids)
        {
            _host.Peer.Send(new OpenMessage(id, ContentKind.Message, Harvest: false));
            _host.Peer.SendChunk(id, 0, sent, last: true);
        }

        HashSet<long> answered = [];
        int prompts = 0;
        while (answered.Count < ids.Length)
        {
            switch (_host.Peer.Receive())
            {
                case Prompt prompt:
                    prompts++;
                    Answer(prompt, Passphrase);
                    break;
                case Result result:
                    answered.Add(result.Id);
                    break;
                case HostChunk chunk:
                    chunk.Data.Dispose();
                    break;
                case Failure failure:
                    Assert.Fail(failure.Code);
                    break;
            }
        }

        Assert.Equal(1, prompts);
    }

    [Fact]
    public void After_locking_no_secret_is_left_in_the_memory_of_the_process_nor_anywhere_in_its_folder()
    {
        byte[] master = Convert.FromBase64String(File.ReadAllLines(Path.Combine(_host.Home, "master.key"))[1]);
        byte[] sent = _keys.Protect(_host);
        Protect();
        Ask(new LockKeys(_keys.Next()));
        (HostMessage end, _) = _host.Peer.Exchange(new OpenMessage(_keys.Next(), ContentKind.Message, Harvest: false), sent);
        Answer(Assert.IsType<Prompt>(end), Wrong);
        Answer(_host.Peer.Receive<Prompt>(), Passphrase);
        Report();
        Dictionary<string, byte[]> secrets = new()
        {
            ["master key"] = master,
            ["master key in base64"] = Encoding.ASCII.GetBytes(Convert.ToBase64String(master)),
            ["passphrase"] = Encoding.UTF8.GetBytes(Passphrase),
            ["passphrase as characters"] = Encoding.Unicode.GetBytes(Passphrase),
            ["wrong passphrase"] = Encoding.UTF8.GetBytes(Wrong),
            ["wrong passphrase as characters"] = Encoding.Unicode.GetBytes(Wrong),
            ["private key, p"] = _keys.Secrets.P!,
            ["private key, d"] = _keys.Secrets.D!,
        };

        if (Environment.IsPrivilegedProcess)
        {
            // While it is unlocked the master key is there: the search finds what there is to find.
            Assert.Contains("master key", ProcessMemory.Find(_host.ProcessId, secrets));
            Ask(new LockKeys(_keys.Next()));
            Assert.Empty(ProcessMemory.Find(_host.ProcessId, secrets));
        }
        else
        {
            Assert.Throws<UnauthorizedAccessException>(() => ProcessMemory.Find(_host.ProcessId, secrets));
        }

        foreach (string file in Directory.GetFiles(Path.GetDirectoryName(_host.Home)!, "*", SearchOption.AllDirectories))
        {
            byte[] content = ReadShared(file);
            Assert.All(secrets, s => Assert.True(content.AsSpan().IndexOf(s.Value) < 0, $"{s.Key} stands in {file}"));
        }

        string said = _host.StandardError();
        Assert.All(secrets, s => Assert.DoesNotContain(Encoding.Latin1.GetString(s.Value), said, StringComparison.Ordinal));
    }

    private void Protect()
    {
        _host.Peer.Send(new ChangeProtection(_keys.Next(), VaultKind.Passphrase));
        Prompt prompt = _host.Peer.Receive<Prompt>();
        Assert.Equal((PromptKind.KeystorePassphraseNew, "protect"), (prompt.Kind, prompt.Parameters["purpose"]));
        Answer(prompt, Passphrase);
        Assert.Equal(VaultKind.Passphrase, Read(_host.Peer.Receive<Result>()).Kind);
    }

    private ProtectionReport Ask(Request request)
    {
        _host.Peer.Send(request);
        return Read(_host.Peer.Receive<Result>());
    }

    private void Answer(Prompt prompt, string? secret)
    {
        using Secret? given = secret is null ? null : Secret.From(secret);
        _host.Peer.Send(new PromptAnswer(prompt.Id, prompt.PromptNumber, given));
    }

    // What is left of an exchange that a prompt interrupted.
    private Report Report()
    {
        while (true)
        {
            HostMessage? message = _host.Peer.Receive();
            if (message is HostChunk chunk)
            {
                chunk.Data.Dispose();
            }
            else if (message is not HostCredit and not Progress)
            {
                return System.Text.Json.JsonSerializer.Deserialize(Assert.IsType<Result>(message).Value, WireJson.Wire.OpenedMessage)!.Report;
            }
        }
    }

    private static ProtectionReport Read(Result result) => System.Text.Json.JsonSerializer.Deserialize(result.Value, WireJson.Wire.ProtectionReport)!;

    private static byte[] ReadShared(string file)
    {
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
