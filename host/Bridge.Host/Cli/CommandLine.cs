using System.CommandLine;
using Bridge.Host.Cli.Commands;
using Bridge.Host.Prompting;
using Bridge.Smime.Errors;

namespace Bridge.Host.Cli;

/// <summary>The command-line door: grammar, and the one place where outcomes become exit codes.</summary>
internal sealed class CommandLine(CliStreams streams, Func<string?, IServiceProvider> open)
{
    private readonly GlobalOptions _globals = new();

    public int Run(string[] args)
    {
        RootCommand root = new("S/MIME Bridge: signed and encrypted mail for mail clients and scripts.");
        _globals.AddTo(root);
        foreach (CliCommand command in CliCommands.All())
        {
            root.Add(Build(command));
        }

        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (System.CommandLine.Parsing.ParseError problem in parsed.Errors)
            {
                streams.Error.WriteLine(Terminal.WithoutControls(problem.Message));
            }

            streams.Error.WriteLine("'smime-bridge --help' lists the commands, 'smime-bridge COMMAND --help' its options.");
            return ExitCode.Usage;
        }

        return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    private Command Build(CliCommand description)
    {
        Command command = new(description.Name, description.Summary);
        foreach (CliCommand child in description.Children)
        {
            command.Add(Build(child));
        }

        if (description.Declare is { } declare)
        {
            Func<CliContext, CancellationToken, int> run = declare(command);
            command.SetAction((parsed, cancellation) => Task.FromResult(Guard(parsed, run, cancellation)));
        }

        return command;
    }

    private int Guard(ParseResult parsed, Func<CliContext, CancellationToken, int> run, CancellationToken cancellation)
    {
        CliContext context = new(parsed, _globals, streams, open);
        using IDisposable prompt = AmbientPrompt.Use(context.Prompt);
        try
        {
            int code = run(context, cancellation);
            streams.Output.Flush();
            return code;
        }
        catch (RefusalException e)
        {
            context.Output.Note($"smime-bridge: {e.Message} ({e.Code})");
            return (int)e.Kind;
        }
        catch (MalformedException e)
        {
            context.Output.Note($"smime-bridge: {e.Message} ({e.Code})");
            return ExitCode.Message;
        }
        catch (OperationCanceledException)
        {
            context.Output.Note("smime-bridge: cancelled; nothing was changed.");
            return ExitCode.Interrupted;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            context.Output.Note($"smime-bridge: {e.Message}");
            return ExitCode.Usage;
        }
        catch (Exception e)
        {
            context.Output.Note(context.Verbose ? e.ToString() : $"smime-bridge: fault ({e.GetType().Name}); run again with --verbose for details.");
            return ExitCode.Fault;
        }
        finally
        {
            context.Close();
        }
    }
}
