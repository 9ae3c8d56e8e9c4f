namespace Bridge.Host.Cli;

/// <summary>Exit codes of the command line. Refusals use their <see cref="Smime.Errors.RefusalKind"/> as it stands.</summary>
internal static class ExitCode
{
    public const int Good = 0;
    public const int VerdictNotGood = 1;
    public const int Usage = 2;
    public const int Message = 6;
    public const int Fault = 70;
    /// <summary>128 + SIGINT, as shells expect.</summary>
    public const int Interrupted = 130;
}
