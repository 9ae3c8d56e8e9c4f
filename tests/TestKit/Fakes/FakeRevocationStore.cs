using Bridge.Smime.Ports;
using Bridge.Smime.Trust.Revocation;
using Bridge.Smime.Values;

namespace Bridge.TestKit.Fakes;

/// <summary>Revocation data in memory.</summary>
public sealed class FakeRevocationStore : IRevocationStore
{
    private readonly List<RevocationList> _lists = [];
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _answers = [];

    /// <summary>Sources of every list saved by a fetch.</summary>
    public List<string?> Saved { get; } = [];

    public void Add(ReadOnlyMemory<byte> crlDer) => _lists.Add(RevocationList.FromDer(crlDer));

    public IReadOnlyList<ReadOnlyMemory<byte>> FindCrls(ReadOnlyMemory<byte> issuerDer) =>
        [.. _lists.Where(l => l.IssuerName.Key == DistinguishedName.KeyOf(issuerDer)).Select(l => l.Der)];

    public void SaveCrl(ReadOnlyMemory<byte> crlDer, string? source, DateTimeOffset fetchedAt)
    {
        Saved.Add(source);
        Add(crlDer);
    }

    public ReadOnlyMemory<byte>? FindOcsp(string certificateSha256) =>
        _answers.TryGetValue(certificateSha256, out ReadOnlyMemory<byte> answer) ? answer : (ReadOnlyMemory<byte>?)null;

    public void SaveOcsp(string certificateSha256, ReadOnlyMemory<byte> response, DateTimeOffset fetchedAt) => _answers[certificateSha256] = response;
}
