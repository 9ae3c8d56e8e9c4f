using Bridge.Keystore.Tests.Support;
using Bridge.Keystore.Tokens;
using Bridge.Keystore.Vault.Prompting;
using Bridge.Smime.Errors;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;
using Bridge.TestKit;

namespace Bridge.Keystore.Tests.Tokens;

/// <summary>PINs that are wrong or locked, tokens that are pulled out, modules that are none: each says what is wrong, and what works again works.</summary>
[Collection("SoftHSM")]
public sealed class TokenTroubleTests : IDisposable
{
    private static readonly Lazy<FaultyModule> s_faulty = new(TokenShelf.NewFaultyModule);
    private static readonly Lazy<string> s_module = new(TokenShelf.CopyModule);

    private TokenWorld? _world;

    private static FaultyModule Faulty => s_faulty.Value;

    public void Dispose()
    {
        Faulty.Fail();
        _world?.Dispose();
    }

    [Fact]
    public void Wrong_pin_is_asked_again_and_counted()
    {
        ScriptedPrompt prompt = new("000000", "1", SoftHsm.Pin);
        (_, _, OwnKey key) = World(prompt).NewOwnKey();
        Assert.Equal([1, 2, 3], prompt.Asked.Select(q => q.Attempt));
        Assert.Equal([SecretReason.None, SecretReason.Wrong, SecretReason.Wrong], prompt.Asked.Select(q => q.Reason));
        World(prompt).SignWith(key);
        Assert.Equal(3, prompt.Asked.Count);
    }

    [Fact]
    public void Pin_that_stays_wrong_ends_the_operation_and_nothing_is_stored()
    {
        ScriptedPrompt prompt = new("000000");
        ForgedIdentity person = TokenWorld.Person();
        TokenAddress token = World(prompt).NewToken(person);
        RefusalException refusal = Forged.Refused("token-pin-wrong", () => World(prompt).Home.Keys.UseToken(token, [person.Certificate]));
        Assert.Equal(token.Label, refusal.Parameters["token"]);
        Assert.Equal(SharedUnlock.Attempts, prompt.Asked.Count);
        Assert.Empty(World(prompt).Home.Keys.ListStored());
    }

    [Fact]
    public void Dismissed_question_is_a_refusal_and_the_next_use_asks_again()
    {
        ScriptedPrompt prompt = new(SoftHsm.Pin, null, SoftHsm.Pin);
        (_, _, OwnKey key) = World(prompt).NewOwnKey();
        World(prompt).Home.Tokens.LogOut();
        Forged.Refused("prompt-dismissed", () => World(prompt).SignWith(key));
        World(prompt).SignWith(key);
        Assert.Equal(3, prompt.Asked.Count);
    }

    [Fact]
    public void Locked_pin_is_said_without_asking()
    {
        ScriptedPrompt prompt = new(SoftHsm.Pin);
        (_, TokenAddress token, OwnKey key) = FaultyWorld(prompt).NewOwnKey();
        _world!.Home.Tokens.LogOut();
        Faulty.Fail("locked");
        Assert.Equal(token.Label, Forged.Refused("token-pin-locked", () => _world.SignWith(key)).Parameters["token"]);
        Assert.Single(prompt.Asked);
        Assert.Equal(PinState.Locked, _world.Home.Tokens.List().Single(t => t.Address == token).Pin);
    }

    [Fact]
    public void Pin_that_is_locked_while_it_is_asked_for_is_said()
    {
        ScriptedPrompt prompt = new(SoftHsm.Pin);
        (_, _, OwnKey key) = FaultyWorld(prompt).NewOwnKey();
        _world!.Home.Tokens.LogOut();
        prompt.WhileAsking = () => Faulty.Fail("locked");
        Forged.Refused("token-pin-locked", () => _world.SignWith(key));
    }

    [Fact]
    public void Last_try_is_told_with_the_question()
    {
        ScriptedPrompt prompt = new(SoftHsm.Pin);
        (_, _, OwnKey key) = FaultyWorld(prompt).NewOwnKey();
        _world!.Home.Tokens.LogOut();
        Faulty.Fail("last");
        _world.SignWith(key);
        Assert.Equal(SecretReason.LastTry, prompt.Asked[^1].Reason);
    }

