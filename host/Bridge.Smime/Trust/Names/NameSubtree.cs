using System.Globalization;

namespace Bridge.Smime.Trust.Names;

/// <summary>Whether a name lies in a subtree of a name constraint (RFC 5280 section 4.2.1.10, RFC 9598 section 6).</summary>
internal static class NameSubtree
{
    private static readonly IdnMapping s_idn = new() { UseStd3AsciiRules = false, AllowUnassigned = true };

    /// <summary>
    /// Mail local parts are compared exactly for permitted subtrees and without case for excluded ones, so that doubt
    /// never widens what an authority may certify.
    /// </summary>
    public static bool Contains(GeneralName subtree, GeneralName name, bool excluded) => subtree.Form switch
    {
        NameForm.Directory => name.Directory is { } directory && directory.IsWithin(subtree.Directory!),
        NameForm.Mail or NameForm.InternationalMail => ContainsMail(subtree.Text, name.Text, excluded),
        NameForm.Dns => IsHostOrBelow(name.Text, subtree.Text),
        NameForm.Uri => UriHost(name.Text) is { } host && IsInDomain(host, subtree.Text),
        NameForm.Address => ContainsAddress(subtree.Content.Span, name.Content.Span),
        _ => false,
    };

    /// <summary>A URI constraint cannot be checked against a URI without a host: RFC 5280 demands refusal.</summary>
    public static bool CanBeJudged(GeneralName name) => name.Form switch
    {
        NameForm.Uri => UriHost(name.Text) is not null,
        NameForm.Mail or NameForm.InternationalMail => name.Text.LastIndexOf('@') > 0,
        NameForm.Other or NameForm.X400 or NameForm.EdiParty or NameForm.RegisteredId => false,
        _ => true,
    };

    private static bool ContainsMail(string subtree, string address, bool excluded)
    {
        int at = address.LastIndexOf('@');
        if (at <= 0)
        {
            return excluded;
        }

        int subtreeAt = subtree.LastIndexOf('@');
        string host = address[(at + 1)..];
        if (subtreeAt < 0)
        {
            return subtree.Length == 0 || IsInDomain(host, subtree);
        }

        StringComparison locals = excluded ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return IsSameHost(host, subtree[(subtreeAt + 1)..])
            && address.AsSpan(0, at).Equals(subtree.AsSpan(0, subtreeAt), locals);
    }

    // ".example.org" is every host below it, "example.org" that host alone.
    private static bool IsInDomain(string host, string domain) =>
        domain.StartsWith('.') ? ToAscii(host).EndsWith(ToAscii(domain), StringComparison.OrdinalIgnoreCase) && host.Length > domain.Length
            : IsSameHost(host, domain);

    private static bool IsHostOrBelow(string host, string domain) =>
        domain.Length == 0 || IsSameHost(host, domain) || IsInDomain(host, domain.StartsWith('.') ? domain : '.' + domain);

    private static bool IsSameHost(string a, string b) => ToAscii(a).Equals(ToAscii(b), StringComparison.OrdinalIgnoreCase);

    private static string ToAscii(string host)
    {
        string trimmed = host.TrimEnd('.');
        if (System.Text.Ascii.IsValid(trimmed))
        {
            return trimmed;
        }

        try
        {
            bool below = trimmed.StartsWith('.');
            return (below ? "." : "") + s_idn.GetAscii(below ? trimmed[1..] : trimmed);
        }
        catch (ArgumentException)
        {
            return trimmed;
        }
    }

    private static string? UriHost(string text)
    {
        int start = text.IndexOf("://", StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        string authority = text[(start + 3)..];
        int end = authority.AsSpan().IndexOfAny('/', '?', '#');
        authority = end < 0 ? authority : authority[..end];
        authority = authority[(authority.LastIndexOf('@') + 1)..];
        int port = authority.LastIndexOf(':');
        string host = port < 0 ? authority : authority[..port];
        return host.Length == 0 || host[0] == '[' || System.Net.IPAddress.TryParse(host, out _) ? null : host;
    }

    private static bool ContainsAddress(ReadOnlySpan<byte> subtree, ReadOnlySpan<byte> address)
    {
        if (subtree.Length != address.Length * 2)
        {
            return false;
        }

        for (int i = 0; i < address.Length; i++)
        {
            byte mask = subtree[address.Length + i];
            if ((address[i] & mask) != (subtree[i] & mask))
            {
                return false;
            }
        }

        return true;
    }
}
