using System.ComponentModel;
using System.Diagnostics;
using Bridge.Keystore.Vault;
using Bridge.Keystore.Vault.Prompting;
using Bridge.Smime.Errors;

namespace Bridge.Host.Prompting;

/// <summary>
/// A pinentry program, as GnuPG's agent uses them: it asks in a window or a terminal of its own, so that the secret passes
/// through no other program. Named by <c>SMIME_BRIDGE_PINENTRY</c>, never by a setting that a mail client could change.
/// </summary>
/// <param name="program">Path of the program.</param>
/// <param name="patience">How long the user may take.</param>
internal sealed class Pinentry(string program, TimeSpan patience)
{
    public const string Variable = "SMIME_BRIDGE_PINENTRY";

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    /// <summary>The program that the environment names; null for none.</summary>
    public static Pinentry? Configured() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? new Pinentry(named, s_patience) : null;

    /// <returns>UTF-8 bytes; null when it was dismissed or nobody answered.</returns>
    /// <exception cref="RefusalException"><c>prompt-unavailable</c>: the program cannot be started, or does not speak Assuan.</exception>
    public SecretBytes? Ask(SecretQuestion question, CancellationToken cancellation)
    {
        using Process process = Start();
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        end.CancelAfter(patience);
        using CancellationTokenRegistration kill = end.Token.Register(() => Kill(process));
        try
        {
            SecretBytes? answer = new PinentryConversation(process.StandardOutput.BaseStream, process.StandardInput.BaseStream).Ask(question);
            cancellation.ThrowIfCancellationRequested();
            return answer;
        }
        catch (IOException) when (end.IsCancellationRequested)
        {
            cancellation.ThrowIfCancellationRequested();
            return null;
        }
        catch (IOException e)
        {
            throw Unavailable(e);
        }
        finally
        {
            Kill(process);
        }
    }

    private Process Start()
    {
        ProcessStartInfo start = new(program) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        try
        {
            return Process.Start(start)!;
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            throw Unavailable(e);
        }
    }

    private RefusalException Unavailable(Exception cause) => new(
        "prompt-unavailable",
        RefusalKind.Key,
        $"The pinentry program {program} does not work.",
        new Dictionary<string, string> { ["program"] = program },
        cause);

    private static void Kill(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }
}