    [Fact]
    public void Reader_with_a_pad_of_its_own_is_not_asked_for_here()
    {
        ScriptedPrompt prompt = new(SoftHsm.Pin);
        (_, TokenAddress token, OwnKey key) = FaultyWorld(prompt).NewOwnKey();
        _world!.Home.Tokens.LogOut();
        Faulty.Fail("pad");
        _world.SignWith(key);
        Assert.Single(prompt.Asked);
        Assert.True(_world.Home.Tokens.List().Single(t => t.Address == token).HasPinPad);
    }

    [Fact]
    public void Key_that_wants_its_pin_each_time_gets_it_each_time()
    {
        ScriptedPrompt prompt = new(SoftHsm.Pin, SoftHsm.Pin, "000000", SoftHsm.Pin);
        (_, _, OwnKey key) = FaultyWorld(prompt).NewOwnKey(KeyAlgorithm.Rsa);
        Faulty.Fail("each");
        using ISigningKey signing = _world!.Home.Keys.OpenSigning(key);
        Assert.Single(prompt.Asked);
        TokenWorld.Sign(signing, key.Certificate);
        Assert.Equal(2, prompt.Asked.Count);
        TokenWorld.Sign(signing, key.Certificate);
        Assert.Equal([1, 1, 1, 2], prompt.Asked.Select(q => q.Attempt));
    }

    [Theory]
    [InlineData(KeyAlgorithm.Rsa)]
    [InlineData(KeyAlgorithm.EcP256)]
    public void Token_pulled_out_in_the_middle_is_a_clear_refusal_and_works_again_when_it_is_back(KeyAlgorithm algorithm)
    {
        ScriptedPrompt prompt = new(SoftHsm.Pin);
        (_, TokenAddress token, OwnKey key) = FaultyWorld(prompt).NewOwnKey(algorithm);
        using ISigningKey signing = _world!.Home.Keys.OpenSigning(key);
        using IDecryptionKey decryption = _world.Home.Keys.OpenDecryption(key);
        Faulty.Fail("gone");
        RefusalException refusal = Forged.Refused("token-absent", () => TokenWorld.Sign(signing, key.Certificate));
        Assert.Equal(token.Label, refusal.Parameters["token"]);
        Forged.Refused("token-absent", () => Bridge.Keystore.Keys.KeyTrial.Unwraps(decryption, key.Certificate));
        Forged.Refused("token-absent", () => _world.Home.Keys.OpenSigning(key));
        Assert.DoesNotContain(token, _world.Home.Tokens.List().Select(t => t.Address));

        Faulty.Fail();
        TokenWorld.Sign(signing, key.Certificate);
        Assert.True(Bridge.Keystore.Keys.KeyTrial.Unwraps(decryption, key.Certificate));
        Assert.Equal(2, prompt.Asked.Count);
    }

    [Fact]
    public void Operation_that_breaks_off_while_the_token_is_there_is_tried_once_more_and_no_oftener()
    {
        ScriptedPrompt prompt = new(SoftHsm.Pin);
        (_, _, OwnKey key) = FaultyWorld(prompt).NewOwnKey(KeyAlgorithm.Rsa);
        Faulty.Fail("torn");
        Forged.Refused("token-absent", () => _world!.SignWith(key));
        Assert.Equal(2, prompt.Asked.Count);
        Faulty.Fail();
        _world!.SignWith(key);
    }

    [Fact]
    public void Softhsm_token_that_is_taken_away_and_put_back_is_found_again()
    {
        ScriptedPrompt prompt = new(SoftHsm.Pin);
        (_, TokenAddress token, OwnKey key) = World(prompt).NewOwnKey(KeyAlgorithm.Rsa);
        string folder = TokenShelf.Hsm.FolderOf(token.Serial), away = TokenShelf.Hsm.Beside($"away-{token.Serial}");
        Directory.Move(folder, away);
        RefusalException refusal = Assert.Throws<RefusalException>(() => World(prompt).SignWith(key));
        Assert.Contains(refusal.Code, (string[])["token-absent", "token-key-missing", "token-failed"]);
        World(prompt).Home.Tokens.LogOut();
        Forged.Refused("token-absent", () => World(prompt).SignWith(key));
        Directory.Move(away, folder);
        World(prompt).SignWith(key);
    }

