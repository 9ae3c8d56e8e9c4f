using Bridge.Keystore.Certificates.Contacts;
using Bridge.Keystore.Correspondents;
using Bridge.Keystore.Storage;
using Bridge.Smime.Errors;
using Bridge.Smime.Ports;
using Bridge.Smime.Sending.Recipients;
using Bridge.Smime.Values;

namespace Bridge.Keystore;

/// <summary>The user's rules for recipients and domains, the certificates chosen for some, and those used last.</summary>
public sealed class CorrespondentStore : ICorrespondentBook
{
    private readonly Database _database;
    private readonly TimeProvider _clock;

    internal CorrespondentStore(Database database, TimeProvider clock) => (_database, _clock) = (database, clock);

    public Correspondent Find(string address)
    {
        string normal = MailAddresses.Normalise(address);
        return _database.Recall("correspondent", normal, session =>
        {
            bool same = session.Exists("SELECT 1 FROM same_mailboxes WHERE address = $address", ("$address", normal));
            (string Subject, EncryptionRule Rule)? rule = RuleFor(session, normal);
            (string? chosen, string? used) = session.First(
                "SELECT chosen, used FROM recipient_certificates WHERE address = $address",
                r => (Hex(r.GetBytesOrNull(0)), Hex(r.GetBytesOrNull(1))),
                ("$address", normal));
            return new Correspondent(rule?.Rule, rule?.Subject, chosen, used, same);
        });
    }

    /// <summary>All rules, by subject.</summary>
    public IReadOnlyList<RecipientRule> Rules() => _database.Read(session => session.Query(
        "SELECT subject, rule, changed_at FROM recipient_rules ORDER BY subject",
        r => new RecipientRule(r.GetString(0), Parse(r.GetString(1)), r.GetTime(2))));

    /// <summary>Makes a rule, in place of the one that is there.</summary>
    /// <param name="subject">An address, a domain, or <c>*.domain</c>.</param>
    /// <param name="rule">What is wanted.</param>
    /// <exception cref="RefusalException"><c>rule-subject</c>.</exception>
    public RecipientRule SetRule(string subject, EncryptionRule rule)
    {
        RecipientRule made = new(Normal(subject), rule, _clock.GetUtcNow());
        _database.Write(session => session.Execute(
            """
            INSERT INTO recipient_rules (subject, rule, changed_at) VALUES ($subject, $rule, $at)
            ON CONFLICT (subject) DO UPDATE SET rule = excluded.rule, changed_at = excluded.changed_at
            """,
            ("$subject", made.Subject),
            ("$rule", Word(rule)),
            ("$at", made.ChangedAt.Store())));
        return made;
    }

    /// <exception cref="RefusalException"><c>rule-subject</c>; <c>rule-unknown</c>: there is none for it.</exception>
    public void RemoveRule(string subject)
    {
        string normal = Normal(subject);
        if (_database.Write(session => session.Execute("DELETE FROM recipient_rules WHERE subject = $subject", ("$subject", normal))) == 0)
        {
            throw new RefusalException(
                "rule-unknown", RefusalKind.Policy, $"There is no rule for '{subject}'.", new Dictionary<string, string> { ["subject"] = subject });
        }
    }

    /// <summary>Chooses the certificate that an address is encrypted to; null leaves the choice to the product again.</summary>
    /// <exception cref="RefusalException"><c>certificate-unknown</c>: no such certificate is known for this address.</exception>
    public void Choose(string address, string? sha256)
    {
        string normal = MailAddresses.Normalise(address);
        DateTimeOffset now = _clock.GetUtcNow();
        _database.Write(session =>
        {
            byte[]? chosen = sha256 is null ? null : Columns.Fingerprint(sha256);
            if (chosen is not null && !session.Exists(
                "SELECT 1 FROM addresses a JOIN certificates c ON c.id = a.certificate WHERE a.address = $address AND c.sha256 = $sha256",
                ("$address", normal),
                ("$sha256", chosen)))
            {
                throw new RefusalException(
                    "certificate-unknown",
                    RefusalKind.Recipient,
                    "No such certificate is known for this address.",
                    new Dictionary<string, string> { ["sha256"] = sha256! });
            }

            session.Execute(
                "INSERT INTO recipient_certificates (address, chosen) VALUES ($address, $chosen) ON CONFLICT (address) DO UPDATE SET chosen = excluded.chosen",
                ("$address", normal),
                ("$chosen", chosen));
            ContactEvents.Add(session, normal, sha256 is null ? ContactEvents.Automatic : ContactEvents.Chosen, now, sha256);
        });
    }

    /// <summary>
    /// Records that a sub-address (<c>bob+news@…</c>) is, as the user says, the same mailbox as its plain address, whose certificate then
    /// serves it where it has none of its own; or takes that back.
    /// </summary>
    /// <exception cref="RefusalException"><c>sub-address-needed</c>: it is none.</exception>
    public void SetSameMailbox(string address, bool same)
    {
        string normal = MailAddresses.Normalise(address);
        if (MailAddresses.PlainOf(normal) is null)
        {
            throw new RefusalException(
                "sub-address-needed", RefusalKind.Usage, $"'{address}' is no sub-address.", new Dictionary<string, string> { ["address"] = address });
        }

        DateTimeOffset now = _clock.GetUtcNow();
        _database.Write(session =>
        {
            int changed = same
                ? session.Execute("INSERT OR IGNORE INTO same_mailboxes (address, since) VALUES ($address, $since)", ("$address", normal), ("$since", now.Store()))
                : session.Execute("DELETE FROM same_mailboxes WHERE address = $address", ("$address", normal));
            if (changed > 0)
            {
                ContactEvents.Add(session, normal, same ? ContactEvents.SameMailbox : ContactEvents.OtherMailbox, now, certificate: null);
            }
        });
    }

    public void RecordUse(IReadOnlyDictionary<string, string> used, DateTimeOffset at) => _database.Write(session =>
    {
        foreach ((string address, string sha256) in used)
        {
            session.Execute(
                """
                INSERT INTO recipient_certificates (address, used, used_at) VALUES ($address, $used, $at)
                ON CONFLICT (address) DO UPDATE SET used = excluded.used, used_at = excluded.used_at
                """,
                ("$address", MailAddresses.Normalise(address)),
                ("$used", Columns.Fingerprint(sha256)),
                ("$at", at.Store()));
        }
    });

    private static (string Subject, EncryptionRule Rule)? RuleFor(Session session, string normal)
    {
        foreach (string subject in RuleSubject.Concerning(normal))
        {
            if (session.First("SELECT rule FROM recipient_rules WHERE subject = $subject", r => r.GetString(0), ("$subject", subject)) is { } word)
            {
                return (subject, Parse(word));
            }
        }

        return null;
    }

    private static string Normal(string subject) => RuleSubject.Normalise(subject) ?? throw new RefusalException(
        "rule-subject",
        RefusalKind.Usage,
        $"'{subject}' is neither an address nor a domain.",
        new Dictionary<string, string> { ["subject"] = subject });

    private static string? Hex(byte[]? fingerprint) => fingerprint is null ? null : Convert.ToHexStringLower(fingerprint);

    private static string Word(EncryptionRule rule) => rule.ToString().ToLowerInvariant();

    // The table's constraint allows these words alone.
    private static EncryptionRule Parse(string word) => Enum.Parse<EncryptionRule>(word, ignoreCase: true);
}
