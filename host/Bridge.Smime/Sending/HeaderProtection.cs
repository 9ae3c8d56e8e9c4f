using Bridge.Smime.Policy;
using Bridge.Smime.Sending.Mime;

namespace Bridge.Smime.Sending;

/// <summary>
/// Splits a message's header into what stays outside and what the protected entity carries (RFC 9788 section 5.2).
/// </summary>
/// <param name="Outer">Fields outside, without MIME-Version and Content-*; a Bcc field and a client's own fields stay here and only here.</param>
/// <param name="Entity">Header of the protected entity.</param>
/// <param name="Legacy">What to show in the text for readers that do not know protected fields; null for nothing.</param>
internal sealed record HeaderProtection(IReadOnlyList<HeaderField> Outer, PartHeader Entity, LegacyDisplay? Legacy)
{
    private const string OuterField = "HP-Outer";
    private const string Parameter = "hp";

    // Fields that would tell recipients of Bcc, or of the sender's client; or that belong to the message's transport.
    private static readonly string[] s_private =
    [
        "Bcc", "Fcc", "X-Identity-Key", "X-Account-Key", "X-Unsent", "X-Template", "Received", "Return-Path", "Delivered-To",
        "DKIM-Signature", "Authentication-Results", OuterField,
    ];

    private static readonly string[] s_privatePrefixes = ["X-Mozilla-", "Resent-", "ARC-"];

    private static readonly string[] s_shown = ["Subject", "From", "To", "Cc"];

    /// <param name="fields">The message's whole header.</param>
    /// <param name="mode">How much is hidden when encrypting.</param>
    /// <param name="encrypt">Whether the entity will be encrypted.</param>
    /// <param name="legacyDisplay">Whether hidden fields are also shown in the text.</param>
    public static HeaderProtection Split(
        IReadOnlyList<HeaderField> fields, HeaderProtectionMode mode, bool encrypt, bool legacyDisplay)
    {
        List<HeaderField> structural = [.. fields.Where(f => IsStructural(f) && !f.Is("MIME-Version"))];
        List<HeaderField> others = [.. fields.Where(f => !IsStructural(f))];
        return mode == HeaderProtectionMode.Off
            ? new HeaderProtection(others, WithoutClaims(structural), null)
            : Protect(structural, others, encrypt ? mode : HeaderProtectionMode.Off, encrypt, legacyDisplay);
    }

    private static HeaderProtection Protect(
        List<HeaderField> structural, List<HeaderField> others, HeaderProtectionMode hiding, bool encrypt, bool legacyDisplay)
    {
        List<HeaderField> outer = [];
        List<HeaderField> inner = [];
        List<HeaderField> record = [];
        List<(string Name, string Value)> hidden = [];
        foreach (HeaderField field in others)
        {
            if (IsPrivate(field))
            {
                outer.Add(field);
                continue;
            }

            inner.Add(field);
            HeaderField? outside = HeaderConfidentiality.Outside(field, hiding);
            if (outside is not null)
            {
                outer.Add(outside);
                record.Add(Recorded(outside));
            }

            if (!ReferenceEquals(outside, field) && s_shown.Contains(field.Name, StringComparer.OrdinalIgnoreCase))
            {
                hidden.Add((field.Name, field.DecodedValue));
            }
        }

        PartHeader entity = WithoutClaims(
            [.. inner, HeaderField.Of("MIME-Version", "1.0"), .. structural, .. encrypt ? record : []]);
        entity.SetTypeParameter(Parameter, encrypt ? "cipher" : "clear");
        return new HeaderProtection(outer, entity, legacyDisplay && hidden.Count > 0 ? new LegacyDisplay(hidden) : null);
    }

    // A message edited as new may still carry the parameters of its former protection.
    private static PartHeader WithoutClaims(List<HeaderField> fields)
    {
        PartHeader header = new(fields);
        header.RemoveTypeParameter(Parameter);
        header.RemoveTypeParameter("protected-headers");
        return header;
    }

    private static HeaderField Recorded(HeaderField outside)
    {
        HeaderField plain = outside.AsSevenBit();
        return new HeaderField(OuterField, [.. "HP-Outer: "u8, .. plain.Raw]);
    }

    private static bool IsStructural(HeaderField field) =>
        field.Is("MIME-Version") || field.Name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase);

    private static bool IsPrivate(HeaderField field) =>
        s_private.Contains(field.Name, StringComparer.OrdinalIgnoreCase)
        || s_privatePrefixes.Any(p => field.Name.StartsWith(p, StringComparison.OrdinalIgnoreCase));
}
