using System.Security.Cryptography;
using System.Text;
using Bridge.Smime.Streams;
using Bridge.Smime.Tests.Sending.Mime;

namespace Bridge.Smime.Tests.Streams;

public sealed class Base64StreamTests
{
    private static readonly byte[] s_content = RandomNumberGenerator.GetBytes(200_003);

    [Theory]
    [InlineData(76, "\r\n")]
    [InlineData(76, "\n")]
    [InlineData(64, "\r\n")]
    [InlineData(75, "\r\n")]
    [InlineData(1, "\n")]
    [InlineData(300_000, "\r\n")]
    [InlineData(76, " \t\r\n")]
    [InlineData(76, "\r\n\r\n")]
    [InlineData(76, "\r")]
    [InlineData(40, "*-\r\n")]
    public void Lines_of_any_shape_decode(int length, string end)
    {
        string text = string.Concat(Convert.ToBase64String(s_content).Chunk(length).Select(line => new string(line) + end));
        foreach (int step in (int[])[70_000, 1000, 77])
        {
            Assert.Equal(s_content, Decode(text, step));
        }
    }

    [Fact]
    public void Lines_of_changing_length_decode()
    {
        StringBuilder text = new();
        string encoded = Convert.ToBase64String(s_content);
        for (int at = 0, length = 1; at < encoded.Length; at += length, length = (length % 97) + 1)
        {
            text.Append(encoded, at, Math.Min(length, encoded.Length - at)).Append(length % 5 == 0 ? "\n" : "\r\n");
        }

        Assert.Equal(s_content, Decode(text.ToString(), 70_000));
    }

    [Theory]
    [InlineData("QUJD\r\nRA==\r\nRUZH", "ABCD")]
    [InlineData("QUJDRA", "ABCD")]
    [InlineData("QUJDRB==", "ABCD")]
    [InlineData("QUJDR", "ABC")]
    [InlineData("", "")]
    public void The_padding_ends_it_and_may_be_missing(string text, string expected) =>
        Assert.Equal(expected, Encoding.ASCII.GetString(Decode(text, 70_000)));

    private static byte[] Decode(string text, int step)
    {
        using Base64Stream stream = new(new TrickleStream(Encoding.ASCII.GetBytes(text), step));
        using MemoryStream decoded = new();
        stream.CopyTo(decoded);
        return decoded.ToArray();
    }
}
