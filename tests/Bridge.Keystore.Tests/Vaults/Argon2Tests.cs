using System.Diagnostics;
using System.Text;
using Bridge.Keystore.Tests.Support;
using Bridge.Keystore.Vault.Passphrases;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;

namespace Bridge.Keystore.Tests.Vaults;

/// <summary>The derivation compared with the reference implementation's program, and with BouncyCastle.</summary>
public sealed class Argon2Tests
{
    private const string Passphrase = "pässphrase 5", Salt = "sixteen bytes ok";

    [Theory]
    [InlineData(1024, 1)]
    [InlineData(4096, 3)]
    [InlineData(131072, 3)]
    public void It_is_what_the_reference_program_makes(int memory, int passes)
    {
        string expected = Reference(memory, passes);
        Assert.Equal(expected, Convert.ToHexStringLower(Derive(memory, passes)));
    }

    [Fact]
    public void It_is_what_another_library_makes()
    {
        Argon2BytesGenerator other = new();
        other.Init(new Argon2Parameters.Builder(Argon2Parameters.Argon2id)
            .WithVersion(Argon2Parameters.Version13).WithIterations(2).WithMemoryAsKB(2048).WithParallelism(1).WithSalt(Encoding.ASCII.GetBytes(Salt)).Build());
        byte[] expected = new byte[32];
        other.GenerateBytes(Encoding.UTF8.GetBytes(Passphrase), expected);
        Assert.Equal(expected, Derive(2048, 2));
    }

    [Fact]
    public void What_a_new_passphrase_costs_is_reasonable_and_what_a_file_may_ask_for_is_bounded()
    {
        Assert.True(Argon2Cost.Standard.IsReasonable);
        Assert.True(Argon2Cost.Standard is { MemoryKib: >= 64 * 1024, Passes: >= 3 }, "less than RFC 9106 recommends");
        Assert.False(new Argon2Cost(4 * 1024 * 1024, 3).IsReasonable);
        Assert.False(new Argon2Cost(1024, 0).IsReasonable);
    }

    private static byte[] Derive(int memory, int passes)
    {
        byte[] key = new byte[32];
        Argon2.Derive(Encoding.UTF8.GetBytes(Passphrase), Encoding.ASCII.GetBytes(Salt), new Argon2Cost(memory, passes), key);
        return key;
    }

    // It takes the passphrase from its input only.
    private static string Reference(int memory, int passes)
    {
        ProcessStartInfo start = new("argon2", [Salt, "-id", "-t", $"{passes}", "-k", $"{memory}", "-p", "1", "-l", "32", "-r"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using Process process = Tool.Start(start);
        process.StandardInput.BaseStream.Write(Encoding.UTF8.GetBytes(Passphrase));
        process.StandardInput.Close();
        return process.StandardOutput.ReadToEnd().Trim();
    }
}
