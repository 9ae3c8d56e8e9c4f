using System.Security.Cryptography;
using Bridge.Smime.Cms.Writing;

namespace Bridge.Smime.Tests.Sending;

public sealed class HandedOnSinkTests
{
    private static readonly byte[] s_content = RandomNumberGenerator.GetBytes(4_000_000);

    [Theory]
    [InlineData(77)]
    [InlineData(65_536)]
    [InlineData(4_000_000)]
    public void The_next_stage_of_a_large_message_works_on_another_thread_and_gets_everything_in_order(int step)
    {
        Next next = new();
        using (HandedOnSink sink = new(next))
        {
            for (int at = 0; at < s_content.Length; at += step)
            {
                sink.Write(s_content.AsSpan(at, Math.Min(step, s_content.Length - at)));
            }

            sink.Complete();
        }

        Assert.Equal(s_content, next.Content.ToArray());
        Assert.Contains(next.Threads, t => t != Environment.CurrentManagedThreadId);
    }

    [Fact]
    public void A_small_message_stays_on_its_thread()
    {
        Next next = new();
        using HandedOnSink sink = new(next);
        sink.Write(s_content.AsSpan(0, 500_000));
        sink.Complete();
        Assert.Equal([Environment.CurrentManagedThreadId], next.Threads);
    }

    [Fact]
    public void What_the_next_stage_meets_is_thrown_here_at_the_latest_at_the_end()
    {
        Next next = new() { Most = 3_900_000 };
        using HandedOnSink sink = new(next);
        Assert.Throws<InvalidDataException>(() =>
        {
            sink.Write(s_content);
            sink.Complete();
        });
    }

    private sealed class Next : ByteSink
    {
        public MemoryStream Content { get; } = new();

        public HashSet<int> Threads { get; } = [];

        public int Most { get; init; } = int.MaxValue;

        public override void Write(ReadOnlySpan<byte> data)
        {
            if (Content.Length + data.Length > Most)
            {
                throw new InvalidDataException("full");
            }

            Threads.Add(Environment.CurrentManagedThreadId);
            Content.Write(data);
        }

        public override void Complete()
        {
        }
    }
}
