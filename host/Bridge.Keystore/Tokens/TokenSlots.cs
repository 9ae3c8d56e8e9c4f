using Bridge.Keystore.Tokens.Cryptoki;

namespace Bridge.Keystore.Tokens;

/// <summary>The tokens that are plugged in.</summary>
internal static class TokenSlots
{
    /// <summary>Prepared tokens that a module sees now. One that goes while it is described is left out.</summary>
    internal static IReadOnlyList<SlotFacts> Of(CryptokiModule module)
    {
        try
        {
            return module.Call(functions => functions.Slots()
                .Select(slot => Describe(functions, slot))
                .OfType<SlotFacts>()
                .Where(s => s.Flags.HasFlag(TokenFlags.Initialized))
                .ToList());
        }
        catch (CryptokiException)
        {
            return [];
        }
    }

    /// <summary>A certain token. Some modules see a new one only when they are started: that is tried before saying that there is none.</summary>
    /// <exception cref="Smime.Errors.RefusalException"><c>token-absent</c>.</exception>
    internal static SlotFacts Find(CryptokiModule module, TokenAddress token) =>
        Look(module, token) ?? (module.Restart() ? Look(module, token) : null) ?? throw TokenRefusals.Absent(token);

    private static SlotFacts? Look(CryptokiModule module, TokenAddress token) => Of(module).FirstOrDefault(token.Names);

    private static SlotFacts? Describe(CryptokiFunctions functions, nuint slot)
    {
        try
        {
            return functions.Describe(slot);
        }
        catch (CryptokiException)
        {
            return null;
        }
    }
}
