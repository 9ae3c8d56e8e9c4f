using Bridge.Smime.Errors;

namespace Bridge.Host.Cli.Commands;

/// <summary>A name that is kept for a later version: says so, and does nothing.</summary>
internal static class NotAvailable
{
    public static CliCommand Describe(string name, string summary) => new(name, $"{summary} Not available in this version.", command =>
    {
        command.TreatUnmatchedTokensAsErrors = false;
        return (_, _) => throw new RefusalException("not-available", RefusalKind.Usage, $"'{command.Name}' is not available in this version.");
    });
}
