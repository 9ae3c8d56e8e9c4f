using System.CommandLine;

namespace Bridge.Host.Cli;

/// <summary>
/// One command as data: its words, its sub-commands, and a function that declares its arguments on the grammar and
/// returns what to run.
/// </summary>
internal sealed record CliCommand(
    string Name,
    string Summary,
    Func<Command, Func<CliContext, CancellationToken, int>>? Declare,
    params IReadOnlyList<CliCommand> Children);
