using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Bridge.Host.Native;
using Bridge.Protocol;
using Bridge.Protocol.Session;
using Bridge.Smime.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Host.Tests.Native;

/// <summary>A session with the product's own handlers on a keystore of its own.</summary>
internal sealed class StoreRig : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("smime-bridge-rig-").FullName;
    private readonly ServiceProvider _services;
    private readonly SessionRig _rig;

    /// <param name="network">What stands in for the network; null for the real one.</param>
    public StoreRig(ITrustDataFetcher? network = null)
    {
        ServiceCollection services = Composition.Services(HomeFolder.At(Home), TimeProvider.System);
        if (network is not null)
        {
            services.AddSingleton(network);
        }

        _services = services.BuildServiceProvider();
        _rig = new SessionRig(Routes.Build(new Lazy<IServiceProvider>(_services)));
        Peer.Greet();
    }

    public string Home => Path.Combine(_folder, "home");

    public FramePeer Peer => _rig.Peer;

    public string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>Asks and reads the result; anything else fails the test.</summary>
    public T Ask<T>(Request<T> request, byte[] content, JsonTypeInfo<T> type)
    {
        (HostMessage end, _) = Peer.Exchange(request, content);
        return Assert.IsType<Result>(end) is var result ? JsonSerializer.Deserialize(result.Value, type)! : default!;
    }

    public void Dispose()
    {
        _rig.Dispose();
        _services.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
