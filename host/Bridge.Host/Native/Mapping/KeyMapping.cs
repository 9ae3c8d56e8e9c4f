using Bridge.Keystore.Import;
using Wire = Bridge.Protocol.Keys;

namespace Bridge.Host.Native.Mapping;

/// <summary>What the keystore says about keys, in the wire's words.</summary>
internal static class KeyMapping
{
    public static Wire.KeyFileKind ToWire(this KeyFileKind kind) => kind switch
    {
        KeyFileKind.None => Wire.KeyFileKind.None,
        KeyFileKind.Pkcs12 => Wire.KeyFileKind.Pkcs12,
        _ => throw ValueMapping.Unmapped(kind),
    };
}
