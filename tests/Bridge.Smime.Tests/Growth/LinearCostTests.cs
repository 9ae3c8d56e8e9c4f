using System.Text;
using Bridge.Smime.Ports;
using Bridge.Smime.Tests.Reading.Forge;
using Bridge.Smime.Tests.Sending;
using Bridge.Smime.Tests.Trust;
using Bridge.Smime.Trust;
using Bridge.Smime.Values;
using Bridge.Smime.Verdicts;
using Bridge.TestKit;

namespace Bridge.Smime.Tests.Growth;

/// <summary>
/// Four times as much costs about four times the processor time, whatever it is that there is more of. What grows with the
/// square costs sixteen times; the bound lies between, so that a busy machine fails nothing.
/// </summary>
public sealed class LinearCostTests
{
    private const int Factor = 4;
    private const double Bound = 9;
    private const int Attempts = 4;

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Bytes_to_send(bool sign, bool encrypt)
    {
        Desk desk = new();
        desk.Own();
        desk.Correspondent();
        Grows(1_000_000, size =>
        {
            string message = Letter(size);
            return () => desk.Protect(Desk.Ask(sign, encrypt), message);
        });
    }

    [Fact]
    public void Bytes_with_bare_line_feeds_to_send()
    {
        Desk desk = new();
        desk.Own();
        Grows(1_000_000, size =>
        {
            string message = Letter(size).Replace("\r\n", "\n");
            return () => desk.Protect(Desk.Ask(sign: true), message);
        });
    }

    [Theory]
    [InlineData("AES-256-CBC")]
    [InlineData("AES-256-GCM")]
    public void Bytes_to_decrypt(string algorithm) => Grows(1_000_000, size =>
        OpenAsBob(Mail.Header() + Mail.Enveloped(Entity(size), algorithm, Opening.Bob), EncryptionStatus.Decrypted));

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n")]
    public void Bytes_to_verify(string lineEnd) => Grows(1_000_000, size =>
        OpenAsBob(Mail.Header() + Mail.ClearSigned(Entity(size)).Replace("\r\n", lineEnd), EncryptionStatus.None));

    [Fact]
    public void Parts_to_send()
    {
        Desk desk = new();
        desk.Own();
        Grows(400, count =>
        {
            string message = "From: alice@example.org\r\nTo: bob@example.org\r\nMIME-Version: 1.0\r\n" + Parts(count);
            return () => desk.Protect(Desk.Ask(sign: true), message);
        });
    }

    [Fact]
    public void Parts_to_read() => Grows(400, count => OpenAsBob(Mail.Header() + Mail.Enveloped(Parts(count), "AES-256-CBC", Opening.Bob), EncryptionStatus.Decrypted));

    [Fact]
    public void Header_fields_to_send()
    {
        Desk desk = new();
        desk.Own();
        Grows(1000, count =>
        {
            string fields = string.Concat(Enumerable.Range(0, count).Select(i => $"X-Field-{i}: value\r\n"));
            return () => desk.Protect(Desk.Ask(sign: true), fields + Desk.Message);
        });
    }

    [Fact]
    public void Header_fields_to_read() => Grows(1000, count => OpenAsBob(
        Mail.Header(more: string.Concat(Enumerable.Range(0, count).Select(i => $"X-Field-{i}: value\r\n"))) + Mail.Enveloped(Mail.Text), EncryptionStatus.NoKey, withKey: false));

    [Fact]
    public void Recipients_to_encrypt_to()
    {
        Desk desk = new();
        desk.Own();
        string[] addresses = [.. Enumerable.Range(0, 15 * Factor).Select(i => $"bob{i}@example.org")];
        foreach (string address in addresses)
        {
            desk.Correspondent(address, KeyAlgorithm.EcP256);
        }

        Grows(15, count => () => desk.Protect(Desk.Ask(encrypt: true, to: addresses[..count])));
    }

    [Fact]
    public void Recipients_of_a_message_to_read()
    {
        byte[] text = Mail.Bytes(Mail.Text);
        Grows(200, count => OpenAsBob(
            Mail.Header() + Mail.Cms(CmsForge.Encrypt(text, "AES-256-CBC", [.. Enumerable.Repeat(Opening.Alice, count), Opening.Bob]), "enveloped-data"),
            EncryptionStatus.Decrypted));
    }

