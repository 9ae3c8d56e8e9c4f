using Bridge.Protocol;
using Bridge.Protocol.Framing;
using Bridge.Protocol.Session;

namespace Bridge.Fuzz.Targets;

/// <summary>What arrives on the host's standard input.</summary>
internal static class WireTargets
{
    /// <summary>A stream of frames in uneven pieces, as a pipe gives them.</summary>
    public static void Frames(byte[] input)
    {
        using FrameReader reader = new(new UnevenStream(input));
        while (reader.Read() is { } body)
        {
            FuzzTarget.Try(() => Release(MessageCodec.ReadClientMessage(body.Span)));
        }
    }

    /// <summary>One body of a frame, in both directions; what was read can be written and read again.</summary>
    public static void Json(byte[] input)
    {
        FuzzTarget.Try(() => Release(MessageCodec.ReadHostMessage(input)));
        ClientMessage message = MessageCodec.ReadClientMessage(input);
        using MemoryStream written = new();
        using (FrameWriter writer = new(written))
        {
            try
            {
                writer.Write(message);
            }
            catch (FrameOversizeException)
            {
                return;
            }
        }

        Release(message);
        ReadBack(written.ToArray());
    }

    private static void ReadBack(byte[] frame)
    {
        using FrameReader reader = new(new MemoryStream(frame));
        try
        {
            Release(MessageCodec.ReadClientMessage(reader.Read()!.Value.Span));
        }
        catch (MessageException e)
        {
            throw new InvalidOperationException("A message that was written cannot be read.", e);
        }
    }

    private static void Release(object message)
    {
        switch (message)
        {
            case ClientChunk chunk:
                chunk.Data.Dispose();
                break;
            case HostChunk chunk:
                chunk.Data.Dispose();
                break;
            case PromptAnswer answer:
                answer.Secret?.Dispose();
                break;
        }
    }
}
