using System.Text;
using MimeKit;

namespace Bridge.Smime.Sending.Mime;

/// <summary>The header of one MIME entity (RFC 2045), with the questions that the writer asks of it.</summary>
internal sealed class PartHeader(List<HeaderField> fields)
{
    private const string TransferEncodingField = "Content-Transfer-Encoding";
    private ContentType? _type;

    public IReadOnlyList<HeaderField> Fields => fields;

    /// <summary>Content-Type; text/plain in US-ASCII when absent or unreadable (RFC 2045 section 5.2).</summary>
    public ContentType Type => _type ??= Find("Content-Type") is { } given
        && ContentType.TryParse(Encoding.UTF8.GetBytes(given.Value), out ContentType? parsed) ? parsed : new ContentType("text", "plain");

    /// <summary>Content-Transfer-Encoding in lower case; <c>7bit</c> when absent.</summary>
    public string TransferEncoding
    {
        get
        {
            string value = Find(TransferEncodingField)?.Value ?? "7bit";
            int comment = value.IndexOfAny([';', '(', ' ']);
            return (comment > 0 ? value[..comment] : value).Trim().ToLowerInvariant();
        }
    }

    /// <summary>Whether the body is encoded, so that it is 7-bit by construction.</summary>
    public bool IsEncoded => TransferEncoding is "base64" or "quoted-printable";

    public bool IsAttachment =>
        Find("Content-Disposition")?.Value.StartsWith("attachment", StringComparison.OrdinalIgnoreCase) ?? false;

    /// <summary>The boundary of a multipart that may be taken apart; null for everything else.</summary>
    public string? Boundary => Type.MediaType.Equals("multipart", StringComparison.OrdinalIgnoreCase)
        && !IsEncoded && Type.Boundary is { Length: > 0 } boundary ? boundary : null;

    /// <summary>Whether the body is a message with a header of its own.</summary>
    public bool IsMessage => Type.IsMimeType("message", "rfc822") && !IsEncoded;

    public HeaderField? Find(string name) => fields.Find(f => f.Is(name));

    public void SetTransferEncoding(string encoding) => Set(HeaderField.Of(TransferEncodingField, encoding));

    /// <summary>Replaces the field of that name where it stands, or adds it at the end.</summary>
    public void Set(HeaderField field)
    {
        int index = fields.FindIndex(f => f.Is(field.Name));
        if (index < 0)
        {
            fields.Add(field);
        }
        else
        {
            fields[index] = field;
        }

        _type = null;
    }

    /// <summary>Adds a parameter to Content-Type, making the field when there is none; a parameter of that name is replaced.</summary>
    public void SetTypeParameter(string name, string value)
    {
        if (Find("Content-Type") is not { } given)
        {
            Set(HeaderField.Of("Content-Type", $"text/plain; charset=us-ascii;\r\n {name}=\"{value}\""));
        }
        else if (Type.Parameters.Contains(name) || !ContentType.TryParse(Encoding.UTF8.GetBytes(given.Value), out _))
        {
            Type.Parameters[name] = value;
            Set(HeaderField.OfContentType(Type));
        }
        else
        {
            Set(given.WithParameter(name, value));
        }
    }

    /// <summary>Takes a parameter out of Content-Type.</summary>
    public void RemoveTypeParameter(string name)
    {
        if (Type.Parameters.Remove(name))
        {
            Set(HeaderField.OfContentType(Type));
        }
    }
}
