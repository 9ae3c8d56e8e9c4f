using Bridge.Keystore.Tokens;
using Wire = Bridge.Protocol.Tokens;

namespace Bridge.Host.Native.Mapping;

/// <summary>Tokens and their modules, in the wire's words.</summary>
internal static class TokenMapping
{
    public static Wire.TokenModule ToWire(this TokenModule module) => new(module.Path, module.Description, module.Version, module.Problem);

    public static Wire.Token ToWire(this PluggedToken token) => new(
        new Wire.TokenName(token.Address.Module, token.Address.Label, token.Address.Serial),
        token.Reader,
        token.Manufacturer,
        token.Model,
        token.Pin switch
        {
            PinState.Good => Wire.TokenPin.Good,
            PinState.Low => Wire.TokenPin.Low,
            PinState.LastTry => Wire.TokenPin.LastTry,
            PinState.Locked => Wire.TokenPin.Locked,
            _ => throw ValueMapping.Unmapped(token.Pin),
        },
        token.HasPinPad,
        token.LoggedIn,
        [.. token.Certificates.Select(c => new Wire.TokenCertificate(c.Certificate.ToWire(), c.InUse, c.CanSign, c.CanEncrypt))]);

    public static TokenAddress ToKeystore(this Wire.TokenName name) => new(name.Module, name.Label, name.Serial);
}
