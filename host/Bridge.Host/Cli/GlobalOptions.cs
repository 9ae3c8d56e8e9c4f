using System.CommandLine;
using System.Globalization;

namespace Bridge.Host.Cli;

/// <summary>Options that every command takes.</summary>
internal sealed class GlobalOptions
{
    public Option<string?> Home { get; } = new("--home")
    {
        Description = "Folder of the keystore (or SMIME_BRIDGE_HOME; default: the system's place for user data).",
        HelpName = "DIR",
        Recursive = true,
    };

    public Option<DateTimeOffset?> At { get; } = new("--at")
    {
        Description = "Judge as of this moment (ISO 8601, UTC unless an offset is given; default: now).",
        HelpName = "TIME",
        Recursive = true,
        CustomParser = result =>
        {
            if (DateTimeOffset.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at))
            {
                return at.ToUniversalTime();
            }

            result.AddError($"--at: '{result.Tokens[0].Value}' is not a time; write it like 2026-11-23T12:00:00Z.");
            return null;
        },
    };

    public Option<bool> Json { get; } = new("--json") { Description = "Machine-readable output on stdout.", Recursive = true };

    public Option<bool> Verbose { get; } = new("--verbose") { Description = "Say more on stderr, details of a fault too.", Recursive = true };

    public Option<string?> PassphraseFile { get; } = new("--keystore-passphrase-file")
    {
        Description = "File whose first line is the keystore's passphrase (default: ask at the terminal).",
        HelpName = "FILE",
        Recursive = true,
    };

    public Option<string?> PinFile { get; } = new("--pin-file")
    {
        Description = "File whose first line is the token's PIN (default: ask at the terminal).",
        HelpName = "FILE",
        Recursive = true,
    };

    public void AddTo(RootCommand root)
    {
        root.Add(Home);
        root.Add(At);
        root.Add(Json);
        root.Add(Verbose);
        root.Add(PassphraseFile);
        root.Add(PinFile);
    }
}
