using Bridge.Smime.Cms.Reading;
using Bridge.Smime.Errors;
using Bridge.Smime.Policy;

namespace Bridge.Smime.Tests.Cms.Reading;

public class BerReaderTests
{
    [Theory]
    [InlineData("0403414243")]
    [InlineData("2480040141040242430000")]
    [InlineData("24070401410402424 3")]
    [InlineData("248024800401410000040242430000")]
    [InlineData("04810341424 3")]
    [InlineData("0484000000034142 43")]
    [InlineData("2480040004034142430400 0000")]
    public void An_octet_string_has_one_content_in_every_form(string hex)
    {
        BerReader reader = Reader(hex);
        using MemoryStream content = new();
        reader.OpenOctets().CopyTo(content);

        Assert.Equal("ABC"u8.ToArray(), content.ToArray());
        Assert.False(reader.HasTrailingData);
    }

    [Theory]
    [InlineData("04")]
    [InlineData("0405414243")]
    [InlineData("24800401")]
    [InlineData("2480040141")]
    [InlineData("2480020101 0000")]
    [InlineData("0480")]
    [InlineData("0489010101010101010101")]
    [InlineData("048800ffffffffffffff4142")]
    [InlineData("0488ffffffffffffffff4142")]
    [InlineData("2403040541424300")]
    public void Damage_is_malformed_and_nothing_else(string hex) =>
        Assert.Throws<MalformedException>(() => Reader(hex).OpenOctets().CopyTo(Stream.Null));

    [Fact]
    public void Nesting_has_a_limit()
    {
        byte[] deep = [.. Enumerable.Range(0, 100_000).SelectMany(_ => new byte[] { 0x24, 0x80 })];

        Assert.Equal("limit-ber-depth", Assert.Throws<MalformedException>(() => Reader(deep).OpenOctets().CopyTo(Stream.Null)).Code);
        Assert.Equal("limit-ber-depth", Assert.Throws<MalformedException>(() => Reader(deep).SkipElement()).Code);
    }

    [Fact]
    public void A_claimed_length_is_not_allocated()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("limit-element", Assert.Throws<MalformedException>(() => Reader("30847fffffff00").ReadElement()).Code);
        Assert.Equal("ber-truncated", Assert.Throws<MalformedException>(() => Reader("308300ffff00").ReadElement()).Code);

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Fact]
    public void Elements_come_whole_and_in_order()
    {
        BerReader reader = Reader("3080 020101 3080 0500 0000 0402ffff 0000 0a");
        reader.EnterSequence();

        Assert.Equal("020101", Convert.ToHexStringLower(reader.ReadElement()));
        Assert.Equal("308005000000", Convert.ToHexStringLower(reader.ReadElement()));
        Assert.False(reader.AtEnd);
        reader.Leave();
        Assert.False(reader.HasTrailingData);
    }

    [Fact]
    public void What_follows_is_noticed()
    {
        BerReader reader = Reader("0500 0d0a 41");
        reader.SkipElement();

        Assert.True(reader.HasTrailingData);
    }

    private static BerReader Reader(string hex) => Reader(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));

    private static BerReader Reader(byte[] bytes) => new(new MemoryStream(bytes), new Limits());
}
