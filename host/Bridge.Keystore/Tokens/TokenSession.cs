using Bridge.Keystore.Tokens.Cryptoki;

namespace Bridge.Keystore.Tokens;

/// <summary>One session on a token, valid inside one call of its module.</summary>
internal readonly struct TokenSession(CryptokiFunctions functions, nuint handle)
{
    internal CryptokiFunctions Functions => functions;

    internal nuint Handle => handle;

    internal nuint[] Find(Template template) => functions.Find(handle, template);

    internal byte[]? Attribute(nuint entry, uint type) => functions.Attribute(handle, entry, type);
}
