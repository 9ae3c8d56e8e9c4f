using Bridge.Smime.Ports;

namespace Bridge.TestKit.Fakes;

/// <summary>A network that answers from a table and remembers every question.</summary>
public sealed class FakeFetcher : ITrustDataFetcher
{
    private readonly Dictionary<string, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>?>> _answers = [];

    public List<string> Asked { get; } = [];

    public List<FetchPurpose> Purposes { get; } = [];

    public void Serve(string uri, ReadOnlyMemory<byte> data) => _answers[uri] = _ => data;

    /// <summary>An OCSP responder: bytes of the request in, bytes of the response out.</summary>
    public void Respond(string uri, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>?> answer) => _answers[uri] = answer;

    public ReadOnlyMemory<byte>? Get(Uri uri, FetchPurpose purpose, int maximumBytes, CancellationToken cancellationToken) => Answer(uri, purpose, default);

    public ReadOnlyMemory<byte>? PostOcsp(Uri uri, ReadOnlyMemory<byte> request, int maximumBytes, CancellationToken cancellationToken) =>
        Answer(uri, FetchPurpose.Revocation, request);

    private ReadOnlyMemory<byte>? Answer(Uri uri, FetchPurpose purpose, ReadOnlyMemory<byte> request)
    {
        Asked.Add(uri.AbsoluteUri);
        Purposes.Add(purpose);
        return _answers.TryGetValue(uri.AbsoluteUri, out Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>?>? answer) ? answer(request) : null;
    }
}
