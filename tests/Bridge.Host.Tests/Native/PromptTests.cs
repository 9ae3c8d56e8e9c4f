using Bridge.Host.Native;
using Bridge.Protocol;
using Bridge.Protocol.Json;
using Bridge.Protocol.Keys;
using Bridge.Protocol.Session;

namespace Bridge.Host.Tests.Native;

public sealed class PromptTests
{
    [Fact]
    public void A_handler_gets_the_secret_that_the_user_typed_and_a_wrong_one_is_asked_again()
    {
        MemoryLog log = new();
        using SessionRig rig = Rig(
            (_, c) =>
            {
                int attempt = 1;
                while (true)
                {
                    using Secret secret = c.Ask(PromptKind.Pkcs12Passphrase, "me.pfx", attempt);
                    if (secret.Characters.SequenceEqual("geheim-€-\"\\"))
                    {
                        return new KeysImported([], attempt, []);
                    }

                    attempt++;
                }
            },
            log);
        rig.Peer.Send(new ImportKeys(1, "me.pfx"));
        Prompt first = rig.Peer.Receive<Prompt>();
        Assert.Equal((1L, 1, PromptKind.Pkcs12Passphrase), (first.Id, first.PromptNumber, first.Kind));
        Assert.Equal(new Dictionary<string, string> { ["file"] = "me.pfx", ["attempt"] = "1" }, first.Parameters);
        rig.Peer.Send(new PromptAnswer(1, 1, Secret.From("geraten")));
        Prompt second = rig.Peer.Receive<Prompt>();
        Assert.Equal(("2", "wrong", 2), (second.Parameters["attempt"], second.Parameters["reason"], second.PromptNumber));
        rig.Peer.Send(new PromptAnswer(1, 1, Secret.From("an answer to the first prompt")));
        rig.Peer.Send(new PromptAnswer(1, 2, Secret.From("geheim-€-\"\\")));
        Assert.Equal("""{"keys":[],"certificates":2,"incomplete":[]}""", SessionRig.Text(rig.Peer.Receive<Result>()));
        Assert.DoesNotContain(log.Lines, l => l.Contains("geheim", StringComparison.Ordinal) || l.Contains("geraten", StringComparison.Ordinal));
    }

    [Fact]
    public void A_dismissed_prompt_fails_the_request()
    {
        using SessionRig rig = Asking();
        rig.Peer.Send(new ImportKeys(1, "me.pfx"));
        Prompt prompt = rig.Peer.Receive<Prompt>();
        rig.Peer.SendText($$"""{"type":"prompt.answer","id":1,"prompt":{{prompt.PromptNumber}}}""");
        Assert.Equal(ErrorCode.PromptDismissed, rig.Peer.Receive<Failure>().Code);
    }

    [Fact]
    public void Cancel_ends_a_waiting_prompt()
    {
        using SessionRig rig = Asking();
        rig.Peer.Send(new ImportKeys(1, "me.pfx"));
        rig.Peer.Receive<Prompt>();
        rig.Peer.Send(new Cancel(1));
        Assert.Equal(ErrorCode.Cancelled, rig.Peer.Receive<Failure>().Code);
        rig.Peer.Send(new PromptAnswer(1, 1, Secret.From("late")));
        rig.Peer.Send(new ImportKeys(2, "me.pfx"));
        Assert.Equal(2, rig.Peer.Receive<Prompt>().Id);
    }

    [Fact]
    public void A_secret_of_unreasonable_length_is_malformed()
    {
        using SessionRig rig = Asking();
        rig.Peer.Send(new ImportKeys(1, "me.pfx"));
        rig.Peer.Receive<Prompt>();
        rig.Peer.Send(new PromptAnswer(1, 1, Secret.From(new string('x', 4097))));
        Failure failure = rig.Peer.Receive<Failure>();
        Assert.Equal((1L, ErrorCode.MessageMalformed), (failure.Id, failure.Code));
    }

    [Fact]
    public void A_secret_shows_itself_nowhere()
    {
        Secret secret = Secret.From("hunter2");
        Assert.DoesNotContain("hunter2", new PromptAnswer(1, 1, secret).ToString(), StringComparison.Ordinal);
        secret.Dispose();
        Assert.True(secret.Characters.IndexOfAnyExcept('\0') < 0);
    }

    private static SessionRig Asking() => Rig((_, c) =>
    {
        using Secret secret = c.Ask(PromptKind.Pkcs12Passphrase, "me.pfx", 1);
        return new KeysImported([], 0, []);
    });

    private static SessionRig Rig(Func<ImportKeys, RequestContext, KeysImported> handle, MemoryLog? log = null)
    {
        SessionRig rig = new(r => r.On(handle, WireJson.Wire.KeysImported), log: log);
        rig.Peer.Greet();
        return rig;
    }
}
