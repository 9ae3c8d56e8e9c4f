using Bridge.Smime.Cms.Signatures;

namespace Bridge.Smime.Tests.Remembering;

public sealed class KeyPoolTests
{
    private readonly KeyPool<Key> _pool = new(most: 2);
    private readonly List<Key> _opened = [];

    [Fact]
    public void A_key_is_opened_once_for_uses_that_follow_each_other()
    {
        Assert.Equal(1, Use(1));
        Assert.Equal(2, Use(1));
        Assert.Single(_opened);
        Assert.False(_opened[0].Closed);
    }

    [Fact]
    public void Two_uses_at_once_have_a_key_each_and_one_is_kept()
    {
        _pool.Use([1], Open, _ => Use(1));

        Assert.Equal([false, true], _opened.Select(k => k.Closed).Order());
    }

    [Fact]
    public void A_key_that_failed_is_not_kept()
    {
        Assert.Throws<InvalidOperationException>(() => _pool.Use<int>([1], Open, _ => throw new InvalidOperationException()));
        Use(1);

        Assert.Equal([true, false], _opened.Select(k => k.Closed));
    }

    [Fact]
    public void When_it_is_full_the_others_are_closed()
    {
        Use(1);
        Use(2);
        Use(3);

        Assert.Equal([true, true, false], _opened.Select(k => k.Closed));
    }

    private int Use(byte id) => _pool.Use([id], Open, key => ++key.Uses);

    private Key Open()
    {
        Key key = new();
        _opened.Add(key);
        return key;
    }

    private sealed class Key : IDisposable
    {
        public int Uses { get; set; }

        public bool Closed { get; private set; }

        public void Dispose() => Closed = true;
    }
}
