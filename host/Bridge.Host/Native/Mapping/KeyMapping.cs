using Bridge.Keystore.Export;
using Bridge.Keystore.Import;
using Bridge.Keystore.Requests;
using Wire = Bridge.Protocol.Keys;

namespace Bridge.Host.Native.Mapping;

/// <summary>What the keystore says about keys, in the wire's words.</summary>
internal static class KeyMapping
{
    public static Wire.KeyFileKind ToWire(this KeyFileKind kind) => kind switch
    {
        KeyFileKind.None => Wire.KeyFileKind.None,
        KeyFileKind.Pkcs12 => Wire.KeyFileKind.Pkcs12,
        KeyFileKind.Answer => Wire.KeyFileKind.Answer,
        _ => throw ValueMapping.Unmapped(kind),
    };

    public static Pkcs12Form ToStore(this Wire.ExportForm form) => form switch
    {
        Wire.ExportForm.Strong => Pkcs12Form.Strong,
        Wire.ExportForm.Compatible => Pkcs12Form.Compatible,
        _ => throw ValueMapping.Unmapped(form),
    };

    public static Wire.KeyRequest ToWire(this PendingRequest request) =>
        new(request.Id, request.Address, request.Algorithm.ToWire(), request.CreatedAt, request.Pem, request.Name);

    public static RequestAlgorithm ToStore(this Wire.RequestAlgorithm algorithm) => algorithm switch
    {
        Wire.RequestAlgorithm.Rsa3072 => RequestAlgorithm.Rsa3072,
        Wire.RequestAlgorithm.Rsa4096 => RequestAlgorithm.Rsa4096,
        Wire.RequestAlgorithm.P256 => RequestAlgorithm.P256,
        Wire.RequestAlgorithm.P384 => RequestAlgorithm.P384,
        Wire.RequestAlgorithm.Ed25519 => RequestAlgorithm.Ed25519,
        _ => throw ValueMapping.Unmapped(algorithm),
    };

    private static Wire.RequestAlgorithm ToWire(this RequestAlgorithm algorithm) => algorithm switch
    {
        RequestAlgorithm.Rsa3072 => Wire.RequestAlgorithm.Rsa3072,
        RequestAlgorithm.Rsa4096 => Wire.RequestAlgorithm.Rsa4096,
        RequestAlgorithm.P256 => Wire.RequestAlgorithm.P256,
        RequestAlgorithm.P384 => Wire.RequestAlgorithm.P384,
        RequestAlgorithm.Ed25519 => Wire.RequestAlgorithm.Ed25519,
        _ => throw ValueMapping.Unmapped(algorithm),
    };
}
