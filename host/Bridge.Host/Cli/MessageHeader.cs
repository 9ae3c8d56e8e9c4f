using Bridge.Smime.Errors;
using MimeKit;

namespace Bridge.Host.Cli;

/// <summary>The header of a message that is being streamed: read ahead, then given back in front of the rest.</summary>
internal sealed class MessageHeader
{
    private const int MaximumBytes = 1 << 20;

    private MessageHeader(HeaderList fields, Stream message) => (Fields, Message) = (fields, message);

    public HeaderList Fields { get; }

    /// <summary>The whole message, from its first byte.</summary>
    public Stream Message { get; }

    /// <summary>Addresses of To, Cc and Bcc, without repetitions, in their order.</summary>
    public IReadOnlyList<string> Recipients() =>
        [.. new[] { HeaderId.To, HeaderId.Cc, HeaderId.Bcc }.SelectMany(Addresses).Distinct(StringComparer.OrdinalIgnoreCase)];

    public IEnumerable<string> Addresses(HeaderId field) => Fields
        .Where(f => f.Id == field)
        .SelectMany(f => InternetAddressList.TryParse(f.RawValue, out InternetAddressList? list) ? list.Mailboxes : [])
        .Select(m => m.Address);

    public static MessageHeader Peek(Stream message)
    {
        byte[] buffer = new byte[8192];
        using MemoryStream head = new();
        while (head.Length < MaximumBytes && !Ends(head.GetBuffer().AsSpan(0, (int)head.Length)))
        {
            int read = message.Read(buffer);
            if (read == 0)
            {
                break;
            }

            head.Write(buffer, 0, read);
        }

        byte[] bytes = head.ToArray();
        try
        {
            return new MessageHeader(HeaderList.Load(new MemoryStream(bytes)), new PrefixedStream(bytes, message));
        }
        catch (FormatException e)
        {
            throw new RefusalException("message-unreadable", RefusalKind.Message, "The input has no readable message header.", inner: e);
        }
    }

    private static bool Ends(ReadOnlySpan<byte> head) => head.IndexOf("\n\n"u8) >= 0 || head.IndexOf("\n\r\n"u8) >= 0;
}
