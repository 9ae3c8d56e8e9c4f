using Bridge.Host.Native.Mapping;
using Bridge.Host.Native.Streams;
using Bridge.Keystore;
using Bridge.Keystore.Import;
using Bridge.Keystore.Own;
using Bridge.Keystore.Tokens;
using Bridge.Protocol.Keys;
using Bridge.Protocol.Tokens;
using Bridge.Protocol.Values;
using TokenModule = Bridge.Protocol.Tokens.TokenModule;

namespace Bridge.Host.Native.Handlers;

/// <summary>Smart cards and other tokens, and the modules that reach them.</summary>
internal sealed class TokenHandlers(TokenStore tokens, KeyStore keys, OwnChains chains, KeyDescriptions descriptions)
{
    public TokenModuleList ListModules(ListTokenModules request, RequestContext context) =>
        new([.. tokens.ListModules().Select(TokenMapping.ToWire)], tokens.SuggestModules());

    public TokenModule AddModule(AddTokenModule request, RequestContext context) => tokens.AddModule(request.Path).ToWire();

    public Done RemoveModule(RemoveTokenModule request, RequestContext context)
    {
        tokens.RemoveModule(request.Path);
        return new Done();
    }

    public TokenList List(ListTokens request, RequestContext context) => new([.. tokens.List().Select(TokenMapping.ToWire)]);

    public KeysImported Use(UseTokenCertificate request, RequestContext context) =>
        Describe(keys.UseToken(request.Token.ToKeystore(), request.Sha256), context);

    public KeysImported Use(UseTokenKey request, RequestContext context) =>
        Describe(keys.UseToken(request.Token.ToKeystore(), CertificateFile.Read(context.Content.ReadFile(), request.FileName)), context);

    public Done LogOut(LogOutOfTokens request, RequestContext context)
    {
        tokens.LogOut();
        return new Done();
    }

    private KeysImported Describe(KeyImport import, RequestContext context)
    {
        IReadOnlyList<string> incomplete = chains.Complete(import, context.Cancellation);
        return new([.. import.Keys.Select(k => descriptions.Of(k, context.Cancellation))], import.AddedCertificates, incomplete);
    }
}
