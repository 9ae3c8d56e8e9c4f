using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Bridge.Smime.Errors;

namespace Bridge.Host.Profiles;

/// <summary>
/// The gpgsm program of GnuPG, asked for its keys. It gives them as PKCS#12 under the passphrase that it is handed on its standard input, never
/// in an argument or a file.
/// </summary>
internal static class Gpgsm
{
    /// <summary>Fingerprints of the certificates whose private key gpgsm has.</summary>
    /// <exception cref="RefusalException"><c>gpgsm-failed</c>.</exception>
    public static IReadOnlyList<string> SecretKeys() =>
    [
        .. Encoding.UTF8.GetString(Run([], "--batch", "--with-colons", "--list-secret-keys")).Split('\n')
            .Where(l => l.StartsWith("fpr:", StringComparison.Ordinal)).Select(l => l.Split(':')[9]).Distinct(),
    ];

    /// <param name="passphrase">Opens the key in gpgsm, and then protects the file.</param>
    /// <exception cref="RefusalException"><c>gpgsm-failed</c>.</exception>
    public static byte[] ExportPkcs12(string fingerprint, ReadOnlySpan<char> passphrase) =>
        Run(passphrase, "--batch", "--pinentry-mode", "loopback", "--passphrase-fd", "0", "--export-secret-key-p12", fingerprint);

    /// <summary>The certificate and its issuers, as far as gpgsm has them: PEM.</summary>
    /// <exception cref="RefusalException"><c>gpgsm-failed</c>.</exception>
    public static byte[] ExportCertificates(string fingerprint) => Run([], "--batch", "--armor", "--export", fingerprint);

    private static byte[] Run(ReadOnlySpan<char> input, params string[] arguments)
    {
        ProcessStartInfo start = new("gpgsm", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Start(start);
        Write(process.StandardInput.BaseStream, input);
        Task<string> error = process.StandardError.ReadToEndAsync();
        using MemoryStream output = new();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        return process.ExitCode == 0 && (output.Length > 0 || arguments.Contains("--list-secret-keys"))
            ? output.ToArray()
            : throw Failed(error.Result.Trim() is { Length: > 0 } said ? said.Split('\n')[^1] : $"It ended with {process.ExitCode}.", null);
    }

    private static void Write(Stream stream, ReadOnlySpan<char> input)
    {
        byte[] line = new byte[Encoding.UTF8.GetByteCount(input) + 1];
        Encoding.UTF8.GetBytes(input, line);
        line[^1] = (byte)'\n';
        try
        {
            using (stream)
            {
                stream.Write(input.IsEmpty ? [] : line);
            }
        }
        catch (IOException)
        {
            // It did not want to know; its exit code tells.
        }
        finally
        {
            Array.Clear(line);
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw Failed("It is not installed.", e);
        }
    }

    private static RefusalException Failed(string why, Exception? cause) => new("gpgsm-failed", RefusalKind.Key, $"gpgsm did not give its keys: {why}", inner: cause);
}