    [Fact]
    public void Copy_on_another_token_serves_while_the_first_is_away()
    {
        ScriptedPrompt prompt = new(SoftHsm.Pin);
        ForgedIdentity person = TokenWorld.Person();
        TokenAddress spare = World(prompt).NewToken(person), daily = World(prompt).NewToken(person);
        World(prompt).Home.Keys.UseToken(spare, [person.Certificate]);
        OwnKey key = Assert.Single(World(prompt).Home.Keys.UseToken(daily, [person.Certificate]).Keys).Key;
        World(prompt).Home.Tokens.LogOut();
        string folder = TokenShelf.Hsm.FolderOf(daily.Serial), away = TokenShelf.Hsm.Beside($"away-{daily.Serial}");
        Directory.Move(folder, away);
        World(prompt).SignWith(key);
        Assert.Equal(spare.Label, prompt.Asked[^1].Token);
        Directory.Move(away, folder);
        World(prompt).Home.Tokens.LogOut();
        World(prompt).SignWith(key);
        Assert.Equal(daily.Label, prompt.Asked[^1].Token);
    }

    [Fact]
    public void Removed_module_makes_its_keys_absent_and_no_other_library_is_ever_loaded()
    {
        ScriptedPrompt prompt = new(SoftHsm.Pin);
        (ForgedIdentity person, TokenAddress token, OwnKey key) = World(prompt).NewOwnKey();
        World(prompt).Home.Tokens.RemoveModule(token.Module);
        Forged.Refused("token-absent", () => World(prompt).SignWith(key));
        Forged.Refused("token-module-unknown", () => World(prompt).Home.Keys.UseToken(token, [person.Certificate]));
        Forged.Refused("token-module-unknown", () => World(prompt).Home.Tokens.ListKeys(token with { Module = "/lib/x86_64-linux-gnu/libz.so.1" }));
        Forged.Refused("token-module-unknown", () => World(prompt).Home.Tokens.RemoveModule(token.Module));
        Assert.Single(World(prompt).Home.Keys.ListStored());
        World(prompt).Home.Tokens.AddModule(token.Module);
        World(prompt).SignWith(key);
    }

    [Fact]
    public void File_that_is_no_module_is_refused_with_the_reason()
    {
        TokenStore tokens = World(new ScriptedPrompt(SoftHsm.Pin)).Home.Tokens;
        string text = TokenShelf.Hsm.Beside("text.so"), open = TokenShelf.Hsm.Beside("open.so");
        File.WriteAllText(text, "not a library");
        File.Copy(SoftHsm.Module, open, overwrite: true);
        File.SetUnixFileMode(open, File.GetUnixFileMode(open) | UnixFileMode.OtherWrite);
        string plain = Directory.EnumerateFiles("/lib/x86_64-linux-gnu", "libz.so.1*").First();
        foreach ((string path, string reason) in new[] { ("/nowhere.so", "missing"), ("relative.so", "missing"), (text, "not-a-library"), (plain, "not-pkcs11"), (open, "writable") })
        {
            RefusalException refusal = Forged.Refused("token-module-unusable", () => tokens.AddModule(path));
            Assert.Equal((path, reason), (refusal.Parameters["path"], refusal.Parameters["reason"]));
        }

        Assert.Equal(s_module.Value, Assert.Single(tokens.ListModules()).Path);
    }

    [Fact]
    public void Module_that_vanished_is_listed_with_what_is_wrong()
    {
        string path = TokenShelf.CopyModule();
        TokenStore tokens = World(new ScriptedPrompt(SoftHsm.Pin)).Home.Tokens;
        Assert.Equal("Implementation of PKCS11", tokens.AddModule(path).Description);
        File.Delete(path);
        Assert.Equal("missing", tokens.ListModules().Single(m => m.Path == path).Problem);
        Assert.DoesNotContain(path, tokens.List().Select(t => t.Address.Module));
    }

    private TokenWorld World(ScriptedPrompt prompt) => _world ??= new TokenWorld(prompt, s_module.Value);

    private TokenWorld FaultyWorld(ScriptedPrompt prompt) => _world ??= new TokenWorld(prompt, Faulty.Path);
}
