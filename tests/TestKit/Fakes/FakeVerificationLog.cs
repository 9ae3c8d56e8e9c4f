using Bridge.Smime.Ports;

namespace Bridge.TestKit.Fakes;

/// <summary>First verifications in memory.</summary>
public sealed class FakeVerificationLog : IVerificationLog
{
    private readonly Dictionary<(string Signature, string Certificate), DateTimeOffset> _first = [];

    public int Count => _first.Count;

    public DateTimeOffset? FirstValid(string signatureSha256, string certificateSha256) =>
        _first.TryGetValue((signatureSha256, certificateSha256), out DateTimeOffset at) ? at : null;

    public void RecordValid(string signatureSha256, string certificateSha256, DateTimeOffset at) =>
        _first.TryAdd((signatureSha256, certificateSha256), at);
}
