using System.Text.Json;
using Bridge.Host.Profiles;
using Bridge.TestKit;

namespace Bridge.Host.Tests.Cli;

/// <summary>Keys out of the stores of other programs, which those programs made themselves.</summary>
public sealed class OtherStoresTests : IDisposable
{
    private readonly CommandLineRun _line = new();

    public OtherStoresTests() => _line.Forge("alice");

    public void Dispose() => _line.Dispose();

    [Fact]
    public void Gpgsm_gives_its_key_under_the_passphrase_that_is_asked_for_once()
    {
        using GpgHome gpg = new(CommandLineRun.Passphrase);
        using Openssl openssl = new();
        // gpgsm 2.2 does not read today's encryption of PKCS#12.
        openssl.Run("pkcs12", "-in", _line.PathOf("alice.p12"), "-noenc", "-passin", $"pass:{CommandLineRun.Passphrase}", "-out", "alice.pem");
        GpgTrouble.Around(
            () => openssl.Run("pkcs12", "-export", "-legacy", "-in", "alice.pem", "-passout", $"pass:{CommandLineRun.Passphrase}", "-out", "old.p12"),
            () => gpg.Run("--import", openssl.Path("old.p12")));
        string? before = Environment.GetEnvironmentVariable("GNUPGHOME");
        Environment.SetEnvironmentVariable("GNUPGHOME", gpg.Folder);
        try
        {
            CommandOutcome wrong = _line.Run("keys", "import", "--from-gpgsm", "--password-file", _line.PathOf("wrong"));
            Assert.NotEqual(0, wrong.Code);
            Assert.Empty(_line.Run("--json", "keys", "list").Json.GetProperty("keys").EnumerateArray());
            CommandOutcome imported = _line.Run("--json", "keys", "import", "--from-gpgsm", "--password-file", _line.PathOf("password"));
            Assert.True(imported.Code == 0, imported.Error);
            JsonElement key = imported.Json.GetProperty("keys")[0];
            Assert.Equal(("gpgsm", true), (key.GetProperty("origin").GetString(), key.GetProperty("canSign").GetBoolean()));
            Assert.DoesNotContain(CommandLineRun.Passphrase, imported.Error + wrong.Error, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable("GNUPGHOME", before);
        }
    }

    [Fact]
    public void Thunderbirds_store_gives_its_keys_and_only_offers_the_rest()
    {
        string profile = MakeProfile();
        CommandOutcome wrong = _line.Run("keys", "import", "--from-thunderbird", profile, "--password-file", _line.PathOf("wrong"));
        Assert.Contains("passphrase-wrong", wrong.Error, StringComparison.Ordinal);
        CommandOutcome imported = _line.Run("--json", "keys", "import", "--from-thunderbird", profile, "--password-file", _line.PathOf("password"));
        Assert.True(imported.Code == 0, imported.Error);
        Assert.Equal("Thunderbird (profile)", imported.Json.GetProperty("keys")[0].GetProperty("origin").GetString());
        Assert.Contains("Mail certificates of others there: 1, left alone", imported.Error, StringComparison.Ordinal);
        Assert.Empty(_line.Run("--json", "certificates", "find", "bob@cli.example").Json.GetProperty("certificates").EnumerateArray());

        Assert.Equal(0, _line.Run("keys", "import", "--from-thunderbird", profile, "--with-certificates", "--password-file", _line.PathOf("password")).Code);
        Assert.Single(_line.Run("--json", "certificates", "find", "bob@cli.example").Json.GetProperty("certificates").EnumerateArray());
        Assert.Contains("profile-unknown", _line.Run("keys", "import", "--from-thunderbird", _line.PathOf("nowhere")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Profiles_are_found_by_their_list_the_default_one_first()
    {
        string profile = MakeProfile(), root = _line.PathOf("root"), other = Path.Combine(root, "Profiles", "b.other");
        Directory.CreateDirectory(other);
        Directory.CreateDirectory(Path.Combine(root, "c.empty"));
        File.Copy(Path.Combine(profile, "cert9.db"), Path.Combine(other, "cert9.db"));
        File.WriteAllText(Path.Combine(root, "profiles.ini"), $"""
            [Install0123]
            Default={profile}

            [Profile1]
            Name=other
            IsRelative=1
            Path=Profiles/b.other

            [Profile0]
            Name=main
            IsRelative=0
            Path={profile}

            [Profile2]
            Name=empty
            IsRelative=1
            Path=c.empty
            """);
        Assert.Equal(
            [new ThunderbirdProfile("main", profile), new ThunderbirdProfile("other", other)],
            ThunderbirdProfiles.Find([root, _line.PathOf("no such root")]));
    }

    private string MakeProfile()
    {
        string profile = _line.PathOf("profile");
        Directory.CreateDirectory(profile);
        _line.Forge("bob");
        Nss("certutil", "-N", "-d", $"sql:{profile}", "-f", _line.PathOf("password"));
        Nss("pk12util", "-i", _line.PathOf("alice.p12"), "-d", $"sql:{profile}", "-k", _line.PathOf("password"), "-w", _line.PathOf("password"));
        Nss("certutil", "-A", "-d", $"sql:{profile}", "-f", _line.PathOf("password"), "-n", "bob", "-t", ",,", "-a", "-i", _line.PathOf("bob.pem"));
        return profile;
    }

    private static void Nss(string program, params string[] arguments)
    {
        System.Diagnostics.ProcessStartInfo start = new(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        using System.Diagnostics.Process process = System.Diagnostics.Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program}: {error}{output.Result}");
    }
}
