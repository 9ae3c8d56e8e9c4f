using System.Collections.Concurrent;
using Bridge.Keystore.Keys;
using Bridge.Keystore.Own;
using Bridge.Keystore.Storage;
using Bridge.Keystore.Tokens.Cryptoki;
using Bridge.Keystore.Vault.Prompting;
using Bridge.Smime.Cms.KeyManagement;
using Bridge.Smime.Errors;
using Bridge.Smime.Values;

namespace Bridge.Keystore.Tokens;

/// <summary>
/// Smart cards and other tokens, through PKCS#11 modules that the user named. A module is a library that runs inside this
/// process; private keys stay on the token, which is asked to sign and to decrypt.
/// </summary>
public sealed class TokenStore : IDisposable
{
    private readonly Database _database;
    private readonly ISecretPrompt _prompt;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<TokenAddress, TokenConnection> _connections = new();
    private readonly Func<TimeSpan> _patience;
    private ITimer? _idle;

    /// <param name="database">Modules, and which keys are on which tokens.</param>
    /// <param name="prompt">Asks for PINs.</param>
    /// <param name="patience">How long a login may lie unused; zero: until it is logged out. Asked at each use.</param>
    /// <param name="clock">Ends logins that lie unused.</param>
    internal TokenStore(Database database, ISecretPrompt prompt, Func<TimeSpan> patience, TimeProvider clock) =>
        (_database, _prompt, _patience, _clock) = (database, prompt, patience, clock);

    /// <summary>The modules, loaded as far as they can be.</summary>
    public IReadOnlyList<TokenModule> ListModules() => [.. _database.Read(TokenRows.Modules).Select(Describe)];

    /// <summary>Paths of modules that are on this machine and not among ours.</summary>
    public IReadOnlyList<string> SuggestModules() => KnownModules.Installed(without: _database.Read(TokenRows.Modules));

    /// <summary>Takes in a module, after it was loaded and started. From now on its code runs in this program.</summary>
    /// <exception cref="RefusalException"><c>token-module-unusable</c>.</exception>
    public TokenModule AddModule(string path)
    {
        CryptokiModule module = Load(path);
        _database.Write(session => TokenRows.AddModule(session, module.Path, _clock.GetUtcNow()));
        return Describe(module.Path);
    }

    /// <summary>Leaves a module out from now on. Keys of its tokens stay listed, and are absent.</summary>
    /// <exception cref="RefusalException"><c>token-module-unknown</c>.</exception>
    public void RemoveModule(string path)
    {
        foreach (TokenConnection connection in _connections.Values.Where(c => c.Address.Module == path))
        {
            connection.LogOut();
        }

        if (!_database.Write(session => TokenRows.RemoveModule(session, path)))
        {
            throw TokenRefusals.ModuleUnknown(path);
        }
    }

    /// <summary>The tokens that are plugged in now, through all modules that work.</summary>
    public IReadOnlyList<PluggedToken> List() => [.. _database.Read(TokenRows.Modules).SelectMany(ListOf)];

    /// <summary>The token of this name: its label or its serial number, or the only one there is when it is null.</summary>
    /// <exception cref="RefusalException"><c>token-absent</c>; <c>token-ambiguous</c>: several fit.</exception>
    public PluggedToken Get(string? name)
    {
        // Two modules may reach the same token; either will do.
        IReadOnlyList<PluggedToken> fitting =
        [
            .. List().Where(t => name is null || t.Address.Label == name || t.Address.Serial == name).DistinctBy(t => (t.Address.Label, t.Address.Serial)),
        ];
        return fitting.Count switch
        {
            0 => throw TokenRefusals.Absent(new TokenAddress("", name ?? "", "")),
            1 => fitting[0],
            _ => throw TokenRefusals.Ambiguous(name ?? "", fitting.Count),
        };
    }

    /// <summary>The private keys of a token; asks for its PIN.</summary>
    /// <exception cref="RefusalException">Those of a token.</exception>
    public IReadOnlyList<TokenKeyObject> ListKeys(TokenAddress token) => Connect(token).Run(SecretUse.TryKey, null, session =>
    {
        List<(byte[] Id, Certificate Certificate)> certificates = CertificateObjects.List(session);
        return PrivateKeyObjects.List(session).Select(k => new TokenKeyObject(
            Convert.ToHexStringLower(k.Id),
            k.Label,
            k.Kind,
            certificates.FirstOrDefault(c => c.Id.AsSpan().SequenceEqual(k.Id)).Certificate)).ToList();
    });

    /// <summary>Logs out of all tokens: the next use asks for the PIN.</summary>
    public void LogOut()
    {
        foreach (TokenConnection connection in _connections.Values)
        {
            connection.LogOut();
        }
    }

    public void Dispose()
    {
        Interlocked.Exchange(ref _idle, null)?.Dispose();
        LogOut();
    }

