using System.Text.Json.Serialization;
using Bridge.Protocol.Json;
using Bridge.Protocol.Values;

namespace Bridge.Protocol.Recipients;

/// <summary>Lists the user's rules for recipients.</summary>
public sealed record ListRules(long Id) : Request<RuleList>(Id);

/// <param name="Rules">By subject.</param>
/// <param name="EncryptByDefault">What holds where no rule says anything.</param>
public sealed record RuleList(IReadOnlyList<RecipientRule> Rules, EncryptionDefault EncryptByDefault);

/// <param name="Subject">An address, a domain (<c>b.example</c>), or all domains below one (<c>*.b.example</c>).</param>
/// <param name="Rule">What is wanted.</param>
/// <param name="ChangedAt">When the user decided so.</param>
public sealed record RecipientRule(string Subject, EncryptionRule Rule, DateTimeOffset ChangedAt);

/// <summary>Makes a rule, in place of the one that is there for the subject.</summary>
public sealed record SetRule(long Id, string Subject, EncryptionRule Rule) : Request<RecipientRule>(Id);

/// <summary>Takes a rule away.</summary>
public sealed record RemoveRule(long Id, string Subject) : Request<Done>(Id);

/// <summary>Says which rules concern the recipients of a message, before it leaves. Looks at no certificate.</summary>
public sealed record CheckRules(long Id, IReadOnlyList<string> Addresses) : Request<RulesChecked>(Id);

/// <param name="Always">Addresses to which nothing may leave unencrypted.</param>
/// <param name="Ask">Addresses for which the user is asked before something leaves unencrypted.</param>
/// <param name="Never">Addresses to which nothing is encrypted.</param>
/// <param name="EncryptByDefault">When new messages are encrypted without being asked to.</param>
public sealed record RulesChecked(
    IReadOnlyList<string> Always, IReadOnlyList<string> Ask, IReadOnlyList<string> Never, EncryptionDefault EncryptByDefault);

[JsonConverter(typeof(KebabCaseEnum<EncryptionRule>))]
public enum EncryptionRule
{
    Always,
    Ask,
    Never,
}

[JsonConverter(typeof(KebabCaseEnum<EncryptionDefault>))]
public enum EncryptionDefault
{
    Off,
    Possible,
    Always,
}
