using Bridge.Smime.Errors;
using Bridge.Smime.Ports;
using Bridge.Smime.Trust.Names;
using Bridge.Smime.Trust.Validation;
using Bridge.Smime.Values;

namespace Bridge.Smime.Trust.Revocation;

/// <summary>The lists at hand during one validation, read once, by the name of who issued them.</summary>
/// <param name="cache">Lists taken apart before.</param>
/// <param name="store">Lists at hand; null for none.</param>
/// <param name="alsoGiven">Lists that came with a message.</param>
internal sealed class CrlShelf(RevocationListCache cache, IRevocationStore? store, IReadOnlyList<ReadOnlyMemory<byte>>? alsoGiven = null)
{
    // More lists under one name than a large authority partitions into.
    private const int MaximumPerName = 200;

    private readonly Dictionary<string, List<RevocationList>> _byIssuer = [];
    private readonly Lazy<List<RevocationList>> _given = new(() => [.. (alsoGiven ?? []).Select(l => Read(cache, l)).OfType<RevocationList>()]);

    /// <summary>Lists of the point's cRLIssuer, or of the certificate's issuer when the point names none.</summary>
    public IReadOnlyList<RevocationList> ListsFor(DistributionPoint point, Certificate certificate)
    {
        if (point.Issuers.Count == 0)
        {
            return Of(certificate.IssuerDer);
        }

        return [.. point.Issuers.Where(i => i.Directory is not null).SelectMany(i => Of(i.Content))];
    }

    /// <summary>Where the complete lists of the certificate's issuer say that their deltas are (freshestCRL, RFC 5280 section 5.2.6).</summary>
    public IEnumerable<GeneralName> DeltaPointsOf(Certificate certificate) => Of(certificate.IssuerDer).SelectMany(l => l.FreshestCrl).ToList();

    /// <summary>Puts a fetched list on the shelf and into the store; false when it is not a list.</summary>
    public bool Add(ReadOnlyMemory<byte> der, string source, DateTimeOffset now)
    {
        try
        {
            RevocationList list = cache.Read(der);
            List<RevocationList> shelf = Of(list.IssuerDer);
            if (shelf.All(l => l.Sha256 != list.Sha256))
            {
                shelf.Add(list);
                store?.SaveCrl(list.Der, source, now);
            }

            return true;
        }
        catch (MalformedException)
        {
            return false;
        }
    }

    private List<RevocationList> Of(ReadOnlyMemory<byte> issuerDer)
    {
        string key = DistinguishedName.KeyOf(issuerDer);
        if (!_byIssuer.TryGetValue(key, out List<RevocationList>? lists))
        {
            _byIssuer[key] = lists = [.. (store?.FindCrls(issuerDer) ?? []).Take(MaximumPerName).Select(l => Read(cache, l)).OfType<RevocationList>()
                .Concat(_given.Value.Where(l => DistinguishedName.KeyOf(l.IssuerDer) == key))
                .OrderByDescending(l => l.ThisUpdate)];
        }

        return lists;
    }

    private static RevocationList? Read(RevocationListCache cache, ReadOnlyMemory<byte> der)
    {
        try
        {
            return cache.Read(der);
        }
        catch (MalformedException)
        {
            return null;
        }
    }
}
