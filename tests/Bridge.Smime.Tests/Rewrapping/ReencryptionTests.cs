using Bridge.Smime.Errors;
using Bridge.Smime.Policy;
using Bridge.Smime.Rewrapping;
using Bridge.Smime.Tests.Reading.Forge;
using Bridge.Smime.Verdicts;

namespace Bridge.Smime.Tests.Rewrapping;

/// <summary>Stored mail gets another envelope around the same content.</summary>
public sealed class ReencryptionTests
{
    private static readonly string s_signed = Mail.ClearSigned(Mail.Text);

    [Fact]
    public void The_content_is_the_same_to_the_byte_and_only_the_new_key_opens_it()
    {
        (Reencryption done, byte[] message) = new Archive().Reencrypt(Old(s_signed));

        Assert.Equal((Archive.NewBob.Certificate.Sha256, false), (done.Key.Certificate.Sha256, done.Already));
        Assert.Equal(Archive.Bytes(s_signed), Archive.OpenWithOpenssl(message, Archive.NewBob));
        Assert.False(Archive.CanOpenWithOpenssl(message, Opening.Bob));
    }

    [Fact]
    public void Its_signature_stays_valid_and_its_header_stays()
    {
        (_, byte[] message) = new Archive().Reencrypt(Old(s_signed, more: "X-Spam: no\r\nContent-Language: en\r\nReceived: from a\r\n by b\r\n"));

        Assert.Equal(Seal.SignedEncrypted, new Opening().With(Archive.NewBob).Open(message).Report.Seal);
        string header = Archive.Text(message).Split("\r\n\r\n")[0];
        Assert.StartsWith(Mail.Header(more: "X-Spam: no\r\nContent-Language: en\r\nReceived: from a\r\n by b\r\n"), header, StringComparison.Ordinal);
        Assert.Single(header.Split("\r\n"), l => l.StartsWith("Content-Type:", StringComparison.Ordinal));
        Assert.Single(header.Split("\r\n"), l => l.StartsWith("MIME-Version:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("AES-256-CBC", "automatic", "AES-256-CBC")]
    [InlineData("AES-128-CBC", "automatic", "AES-128-CBC")]
    [InlineData("AES-256-GCM", "automatic", "AES-256-GCM")]
    [InlineData("AES-256-GCM", "AES-256-CBC", "AES-256-CBC")]
    public void The_cipher_is_the_senders_unless_the_policy_names_one(string before, string policy, string after)
    {
        Archive archive = new() { Policy = SmimePolicy.Default with { EncryptionAlgorithm = policy == "automatic" ? SmimePolicy.Automatic : policy } };
        (Reencryption done, byte[] message) = archive.Reencrypt(Archive.Bytes(Mail.Header() + Mail.Enveloped(Mail.Text, before)));

        Assert.Equal(after, done.ContentEncryption);
        Assert.Equal(after, new Opening().With(Archive.NewBob).Open(message).Report.Encryption.Content);
    }

    [Fact]
    public void What_the_new_key_reads_already_is_left_alone()
    {
        byte[] message = Archive.Bytes(Mail.Header() + Mail.Enveloped(Mail.Text, "AES-256-CBC", Opening.Bob, Archive.NewBob));
        Archive archive = new();
        (Reencryption done, byte[] written) = archive.Reencrypt(message);

        Assert.True(done.Already);
        Assert.Empty(written);
        Assert.Empty(archive.Keys.Opened);
    }

    [Fact]
    public void A_large_message_streams()
    {
        string entity = "Content-Type: text/plain\r\n\r\n" + string.Concat(Enumerable.Repeat(new string('x', 74) + "\r\n", 40_000));
        (_, byte[] message) = new Archive().Reencrypt(Old(entity));

        Assert.Equal(Archive.Bytes(entity), Archive.OpenWithOpenssl(message, Archive.NewBob));
    }

    public static TheoryData<string> NotEncrypted() =>
    [
        Mail.Header() + Mail.Text,
        Mail.Header() + Mail.ClearSigned(Mail.Text),
        Mail.Header() + Mail.Opaque(Mail.Text),
        Mail.Header() + Mail.ClearSigned(Mail.Enveloped(Mail.Text)),
        Mail.Header() + Mail.Compressed(Mail.Enveloped(Mail.Text)),
        Mail.Header() + Mail.Multipart("mixed", Mail.Text, Mail.Enveloped(Mail.Text)),
    ];

    [Theory]
    [MemberData(nameof(NotEncrypted))]
    public void What_is_not_encrypted_on_its_outside_is_refused(string message) =>
        Assert.Equal("message-not-encrypted", Refused(new Archive(), Archive.Bytes(message)).Code);

    [Fact]
    public void Without_a_key_that_opens_it_the_reason_is_named()
    {
        byte[] foreign = Archive.Bytes(Mail.Header() + Mail.Enveloped(Mail.Text, "AES-256-CBC", Opening.Mallory));
        Assert.Equal("no-key", NotDecrypted(new Archive(), foreign));
        Archive locked = new();
        locked.Keys.Locked = true;
        Assert.Equal("locked", NotDecrypted(locked, Old(Mail.Text)));
    }

    [Theory]
    [InlineData("AES-256-CBC")]
    [InlineData("AES-256-GCM")]
    public void A_message_that_was_cut_off_or_altered_is_refused(string algorithm)
    {
        string message = Mail.Header() + Mail.Enveloped(Mail.Text + new string('x', 5000), algorithm);
        string[] lines = message.TrimEnd().Split("\r\n");
        Assert.Equal("damaged", NotDecrypted(new Archive(), Archive.Bytes(string.Join("\r\n", lines[..^4]))));
        lines[^1] = lines[^1][0] == 'A' ? "B" + lines[^1][1..] : "A" + lines[^1][1..];
        Assert.Equal("damaged", NotDecrypted(new Archive(), Archive.Bytes(string.Join("\r\n", lines))));
    }

    [Fact]
    public void An_address_without_a_key_is_refused() =>
        Assert.Equal("no-own-certificate", Assert.Throws<RefusalException>(() => new Archive().Reencrypt(Old(Mail.Text), "carol@example.com")).Code);

    private static byte[] Old(string entity, string more = "") => Archive.Bytes(Mail.Header(more: more) + Mail.Enveloped(entity));

    private static RefusalException Refused(Archive archive, byte[] message) => Assert.Throws<RefusalException>(() => archive.Reencrypt(message));

    private static string NotDecrypted(Archive archive, byte[] message)
    {
        RefusalException refusal = Refused(archive, message);
        Assert.Equal("message-not-decrypted", refusal.Code);
        return refusal.Parameters["status"];
    }
}
