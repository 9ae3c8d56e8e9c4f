using System.Text;
using System.Text.Json;
using Bridge.Protocol;
using Bridge.Protocol.Json;
using Bridge.Protocol.Keys;
using Bridge.Protocol.Session;
using Bridge.TestKit;

namespace Bridge.Host.Tests.Native;

/// <summary>Keys that leave and come back through the pipe.</summary>
public sealed class LeavingTests : IDisposable
{
    private const string Passphrase = "long enough";
    private readonly StoreRig _rig = new();
    private readonly StoreRig _other = new();

    public void Dispose()
    {
        _rig.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void A_backup_goes_out_and_comes_in_elsewhere_after_a_wrong_passphrase()
    {
        Import();
        byte[] file = Ask(_rig, new WriteBackup(5, "all.backup"), PromptKind.BackupPassphraseNew, WireJson.Wire.BackupWritten, out BackupWritten written);
        Assert.Equal((1L, 0L), (written.Keys, written.LeftOut));

        (HostMessage prompt, _) = _other.Peer.Exchange(new RestoreBackup(1, "all.backup"), file);
        Assert.Equal(PromptKind.BackupPassphrase, Assert.IsType<Prompt>(prompt).Kind);
        _other.Peer.Send(new PromptAnswer(1, 1, Secret.From("not this one")));
        Assert.Equal("wrong", _other.Peer.Receive<Prompt>().Parameters["reason"]);
        _other.Peer.Send(new PromptAnswer(1, 2, Secret.From(Passphrase)));
        BackupRestored restored = JsonSerializer.Deserialize(_other.Peer.Receive<Result>().Value, WireJson.Wire.BackupRestored)!;
        Assert.Contains(new RestoredKind("keys", 1, 0), restored.Kinds);
        Assert.Single(_other.Ask(new ListKeys(2), [], WireJson.Wire.KeyList).Keys);
    }

    [Fact]
    public void An_export_is_recorded_and_a_key_that_was_kept_does_not_leave()
    {
        OwnKey key = Import();
        byte[] file = Ask(_rig, new ExportKey(5, key.Id, "me.p12", ExportForm.Strong), PromptKind.ExportPassphraseNew, WireJson.Wire.Done, out _);
        using Openssl openssl = new();
        openssl.Write("me.p12", file);
        openssl.Run("pkcs12", "-in", "me.p12", "-noenc", "-passin", $"pass:{Passphrase}", "-out", "me.pem");
        OwnKey after = Assert.Single(_rig.Ask(new ListKeys(6), [], WireJson.Wire.KeyList).Keys);
        Assert.Equal((true, "imported exported"), (after.Exportable, string.Join(' ', after.Events.Select(e => e.What))));

        _rig.Ask(new KeepKey(7, key.Id), [], WireJson.Wire.Done);
        (HostMessage end, _) = _rig.Peer.Exchange(new ExportKey(8, key.Id, "me.p12", ExportForm.Strong), []);
        Assert.Equal(ErrorCode.KeyKept, Assert.IsType<Failure>(end).Code);
    }

    [Fact]
    public void A_short_passphrase_is_refused_by_the_host_too()
    {
        Import();
        _rig.Peer.Exchange(new WriteBackup(5, "all.backup"), []);
        _rig.Peer.Send(new PromptAnswer(5, 1, Secret.From("short")));
        Failure failure = Assert.IsType<Failure>(_rig.Peer.Receive());
        Assert.Equal((ErrorCode.PassphraseShort, "8"), (failure.Code, failure.Parameters["least"]));
    }

    private OwnKey Import()
    {
        ForgedIdentity me = CertificateForge.Issue(CertificateForge.Authority("Leaving CA"), "me@example.org");
        string pem = System.Security.Cryptography.PemEncoding.WriteString("PRIVATE KEY", me.Pkcs8) + "\n"
            + System.Security.Cryptography.PemEncoding.WriteString("CERTIFICATE", me.Certificate.Der.Span);
        return Assert.Single(_rig.Ask(new ImportKeys(4, "me.pem"), Encoding.ASCII.GetBytes(pem), WireJson.Wire.KeysImported).Keys);
    }

    private static byte[] Ask<T>(StoreRig rig, Request<T> request, PromptKind kind, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, out T result)
    {
        (HostMessage prompt, _) = rig.Peer.Exchange(request, []);
        Assert.Equal(kind, Assert.IsType<Prompt>(prompt).Kind);
        rig.Peer.Send(new PromptAnswer(request.Id, 1, Secret.From(Passphrase)));
        (HostMessage end, byte[] content) = rig.Peer.Collect(request.Id);
        result = JsonSerializer.Deserialize(Assert.IsType<Result>(end).Value, type)!;
        return content;
    }
}
