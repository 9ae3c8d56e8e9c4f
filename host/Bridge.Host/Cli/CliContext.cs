using System.CommandLine;
using Bridge.Host.Prompting;
using Bridge.Smime.Policy;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Host.Cli;

/// <summary>What one command runs with: the parsed globals, the streams, and the services on the chosen home.</summary>
internal sealed class CliContext(ParseResult parsed, GlobalOptions globals, CliStreams streams, Func<string?, IServiceProvider> open)
{
    private IServiceProvider? _services;

    public ParseResult Parsed { get; } = parsed;

    public CliStreams Streams { get; } = streams;

    public bool Json => Parsed.GetValue(globals.Json);

    public bool Verbose => Parsed.GetValue(globals.Verbose);

    /// <summary>The folder asked for, or null for the default place.</summary>
    public string? Home => Parsed.GetValue(globals.Home);

    /// <summary>The moment to judge at: <c>--at</c>, else now.</summary>
    public DateTimeOffset At => Parsed.GetValue(globals.At) ?? Get<TimeProvider>().GetUtcNow();

    /// <summary>Who is asked for secrets while the command runs.</summary>
    public CommandPrompt Prompt => PromptWith(null);

    /// <summary>The same, with a file for the new passphrase.</summary>
    public CommandPrompt PromptWith(string? newPassphraseFile) => new(
        Parsed.GetValue(globals.PassphraseFile), newPassphraseFile, Parsed.GetValue(globals.PinFile), Pinentry.Configured(), Streams.Error);

    public CliOutput Output => new(Streams.Output, Streams.Error, Json);

    public SmimePolicy Policy => Get<SmimePolicy>();

    /// <summary>A service on the keystore of <see cref="Home"/>, which is opened at the first call.</summary>
    public T Get<T>()
        where T : notnull => (_services ??= open(Home)).GetRequiredService<T>();

    public void Close() => (_services as IDisposable)?.Dispose();
}
