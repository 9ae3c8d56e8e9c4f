using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Bridge.Smime.Ports;

namespace Bridge.Host.Network;

/// <summary>
/// Trust data over http and https: one size- and time-limited request, at most three redirects that stay on these
/// schemes, no cookies, no credentials, and no machine that <see cref="AddressRules"/> refuses (checked at the address
/// that is connected to, so that a name cannot change its mind). Thread-safe.
/// </summary>
/// <param name="timeout">For a whole look-up; null is eight seconds.</param>
/// <param name="allowLoopback">For tests with servers on this machine.</param>
internal sealed class HttpTrustDataFetcher(TimeSpan? timeout = null, bool allowLoopback = false) : ITrustDataFetcher, IDisposable
{
    private const int MaximumRedirects = 3;

    private static readonly HttpRequestOptionsKey<FetchPurpose> s_purpose = new("purpose");

    private readonly TimeSpan _timeout = timeout ?? TimeSpan.FromSeconds(8);
    private readonly HttpClient _client = new(CreateHandler(allowLoopback)) { Timeout = Timeout.InfiniteTimeSpan };

    public ReadOnlyMemory<byte>? Get(Uri uri, FetchPurpose purpose, int maximumBytes, CancellationToken cancellationToken) =>
        Run(() => new HttpRequestMessage(HttpMethod.Get, uri), purpose, maximumBytes, cancellationToken);

    public ReadOnlyMemory<byte>? PostOcsp(Uri uri, ReadOnlyMemory<byte> request, int maximumBytes, CancellationToken cancellationToken) =>
        Run(() => OcspMessage(uri, request), FetchPurpose.Revocation, maximumBytes, cancellationToken);

    public void Dispose() => _client.Dispose();

    private static HttpRequestMessage OcspMessage(Uri uri, ReadOnlyMemory<byte> request)
    {
        HttpRequestMessage message = new(HttpMethod.Post, uri) { Content = new ReadOnlyMemoryContent(request) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/ocsp-request");
        return message;
    }

    private static SocketsHttpHandler CreateHandler(bool allowLoopback) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(4),
        MaxResponseHeadersLength = 32,
        // A connection is made for one purpose and checked for it; it is not kept for another.
        PooledConnectionLifetime = TimeSpan.Zero,
        ConnectCallback = (context, cancel) => ConnectAsync(context, allowLoopback, cancel),
    };

    // The port is synchronous: rules do not await. The host has no synchronisation context that this could block.
    private ReadOnlyMemory<byte>? Run(Func<HttpRequestMessage> create, FetchPurpose purpose, int maximumBytes, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_timeout);
        try
        {
            return RunAsync(create, purpose, maximumBytes, limit.Token).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException or SocketException or InvalidOperationException or UriFormatException)
        {
            return null;
        }
    }

    private async Task<ReadOnlyMemory<byte>?> RunAsync(Func<HttpRequestMessage> create, FetchPurpose purpose, int maximumBytes, CancellationToken cancellationToken)
    {
        Uri? target = null;
        for (int redirects = 0; redirects <= MaximumRedirects; redirects++)
        {
            using HttpRequestMessage request = create();
            request.RequestUri = target ?? request.RequestUri;
            request.Options.Set(s_purpose, purpose);
            if (!IsAllowed(request.RequestUri!, purpose))
            {
                return null;
            }

            using HttpResponseMessage response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.OK)
            {
                return await ReadAsync(response.Content, maximumBytes, cancellationToken).ConfigureAwait(false);
            }

            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location)
            {
                return null;
            }

            target = new Uri(request.RequestUri!, location);
        }

        return null;
    }

    // Names are judged when they are resolved; through a proxy that is the proxy's business, so literal addresses are judged here.
    private bool IsAllowed(Uri uri, FetchPurpose purpose) =>
        (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.UserInfo.Length == 0
        && (!IPAddress.TryParse(uri.DnsSafeHost, out IPAddress? literal) || AddressRules.Allows(literal, purpose, allowLoopback))
        && (allowLoopback || !uri.IdnHost.TrimEnd('.').EndsWith("localhost", StringComparison.OrdinalIgnoreCase));

    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpContent content, int maximumBytes, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > maximumBytes)
        {
            return null;
        }

        using Stream body = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using MemoryStream kept = new();
        byte[] buffer = new byte[16 << 10];
        int read;
        while ((read = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            kept.Write(buffer, 0, read);
            if (kept.Length > maximumBytes)
            {
                return null;
            }
        }

        return kept.ToArray();
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, bool allowLoopback, CancellationToken cancellationToken)
    {
        Uri uri = context.InitialRequestMessage.RequestUri!;
        bool isProxy = context.DnsEndPoint.Port != uri.Port || !string.Equals(context.DnsEndPoint.Host, uri.IdnHost, StringComparison.OrdinalIgnoreCase);
        context.InitialRequestMessage.Options.TryGetValue(s_purpose, out FetchPurpose purpose);
        IPAddress[] addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken).ConfigureAwait(false);
        IPAddress[] allowed = [.. addresses.Where(a => isProxy || AddressRules.Allows(a, purpose, allowLoopback))];
        if (allowed.Length == 0)
        {
            throw new HttpRequestException("The address is not one that trust data is fetched from.");
        }

        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
