using Bridge.Host.Native.Mapping;
using Bridge.Keystore;
using Bridge.Protocol.Keys;
using Bridge.Protocol.Values;

namespace Bridge.Host.Native.Handlers;

/// <summary>Keys that are made here and wait for their certificate.</summary>
internal sealed class KeyRequestHandlers(KeyRequests requests)
{
    public KeyRequest Create(RequestKey request, RequestContext context) =>
        requests.Create(request.Address, request.Name, request.Algorithm.ToStore(), request.Exportable).ToWire();

    public KeyRequestList List(ListKeyRequests request, RequestContext context) => new([.. requests.List().Select(r => r.ToWire())]);

    public Done Remove(RemoveKeyRequest request, RequestContext context)
    {
        requests.Cancel(request.Request);
        return new Done();
    }
}
