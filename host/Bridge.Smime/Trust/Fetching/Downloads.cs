using System.Collections.Concurrent;
using Bridge.Smime.Policy;
using Bridge.Smime.Ports;
using Bridge.Smime.Trust.Names;
using Bridge.Smime.Trust.Signatures;

namespace Bridge.Smime.Trust.Fetching;

/// <summary>Addresses that did not answer lately: one dead server must not delay every message. Thread-safe.</summary>
internal sealed class DeadAddresses(TimeProvider clock)
{
    private const int MaximumAddresses = 1000;

    private static readonly TimeSpan s_memory = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<Uri, DateTimeOffset> _failed = new();

    public bool Contains(Uri uri) => _failed.TryGetValue(uri, out DateTimeOffset when) && clock.GetUtcNow() - when < s_memory;

    public void Clear() => _failed.Clear();

    public void Add(Uri uri)
    {
        if (_failed.Count >= MaximumAddresses)
        {
            _failed.Clear();
        }

        _failed[uri] = clock.GetUtcNow();
    }
}

/// <summary>The network as one validation sees it: within policy and budget, each address once.</summary>
internal sealed class Downloads(ITrustDataFetcher fetcher, DeadAddresses dead, Budget budget, CancellationToken cancellationToken)
{
    private readonly HashSet<Uri> _asked = [];

    /// <summary>Null when policy forbids the network or there is none.</summary>
    public static Downloads? Create(TrustSources sources, SmimePolicy policy, Budget budget, CancellationToken cancellationToken) =>
        policy.NetworkEnabled && sources.Fetcher is { } fetcher ? new Downloads(fetcher, sources.Dead, budget, cancellationToken) : null;

    public ReadOnlyMemory<byte>? Get(Uri uri, FetchPurpose purpose, int maximumBytes) =>
        _asked.Add(uri) ? Remember(uri, () => fetcher.Get(uri, purpose, maximumBytes, cancellationToken)) : null;

    public ReadOnlyMemory<byte>? PostOcsp(Uri uri, ReadOnlyMemory<byte> request, int maximumBytes) =>
        Remember(uri, () => fetcher.PostOcsp(uri, request, maximumBytes, cancellationToken));

    /// <summary>The http and https addresses among names, in order.</summary>
    public static IEnumerable<Uri> Addresses(IEnumerable<GeneralName> names) => names
        .Where(n => n.Form == NameForm.Uri)
        .Select(n => Uri.TryCreate(n.Text, UriKind.Absolute, out Uri? uri) ? uri : null)
        .OfType<Uri>()
        .Where(u => u.Scheme == Uri.UriSchemeHttp || u.Scheme == Uri.UriSchemeHttps);

    private ReadOnlyMemory<byte>? Remember(Uri uri, Func<ReadOnlyMemory<byte>?> ask)
    {
        if (cancellationToken.IsCancellationRequested || dead.Contains(uri) || !budget.SpendFetch())
        {
            return null;
        }

        ReadOnlyMemory<byte>? answer = ask();
        if (answer is null && !cancellationToken.IsCancellationRequested)
        {
            dead.Add(uri);
        }

        return answer;
    }
}
