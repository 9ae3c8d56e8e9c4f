using Bridge.Smime.Values;

namespace Bridge.Smime.Tests.Remembering;

public sealed class RememberedTests
{
    private readonly Remembered<string> _known = new(most: 3, largest: 4);
    private int _read;

    [Fact]
    public void Equal_bytes_are_read_once()
    {
        Assert.Equal("01", Get(1));
        Assert.Equal("01", Get(1));
        Assert.Equal("02", Get(2));
        Assert.Equal(2, _read);
    }

    [Fact]
    public void What_was_handed_in_may_change_afterwards()
    {
        byte[] bytes = [1, 2];
        Get(bytes);
        bytes[0] = 9;

        Assert.Equal("0902", Get(bytes));
        Assert.Equal("0102", Get(1, 2));
    }

    [Fact]
    public void Long_bytes_are_read_each_time()
    {
        Get(1, 2, 3, 4, 5);
        Get(1, 2, 3, 4, 5);

        Assert.Equal(2, _read);
    }

    [Fact]
    public void When_it_is_full_it_starts_over()
    {
        Get(1);
        Get(2);
        Get(3);
        Get(4);
        Get(1);

        Assert.Equal(5, _read);
        Assert.Equal("04", Get(4));
        Assert.Equal(5, _read);
    }

    private string Get(params byte[] bytes) => _known.Get(bytes, b =>
    {
        _read++;
        return Convert.ToHexString(b);
    });
}
