using Bridge.Smime.Policy;
using Bridge.Smime.Trust;
using Bridge.Smime.Trust.Revocation;
using Bridge.Smime.Trust.Revocation.Ocsp;
using Bridge.Smime.Values;
using Bridge.TestKit.Fakes;

namespace Bridge.Fuzz.Targets;

/// <summary>What responders and list servers send, first taken apart without asking who signed it, then used.</summary>
internal static class RevocationTargets
{
    private static readonly SmimePolicy s_policy = SmimePolicy.Default with { Revocation = RevocationMode.Hard };

    public static void Crl(byte[] input)
    {
        RevocationList list = RevocationList.FromDer(input);
        FuzzTarget.Try(() => list.Find(People.Alice.Certificate.IssuerName, People.Alice.Certificate.SerialNumber.Span));
        FuzzTarget.Try(() => list.Find(list.IssuerName, [1]));
        Validate(fetcher => fetcher.Serve("http://crl.example/", input));
    }

    public static void Ocsp(byte[] input)
    {
        FuzzTarget.Try(() => OcspResponse.Read(input));
        Validate(fetcher => fetcher.Serve(People.Responder, input));
    }

    private static void Validate(Action<FakeFetcher> serve)
    {
        FakeFetcher fetcher = new();
        serve(fetcher);
        new PathValidator(People.Anchors(), null, new FakeRevocationStore(), fetcher, new FixedClock(People.Now)).Validate(
            People.Alice.Certificate, [], CertificateUsage.Sign, People.Now, s_policy);
    }
}
