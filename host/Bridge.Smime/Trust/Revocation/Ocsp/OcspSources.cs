using Bridge.Smime.Ports;
using Bridge.Smime.Trust.Fetching;

namespace Bridge.Smime.Trust.Revocation.Ocsp;

/// <summary>An OCSP response kept from an earlier fetch.</summary>
internal sealed class StoredOcsp(OcspChecker checker, IRevocationStore store) : IRevocationSource
{
    public bool Fetches => false;

    public RevocationOutcome Ask(RevocationSubject subject) =>
        store.FindOcsp(subject.Value.Sha256) is { } response ? checker.Check(response, subject, nonce: null) : RevocationOutcome.NoData;
}

/// <summary>The responders that the certificate names.</summary>
internal sealed class FetchedOcsp(OcspChecker checker, IRevocationStore? store, Downloads downloads, TimeProvider clock) : IRevocationSource
{
    private const string OcspMethod = "1.3.6.1.5.5.7.48.1";
    private const int MaximumBytes = 64 << 10;

    public bool Fetches => true;

    public RevocationOutcome Ask(RevocationSubject subject)
    {
        RevocationOutcome last = RevocationOutcome.NoData;
        foreach (Uri uri in Downloads.Addresses(subject.Profile.Access.Where(a => a.Method == OcspMethod).Select(a => a.Location)).Take(2))
        {
            OcspRequest request = new(subject);
            if (downloads.PostOcsp(uri, request.Encoded, MaximumBytes) is not { } response)
            {
                last = RevocationOutcome.BadOcsp("no-answer");
                continue;
            }

            last = checker.Check(response, subject, request.Nonce);
            if (last.Answer != RevocationAnswer.Unknown)
            {
                store?.SaveOcsp(subject.Value.Sha256, response, clock.GetUtcNow());
                return last;
            }
        }

        return last;
    }
}
