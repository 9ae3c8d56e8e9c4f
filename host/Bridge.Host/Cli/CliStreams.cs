namespace Bridge.Host.Cli;

/// <summary>The three streams of the command line, bytes not text, so that MIME passes unchanged; tests put their own here.</summary>
internal sealed record CliStreams(Stream Input, Stream Output, TextWriter Error)
{
    public static CliStreams Console() => new(System.Console.OpenStandardInput(), System.Console.OpenStandardOutput(), System.Console.Error);
}
