using System.Buffers.Binary;
using Bridge.Protocol.Framing;
using Bridge.Protocol.Keys;
using Bridge.Protocol.Policy;
using Bridge.Protocol.Session;

namespace Bridge.Protocol.Tests.Framing;

public sealed class FrameTests
{
    [Fact]
    public void What_is_written_is_read()
    {
        using MemoryStream pipe = new();
        using FrameWriter writer = new(pipe);
        ClientMessage[] messages = [new ListKeys(1), new RemoveKey(2, "k"), new SetPolicy(3, "n"), new SetPolicy(4, "n", "ü \"\\\u2028 +/")];
        foreach (ClientMessage message in messages)
        {
            writer.Write(message);
        }

        pipe.Position = 0;
        using FrameReader reader = new(pipe);
        Assert.Equal(messages, messages.Select(_ => MessageCodec.ReadClientMessage(reader.Read()!.Value.Span)));
        Assert.Null(reader.Read());
    }

    [Fact]
    public void A_frame_may_come_in_pieces()
    {
        using MemoryStream pipe = new();
        using FrameWriter writer = new(pipe);
        writer.Write(new RemoveKey(2, new string('k', 50_000)));
        using FrameReader reader = new(new Dripping(pipe.ToArray()));
        Assert.Equal(50_000, Assert.IsType<RemoveKey>(MessageCodec.ReadClientMessage(reader.Read()!.Value.Span)).Key.Length);
        Assert.Null(reader.Read());
    }

    [Fact]
    public void A_message_larger_than_a_frame_is_not_written_and_the_next_one_is()
    {
        using MemoryStream pipe = new();
        using FrameWriter writer = new(pipe);
        Assert.Throws<FrameOversizeException>(() => writer.Write(new Failure(new string('x', Limits.FrameBytes), new Dictionary<string, string>())));
        Assert.Equal(0, pipe.Length);
        writer.Write(new HostCredit(1, 2));
        Assert.Equal(pipe.Length - 4, BinaryPrimitives.ReadInt32LittleEndian(pipe.ToArray()));
    }

    [Fact]
    public void Frames_of_many_threads_do_not_mix()
    {
        using MemoryStream pipe = new();
        using FrameWriter writer = new(pipe);
        Parallel.For(1, 500, i => writer.Write(new HostCredit(i, i)));
        pipe.Position = 0;
        using FrameReader reader = new(pipe);
        HashSet<long> ids = [];
        while (reader.Read() is { } body)
        {
            HostCredit credit = Assert.IsType<HostCredit>(MessageCodec.ReadHostMessage(body.Span));
            Assert.Equal(credit.Id, credit.Chunks);
            ids.Add(credit.Id);
        }

        Assert.Equal(499, ids.Count);
    }

    [Fact]
    public void A_buffer_is_cleared_after_each_frame()
    {
        using MemoryStream pipe = new();
        using FrameWriter writer = new(pipe);
        writer.Write(new PromptAnswer(1, 1, Json.Secret.From("hunter2")));
        writer.Write(new ListKeys(2));
        pipe.Position = 0;
        using FrameReader reader = new(pipe);
        ReadOnlyMemory<byte> first = reader.Read()!.Value;
        Assert.True(first.Span.IndexOf("hunter2"u8) >= 0);
        reader.Read();
        Assert.True(first.Span.IndexOf("hunter2"u8) < 0);
    }

    [Fact]
    public void Random_bytes_are_frames_or_an_error_and_nothing_else()
    {
        Random random = new(7);
        for (int i = 0; i < 2000; i++)
        {
            byte[] bytes = new byte[random.Next(0, 40)];
            random.NextBytes(bytes);
            if (bytes.Length >= 4 && i % 2 == 0)
            {
                BinaryPrimitives.WriteInt32LittleEndian(bytes, random.Next(0, bytes.Length));
            }

            using FrameReader reader = new(new MemoryStream(bytes));
            try
            {
                while (reader.Read() is { } body)
                {
                    Assert.Throws<MessageException>(() => MessageCodec.ReadClientMessage(body.Span));
                }
            }
            catch (FrameException e)
            {
                Assert.Contains(e.Code, new[] { ErrorCode.FrameOversize, ErrorCode.FrameTruncated });
            }
        }
    }

    /// <summary>Gives one byte at a time, as a pipe may.</summary>
    private sealed class Dripping(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(1, buffer.Length)]);
    }
}
