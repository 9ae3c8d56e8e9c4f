using Bridge.Smime.Cms.Writing;

namespace Bridge.Smime.Sending.Mime;

/// <summary>Writes one part that has no parts of its own.</summary>
internal sealed class LeafWriter(MimeReader reader, ByteSink sink, LegacyDisplay? legacy)
{
    // A body that may need another encoding is held up to here, because its header goes first. Beyond it, one labelled
    // 7bit is believed, and one labelled 8bit or binary gets base64.
    private const int HeldBytes = 4 << 20;

    public void Write(PartHeader header, bool isMain)
    {
        bool shown = isMain && legacy is not null && LegacyDisplay.Fits(header);
        if (header.IsEncoded && !shown)
        {
            WriteHeader(header);
            CopyEncoded(header.TransferEncoding);
            return;
        }

        MemoryStream held = new();
        LineFlaws flaws = Hold(held, out bool whole);
        ReadOnlySpan<byte> bytes = held.GetBuffer().AsSpan(0, (int)held.Length);
        if (whole)
        {
            WriteHeld(header, bytes, flaws, shown);
        }
        else if (header.IsEncoded)
        {
            WriteHeader(header);
            CopyEncoded(header.TransferEncoding, bytes);
        }
        else if ((flaws & LineFlaws.NotSevenBit) != 0 || header.TransferEncoding is "8bit" or "binary")
        {
            StreamBase64(header, bytes);
        }
        else
        {
            StreamSevenBit(header, bytes, flaws);
        }
    }

    public void WriteHeader(PartHeader header)
    {
        foreach (HeaderField field in header.Fields)
        {
            sink.Write(field.AsSevenBit().Raw);
        }

        sink.Write("\r\n"u8);
    }

    private LineFlaws Hold(MemoryStream held, out bool whole)
    {
        LineFlaws flaws = LineFlaws.None;
        while (held.Length < HeldBytes)
        {
            ReadOnlySpan<byte> window = reader.ReadWindow();
            if (window.IsEmpty)
            {
                whole = true;
                return flaws;
            }

            flaws |= CanonicalLines.Inspect(window);
            held.Write(window);
        }

        whole = false;
        return flaws;
    }

    private void WriteHeld(PartHeader header, ReadOnlySpan<byte> bytes, LineFlaws flaws, bool shown)
    {
        // The line end before a boundary belongs to the boundary (RFC 2046 section 5.1.1).
        bool bounded = reader.BoundaryDepth > 0;
        ReadOnlySpan<byte> body = bounded ? WithoutLineEnd(bytes) : bytes;
        if (shown && legacy!.Apply(header, body) is { } extended)
        {
            WriteEncoded(header, extended, bounded);
        }
        else if (header.IsEncoded)
        {
            WriteHeader(header);
            Repair(header.TransferEncoding, bytes);
        }
        else if (NeedsEncoding(header, flaws))
        {
            WriteEncoded(header, IsRaw(header) ? body.ToArray() : CanonicalLines.Canonical(body), bounded);
        }
        else
        {
            MarkSevenBit(header);
            WriteHeader(header);
            CanonicalLines.WriteCanonical(bytes, flaws, sink);
        }
    }

    private void WriteEncoded(PartHeader header, byte[] body, bool bounded)
    {
        string encoding = TransferEncoder.Choose(header.Type, body);
        header.SetTransferEncoding(encoding);
        WriteHeader(header);
        TransferEncoder.Write(encoding, body, sink);
        if (bounded && encoding != "base64")
        {
            sink.Write("\r\n"u8);
        }
    }

    private void StreamSevenBit(PartHeader header, ReadOnlySpan<byte> held, LineFlaws heldFlaws)
    {
        WriteHeader(header);
        CanonicalLines.WriteCanonical(held, heldFlaws, sink);
        while (reader.ReadWindow() is { IsEmpty: false } window)
        {
            LineFlaws flaws = CanonicalLines.Inspect(window);
            if ((flaws & LineFlaws.NotSevenBit) != 0)
            {
                throw MessageRefusals.Unreadable("eight-bit");
            }

            CanonicalLines.WriteCanonical(window, flaws, sink);
        }
    }

    private void StreamBase64(PartHeader header, ReadOnlySpan<byte> held)
    {
        bool raw = IsRaw(header);
        header.SetTransferEncoding("base64");
        WriteHeader(header);
        using (Base64LineSink encoder = new(sink))
        {
            bool lineEnd = WriteButLineEnd(held, raw, encoder);
            while (reader.ReadWindow() is { IsEmpty: false } window)
            {
                encoder.Write(lineEnd ? "\r\n"u8 : []);
                lineEnd = WriteButLineEnd(window, raw, encoder);
            }

            encoder.Write(lineEnd && reader.BoundaryDepth == 0 ? "\r\n"u8 : []);
            encoder.Complete();
        }
    }

    // Returns whether a line end was held back.
    private static bool WriteButLineEnd(ReadOnlySpan<byte> window, bool raw, Base64LineSink encoder)
    {
        ReadOnlySpan<byte> body = window.EndsWith("\r\n"u8) || !raw ? WithoutLineEnd(window) : window;
        if (raw)
        {
            encoder.Write(body);
        }
        else
        {
            CanonicalLines.WriteCanonical(body, encoder);
        }

        return body.Length < window.Length;
    }

    private void CopyEncoded(string encoding, ReadOnlySpan<byte> held = default)
    {
        Repair(encoding, held);
        while (reader.ReadWindow() is { IsEmpty: false } window)
        {
            Repair(encoding, window);
        }
    }

    private void Repair(string encoding, ReadOnlySpan<byte> window)
    {
        LineFlaws flaws = CanonicalLines.Inspect(window);
        if ((flaws & LineFlaws.NotSevenBit) == 0)
        {
            CanonicalLines.WriteCanonical(window, flaws, sink);
        }
        else
        {
            TransferEncoder.Repair(encoding, window, sink);
        }
    }

    private static void MarkSevenBit(PartHeader header)
    {
        if (header.TransferEncoding is "8bit" or "binary")
        {
            header.SetTransferEncoding("7bit");
        }
    }

    private static bool NeedsEncoding(PartHeader header, LineFlaws flaws) =>
        (flaws & LineFlaws.NotSevenBit) != 0 || (flaws != LineFlaws.None && IsRaw(header));

    // Bytes without lines: a line end in them is data.
    private static bool IsRaw(PartHeader header) =>
        header.TransferEncoding == "binary" && !header.Type.MediaType.Equals("text", StringComparison.OrdinalIgnoreCase);

    private static ReadOnlySpan<byte> WithoutLineEnd(ReadOnlySpan<byte> bytes) =>
        bytes.EndsWith("\r\n"u8) ? bytes[..^2] : bytes.EndsWith("\n"u8) ? bytes[..^1] : bytes;
}