    // Never the same twice, so that nothing is remembered from the time before.
    [Fact]
    public void Certificates_in_a_message()
    {
        ForgedIdentity authority = CertificateForge.Authority("Crowd");
        Grows(40, count =>
        {
            Certificate[] crowd = [.. Enumerable.Range(0, count).Select(i => CertificateForge.Issue(authority, $"{i}@example.org").Certificate)];
            return OpenAsBob(Mail.Header() + Mail.ClearSignedWith(Mail.Text, CmsForge.Sign(Mail.Bytes(Mail.Text), new SignOptions { MoreCertificates = crowd }, Opening.Alice)), EncryptionStatus.None);
        });
    }

    // Authorities of one name, none of which has signed: each is tried once.
    [Fact]
    public void Authorities_of_the_same_name() => Grows(12, count =>
    {
        TrustBench bench = new();
        bench.Trust();
        for (int i = 0; i < count; i++)
        {
            bench.Directory.Add(CertificateForge.Authority("Alike").Certificate);
        }

        ForgedIdentity leaf = CertificateForge.Issue(CertificateForge.Authority("Alike"), "alice@example.org");
        return () => Assert.Equal(ChainStatus.Untrusted, bench.Check(leaf).Chain);
    });

    // Two certificates of each authority, one from each of the two above it: the ways double at every level, and the work may
    // not. Four levels more would be sixteen times as much.
    [Fact]
    public void Choices_of_path_building() => Grows(12, 16, depth =>
    {
        TrustBench bench = new();
        bench.Trust();
        List<ForgedIdentity> level = [CertificateForge.Authority("Elsewhere"), CertificateForge.Authority("Elsewhere")];
        for (int i = 0; i < depth; i++)
        {
            ForgedKey key = ForgedKey.Generate(KeyAlgorithm.EcP256);
            level = [.. level.Select(l => CertificateForge.Authority($"Level {i}", KeyAlgorithm.EcP256, l, new ForgeOptions { Key = key, NotAfter = DateTimeOffset.UtcNow.AddDays(100) }))];
            level.ForEach(l => bench.Directory.Add(l.Certificate));
        }

        ForgedIdentity leaf = CertificateForge.Issue(level[0], "alice@example.org");
        return () => Assert.Equal(ChainStatus.Untrusted, bench.Check(leaf).Chain);
    });

    // Least of several runs each; a second look where the first was disturbed. What grows with the square never passes.
    private static void Grows(int size, Func<int, Action> prepare) => Grows(size, size * Factor, prepare);

    private static void Grows(int little, int much, Func<int, Action> prepare)
    {
        (Action small, Action large) = (prepare(little), prepare(much));
        small();
        large();
        double ratio = 0;
        for (int attempt = 1; attempt <= Attempts; attempt++)
        {
            TimeSpan less = WorkMeter.Least(3 * attempt, small), more = WorkMeter.Least(2 * attempt, large);
            ratio = more / less;
            if (ratio <= Bound)
            {
                return;
            }
        }

        Assert.Fail($"{much} cost {ratio:0.0} times the processor time of {little}.");
    }

    private static Action OpenAsBob(string message, EncryptionStatus expected, bool withKey = true)
    {
        byte[] bytes = Mail.Bytes(message);
        Opening opening = withKey ? new Opening().With(Opening.Bob) : new Opening();
        return () => Assert.Equal(expected, opening.Open(bytes).Report.Encryption.Status);
    }

    private static string Letter(int bytes) =>
        "From: alice@example.org\r\nTo: bob@example.org\r\nSubject: Large\r\nMIME-Version: 1.0\r\n" + Entity(bytes);

    private static string Entity(int bytes)
    {
        const string Line = "All work and no play makes Jack a dull boy, and so on to the end of it.\r\n";
        return "Content-Type: text/plain; charset=us-ascii\r\n\r\n" + new StringBuilder(bytes).Insert(0, Line, bytes / Line.Length);
    }

    private static string Parts(int count) => Mail.Multipart(
        "mixed", [.. Enumerable.Range(0, count).Select(i => $"Content-Type: text/plain\r\n\r\nPart {i}.\r\n")]);
}
