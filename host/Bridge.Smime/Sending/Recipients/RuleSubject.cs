using Bridge.Smime.Values;

namespace Bridge.Smime.Sending.Recipients;

/// <summary>
/// What a rule is made for: one address, all addresses of a domain (<c>b.example</c>), or all of every domain below one
/// (<c>*.b.example</c>). The most particular rule decides.
/// </summary>
public static class RuleSubject
{
    private const string Below = "*.";

    /// <summary>The one spelling in which subjects are stored and compared; null when the text is none.</summary>
    /// <param name="text">As typed; <c>@b.example</c> is <c>b.example</c>.</param>
    public static string? Normalise(string text)
    {
        string trimmed = text.Trim();
        int at = trimmed.LastIndexOf('@');
        if (at > 0)
        {
            return IsLocal(trimmed[..at]) && IsDomain(DomainOf(MailAddresses.Normalise(trimmed))) ? MailAddresses.Normalise(trimmed) : null;
        }

        string bare = trimmed[(at + 1)..];
        bool below = bare.StartsWith(Below, StringComparison.Ordinal);
        string domain = DomainOf(MailAddresses.Normalise("x@" + (below ? bare[Below.Length..] : bare)));
        return IsDomain(domain) ? (below ? Below : string.Empty) + domain : null;
    }

    /// <summary>Every subject whose rule would concern an address, the most particular first.</summary>
    /// <param name="address">Normalised.</param>
    public static IEnumerable<string> Concerning(string address)
    {
        yield return address;
        string domain = DomainOf(address);
        if (domain.Length == 0)
        {
            yield break;
        }

        yield return domain;
        for (int dot = domain.IndexOf('.'); dot >= 0; dot = domain.IndexOf('.', dot + 1))
        {
            yield return Below + domain[(dot + 1)..];
        }
    }

    private static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..];

    private static bool IsLocal(string local) => !local.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '<' or '>' or ',');

    // Single labels too: companies have mail domains without a dot.
    private static bool IsDomain(string domain) => domain.Length is > 0 and < 254
        && domain.Split('.').All(label => label.Length is > 0 and < 64 && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
}
