using Bridge.Keystore.Vault;
using Bridge.Smime.Values;

namespace Bridge.Keystore.Import;

/// <summary>One private key of a file: PKCS#8, in the clear for as long as this lives.</summary>
internal sealed record ImportedKey(SecretBytes Pkcs8, string? Name) : IDisposable
{
    public void Dispose() => Pkcs8.Dispose();
}

/// <summary>What a file brought: keys and certificates, not yet put together. Disposing it wipes the keys.</summary>
internal sealed class ImportMaterial : IDisposable
{
    private readonly List<ImportedKey> _keys = [];
    private readonly List<Certificate> _certificates = [];

    internal IReadOnlyList<ImportedKey> Keys => _keys;

    internal IReadOnlyList<Certificate> Certificates => _certificates;

    internal void Add(ImportedKey key)
    {
        if (_keys.Any(k => k.Pkcs8.Span.SequenceEqual(key.Pkcs8.Span)))
        {
            key.Dispose();
            return;
        }

        _keys.Add(key);
        if (_keys.Count > ImportLimits.Keys)
        {
            throw ImportRefusals.Limit("import-keys", _keys.Count, ImportLimits.Keys);
        }
    }

    internal void Add(Certificate certificate)
    {
        if (_certificates.Contains(certificate))
        {
            return;
        }

        _certificates.Add(certificate);
        if (_certificates.Count > ImportLimits.Certificates)
        {
            throw ImportRefusals.Limit("import-certificates", _certificates.Count, ImportLimits.Certificates);
        }
    }

    /// <summary>Takes over what another reader found.</summary>
    internal void Add(ImportMaterial other)
    {
        other._keys.ForEach(Add);
        other._certificates.ForEach(Add);
        other._keys.Clear();
    }

    public void Dispose() => _keys.ForEach(k => k.Dispose());
}
