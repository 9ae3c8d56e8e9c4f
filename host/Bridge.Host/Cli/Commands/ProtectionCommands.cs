using System.CommandLine;
using System.Text.Json;
using Bridge.Host.Native.Mapping;
using Bridge.Host.Prompting;
using Bridge.Keystore.Vault;
using Bridge.Protocol.Json;

namespace Bridge.Host.Cli.Commands;

/// <summary><c>keys protection</c>, <c>keys protect</c>, <c>keys lock</c>: where the master key is, and its lock.</summary>
internal static class ProtectionCommands
{
    private static readonly string[] s_kinds =
        [VaultKinds.Passphrase, VaultKinds.SecretService, VaultKinds.Dpapi, VaultKinds.Keychain, VaultKinds.KeyFile];

    public static CliCommand DescribeShow() => new("protection", "Say how your keys are protected, and how else they could be.", Show);

    public static CliCommand DescribeProtect() => new("protect", "Protect your keys in another way, or under another passphrase.", Protect);

    public static CliCommand DescribeLock() => new("lock", "Lock your keys in every program that has them unlocked.", Lock);

    private static Func<CliContext, CancellationToken, int> Show(Command command) => (context, _) => Report(context);

    private static Func<CliContext, CancellationToken, int> Protect(Command command)
    {
        Option<string> with = new("--with") { Description = $"One of: {string.Join(", ", s_kinds)}.", HelpName = "KIND", Required = true };
        with.AcceptOnlyFromAmong(s_kinds);
        Option<string?> passphrase = new("--new-passphrase-file") { Description = "File whose first line is the new passphrase (default: ask at the terminal).", HelpName = "FILE" };
        command.Add(with);
        command.Add(passphrase);
        return (context, _) =>
        {
            using IDisposable prompt = AmbientPrompt.Use(context.PromptWith(context.Parsed.GetValue(passphrase)));
            context.Get<Protection>().Change(context.Parsed.GetRequiredValue(with));
            return Report(context);
        };
    }

    private static Func<CliContext, CancellationToken, int> Lock(Command command) => (context, _) =>
    {
        context.Get<Protection>().Lock();
        return ExitCode.Good;
    };

    private static int Report(CliContext context)
    {
        ProtectionState state = context.Get<Protection>().Look();
        context.Output.Write(
            json => JsonSerializer.Serialize(json, state.ToWire(context.Policy.LockAfterMinutes), WireJson.Indented.ProtectionReport),
            () =>
            {
                context.Output.Line($"Your keys are protected with: {state.Kind}{(state.Asks ? " (asks for it when keys are used)" : "")}");
                foreach (VaultOffer offer in state.Offers.Where(o => o.Kind != state.Kind))
                {
                    context.Output.Line($"  {offer.Kind,-15} {(offer.Trouble is null ? "can be chosen" : $"not here: {offer.Trouble}")}");
                }
            });
        return ExitCode.Good;
    }
}
