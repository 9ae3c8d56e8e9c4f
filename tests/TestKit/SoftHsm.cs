using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using Bridge.Smime.Values;

namespace Bridge.TestKit;

/// <summary>
/// SoftHSM with a folder of its own for its tokens. Its tools, and those of OpenSC and openssl, put the keys in: programs that
/// share no code with the product. A missing one fails the test by its name.
/// </summary>
public sealed class SoftHsm : IDisposable
{
    public const string Pin = "734921";

    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-softhsm-").FullName;

    public SoftHsm()
    {
        Directory.CreateDirectory(Tokens);
        File.WriteAllText(Configuration, $"directories.tokendir = {Tokens}\nobjectstore.backend = file\nlog.level = ERROR\n");
    }

    /// <summary>The PKCS#11 module.</summary>
    public static string Module { get; } = ((string[])
    [
        "/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so",
    ]).FirstOrDefault(File.Exists) ?? throw new FileNotFoundException("libsofthsm2.so is needed by this test; it comes with the package softhsm2.");

    /// <summary>Where the tokens lie: a program that shall see them needs this in its variable SOFTHSM2_CONF.</summary>
    public string Configuration => Path.Combine(_folder, "softhsm2.conf");

    private string Tokens => Path.Combine(_folder, "tokens");

    public string Beside(string name) => Path.Combine(_folder, name);

    /// <summary>Makes a token with <see cref="Pin"/>; a module sees it when it is started next.</summary>
    /// <returns>Its serial number.</returns>
    public string NewToken(string label)
    {
        Run("softhsm2-util", "--init-token", "--free", "--label", label, "--pin", Pin, "--so-pin", "98765432");
        string mine = Run("softhsm2-util", "--show-slots").Split("Slot ")
            .Single(slot => slot.Split('\n').Any(l => l.TrimStart().StartsWith("Label:", StringComparison.Ordinal) && l.Split(':')[1].Trim() == label));
        return mine.Split('\n').Single(l => l.Contains("Serial number:", StringComparison.Ordinal)).Split(':')[1].Trim();
    }

    /// <summary>Puts a private key on a token, and its certificate if asked for.</summary>
    /// <returns>CKA_ID.</returns>
    public byte[] Put(string label, ForgedIdentity identity, bool certificate = true)
    {
        byte[] id = Convert.FromHexString(identity.Certificate.Sha256)[..8];
        string pem = Beside($"{identity.Certificate.Sha256}.pem"), der = Beside($"{identity.Certificate.Sha256}.key");
        File.WriteAllText(pem, PemEncoding.WriteString("PRIVATE KEY", identity.Algorithm == KeyAlgorithm.Ed25519 ? FirstVersion(identity.Pkcs8) : identity.Pkcs8));
        if (identity.Algorithm == KeyAlgorithm.Ed25519)
        {
            Run("softhsm2-util", "--import", pem, "--token", label, "--label", "a key", "--id", Convert.ToHexString(id), "--pin", Pin);
        }
        else
        {
            Run("openssl", "pkey", "-in", pem, "-outform", "DER", "-out", der);
            Tool(label, "--write-object", der, "--type", "privkey", "--id", Convert.ToHexString(id), "--label", "a key", "--usage-sign", "--usage-decrypt", "--usage-derive");
            File.Delete(der);
        }

        File.Delete(pem);
        if (certificate)
        {
            PutCertificate(label, identity.Certificate, id);
        }

        return id;
    }

    /// <summary>pkcs11-tool, logged in on the token.</summary>
    public string Tool(string label, params string[] arguments) =>
        Run("pkcs11-tool", ["--module", Module, "--token-label", label, "--login", "--pin", Pin, .. arguments]);

    /// <summary>SubjectPublicKeyInfo of a public key object.</summary>
    public byte[] ReadPublicKey(string label, string id)
    {
        string file = Beside($"public-{id}.der");
        Tool(label, "--read-object", "--type", "pubkey", "--id", id, "--output-file", file);
        return File.ReadAllBytes(file);
    }

    /// <summary>The folder in which a token's objects are, to be taken away and put back.</summary>
    public string FolderOf(string serial) =>
        Directory.GetDirectories(Tokens).Single(d => d.Replace("-", "", StringComparison.Ordinal).EndsWith(serial, StringComparison.Ordinal));

    /// <summary>Runs a program that sees these tokens.</summary>
    public string Run(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SOFTHSM2_CONF"] = Configuration;
        using Process process = Start(start);
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {error.Result}{output}");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"{start.FileName} is needed by this test and cannot be started: {e.Message}");
        }
    }

    private void PutCertificate(string label, Certificate certificate, byte[] id)
    {
        string file = Beside($"{certificate.Sha256}.der");
        File.WriteAllBytes(file, certificate.Der.ToArray());
        Tool(label, "--write-object", file, "--type", "cert", "--id", Convert.ToHexString(id), "--label", "a certificate");
    }

    // PKCS#8 as RFC 5208 has it, without the public key that RFC 5958 added: openssl 3.0 reads no other.
    private static byte[] FirstVersion(byte[] ed25519)
    {
        byte[] head = Convert.FromHexString("302E020100300506032B657004220420");
        int seed = ed25519.AsSpan().IndexOf(head.AsSpan(^4)) + 4;
        return [.. head, .. ed25519.AsSpan(seed, 32)];
    }
}
