using System.Security.Cryptography;
using System.Text;
using Bridge.Smime.Cms.Writing;

namespace Bridge.Smime.Tests.Cms.Writing;

public sealed class Base64LineSinkTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(56)]
    [InlineData(57)]
    [InlineData(58)]
    [InlineData(65493)]
    [InlineData(65494)]
    [InlineData(200_000)]
    public void Writes_lines_of_76_that_decode_to_the_input(int length)
    {
        byte[] input = RandomNumberGenerator.GetBytes(length);
        foreach (int step in (int[])[1 + (length / 7), 57, 70_000])
        {
            string text = Encode(input, step);
            string expected = Convert.ToBase64String(input, Base64FormattingOptions.InsertLineBreaks);
            Assert.Equal(length == 0 ? "" : expected + "\r\n", text);
        }
    }

    private static string Encode(byte[] input, int step)
    {
        using MemorySink memory = new();
        using Base64LineSink sink = new(memory);
        for (int at = 0; at < input.Length; at += step)
        {
            sink.Write(input.AsSpan(at, Math.Min(step, input.Length - at)));
        }

        sink.Complete();
        return Encoding.ASCII.GetString(memory.ToArray());
    }
}
