using System.Text;
using Bridge.Host.Native;
using Bridge.Host.Prompting;
using Bridge.Host.Tests.Native;
using Bridge.Keystore.Vault;
using Bridge.Keystore.Vault.Prompting;
using Bridge.Protocol;
using Bridge.Protocol.Json;
using Bridge.Protocol.Keys;
using Bridge.Protocol.Session;

namespace Bridge.Host.Tests.Prompting;

/// <summary>A question from deep inside the keystore reaches the client in the name of the request that it belongs to.</summary>
public sealed class RequestPromptTests
{
    private static readonly SecretQuestion s_question = new(SecretKind.KeystorePassphrase, SecretUse.Sign, "alice@example.org");

    [Fact]
    public void The_question_says_what_for_and_the_answer_comes_back_as_utf8()
    {
        using SessionRig rig = Rig(s_question.Again());
        rig.Peer.Send(new ListKeys(7));
        Prompt prompt = rig.Peer.Receive<Prompt>();
        Assert.Equal((7L, PromptKind.KeystorePassphrase), (prompt.Id, prompt.Kind));
        Assert.Equal(
            new Dictionary<string, string> { ["purpose"] = "sign", ["key"] = "alice@example.org", ["attempt"] = "2", ["reason"] = "wrong" },
            prompt.Parameters);
        rig.Peer.Send(new PromptAnswer(7, 1, Secret.From("geheim-€")));
        Assert.Equal("geheim-€", Assert.Single(Answer(rig).Keys).Origin);
    }

    [Fact]
    public void A_token_is_named_and_a_last_try_is_said()
    {
        using SessionRig rig = Rig(new SecretQuestion(SecretKind.TokenPin, SecretUse.Decrypt, "bob@example.org", "Card 7", 3, SecretReason.LastTry));
        rig.Peer.Send(new ListKeys(1));
        Prompt prompt = rig.Peer.Receive<Prompt>();
        Assert.Equal((PromptKind.TokenPin, "Card 7", "last-try", "decrypt"), (prompt.Kind, prompt.Parameters["token"], prompt.Parameters["reason"], prompt.Parameters["purpose"]));
        rig.Peer.SendText("""{"type":"prompt.answer","id":1,"prompt":1}""");
        Assert.Empty(Answer(rig).Keys);
    }

    [Fact]
    public void Each_request_asks_in_its_own_name()
    {
        using SessionRig rig = Rig(s_question);
        rig.Peer.Send(new ListKeys(1));
        rig.Peer.Send(new ListKeys(2));
        Prompt[] prompts = [rig.Peer.Receive<Prompt>(), rig.Peer.Receive<Prompt>()];
        Assert.Equal([1L, 2L], prompts.Select(p => p.Id).Order());
        rig.Peer.Send(new PromptAnswer(2, 1, Secret.From("two")));
        Result answer = rig.Peer.Receive<Result>();
        Assert.Equal(2, answer.Id);
        Assert.Contains("two", SessionRig.Text(answer), StringComparison.Ordinal);
    }

    [Fact]
    public void Outside_of_a_request_nobody_is_asked() => Assert.Null(new AmbientPrompt().Ask(s_question));

    private static KeyList Answer(SessionRig rig) =>
        System.Text.Json.JsonSerializer.Deserialize(rig.Peer.Receive<Result>().Value, WireJson.Wire.KeyList)!;

    // Answers with the secret as a key's origin: what the wire has room for.
    private static SessionRig Rig(SecretQuestion question)
    {
        SessionRig rig = new(r => r.On<ListKeys, KeyList>(
            (_, _) =>
            {
                using SecretBytes? secret = new AmbientPrompt().Ask(question);
                return new KeyList(secret is null ? [] : [Named(Encoding.UTF8.GetString(secret.Span))]);
            },
            WireJson.Wire.KeyList));
        rig.Peer.Greet();
        return rig;
    }

    private static OwnKey Named(string origin) => new(
        "id",
        new Protocol.Values.CertificateSummary("", "", "", "", [], default, default, "RSA", 2048),
        CanSign: true,
        CanEncrypt: true,
        Protocol.Values.ChainStatus.Valid,
        default,
        origin,
        Tokens: [],
        InKeystore: true,
        Exportable: true,
        []);
}
