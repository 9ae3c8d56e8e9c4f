using System.Text;
using Bridge.Smime.Policy;
using Bridge.Smime.Sending.Mime;
using MimeKit;

namespace Bridge.Smime.Sending;

/// <summary>
/// What a protected header field looks like outside the encryption: a header confidentiality policy (RFC 9788 section 3).
/// </summary>
/// <remarks>
/// <see cref="HeaderProtectionMode.Subject"/> is the RFC's baseline: Subject becomes <c>[...]</c>, Keywords and Comments
/// go. <see cref="HeaderProtectionMode.All"/> keeps addresses without names, Date in UTC and Message-ID, and hides the rest.
/// The address of From never changes (RFC 9788 section 3.1.1).
/// </remarks>
internal static class HeaderConfidentiality
{
    public const string HiddenSubject = "[...]";

    /// <summary>The field as it goes outside; null when it does not.</summary>
    public static HeaderField? Outside(HeaderField field, HeaderProtectionMode mode) => mode switch
    {
        HeaderProtectionMode.Off => field,
        HeaderProtectionMode.All => Reduced(field),
        _ => Baseline(field),
    };

    private static HeaderField? Baseline(HeaderField field) => field.Name.ToLowerInvariant() switch
    {
        "subject" => HeaderField.Of(field.Name, HiddenSubject),
        "keywords" or "comments" => null,
        _ => field,
    };

    private static HeaderField? Reduced(HeaderField field) => field.Name.ToLowerInvariant() switch
    {
        "from" or "to" or "cc" or "sender" => AddressesOnly(field),
        "date" => InUtc(field),
        "subject" => HeaderField.Of(field.Name, HiddenSubject),
        "message-id" => field,
        _ => null,
    };

    private static HeaderField AddressesOnly(HeaderField field)
    {
        if (!InternetAddressList.TryParse(Encoding.UTF8.GetBytes(field.Value), out InternetAddressList? list)
            || list.Mailboxes.Any(m => !Ascii.IsValid(m.Address)))
        {
            return field;
        }

        string[] addresses = [.. list.Mailboxes.Select(m => m.Address)];
        return addresses.Length == 0 ? field : HeaderField.Of(field.Name, string.Join(",\r\n ", addresses));
    }

    private static HeaderField InUtc(HeaderField field) =>
        MimeKit.Utils.DateUtils.TryParse(field.Value, out DateTimeOffset date)
            ? HeaderField.Of(field.Name, MimeKit.Utils.DateUtils.FormatDate(date.ToUniversalTime()))
            : field;
}
