using Bridge.Keystore.Tokens.Cryptoki;
using Bridge.Keystore.Vault;
using Bridge.Keystore.Vault.Prompting;
using Bridge.Smime.Errors;

namespace Bridge.Keystore.Tokens;

/// <summary>
/// The way to one token. Logged in once, it serves all requests until it is logged out, the token is pulled out, or the module
/// was started anew; then the next request finds the token again and asks again.
/// </summary>
internal sealed class TokenConnection(TokenAddress address, ISecretPrompt prompt)
{
    private readonly SharedUnlock _unlock = new();
    private Anchor? _anchor;

    internal TokenAddress Address { get; } = address;

    internal bool IsLoggedIn => _anchor is not null;

    /// <summary>Calls a logged-in session. When the token vanished meanwhile and is back, it is tried once more.</summary>
    /// <exception cref="RefusalException">
    /// <c>token-absent</c>, <c>token-pin-locked</c>, <c>token-pin-wrong</c>, <c>token-pin-unset</c>, <c>prompt-dismissed</c>,
    /// <c>token-failed</c>, <c>token-busy</c>, <c>token-module-unusable</c>.
    /// </exception>
    internal T Run<T>(SecretUse use, string? keyName, Func<TokenSession, T> work)
    {
        CryptokiModule module = CryptokiModule.Load(Address.Module);
        for (bool again = false; ; again = true)
        {
            Anchor anchor = _unlock.Open(() => _anchor, () => LogIn(module, use, keyName), prompt.Cancellation);
            try
            {
                return module.Call(functions => InSession(module, functions, anchor, work));
            }
            catch (CryptokiException e) when (Rv.IsGone(e.Value))
            {
                Forget(module, anchor);
                if (again)
                {
                    throw TokenRefusals.Absent(Address, e);
                }
            }
            catch (CryptokiException e)
            {
                throw TokenRefusals.Failed(Address, e);
            }
        }
    }

    /// <summary>Asks for the PIN of an operation that needs one of its own (CKA_ALWAYS_AUTHENTICATE).</summary>
    /// <returns>Empty when the token asks by itself.</returns>
    internal SecretBytes AskAnew(SecretQuestion question)
    {
        SlotFacts slot = TokenSlots.Find(CryptokiModule.Load(Address.Module), Address);
        return AsksItself(slot) ? new SecretBytes(0) : Ask(question, slot);
    }

    internal SecretQuestion Question(SecretUse use, string? keyName) => new(SecretKind.TokenPin, use, keyName, Address.Name);

    /// <summary>Logs out; harmless when nobody is logged in.</summary>
    internal void LogOut()
    {
        if (_anchor is { } anchor)
        {
            CryptokiModule module = CryptokiModule.Load(Address.Module);
            module.Call(functions =>
            {
                if (module.Generation == anchor.Generation)
                {
                    functions.Logout(anchor.Session);
                }

                return true;
            });
            Forget(module, anchor);
        }
    }

    /// <summary>Turns the answer to a PIN into the next question, or into a refusal.</summary>
    internal SecretQuestion AskAgain(SecretQuestion question, uint result) => result switch
    {
        Rv.PinLocked => throw TokenRefusals.PinLocked(Address),
        Rv.PinExpired or Rv.PinNotInitialized => throw TokenRefusals.PinUnset(Address),
        Rv.FunctionCanceled => throw TokenRefusals.PinNotGiven(Address),
        Rv.PinIncorrect or Rv.PinInvalid or Rv.PinLengthRange when question.Attempt < SharedUnlock.Attempts => question.Again(),
        Rv.PinIncorrect or Rv.PinInvalid or Rv.PinLengthRange => throw TokenRefusals.PinWrong(Address),
        _ when Rv.IsGone(result) => throw TokenRefusals.Absent(Address, new CryptokiException("C_Login", result)),
        _ => throw TokenRefusals.Failed(Address, new CryptokiException("C_Login", result)),
    };

    private T InSession<T>(CryptokiModule module, CryptokiFunctions functions, Anchor anchor, Func<TokenSession, T> work)
    {
        if (module.Generation != anchor.Generation || !Address.Names(functions.Describe(anchor.Slot)))
        {
            throw new CryptokiException("C_GetTokenInfo", Rv.DeviceRemoved);
        }

        nuint session = functions.OpenSession(anchor.Slot);
        try
        {
            return anchor.NeedsUser && !functions.IsUserSession(session)
                ? throw new CryptokiException("C_GetSessionInfo", Rv.NotLoggedIn)
                : work(new TokenSession(functions, session));
        }
        finally
        {
            functions.CloseSession(session);
        }
    }

    private Anchor LogIn(CryptokiModule module, SecretUse use, string? keyName)
    {
        SecretQuestion question = Question(use, keyName);
        while (true)
        {
            SlotFacts slot = TokenSlots.Find(module, Address);
            bool needsUser = slot.Flags.HasFlag(TokenFlags.LoginRequired);
            using SecretBytes? pin = needsUser && !AsksItself(slot) ? Ask(question, slot) : null;
            (Anchor? anchor, uint result) = Enter(module, slot, needsUser, pin);
            if (anchor is not null)
            {
                module.Hold(this);
                return _anchor = anchor;
            }

            question = AskAgain(question, result);
            if (pin is null)
            {
                // A pad of its own has asked, and may ask again at the user's next try only.
                throw TokenRefusals.PinWrong(Address);
            }
        }
    }

    private SecretBytes Ask(SecretQuestion question, SlotFacts slot)
    {
        if (slot.Flags.HasFlag(TokenFlags.PinLocked))
        {
            throw TokenRefusals.PinLocked(Address);
        }

        bool last = slot.Flags.HasFlag(TokenFlags.PinFinalTry);
        return prompt.Ask(last ? question with { Reason = SecretReason.LastTry } : question)
            ?? throw (question.Attempt > 1 ? TokenRefusals.PinWrong(Address) : TokenRefusals.PinNotGiven(Address));
    }

    private static bool AsksItself(SlotFacts slot) => slot.Flags.HasFlag(TokenFlags.ProtectedAuthenticationPath);

    // The session stays open: a login ends with the last session on the token.
    private static (Anchor? Anchor, uint Result) Enter(CryptokiModule module, SlotFacts slot, bool needsUser, SecretBytes? pin)
    {
        try
        {
            return module.Call<(Anchor?, uint)>(functions =>
            {
                nuint session = functions.OpenSession(slot.Slot);
                uint result = needsUser ? functions.Login(session, Ck.User, pin is null ? [] : pin.Span) : Rv.Ok;
                if (result is Rv.Ok or Rv.AlreadyLoggedIn)
                {
                    return (new Anchor(slot.Slot, session, module.Generation, needsUser), result);
                }

                functions.CloseSession(session);
                return (null, result);
            });
        }
        catch (CryptokiException e)
        {
            return (null, e.Value);
        }
    }

    private void Forget(CryptokiModule module, Anchor anchor)
    {
        if (Interlocked.CompareExchange(ref _anchor, null, anchor) != anchor)
        {
            return;
        }

        module.Release(this);
        module.Call(functions =>
        {
            if (module.Generation == anchor.Generation)
            {
                functions.CloseSession(anchor.Session);
            }

            return true;
        });
    }

    /// <summary>The session that keeps the login.</summary>
    private sealed record Anchor(nuint Slot, nuint Session, int Generation, bool NeedsUser);
}
