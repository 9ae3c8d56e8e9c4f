using System.Security.Cryptography;
using Bridge.Smime.Cms.Writing;

namespace Bridge.Smime.Tests.Sending;

/// <summary>The end of a chain, as it is used: behind a stage that hands it on to another thread.</summary>
public sealed class StreamSinkTests
{
    private static readonly byte[] s_content = RandomNumberGenerator.GetBytes(5_000_000);

    [Theory]
    [InlineData(1000)]
    [InlineData(65_536)]
    [InlineData(90_001)]
    [InlineData(5_000_000)]
    public void Everything_arrives_in_its_order(int step)
    {
        using MemoryStream output = new();
        using (HandedOnSink sink = new(new StreamSink(output, CancellationToken.None)))
        {
            for (int at = 0; at < s_content.Length; at += step)
            {
                sink.Write(s_content.AsSpan(at, Math.Min(step, s_content.Length - at)));
            }

            sink.Complete();
        }

        Assert.Equal(s_content, output.ToArray());
    }

    [Fact]
    public void A_small_message_is_written_by_the_thread_that_makes_it()
    {
        using Watched output = new();
        using HandedOnSink sink = new(new StreamSink(output, CancellationToken.None));
        sink.Write(s_content.AsSpan(0, 500_000));
        sink.Complete();

        Assert.Equal([Environment.CurrentManagedThreadId], output.Threads);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3_000_000)]
    public void What_writing_meets_is_thrown_to_the_maker(int good)
    {
        using Watched output = new() { Room = good };
        using HandedOnSink sink = new(new StreamSink(output, CancellationToken.None));

        Assert.Throws<IOException>(() =>
        {
            for (int at = 0; at < s_content.Length; at += 50_000)
            {
                sink.Write(s_content.AsSpan(at, 50_000));
            }

            sink.Complete();
        });
    }

    [Fact]
    public void Nothing_is_written_after_the_end_of_a_sink_that_was_given_up()
    {
        using Watched output = new() { Slow = true };
        using (HandedOnSink sink = new(new StreamSink(output, CancellationToken.None)))
        {
            sink.Write(s_content.AsSpan(0, 2_000_000));
            sink.Write(s_content.AsSpan(0, 400_000));
        }

        long written = output.Written;
        Thread.Sleep(50);
        Assert.Equal(written, output.Written);
    }

    [Fact]
    public void A_cancelled_message_stops_at_the_next_write()
    {
        using CancellationTokenSource cancel = new();
        using Watched output = new();
        using StreamSink sink = new(output, cancel.Token);
        sink.Write(s_content.AsSpan(0, 2_000_000));
        cancel.Cancel();

        Assert.Throws<OperationCanceledException>(() => sink.Write(s_content.AsSpan(0, 10)));
    }

    private sealed class Watched : MemoryStream
    {
        public long Room { get; init; } = long.MaxValue;

        public bool Slow { get; init; }

        public long Written { get; private set; }

        public HashSet<int> Threads { get; } = [];

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (Written + buffer.Length > Room)
            {
                throw new IOException("No room.");
            }

            if (Slow)
            {
                Thread.Sleep(5);
            }

            Threads.Add(Environment.CurrentManagedThreadId);
            Written += buffer.Length;
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));
    }
}
