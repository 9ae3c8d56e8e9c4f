using Bridge.Smime.Policy;
using Bridge.Smime.Ports;
using Bridge.Smime.Trust;
using Bridge.Smime.Values;

namespace Bridge.Smime.Sending;

/// <summary>
/// The certificates that go along with a signature: the signer's with its intermediates, and the separate encryption
/// certificate. The root is left out: whoever trusts it has it, and nobody should trust it for having come by mail
/// (RFC 5652 section 5.1 leaves the choice).
/// </summary>
internal sealed class SigningCertificates(ICertificateDirectory directory, IPathValidator paths)
{
    private const int LongestPath = 10;

    public IReadOnlyList<Certificate> Collect(
        Certificate signer, Certificate? encryption, DateTimeOffset at, SmimePolicy policy, CancellationToken cancellationToken)
    {
        List<Certificate> found = Path(signer, at, policy, cancellationToken);
        if (encryption is not null)
        {
            found.Add(encryption);
            found.AddRange(Path(encryption, at, policy, cancellationToken));
        }

        return [.. found.DistinctBy(c => c.Sha256)];
    }

    private List<Certificate> Path(Certificate leaf, DateTimeOffset at, SmimePolicy policy, CancellationToken cancellationToken)
    {
        PathResult result = paths.Validate(leaf, [], CertificateUsage.Any, at, policy, cancellationToken);
        List<Certificate> path = [leaf, .. result.Path.Select(s => s.Certificate)];
        path.RemoveAll(c => !c.Equals(leaf) && IsRoot(c));
        return path.Count > 2 ? path : [.. path, .. FromDirectory(leaf)];
    }

    // Without a valid path (a CA the sender has not added) the stored intermediates still help recipients who know the root.
    private IEnumerable<Certificate> FromDirectory(Certificate leaf)
    {
        Certificate current = leaf;
        for (int i = 0; i < LongestPath && !IsRoot(current); i++)
        {
            Certificate? issuer = directory.FindBySubject(current.IssuerDer)
                .Where(c => c.Extensions.IsAuthority == true && !IsRoot(c))
                .MaxBy(c => c.NotAfter);
            if (issuer is null)
            {
                yield break;
            }

            yield return issuer;
            current = issuer;
        }
    }

    private static bool IsRoot(Certificate certificate) => certificate.SubjectDer.Span.SequenceEqual(certificate.IssuerDer.Span);
}
