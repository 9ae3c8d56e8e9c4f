using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Bridge.TestKit;

namespace Bridge.Host.Tests.Cli;

/// <summary><c>open --proof</c>: what it writes is checked by openssl, with the very commands that its README gives.</summary>
public sealed partial class ProofCommandTests : IDisposable
{
    private const string Words = "We shall deliver on Friday.";

    private readonly CommandLineRun _line = new();
    private readonly Openssl _openssl = new();

    public ProofCommandTests() => _line.Settle("alice");

    public void Dispose()
    {
        _openssl.Dispose();
        _line.Dispose();
    }

    [Theory]
    [InlineData("--sign")]
    [InlineData("--sign --opaque")]
    [InlineData("--sign --encrypt")]
    [InlineData("--sign --encrypt --opaque")]
    public void Openssl_alone_verifies_it_and_a_changed_byte_fails(string how)
    {
        Dictionary<string, byte[]> proof = Prove(Protect(how));
        string[] check = Commands(proof)[0];
        Assert.Contains("Verification successful", _openssl.Tell(check), StringComparison.Ordinal);
        Assert.Contains(Words, Encoding.UTF8.GetString(_openssl.Read("verified")), StringComparison.Ordinal);

        string signed = how.Contains("--opaque", StringComparison.Ordinal) ? "signature.p7s" : "signed-content";
        byte[] changed = proof[signed];
        changed[changed.AsSpan().IndexOf("deliver"u8)] ^= 1;
        _openssl.Write(signed, changed);
        Assert.False(_openssl.Succeeds(check));
    }

    [Fact]
    public void The_message_is_in_it_as_it_came_and_every_file_has_its_digest()
    {
        string message = Protect("--sign --encrypt");
        Dictionary<string, byte[]> proof = Prove(message);
        Assert.Equal(File.ReadAllBytes(message), proof["message.eml"]);
        Assert.DoesNotContain(Words, Encoding.UTF8.GetString(proof["message.eml"]), StringComparison.Ordinal);
        Assert.Contains("signed-encrypted", Encoding.UTF8.GetString(proof["report.json"]), StringComparison.Ordinal);
        Assert.Contains("signature: valid, by alice@cli.example", Encoding.UTF8.GetString(proof["verdict.txt"]), StringComparison.Ordinal);
        Assert.Equal(proof.Keys.Order(), [.. Sums(proof).Append("SHA256SUMS").Order()]);
        Assert.All(Sums(proof), name => Assert.Contains(name == "README.txt" ? "" : name, Encoding.UTF8.GetString(proof["README.txt"]), StringComparison.Ordinal));
    }

    [Fact]
    public void Revocation_lists_go_along_and_openssl_uses_them()
    {
        ForgedIdentity authority = CertificateForge.Authority("Listing CA");
        ForgedIdentity lara = CertificateForge.Issue(authority, "lara@cli.example", Smime.Values.KeyAlgorithm.Rsa);
        string certificate = PemEncoding.WriteString("CERTIFICATE", lara.Certificate.Der.Span);
        File.WriteAllText(_line.PathOf("lara.pem"), PemEncoding.WriteString("PRIVATE KEY", lara.Pkcs8) + "\n" + certificate + "\n");
        File.WriteAllBytes(_line.PathOf("listing.cer"), authority.Certificate.Der.ToArray());
        File.WriteAllBytes(_line.PathOf("listing.crl"), new CrlForge(authority).Sign());
        Assert.Equal(0, _line.Run("keys", "import", _line.PathOf("lara.pem")).Code);
        Assert.Equal(0, _line.Run("anchors", "add", _line.PathOf("listing.cer")).Code);
        string message = Protect("--sign", "lara");
        Assert.DoesNotContain("-crl_check_all", Commands(Prove(message))[0]);

        Assert.Equal(0, _line.Run("crls", "add", _line.PathOf("listing.crl")).Code);
        string[] check = Commands(Prove(message))[0];
        Assert.Contains("-crl_check_all", check);
        Assert.True(_openssl.Succeeds(check));
    }

