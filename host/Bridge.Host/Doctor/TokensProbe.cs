using System.Globalization;
using Bridge.Keystore;
using Bridge.Keystore.Own;
using Bridge.Keystore.Tokens;

namespace Bridge.Host.Doctor;

/// <summary>Loads every module and looks for the tokens that own keys are on. Asks for no PIN.</summary>
internal sealed class TokensProbe(Func<TokenStore> tokens, Func<KeyStore> keys) : IProbe
{
    public string Name => "tokens";

    public Finding Try(CancellationToken cancellation)
    {
        IReadOnlyList<TokenModule> modules = tokens().ListModules();
        if (modules.FirstOrDefault(m => m.Problem is not null) is { } broken)
        {
            return Finding.Warning(ProbeCodes.TokensModule, ("path", broken.Path), ("reason", broken.Problem!));
        }

        IReadOnlyList<PluggedToken> plugged = tokens().List();
        if (plugged.FirstOrDefault(t => t.Pin == PinState.Locked) is { } locked)
        {
            return Finding.Warning(ProbeCodes.TokensLocked, ("token", locked.Address.Name));
        }

        HashSet<string> names = [.. plugged.Select(t => t.Address.Name)];
        if (keys().ListStored().FirstOrDefault(k => k.Key.OnToken && !k.Tokens.Any(names.Contains)) is { } away)
        {
            return Finding.Warning(ProbeCodes.TokensAbsent, ("token", string.Join(", ", away.Tokens)));
        }

        return modules.Count == 0
            ? Finding.Good(ProbeCodes.TokensNone)
            : Finding.Good(ProbeCodes.TokensGood, ("modules", Text(modules.Count)), ("tokens", Text(plugged.Count)));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
