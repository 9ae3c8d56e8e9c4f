using System.Text.Json;
using Bridge.TestKit;

namespace Bridge.Host.Tests.Cli;

/// <summary>Keys that leave the keystore on the command line, and come back.</summary>
public sealed class LeavingCommandTests : IDisposable
{
    private readonly CommandLineRun _line = new();
    private readonly CommandLineRun _other = new();

    public LeavingCommandTests() => _line.Settle("alice");

    public void Dispose()
    {
        _line.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void Backup_is_restored_into_another_home_and_reads_the_old_mail_there()
    {
        string file = _line.PathOf("all.backup"), sealedMail = _line.PathOf("sealed.eml");
        Assert.Equal(0, _line.Run("protect", _line.Letter("alice", "alice", "old words"), "--encrypt", "--output", sealedMail).Code);
        CommandOutcome made = _line.Run("keys", "backup", file, "--password-file", _line.PathOf("password"));
        Assert.Equal(0, made.Code);
        Assert.Contains("keys 1,", made.Error, StringComparison.Ordinal);

        Assert.Equal(3, _other.Run("keys", "restore", file, "--password-file", _line.PathOf("wrong")).Code);
        Assert.Empty(_other.Run("--json", "keys", "list").Json.GetProperty("keys").EnumerateArray());
        JsonElement restored = _other.Run("--json", "keys", "restore", file, "--password-file", _line.PathOf("password")).Json;
        Assert.Equal(1, restored.GetProperty("keys").GetProperty("added").GetInt32());
        Assert.Equal(1, restored.GetProperty("anchors").GetProperty("added").GetInt32());
        CommandOutcome opened = _other.Run("open", sealedMail, "--output", _other.PathOf("plain.eml"));
        Assert.Equal(0, opened.Code);
        Assert.Contains("old words", File.ReadAllText(_other.PathOf("plain.eml")), StringComparison.Ordinal);
        string id = _line.Run("--json", "keys", "list").Json.GetProperty("keys")[0].GetProperty("id").GetString()!;
        Assert.Contains("backed-up", _line.Run("keys", "show", id).Text, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public void Backup_that_is_cut_off_or_something_else_is_refused_by_name()
    {
        string file = _line.PathOf("all.backup"), cut = _line.PathOf("cut.backup");
        Assert.Equal(0, _line.Run("keys", "backup", file, "--password-file", _line.PathOf("password")).Code);
        File.WriteAllBytes(cut, File.ReadAllBytes(file)[..^3]);
        Assert.Contains("backup-damaged", _other.Run("keys", "restore", cut, "--password-file", _line.PathOf("password")).Error, StringComparison.Ordinal);
        Assert.Contains("backup-unreadable", _other.Run("keys", "restore", _line.PathOf("alice.p12"), "--password-file", _line.PathOf("password")).Error, StringComparison.Ordinal);
        Assert.Empty(_other.Run("--json", "keys", "list").Json.GetProperty("keys").EnumerateArray());
    }

    [Fact]
    public void Short_passphrase_protects_nothing_and_leaves_no_file()
    {
        File.WriteAllText(_line.PathOf("short"), "seven77\n");
        CommandOutcome refused = _line.Run("keys", "backup", _line.PathOf("none.backup"), "--password-file", _line.PathOf("short"));
        Assert.Equal(2, refused.Code);
        Assert.Contains("passphrase-short", refused.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_line.Folder, "*none.backup*"));
    }

    [Theory]
    [InlineData(new string[0], "PBES2, PBKDF2, AES-256-CBC", "MAC: sha256", "exported ")]
    [InlineData(new[] { "--compatible" }, "pbeWithSHA1And3-KeyTripleDES-CBC", "MAC: sha1", "exported-compatible")]
    public void Exported_key_is_opened_by_openssl_in_the_form_that_was_asked_for(string[] form, string encryption, string mac, string recorded)
    {
        string id = _line.Run("--json", "keys", "list").Json.GetProperty("keys")[0].GetProperty("id").GetString()!, file = _line.PathOf("out.p12");
        Assert.Equal(0, _line.Run(["keys", "export", id, "--output", file, "--password-file", _line.PathOf("password"), .. form]).Code);
        using Openssl openssl = new();
        // The structure is told on standard error.
        openssl.Run("pkcs12", "-in", file, "-noenc", "-passin", $"pass:{CommandLineRun.Passphrase}", "-out", "open.pem");
        Assert.Contains("PRIVATE KEY", System.Text.Encoding.ASCII.GetString(openssl.Read("open.pem")), StringComparison.Ordinal);
        string told = openssl.Tell("pkcs12", "-in", file, "-info", "-noout", "-passin", $"pass:{CommandLineRun.Passphrase}");
        Assert.Contains(encryption, told, StringComparison.Ordinal);
        Assert.Contains(mac, told, StringComparison.Ordinal);
        Assert.Contains(recorded, _line.Run("keys", "show", id).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Key_that_may_not_leave_is_in_no_export_and_no_backup_for_good()
    {
        string id = _line.Run("--json", "keys", "list").Json.GetProperty("keys")[0].GetProperty("id").GetString()!;
        Assert.Equal(0, _line.Run("keys", "set-exportable", id, "true").Code);
        Assert.Equal(0, _line.Run("keys", "set-exportable", id, "false").Code);
        Assert.Contains("key-kept", _line.Run("keys", "set-exportable", id, "true").Error, StringComparison.Ordinal);
        Assert.Contains(
            "key-kept", _line.Run("keys", "export", id, "--output", _line.PathOf("no.p12"), "--password-file", _line.PathOf("password")).Error, StringComparison.Ordinal);
        Assert.Contains(
            "NOT in the backup: 1", _line.Run("keys", "backup", _line.PathOf("b"), "--password-file", _line.PathOf("password")).Error, StringComparison.Ordinal);
        Assert.Contains("may not leave this keystore", _line.Run("keys", "list").Text, StringComparison.Ordinal);
        Assert.False(File.Exists(_line.PathOf("no.p12")));
    }
}
