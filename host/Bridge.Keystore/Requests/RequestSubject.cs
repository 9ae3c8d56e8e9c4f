using Bridge.Smime.Errors;
using Bridge.Smime.Values;

namespace Bridge.Keystore.Requests;

/// <summary>Whom a certificate is asked for.</summary>
/// <param name="Address">The mail address with its domain as A-labels (RFC 5890); the local part as the user wrote it.</param>
/// <param name="CommonName">The person's name, or the address.</param>
/// <param name="Usage">What the key can do.</param>
internal sealed record RequestSubject(string Address, string CommonName, RequestUsage Usage)
{
    /// <summary>Upper bound of a commonName (RFC 5280 appendix A.1).</summary>
    private const int LongestName = 64;

    /// <summary>RFC 5321 section 4.5.3.1.</summary>
    private const int LongestAddress = 254;

    /// <exception cref="RefusalException"><c>request-invalid</c> with <c>what</c> = <c>address</c> or <c>name</c>.</exception>
    internal static RequestSubject Of(string address, string? name, RequestAlgorithm algorithm)
    {
        string trimmed = address.Trim();
        int at = trimmed.LastIndexOf('@');
        if (at < 1 || at == trimmed.Length - 1 || trimmed.Length > LongestAddress || trimmed.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is '<' or '>' or ','))
        {
            throw Invalid("address", "This is not a mail address.");
        }

        string normal = $"{trimmed[..at]}@{MailAddresses.Normalise(trimmed)[(at + 1)..]}";
        string? person = string.IsNullOrWhiteSpace(name) ? null : name.Trim();
        if (person is not null && (person.Length > LongestName || person.Any(char.IsControl)))
        {
            throw Invalid("name", $"A name has at most {LongestName} characters.");
        }

        return new RequestSubject(normal, person ?? (normal.Length <= LongestName ? normal : normal[..LongestName]), UsageOf(algorithm));
    }

    private static RequestUsage UsageOf(RequestAlgorithm algorithm) => algorithm switch
    {
        RequestAlgorithm.Rsa3072 or RequestAlgorithm.Rsa4096 => RequestUsage.DigitalSignature | RequestUsage.KeyEncipherment,
        RequestAlgorithm.P256 or RequestAlgorithm.P384 => RequestUsage.DigitalSignature | RequestUsage.KeyAgreement,
        _ => RequestUsage.DigitalSignature,
    };

    private static RefusalException Invalid(string what, string message) =>
        new("request-invalid", RefusalKind.Usage, message, new Dictionary<string, string> { ["what"] = what });
}

/// <summary>The bits of keyUsage that requests ask for (RFC 5280 section 4.2.1.3), as named bits.</summary>
[Flags]
internal enum RequestUsage
{
    DigitalSignature = 1 << 0,
    KeyEncipherment = 1 << 2,
    KeyAgreement = 1 << 4,
}