    /// <summary>The token's private key of a certificate, tried out; asks for the PIN.</summary>
    /// <returns>CKA_ID of its object.</returns>
    /// <exception cref="RefusalException"><c>token-key-missing</c>, and those of a token.</exception>
    internal byte[] FindKey(TokenAddress token, Certificate certificate)
    {
        TokenConnection connection = Connect(token);
        foreach (byte[] id in connection.Run(SecretUse.TryKey, null, session => PrivateKeyObjects.Candidates(session, certificate)))
        {
            using TokenKey key = new(connection, id, certificate, SecretUse.TryKey);
            if ((!KeyUsability.KindSigns(certificate.KeyAlgorithm) || KeyTrial.Signs(key, certificate))
                && (!KeyUsability.CanEncrypt(certificate) || KeyTrial.Unwraps(key, certificate)))
            {
                return id;
            }
        }

        throw TokenRefusals.KeyMissing(token);
    }

    /// <summary>The certificates of a token: those above its own belong to their chains.</summary>
    internal IReadOnlyList<Certificate> CertificatesOf(TokenAddress token)
    {
        CryptokiModule module = Known(token);
        return [.. CertificateObjects.List(module, TokenSlots.Find(module, token)).Select(c => c.Certificate)];
    }

    /// <summary>Opens an own key on the first of its tokens that is plugged in.</summary>
    /// <exception cref="RefusalException">Those of a token.</exception>
    internal TokenKey Open(IReadOnlyList<(TokenAddress Token, byte[] ObjectId)> places, Certificate certificate, SecretUse use)
    {
        RefusalException? first = null;
        foreach ((TokenAddress token, byte[] id) in places)
        {
            try
            {
                return new TokenKey(Connect(token), id, certificate, use);
            }
            catch (RefusalException e) when (e.Code is "token-absent" or "token-key-missing" or "token-module-unusable" or "token-module-unknown")
            {
                // A copy on another token may be at hand.
                first ??= e.Code == "token-module-unknown" ? TokenRefusals.Absent(token, e) : e;
            }
        }

        throw first ?? throw new ArgumentException("A key on a token has a place.", nameof(places));
    }

    private void EndIdle()
    {
        try
        {
            LogOut();
        }
        catch (RefusalException)
        {
            // The module does not answer: whatever it hangs in, nobody uses the login meanwhile.
        }
    }

    private IEnumerable<PluggedToken> ListOf(string path)
    {
        CryptokiModule module;
        try
        {
            module = Load(path);
        }
        catch (RefusalException)
        {
            return [];
        }

        HashSet<string> used = [.. _database.Read(s => TokenRows.KeysOf(s, path))];
        return TokenSlots.Of(module).Select(slot => Describe(module, slot, used));
    }

    private PluggedToken Describe(CryptokiModule module, SlotFacts slot, HashSet<string> used)
    {
        TokenAddress address = new(module.Path, slot.Label, slot.Serial);
        return new PluggedToken(
            address,
            slot.Reader,
            slot.Manufacturer,
            slot.Model,
            PinOf(slot.Flags),
            slot.Flags.HasFlag(TokenFlags.ProtectedAuthenticationPath),
            _connections.TryGetValue(address, out TokenConnection? connection) && connection.IsLoggedIn,
            [
                .. CertificateObjects.List(module, slot)
                    .Select(c => new TokenCertificate(
                        c.Certificate, used.Contains(TokenRows.KeyOn(address, c.Certificate)), KeyUsability.CanSign(c.Certificate), KeyUsability.CanEncrypt(c.Certificate)))
                    .Where(c => c.CanSign || c.CanEncrypt),
            ]);
    }

    private static PinState PinOf(TokenFlags flags) =>
        flags.HasFlag(TokenFlags.PinLocked) ? PinState.Locked
        : flags.HasFlag(TokenFlags.PinFinalTry) ? PinState.LastTry
        : flags.HasFlag(TokenFlags.PinCountLow) ? PinState.Low
        : PinState.Good;

    private TokenConnection Connect(TokenAddress token)
    {
        Known(token);
        TimeSpan patience = _patience();
        ITimer? timer = patience > TimeSpan.Zero ? _clock.CreateTimer(_ => EndIdle(), null, patience, Timeout.InfiniteTimeSpan) : null;
        Interlocked.Exchange(ref _idle, timer)?.Dispose();
        return _connections.GetOrAdd(token, t => new TokenConnection(t, _prompt));
    }

    // Only what the user took in as a module is ever loaded, whatever a request or a row of the database names.
    private CryptokiModule Known(TokenAddress token) => _database.Read(TokenRows.Modules).Contains(token.Module)
        ? Load(token.Module)
        : throw TokenRefusals.ModuleUnknown(token.Module);

    private static TokenModule Describe(string path)
    {
        try
        {
            ModuleFacts facts = Load(path).Facts;
            return new TokenModule(path, facts.Description, facts.Version, null);
        }
        catch (RefusalException e) when (e.Code == "token-module-unusable")
        {
            return new TokenModule(path, null, null, e.Parameters["reason"]);
        }
    }

    private static CryptokiModule Load(string path) => CryptokiModule.Load(ModuleFile.Require(path));
}
