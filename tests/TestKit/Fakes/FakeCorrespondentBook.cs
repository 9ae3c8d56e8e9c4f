using Bridge.Smime.Ports;
using Bridge.Smime.Values;

namespace Bridge.TestKit.Fakes;

/// <summary>The user's decisions about recipients, in memory.</summary>
public sealed class FakeCorrespondentBook : ICorrespondentBook
{
    private readonly Dictionary<string, Correspondent> _known = [];

    /// <summary>When true, nothing can be recorded: the keystore's disk is full.</summary>
    public bool Full { get; set; }

    public void Know(string address, Correspondent correspondent) => _known[MailAddresses.Normalise(address)] = correspondent;

    public Correspondent Find(string address) => _known.GetValueOrDefault(address) ?? new Correspondent();

    public void RecordUse(IReadOnlyDictionary<string, string> used, DateTimeOffset at)
    {
        if (Full)
        {
            throw new Smime.Errors.RefusalException("store-full", Smime.Errors.RefusalKind.Policy, "The disk is full.");
        }

        foreach ((string address, string sha256) in used)
        {
            _known[address] = Find(address) with { Used = sha256 };
        }
    }
}
