using Bridge.Smime.Reading.Mime;
using Bridge.Smime.Values;
using Bridge.Smime.Verdicts;
using MimeKit.Utils;

namespace Bridge.Smime.Reading;

/// <summary>Reads from a header who a message says that it is from, and every reason to doubt that all readers see the same.</summary>
internal static class SenderReader
{
    // A second one of these, and clients differ in which they follow.
    private static readonly string[] s_once = ["Content-Type", "Content-Transfer-Encoding", "Sender", "Subject", "Date"];

    public static SenderFacts Read(HeaderBlock outer, ProtectedHeaders? inner)
    {
        List<Finding> doubts = [];
        MailboxList from = MailboxList.Parse(Named(outer.First("From")));
        JudgeFrom(outer, from, doubts);
        JudgeProtected(from, inner, doubts);
        foreach (string name in s_once.Where(n => outer.Count(n) > 1 || inner?.Count(n) > 1))
        {
            doubts.Add(Finding.Warning(FindingCodes.HeaderDuplicated, ("field", name)));
        }

        if (outer.Anomalous || inner is { Anomalous: true })
        {
            doubts.Add(Finding.Warning(FindingCodes.HeaderAnomalous));
        }

        HeaderField? date = inner?.First("Date") ?? outer.First("Date");
        return new SenderFacts(
            true,
            [.. from.Mailboxes.Select(m => m.Address)],
            MailboxList.Parse(outer.First("Sender")?.Value ?? "") is { Ambiguous: false, Mailboxes: [Mailbox sender] } ? sender.Address : null,
            date is not null && DateUtils.TryParse(date.Value, out DateTimeOffset written) ? written : null,
            doubts);
    }

    // A From without any address, such as a bare name, names nobody: it is as good as missing, not ambiguous.
    private static string Named(HeaderField? from) =>
        from is null || (!from.Decoded.Contains('@') && !from.Value.Contains('<') && !from.Value.Any(char.IsControl)) ? "" : from.Value;

    private static void JudgeFrom(HeaderBlock outer, MailboxList from, List<Finding> doubts)
    {
        if (outer.Count("From") > 1)
        {
            doubts.Add(Finding.Warning(FindingCodes.FromDuplicated));
        }

        if (from.Mailboxes.Count > 1)
        {
            doubts.Add(Finding.Warning(FindingCodes.FromSeveral, ("addresses", string.Join(", ", from.Mailboxes.Select(m => m.Address)))));
        }

        if (from.Ambiguous)
        {
            doubts.Add(Finding.Warning(FindingCodes.FromAmbiguous, ("from", outer.First("From")!.Decoded)));
        }

        foreach (Mailbox mailbox in from.Mailboxes)
        {
            foreach (string shown in MailboxList.AddressesIn(mailbox.DisplayName).Where(a => !MailAddresses.Same(a, mailbox.Address)))
            {
                doubts.Add(Finding.Warning(FindingCodes.FromDisplayAddress, ("shown", shown), ("address", mailbox.Address)));
            }
        }
    }

    // RFC 9788 section 4.4: the two must name the same sender.
    private static void JudgeProtected(MailboxList from, ProtectedHeaders? inner, List<Finding> doubts)
    {
        if (inner?.First("From") is not { } field)
        {
            return;
        }

        MailboxList own = MailboxList.Parse(field.Value);
        bool same = !own.Ambiguous && inner.Count("From") == 1
            && own.Mailboxes.Count == from.Mailboxes.Count
            && own.Mailboxes.All(m => from.Mailboxes.Any(f => MailAddresses.Same(f.Address, m.Address)));
        if (!same)
        {
            doubts.Add(Finding.Warning(
                FindingCodes.FromProtectedDiffers,
                ("protected", field.Decoded),
                ("outer", string.Join(", ", from.Mailboxes.Select(m => m.Address)))));
        }
    }
}
