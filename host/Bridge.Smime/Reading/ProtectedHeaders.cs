using Bridge.Smime.Reading.Mime;
using Bridge.Smime.Values;
using Bridge.Smime.Verdicts;

namespace Bridge.Smime.Reading;

/// <summary>Header fields inside the cryptographic envelope: RFC 9788, and the older forms that are still met.</summary>
internal sealed class ProtectedHeaders
{
    private readonly IReadOnlyList<HeaderField> _sentOutside;
    private readonly ILookup<string, HeaderField> _byName;

    private ProtectedHeaders(IReadOnlyList<HeaderField> fields, IReadOnlyList<HeaderField> sentOutside, bool strict, bool forEncryption, bool anomalous)
    {
        Fields = fields;
        _byName = fields.ToLookup(f => f.Name, StringComparer.OrdinalIgnoreCase);
        _sentOutside = sentOutside;
        Strict = strict;
        ForEncryption = forEncryption;
        Anomalous = anomalous;
    }

    /// <summary>The protected fields, in order, without those of the MIME entity.</summary>
    public IReadOnlyList<HeaderField> Fields { get; }

    /// <summary>Whether everything that the sender wrote is inside (RFC 9788), so that what stands only outside is not his.</summary>
    public bool Strict { get; }

    /// <summary>
    /// Whether the sender wrote them for an encrypted message: only then a text may repeat them for other clients (RFC 9788
    /// section 4.5.3). The older form does not say.
    /// </summary>
    public bool ForEncryption { get; }

    /// <summary>Whether the header they stand in has lines or bytes that no header should have.</summary>
    public bool Anomalous { get; }

    public int Count(string name) => _byName[name].Count();

    public bool Has(string name) => _byName.Contains(name);

    public HeaderField? First(string name) => _byName[name].FirstOrDefault();

    /// <summary>Null when the payload does not say that its header is protected: <c>hp</c> (RFC 9788 section 2.1.1), or <c>protected-headers="v1"</c>.</summary>
    public static ProtectedHeaders? Read(HeaderBlock payload)
    {
        bool strict = IsStrict(payload);
        return strict || string.Equals(payload.Parameter("protected-headers"), "v1", StringComparison.OrdinalIgnoreCase)
            ? new ProtectedHeaders(Own(payload), Outside(payload), strict, !strict || Protection(payload) == "cipher", payload.Anomalous)
            : null;
    }

    /// <summary>The fields of a message that stood wrapped in the envelope (RFC 8551 section 3.1, RFC 9788 section 4.10).</summary>
    public static ProtectedHeaders OfWrapped(HeaderBlock inner) => new(Own(inner), Outside(inner), strict: true, forEncryption: true, inner.Anomalous);

    /// <summary>
    /// Whether a message/rfc822 payload is this very message and not a forwarded one: it says so by <c>forwarded=no</c>, or it
    /// has our Message-ID, or our From and Date. One whose payload says by <c>hp</c> where the protected fields stand, and one that
    /// is protected by itself, is forwarded (RFC 9788 section 4.10.1).
    /// </summary>
    public static bool Wraps(HeaderBlock payload, HeaderBlock inner, HeaderBlock? outer)
    {
        bool forwarded = IsStrict(payload) || IsStrict(inner) || EntityKinds.Recognise(inner) is EntityKind.ClearSigned or EntityKind.Cms;
        if (payload.IsAttachment || forwarded || outer is null)
        {
            return false;
        }

        return string.Equals(payload.Parameter("forwarded"), "no", StringComparison.OrdinalIgnoreCase)
            || Same(inner, outer, "Message-ID")
            || (Same(inner, outer, "From") && Same(inner, outer, "Date"));
    }

    /// <summary>What is said about the protected fields and those outside.</summary>
    public static HeadersReport Report(ProtectedHeaders? inner, HeaderBlock? outer)
    {
        Dictionary<string, string> protectedFields = Values(inner?.Fields ?? []);
        Dictionary<string, string> outside = Values(outer?.Fields.Where(f => IsReported(f.Name) || protectedFields.ContainsKey(f.Name)) ?? []);
        List<string> differences = [.. protectedFields
            .Where(p => !string.Equals(outside.GetValueOrDefault(p.Key), p.Value, StringComparison.Ordinal))
            .Select(p => p.Key)];
        return new HeadersReport(protectedFields, outside, differences);
    }

    /// <summary>Differences that a reader should know of, one for each name.</summary>
    public IEnumerable<Finding> Judge(HeaderBlock outer)
    {
        foreach ((string name, string value) in _sentOutside.Select(NameAndValue).DistinctBy(s => s.Name, StringComparer.OrdinalIgnoreCase))
        {
            if (outer.First(name) is { } now && now.Decoded != value)
            {
                yield return Finding.Warning(FindingCodes.HeaderOuterAltered, ("field", name), ("sent", value), ("received", now.Decoded));
            }
        }

        foreach (HeaderField field in _byName.Select(f => f.First()).Where(f => IsReported(f.Name)))
        {
            if (outer.First(field.Name) is { } outside && outside.Decoded != field.Decoded)
            {
                yield return Finding.Info(FindingCodes.HeaderDifference, ("field", field.Name), ("protected", field.Decoded), ("outer", outside.Decoded));
            }
        }
    }

    private static string? Protection(HeaderBlock payload) => payload.Parameter("hp")?.ToLowerInvariant();

    private static bool IsStrict(HeaderBlock payload) => Protection(payload) is "clear" or "cipher";

    private static List<HeaderField> Own(HeaderBlock header) =>
        [.. header.Fields.Where(f => !f.DescribesEntity && !f.Is("HP-Outer"))];

    private static List<HeaderField> Outside(HeaderBlock header) => [.. header.Fields.Where(f => f.Is("HP-Outer"))];

    // HP-Outer: the name and value of a field as it was sent outside.
    private static (string Name, string Value) NameAndValue(HeaderField sent) =>
        sent.Decoded.Split(':', 2) is [var name, var value] ? (name.Trim(), value.Trim()) : (sent.Decoded, "");

    private static Dictionary<string, string> Values(IEnumerable<HeaderField> fields) => fields
        .GroupBy(f => f.Name, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(g => g.Key, g => string.Join(", ", g.Select(f => f.Decoded)), StringComparer.OrdinalIgnoreCase);

    private static bool IsReported(string name) =>
        name.ToUpperInvariant() is "FROM" or "TO" or "CC" or "SUBJECT" or "DATE" or "SENDER" or "REPLY-TO" or "MESSAGE-ID";

    private static bool Same(HeaderBlock inner, HeaderBlock outer, string name) =>
        inner.First(name) is { } one && outer.First(name) is { } other && one.Decoded == other.Decoded;
}
