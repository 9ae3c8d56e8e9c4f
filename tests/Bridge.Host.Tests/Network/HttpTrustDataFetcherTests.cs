using System.Diagnostics;
using System.Net;
using Bridge.Host.Network;
using Bridge.Smime.Ports;

namespace Bridge.Host.Tests.Network;

public sealed class HttpTrustDataFetcherTests : IDisposable
{
    private readonly LoopbackServer _server = new();
    private readonly HttpTrustDataFetcher _fetcher = new(TimeSpan.FromSeconds(2), allowLoopback: true);

    public void Dispose()
    {
        _fetcher.Dispose();
        _server.Dispose();
    }

    [Fact]
    public void A_file_is_fetched_within_its_size()
    {
        Uri uri = _server.Serve("/list.crl", [1, 2, 3]);
        Assert.Equal([1, 2, 3], Get(uri)!.Value.ToArray());
        Assert.Null(Get(uri, maximumBytes: 2));
        Assert.Null(Get(new Uri(_server.Base + "/absent")));
    }

    [Fact]
    public void An_answer_larger_than_announced_or_without_end_is_cut_off()
    {
        Uri endless = _server.Raw("/endless", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + new string('x', 5000));
        Assert.Null(Get(endless, maximumBytes: 4000));
        Stopwatch watch = Stopwatch.StartNew();
        Assert.Null(Get(_server.Raw("/slow", "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nabc")));
        // A busy machine may be late; without the limit this would never end.
        Assert.InRange(watch.Elapsed.TotalSeconds, 1, 60);
    }

    [Fact]
    public void Redirects_stay_on_the_web_and_end()
    {
        _server.Serve("/there", [9]);
        Assert.Equal([9], Get(_server.Redirect("/here", "/there"))!.Value.ToArray());
        Assert.Null(Get(_server.Redirect("/file", "file:///etc/passwd")));
        Assert.Null(Get(_server.Redirect("/ldap", "ldap://127.0.0.1/x")));
        Assert.Null(Get(_server.Redirect("/round", "/round")));
        Assert.Equal(4, _server.Requests.Count(r => r == "/round"));
    }

    [Theory]
    [InlineData("file:///etc/hostname")]
    [InlineData("ftp://127.0.0.1/x")]
    [InlineData("http://user:secret@127.0.0.1/x")]
    public void Other_schemes_and_credentials_are_refused(string uri) => Assert.Null(Get(new Uri(uri)));

    [Fact]
    public void This_machine_is_not_asked_unless_allowed()
    {
        _server.Serve("/x", [1]);
        using HttpTrustDataFetcher strict = new();
        int port = new Uri(_server.Base).Port;
        foreach (string host in new[] { "127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "127.1", "localhost." })
        {
            Assert.Null(strict.Get(new Uri($"http://{host}:{port}/x"), FetchPurpose.Revocation, 100, TestContext.Current.CancellationToken));
        }

        Assert.Empty(_server.Requests);
    }

    [Theory]
    [InlineData("8.8.8.8", true, true)]
    [InlineData("2606:4700::1", true, true)]
    [InlineData("10.1.2.3", false, true)]
    [InlineData("172.16.0.1", false, true)]
    [InlineData("172.32.0.1", true, true)]
    [InlineData("192.168.1.1", false, true)]
    [InlineData("100.64.0.1", false, true)]
    [InlineData("fd00::1", false, true)]
    [InlineData("::ffff:10.0.0.1", false, true)]
    [InlineData("64:ff9b::7f00:1", false, false)]
    [InlineData("169.254.169.254", false, false)]
    [InlineData("fe80::1", false, false)]
    [InlineData("224.0.0.1", false, false)]
    [InlineData("0.0.0.0", false, false)]
    [InlineData("::", false, false)]
    [InlineData("127.0.0.53", false, false)]
    public void Private_networks_are_asked_for_revocation_only(string address, bool forIssuers, bool forRevocation)
    {
        Assert.Equal(forIssuers, AddressRules.Allows(IPAddress.Parse(address), FetchPurpose.Issuer, allowLoopback: false));
        Assert.Equal(forRevocation, AddressRules.Allows(IPAddress.Parse(address), FetchPurpose.Revocation, allowLoopback: false));
    }

    private ReadOnlyMemory<byte>? Get(Uri uri, int maximumBytes = 100_000) =>
        _fetcher.Get(uri, FetchPurpose.Revocation, maximumBytes, TestContext.Current.CancellationToken);
}
