using System.Text;
using Bridge.Smime.Reading;
using Bridge.Smime.Tests.Reading.Forge;
using Bridge.Smime.Verdicts;
using Bridge.TestKit.Fakes;

namespace Bridge.Smime.Tests.Reading;

/// <summary>One pass, bounded memory: what is allocated does not grow with the message.</summary>
public class LargeMailTests
{
    private const int Size = 12 << 20;

    [Theory]
    [InlineData("clear")]
    [InlineData("opaque")]
    [InlineData("enveloped")]
    [InlineData("signed-enveloped")]
    [InlineData("plain")]
    public void Memory_does_not_grow_with_the_message(string kind)
    {
        string entity = "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n" + Mail.Lines(new byte[Size]);
        byte[] message = Encoding.Latin1.GetBytes(Mail.Header() + kind switch
        {
            "clear" => Mail.ClearSigned(entity),
            "opaque" => Mail.Opaque(entity),
            "enveloped" => Mail.Enveloped(entity),
            "signed-enveloped" => Mail.Enveloped(Mail.ClearSigned(entity)),
            _ => Mail.Multipart("mixed", entity),
        });
        Opening opening = new Opening().With(Opening.Bob);
        MessageOpener opener = new(opening.Keys, opening.Directory, opening.Paths);

        opening.Open(Mail.Header() + Mail.Enveloped(Mail.ClearSigned(Mail.Text)));
        long before = GC.GetAllocatedBytesForCurrentThread();
        using MemoryStream input = new(message, writable: false);
        MessageReport report = opener.Open(input, Stream.Null, new OpenOptions(Opening.Now, opening.Policy), TestContext.Current.CancellationToken);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(kind switch { "plain" => Seal.None, "enveloped" => Seal.Encrypted, "signed-enveloped" => Seal.SignedEncrypted, _ => Seal.Signed }, report.Seal);
        Assert.True(allocated < 8 << 20, $"{allocated:N0} bytes allocated for {message.Length:N0}");
    }
}