    [Fact]
    public void A_message_whose_line_ends_became_LF_is_proven_in_the_form_that_was_signed()
    {
        string message = Protect("--sign");
        File.WriteAllText(message, File.ReadAllText(message).Replace("\r\n", "\n", StringComparison.Ordinal));
        Dictionary<string, byte[]> proof = Prove(message);
        Assert.Contains("\r\n", Encoding.UTF8.GetString(proof["signed-content"]), StringComparison.Ordinal);
        Assert.True(_openssl.Succeeds(Commands(proof)[0]));
    }

    [Fact]
    public void Signed_by_who_made_it_the_list_of_files_verifies_too()
    {
        Dictionary<string, byte[]> proof = Prove(Protect("--sign"), "--proof-signed-by", "alice@cli.example");
        List<string[]> commands = Commands(proof);
        string[] check = commands[^1];
        Assert.Contains("SHA256SUMS.p7s", check);
        Assert.True(_openssl.Succeeds(check));
        _openssl.Write("SHA256SUMS", [.. proof["SHA256SUMS"], (byte)'\n']);
        Assert.False(_openssl.Succeeds(check));
    }

    [Fact]
    public void A_message_that_is_not_good_is_proven_as_it_is()
    {
        string message = Protect("--sign");
        File.WriteAllText(message, File.ReadAllText(message).Replace("Friday", "Monday", StringComparison.Ordinal));
        Dictionary<string, byte[]> proof = Prove(message, expected: 1);
        Assert.Contains("invalid", Encoding.UTF8.GetString(proof["README.txt"]), StringComparison.Ordinal);
        Assert.False(_openssl.Succeeds(Commands(proof)[0]));
    }

    [Fact]
    public void Without_a_signature_there_is_nothing_to_prove_and_no_file()
    {
        string proof = _line.PathOf("never.zip");
        CommandOutcome refused = _line.Run("open", Protect("--encrypt"), "--proof", proof);
        Assert.Equal(6, refused.Code);
        Assert.Contains("proof-empty", refused.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(proof));
    }

    private string Protect(string how, string from = "alice")
    {
        string file = _line.PathOf($"message-{Guid.NewGuid():N}.eml");
        Assert.Equal(0, _line.Run(["protect", _line.Letter(from, "alice", Words), "--from", $"{from}@cli.example", "--output", file, .. how.Split(' ')]).Code);
        return file;
    }

    private Dictionary<string, byte[]> Prove(string message, string? option = null, string? value = null, int expected = 0)
    {
        string file = _line.PathOf($"{Guid.NewGuid():N}.zip");
        CommandOutcome outcome = _line.Run(["open", message, "--output", _line.PathOf("inner"), "--proof", file, .. new[] { option, value }.OfType<string>()]);
        Assert.True(expected == outcome.Code, outcome.Error);
        using ZipArchive zip = ZipFile.OpenRead(file);
        Dictionary<string, byte[]> proof = zip.Entries.ToDictionary(e => e.FullName, Read);
        foreach ((string name, byte[] content) in proof)
        {
            _openssl.Write(name, content);
        }

        return proof;
    }

    private static byte[] Read(ZipArchiveEntry entry)
    {
        using Stream content = entry.Open();
        using MemoryStream bytes = new();
        content.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static string[] Sums(Dictionary<string, byte[]> proof) =>
        [.. Encoding.ASCII.GetString(proof["SHA256SUMS"]).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
        {
            string[] parts = line.Split("  ");
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(proof[parts[1]])), parts[0]);
            return parts[1];
        })];

    // The commands that verify, as the README gives them, without the word openssl.
    private static List<string[]> Commands(Dictionary<string, byte[]> proof) =>
        [.. Command().Matches(Encoding.UTF8.GetString(proof["README.txt"])).Select(m =>
            Spaces().Split(m.Groups[1].Value.Replace("\\\n", " ", StringComparison.Ordinal).Trim()))];

    [GeneratedRegex(@"^  openssl (cms -verify (?:.*\\\n)*.*)$", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
