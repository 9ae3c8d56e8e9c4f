using System.Buffers.Binary;
using System.Text;
using Bridge.Protocol;
using Bridge.Protocol.Framing;
using Bridge.Protocol.Json;
using Bridge.Protocol.Session;

namespace Bridge.Host.Tests.Native;

/// <summary>The mail client's side of a session, over any pair of streams.</summary>
internal sealed class FramePeer(Stream toHost, Stream fromHost) : IDisposable
{
    private readonly FrameWriter _writer = new(toHost);
    private readonly FrameReader _reader = new(fromHost);

    public void Send(ClientMessage message) => _writer.Write(message);

    /// <summary>Sends any text as a frame's body.</summary>
    public void SendText(string body) => SendFrame(Encoding.UTF8.GetBytes(body));

    public void SendFrame(byte[] body)
    {
        byte[] frame = new byte[body.Length + 4];
        BinaryPrimitives.WriteInt32LittleEndian(frame, body.Length);
        body.CopyTo(frame, 4);
        SendRaw(frame);
    }

    public void SendRaw(byte[] bytes)
    {
        toHost.Write(bytes);
        toHost.Flush();
    }

    /// <summary>The host's next message; null at the end.</summary>
    public HostMessage? Receive() => _reader.Read() is { } body ? MessageCodec.ReadHostMessage(body.Span) : null;

    /// <summary>The next message, which must be of this kind.</summary>
    public T Receive<T>()
        where T : HostMessage => Assert.IsType<T>(Receive());

    public Welcome Greet(string extension = Product.ExtensionId, int min = 1, int max = 1)
    {
        SendHello(extension, min, max);
        return Receive<Welcome>();
    }

    public void SendHello(string extension = Product.ExtensionId, int min = 1, int max = 1) => Send(new Hello(
        new ProtocolRange(min, max), new ExtensionIdentity(extension, "0.1.0"), new ClientIdentity("Test", "1"), "en"));

    public void SendChunk(long id, int sequence, ReadOnlySpan<byte> data, bool last)
    {
        using ChunkData chunk = ChunkData.CopyOf(data);
        Send(new ClientChunk(id, sequence, chunk, last));
    }

    /// <summary>Sends content within the window while collecting the answer's content, until the request is answered.</summary>
    public (HostMessage End, byte[] Content) Exchange(Request request, byte[] content)
    {
        Send(request);
        using MemoryStream answer = new();
        int sequence = 0, position = 0, window = request is ICarryContent ? Limits.WindowChunks : 0, expected = 0;
        bool sent = request is not ICarryContent;
        while (true)
        {
            while (window > 0 && !sent)
            {
                int count = Math.Min(Limits.ChunkBytes, content.Length - position);
                sent = position + count == content.Length;
                SendChunk(request.Id, sequence++, content.AsSpan(position, count), sent);
                position += count;
                window--;
            }

            switch (Receive())
            {
                case HostCredit credit:
                    window += credit.Chunks;
                    break;
                case HostChunk chunk:
                    Assert.Equal(expected++, chunk.Sequence);
                    answer.Write(chunk.Data.Memory.Span);
                    chunk.Data.Dispose();
                    Send(new ClientCredit(request.Id, 1));
                    break;
                case Progress:
                    break;
                case HostMessage end and (Result or Failure or Prompt or null):
                    return (end, answer.ToArray());
                case var other:
                    Assert.Fail($"unexpected {other?.GetType().Name ?? "end"}");
                    break;
            }
        }
    }

    /// <summary>Goes on collecting the answer's content of a request whose prompt was answered.</summary>
    public (HostMessage End, byte[] Content) Collect(long id)
    {
        using MemoryStream answer = new();
        while (true)
        {
            HostMessage? message = Receive();
            if (message is HostChunk chunk)
            {
                answer.Write(chunk.Data.Memory.Span);
                chunk.Data.Dispose();
                Send(new ClientCredit(id, 1));
            }
            else if (message is not Progress)
            {
                return (message!, answer.ToArray());
            }
        }
    }

    public void Dispose()
    {
        _writer.Dispose();
        _reader.Dispose();
    }
}
