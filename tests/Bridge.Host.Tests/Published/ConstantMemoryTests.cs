using System.Diagnostics;
using System.Globalization;
using Bridge.TestKit;

namespace Bridge.Host.Tests.Published;

/// <summary>
/// The published host does a message four times as large as all the memory that it may have: what streams needs no more for
/// a large message than for a small one. Decryption of authenticated content, which must be held until its tag holds, is
/// the one exception and has its own bound.
/// </summary>
public sealed class ConstantMemoryTests : IDisposable
{
    private const long Bound = 64L << 20;
    private const int Message = 256 * 1000 * 1000;
    private const int Resident = 40 * 1000 * 1000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smime-bridge-large-");
    private readonly Confinement _confinement = Confinement.To(Bound);
    private readonly Openssl _openssl = new();

    [Fact]
    public void A_message_of_four_times_the_memory_is_signed_encrypted_decrypted_and_verified()
    {
        Furnish();
        WriteLetter(Path("plain"));
        Peak(Host("protect", Path("plain"), "--sign", "--encrypt", "--output", Path("both")));
        Peak(Host("open", Path("both"), "--output", Path("opened"), "--report", Path("report")));
        Assert.Contains("\"signature\":{\"status\":\"valid\"", Report(), StringComparison.Ordinal);
        Assert.Equal(LinesOf(Path("plain")), LinesOf(Path("opened")));
        File.Delete(Path("both"));
        File.Delete(Path("opened"));

        Peak(Host("protect", Path("plain"), "--sign", "--output", Path("signed")));
        Peak(Host("open", Path("signed"), "--output", Path("opened"), "--report", Path("report")));
        Assert.Contains("\"signature\":{\"status\":\"valid\"", Report(), StringComparison.Ordinal);
        Assert.Equal(LinesOf(Path("plain")), LinesOf(Path("opened")));
    }

    public void Dispose()
    {
        _confinement.Dispose();
        _openssl.Dispose();
        _folder.Delete(recursive: true);
    }

    private string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

    private string Report() => string.Concat(File.ReadAllText(Path("report")).Where(c => !char.IsWhiteSpace(c)));

    // A key of its own authority, imported as a user does it.
    private void Furnish()
    {
        _openssl.Run(
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key", "-out", "certificate", "-subj", "/CN=Large", "-days", "2",
            "-addext", "subjectAltName=email:large@example.org", "-addext", "keyUsage=critical,digitalSignature,keyEncipherment,keyCertSign");
        _openssl.Run("pkcs12", "-export", "-inkey", "key", "-in", "certificate", "-passout", "pass:large", "-out", "large.p12");
        File.WriteAllText(Path("password"), "large\n");
        Run(HostExecutable.Executable(), "keys", "import", _openssl.Path("large.p12"), "--password-file", Path("password"));
        Run(HostExecutable.Executable(), "anchors", "add", _openssl.Path("certificate"));
    }

    // Random bytes, base64, LF line ends: every line is looked at and repaired.
    private static void WriteLetter(string file)
    {
        using StreamWriter writer = new(file) { NewLine = "\n" };
        writer.Write("From: large@example.org\nTo: large@example.org\nSubject: Large\nMIME-Version: 1.0\n"
            + "Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\n");
        byte[] block = new byte[57 * 1000];
        Random random = new(1);
        for (long written = 0; written < Message; written += block.Length / 57 * 77)
        {
            random.NextBytes(block);
            string text = Convert.ToBase64String(block);
            for (int at = 0; at < text.Length; at += 76)
            {
                writer.Write(text.AsSpan(at, 76));
                writer.Write('\n');
            }
        }
    }

    private (string Program, string[] Arguments) Host(params string[] arguments) =>
        _confinement.Wrap("/usr/bin/time", ["-f", "%M", "-o", Path("peak"), HostExecutable.Executable(), .. arguments]);

    // That it ended well says that it kept the bound; its resident memory says by how much.
    private void Peak((string Program, string[] Arguments) command)
    {
        Run(command.Program, command.Arguments);
        long peak = long.Parse(File.ReadAllText(Path("peak")), CultureInfo.InvariantCulture) * 1024;
        Assert.True(peak <= Resident, $"{string.Join(' ', command.Arguments[^4..])}: {peak / 1000} kB resident under {_confinement.Name}");
    }

    private void Run(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = _folder.FullName, RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["SMIME_BRIDGE_HOME"] = Path("home");
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', arguments)}: exit {process.ExitCode} under {_confinement.Name}: {errors.Result}{output}");
    }

    // The content, whatever header stands above it and however its lines end.
    private static string LinesOf(string file)
    {
        using System.Security.Cryptography.IncrementalHash hash =
            System.Security.Cryptography.IncrementalHash.CreateHash(System.Security.Cryptography.HashAlgorithmName.SHA256);
        long lines = 0;
        bool inBody = false;
        foreach (string line in File.ReadLines(file))
        {
            inBody |= line.Length == 0;
            if (inBody)
            {
                hash.AppendData(System.Text.Encoding.ASCII.GetBytes(line));
                lines++;
            }
        }

        return $"{lines} {Convert.ToHexString(hash.GetHashAndReset())}";
    }
}
