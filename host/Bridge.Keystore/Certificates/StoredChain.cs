using Bridge.Keystore.Storage;
using Bridge.Smime.Values;

namespace Bridge.Keystore.Certificates;

/// <summary>The issuers of a certificate as far as they are stored, by name: for files, not for trust.</summary>
internal static class StoredChain
{
    private const int Longest = 10;

    internal static IReadOnlyList<Certificate> Above(Session session, Certificate certificate)
    {
        List<Certificate> chain = [];
        Certificate below = certificate;
        while (chain.Count < Longest && !below.IssuerName.Equals(below.SubjectName))
        {
            Certificate? issuer = session.Query(
                "SELECT der FROM certificates WHERE subject_key = $subject ORDER BY not_before DESC LIMIT 20",
                r => Certificate.FromDer(r.GetBytes(0)),
                ("$subject", LookupKey.OfName(below.IssuerName))).FirstOrDefault(c => c.Extensions.IsAuthority == true && !chain.Contains(c));
            if (issuer is null)
            {
                break;
            }

            chain.Add(issuer);
            below = issuer;
        }

        return chain;
    }
}
