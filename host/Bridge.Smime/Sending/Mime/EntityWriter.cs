using Bridge.Smime.Cms.Writing;
using Bridge.Smime.Policy;

namespace Bridge.Smime.Sending.Mime;

/// <summary>
/// Copies a MIME entity in the form that is fit to be signed (RFC 8551 section 3.1): lines end with CRLF and every byte is
/// 7-bit. What is so already is copied byte for byte; only parts that are not get another transfer encoding.
/// </summary>
internal sealed class EntityWriter(MimeReader reader, ByteSink sink, Limits limits, LegacyDisplay? legacy)
{
    private readonly LeafWriter _leaves = new(reader, sink, legacy);
    private int _parts;

    /// <summary>Writes the entity whose header was read and whose body the reader stands at.</summary>
    public void Write(PartHeader header) => Write(header, 0, isMain: true);

    /// <param name="header">Its header.</param>
    /// <param name="depth">How deep it lies.</param>
    /// <param name="isMain">Whether it is a main body part (RFC 9787 section 7.1).</param>
    private void Write(PartHeader header, int depth, bool isMain)
    {
        if (++_parts > limits.MimeParts)
        {
            throw MessageRefusals.LimitExceeded("mimeParts");
        }

        if (depth > limits.MimeDepth)
        {
            throw MessageRefusals.LimitExceeded("mimeDepth");
        }

        if (header.Boundary is { } boundary)
        {
            WriteMultipart(header, boundary, depth, isMain);
        }
        else if (header.IsMessage)
        {
            WriteContainerHeader(header);
            Write(new PartHeader(reader.ReadHeader()), depth + 1, isMain: false);
        }
        else
        {
            _leaves.Write(header, isMain);
        }
    }

    private void WriteMultipart(PartHeader header, string boundary, int depth, bool isMain)
    {
        WriteContainerHeader(header);
        reader.Boundaries.Push(boundary);
        int own = reader.Boundaries.Depth;
        WriteUnseenText();
        bool everyPartIsMain = header.Type.IsMimeType("multipart", "alternative");
        bool maySee = isMain && !IsSealed(header);
        bool isFirst = true;
        bool closed = false;
        while (reader.BoundaryDepth == own && !closed)
        {
            closed = reader.BoundaryCloses;
            WriteBoundary(reader.ReadBoundaryLine());
            if (!closed)
            {
                Write(new PartHeader(reader.ReadHeader()), depth + 1, maySee && (isFirst || everyPartIsMain));
                isFirst = false;
            }
        }

        reader.Boundaries.Pop();
        if (closed)
        {
            WriteUnseenText();
        }
    }

    // Everything in a container has become 7-bit, so it cannot stay labelled 8bit or binary (RFC 2045 section 6.4).
    private void WriteContainerHeader(PartHeader header)
    {
        if (header.TransferEncoding is "8bit" or "binary")
        {
            header.SetTransferEncoding("7bit");
        }

        _leaves.WriteHeader(header);
    }

    // Adding text to a part of these would break what it carries.
    private static bool IsSealed(PartHeader header) =>
        header.Type.IsMimeType("multipart", "signed") || header.Type.IsMimeType("multipart", "encrypted");

    private void WriteBoundary(ReadOnlySpan<byte> line)
    {
        LineFlaws flaws = CanonicalLines.Inspect(line);
        if ((flaws & LineFlaws.NotSevenBit) == 0)
        {
            CanonicalLines.WriteCanonical(line, flaws, sink);
        }
        else
        {
            sink.Write(line.TrimEnd("\r\n \t"u8));
            sink.Write("\r\n"u8);
        }
    }

    // Preamble and epilogue are shown by nobody: lines that are not fit for mail are left out.
    private void WriteUnseenText()
    {
        while (reader.ReadWindow() is { IsEmpty: false } window)
        {
            LineFlaws flaws = CanonicalLines.Inspect(window);
            if ((flaws & LineFlaws.NotSevenBit) == 0)
            {
                CanonicalLines.WriteCanonical(window, flaws, sink);
            }
        }
    }
}
