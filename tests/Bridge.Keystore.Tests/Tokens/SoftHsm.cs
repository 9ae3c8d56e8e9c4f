using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Bridge.Keystore.Tests.Support;
using Bridge.Keystore.Tokens;
using Bridge.Smime.Values;
using Bridge.TestKit;

namespace Bridge.Keystore.Tests.Tokens;

/// <summary>
/// SoftHSM, which keeps tokens in a folder: one folder for all tests of this process, for a module is one state for the whole
/// process. Its tools, and those of OpenSC, put the keys in.
/// </summary>
internal sealed partial class SoftHsm
{
    internal const string Pin = "734921";

    private static readonly Lazy<SoftHsm> s_shared = new(() => new SoftHsm());

    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-softhsm-").FullName;

    private SoftHsm()
    {
        Module = Installed() ?? throw new InvalidOperationException("libsofthsm2.so is needed by this test; it comes with the package softhsm2.");
        Directory.CreateDirectory(Tokens);
        File.WriteAllText(Configuration, $"directories.tokendir = {Tokens}\nobjectstore.backend = file\nlog.level = ERROR\n");
        // .NET's own environment is not the one that libraries read.
        Assert.Equal(0, SetEnvironment("SOFTHSM2_CONF", Configuration, 1));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(_folder, recursive: true);
    }

    internal static SoftHsm Shared => s_shared.Value;

    internal string Module { get; }

    internal string Tokens => Path.Combine(_folder, "tokens");

    internal string Configuration => Path.Combine(_folder, "softhsm2.conf");

    internal string Beside(string name) => Path.Combine(_folder, name);

    /// <summary>The module once more, as a library of its own that is started and ended by itself; on the same tokens.</summary>
    internal string CopyModule()
    {
        string copy = Beside($"softhsm-{Guid.NewGuid():N}.so");
        File.Copy(Module, copy);
        return copy;
    }

    /// <summary>Compiles the module that has faults, in front of a copy of SoftHSM.</summary>
    internal FaultyModule NewFaultyModule()
    {
        string library = Beside($"faulty-{Guid.NewGuid():N}.so"), faults = library + ".faults";
        Run("gcc", "-shared", "-fPIC", "-o", library, Path.Combine(AppContext.BaseDirectory, "Tokens", "faulty-module.c"), "-ldl");
        SetEnvironment("BRIDGE_FAULTY_MODULE", CopyModule(), 1);
        SetEnvironment("BRIDGE_FAULTY_SWITCH", faults, 1);
        SetEnvironment("BRIDGE_FAULTY_PIN", Pin, 1);
        return new FaultyModule(library, faults);
    }

    /// <summary>Makes a token; the module sees it when it is started next.</summary>
    internal TokenAddress NewToken(string label)
    {
        HashSet<string> before = [.. Directory.GetDirectories(Tokens)];
        Run("softhsm2-util", "--init-token", "--free", "--label", label, "--pin", Pin, "--so-pin", "98765432");
        string listed = Run("softhsm2-util", "--show-slots");
        string mine = listed.Split("Slot ").Single(s => s.Contains($"Label:            {label} ", StringComparison.Ordinal) || s.Contains($"Label:            {label}\n", StringComparison.Ordinal));
        string serial = mine.Split('\n').Single(l => l.Contains("Serial number:", StringComparison.Ordinal)).Split(':')[1].Trim();
        Assert.NotEqual(before.Count, Directory.GetDirectories(Tokens).Length);
        return new TokenAddress(Module, label, serial);
    }

    /// <summary>Puts a private key on a token, and its certificate if asked for.</summary>
    /// <returns>CKA_ID.</returns>
    internal byte[] Put(TokenAddress token, ForgedIdentity identity, bool certificate = true)
    {
        byte[] id = Convert.FromHexString(identity.Certificate.Sha256)[..8];
        string pem = Beside($"{identity.Certificate.Sha256}.pem"), der = Beside($"{identity.Certificate.Sha256}.key");
        File.WriteAllText(pem, PemEncoding.WriteString("PRIVATE KEY", identity.Algorithm == KeyAlgorithm.Ed25519 ? FirstVersion(identity.Pkcs8) : identity.Pkcs8));
        if (identity.Algorithm == KeyAlgorithm.Ed25519)
        {
            Run("softhsm2-util", "--import", pem, "--token", token.Label, "--label", "a key", "--id", Convert.ToHexString(id), "--pin", Pin);
        }
        else
        {
            Run("openssl", "pkey", "-in", pem, "-outform", "DER", "-out", der);
            Tool(token, "--write-object", der, "--type", "privkey", "--id", Convert.ToHexString(id), "--label", "a key", "--usage-sign", "--usage-decrypt", "--usage-derive");
            File.Delete(der);
        }

        File.Delete(pem);
        if (certificate)
        {
            PutCertificate(token, identity.Certificate, id);
        }

        return id;
    }

    internal void PutCertificate(TokenAddress token, Certificate certificate, byte[] id)
    {
        string file = Beside($"{certificate.Sha256}.der");
        File.WriteAllBytes(file, certificate.Der.ToArray());
        Tool(token, "--write-object", file, "--type", "cert", "--id", Convert.ToHexString(id), "--label", "a certificate");
    }

    /// <summary>pkcs11-tool, logged in on the token.</summary>
    internal string Tool(TokenAddress token, params string[] arguments) =>
        Run("pkcs11-tool", ["--module", Module, "--token-label", token.Label, "--login", "--pin", Pin, .. arguments]);

    /// <summary>SubjectPublicKeyInfo of a public key object.</summary>
    internal byte[] ReadPublicKey(TokenAddress token, string id)
    {
        string file = Beside($"public-{id}.der");
        Tool(token, "--read-object", "--type", "pubkey", "--id", id, "--output-file", file);
        return File.ReadAllBytes(file);
    }

    /// <summary>The folder in which a token's objects are, to be taken away and put back.</summary>
    internal string FolderOf(TokenAddress token) =>
        Directory.GetDirectories(Tokens).Single(d => d.Replace("-", "", StringComparison.Ordinal).EndsWith(token.Serial, StringComparison.Ordinal));

    // PKCS#8 as RFC 5208 has it, without the public key that RFC 5958 added: openssl 3.0 reads no other.
    private static byte[] FirstVersion(byte[] ed25519)
    {
        byte[] head = Convert.FromHexString("302E020100300506032B657004220420");
        int seed = ed25519.AsSpan().IndexOf(head.AsSpan(^4)) + 4;
        return [.. head, .. ed25519.AsSpan(seed, 32)];
    }

    private string Run(string program, params string[] arguments) =>
        Support.Tool.RunWith(new Dictionary<string, string> { ["SOFTHSM2_CONF"] = Configuration }, program, arguments);

    private static string? Installed() => ((string[])
    [
        "/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so",
    ]).FirstOrDefault(File.Exists);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
