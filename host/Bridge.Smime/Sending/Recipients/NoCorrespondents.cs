using Bridge.Smime.Ports;

namespace Bridge.Smime.Sending.Recipients;

/// <summary>A book with nothing in it: for work that concerns no correspondent of the user's, as a self-test does.</summary>
public sealed class NoCorrespondents : ICorrespondentBook
{
    private static readonly Correspondent s_unknown = new();

    public Correspondent Find(string address) => s_unknown;

    public void RecordUse(IReadOnlyDictionary<string, string> used, DateTimeOffset at)
    {
    }
}
