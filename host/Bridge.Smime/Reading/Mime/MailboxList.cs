using System.Globalization;
using System.Text;
using MimeKit.Utils;

namespace Bridge.Smime.Reading.Mime;

/// <summary>One mailbox: what is shown, and the address.</summary>
internal sealed record Mailbox(string DisplayName, string Address);

/// <summary>
/// An address list read strictly (RFC 5322 section 3.4). Mail clients read bad ones in their own ways; anything that two
/// readers may read differently is called ambiguous, never guessed at.
/// </summary>
internal sealed class MailboxList
{
    // More senders than any message has; what stands behind them is not read.
    private const int MostMailboxes = 100;

    private MailboxList(IReadOnlyList<Mailbox> mailboxes, bool ambiguous)
    {
        Mailboxes = mailboxes;
        Ambiguous = ambiguous;
    }

    public IReadOnlyList<Mailbox> Mailboxes { get; }

    public bool Ambiguous { get; }

    /// <param name="value">The field's value, unfolded and not decoded.</param>
    public static MailboxList Parse(string value)
    {
        bool ambiguous = value.Any(c => char.IsControl(c) && c != '\t');
        List<Mailbox> mailboxes = [];
        foreach (Parts parts in Split(value, ref ambiguous))
        {
            if (parts.IsEmpty)
            {
                continue;
            }

            Mailbox mailbox = parts.ToMailbox();
            ambiguous |= parts.Broken || !IsPlain(mailbox.Address) || IsTurned(mailbox.DisplayName);
            mailboxes.Add(mailbox);
        }

        return new MailboxList(mailboxes, ambiguous);
    }

    /// <summary>Addresses that a display name seems to show.</summary>
    public static IEnumerable<string> AddressesIn(string displayName) =>
        Joined(Plain(displayName)).Split([' ', '\t', '<', '>', '(', ')', '"', '\'', ',', ';', ':', '[', ']'], StringSplitOptions.RemoveEmptyEntries)
            .Select(w => w.Trim('.'))
            .Where(w => w.IndexOf('@') is > 0 and var at && w.IndexOf('.', at) > at + 1);

    // Spaces beside the sign hide an address from programs, not from people.
    private static string Joined(string shown) => string.Join('@', shown.Split('@').Select(p => p.Trim()));

    // What looks like an address is one: with wide forms of its characters (U+FF01 to U+FF5E), or invisible ones between them.
    private static string Plain(string shown) => string.Concat(shown
        .Where(c => char.GetUnicodeCategory(c) is not (UnicodeCategory.Format or UnicodeCategory.Control))
        .Select(c => c switch
        {
            >= '\uff01' and <= '\uff5e' => (char)(c - 0xfee0),
            '\ufe6b' => '@',
            '\ufe52' or '\u2024' or '\u3002' or '\uff61' => '.',
            _ => c,
        }));

    // Overrides of direction (U+202D, U+202E) show letters in another order than they stand in.
    private static bool IsTurned(string shown) => shown.AsSpan().ContainsAny('\u202d', '\u202e');

    private static bool IsPlain(string address)
    {
        int at = address.LastIndexOf('@');
        return at > 0
            && at < address.Length - 1
            && address.IndexOf('@') == at
            && !address.Contains("=?", StringComparison.Ordinal)
            && address.All(c => c > ' ' && !IsInvisible(c) && !"<>,;:\"()[]\\".Contains(c));
    }

    private static bool IsInvisible(char c) => char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static List<Parts> Split(string value, ref bool ambiguous)
    {
        List<Parts> all = [new Parts()];
        int i = 0;
        while (i < value.Length)
        {
            if (all.Count > MostMailboxes)
            {
                ambiguous = true;
                break;
            }

            char c = value[i];
            switch (c)
            {
                case '"':
                    ambiguous |= !Quoted(value, ref i, all[^1]);
                    break;
                case '(':
                    ambiguous |= !Comment(value, ref i, all[^1]);
                    break;
                case '<':
                    ambiguous |= !Angle(value, ref i, all[^1]);
                    break;
                case ',':
                    all.Add(new Parts());
                    i++;
                    break;
                case ';' or ':' or '>' or ')' or '[' or ']' or '\\':
                    ambiguous = true;
                    i++;
                    break;
                default:
                    all[^1].Add(c);
                    i++;
                    break;
            }
        }

        return all;
    }

    private static bool Quoted(string value, ref int i, Parts parts)
    {
        StringBuilder text = new();
        for (i++; i < value.Length; i++)
        {
            if (value[i] == '\\' && i + 1 < value.Length)
            {
                text.Append(value[++i]);
            }
            else if (value[i] == '"')
            {
                i++;
                parts.AddQuoted(text.ToString());
                return true;
            }
            else
            {
                text.Append(value[i]);
            }
        }

        return false;
    }

    private static bool Comment(string value, ref int i, Parts parts)
    {
        int depth = 0;
        int start = i + 1;
        for (; i < value.Length; i++)
        {
            depth += value[i] == '(' ? 1 : value[i] == ')' ? -1 : 0;
            i += value[i] == '\\' ? 1 : 0;
            if (depth == 0)
            {
                parts.AddComment(value[start..i]);
                i++;
                return true;
            }
        }

        return false;
    }

    private static bool Angle(string value, ref int i, Parts parts)
    {
        int end = value.IndexOf('>', i);
        string inside = end < 0 ? value[(i + 1)..] : value[(i + 1)..end];
        i = end < 0 ? value.Length : end + 1;
        return parts.AddAngle(inside.Trim()) && end >= 0;
    }

    /// <summary>What stands between two commas.</summary>
    private sealed class Parts
    {
        private readonly StringBuilder _text = new();
        private readonly StringBuilder _shown = new();
        private string? _angle;

        public bool Broken { get; private set; }

        public bool IsEmpty => _angle is null && _text.ToString().Trim().Length == 0 && _shown.ToString().Trim().Length == 0;

        public void Add(char c)
        {
            _text.Append(c);
            _shown.Append(c);
            Broken |= _angle is not null && c is not (' ' or '\t');
        }

        public void AddQuoted(string text)
        {
            _shown.Append(text);
            Quoted = true;
            Broken |= _angle is not null;
        }

        public void AddComment(string text) => _shown.Append(' ').Append(text);

        public bool AddAngle(string address)
        {
            bool first = _angle is null;
            _angle ??= address;
            return first;
        }

        public Mailbox ToMailbox()
        {
            if (_angle is { } address)
            {
                return new Mailbox(Rfc2047.DecodePhrase(Encoding.UTF8.GetBytes(_shown.ToString())).Trim(), address);
            }

            Broken |= Quoted;
            string bare = _text.ToString().Trim();
            string shown = _shown.ToString().Trim();
            return new Mailbox(shown == bare ? "" : Rfc2047.DecodePhrase(Encoding.UTF8.GetBytes(shown)), bare);
        }

        private bool Quoted { get; set; }
    }
}
