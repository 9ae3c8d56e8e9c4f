using Bridge.Smime.Errors;
using Bridge.Smime.Policy;
using Bridge.Smime.Trust;
using Bridge.Smime.Trust.Revocation;
using Bridge.Smime.Values;
using Bridge.TestKit;

namespace Bridge.Smime.Tests.Trust;

/// <summary>Damaged certificates, lists and responses lead to answers, not to exceptions or hours of work.</summary>
public class TrustMutationTests
{
    private const int Rounds = 1500;

    private readonly Random _random = new(20261123);
    private readonly TrustBench _bench = new TrustBench { Policy = SmimePolicy.Default with { Revocation = RevocationMode.Hard } }.Trust();

    [Fact]
    public void Damaged_certificates_are_refused_or_judged()
    {
        ForgedIdentity authority = CertificateForge.Authority("Authority", parent: _bench.Root, options: new ForgeOptions
        {
            PathLength = 1,
            Extensions = [TrustBench.MailConstraints("example.org", "bad.example.org"), TrustBench.Policies("1.2.3", "2.5.29.32.0")],
        });
        ForgedIdentity user = CertificateForge.Issue(authority, "a@example.org", options: new ForgeOptions
        {
            SubjectAddress = "a@example.org",
            Extensions = [TrustBench.Policies("1.2.3"), CrlForge.Point("http://crl.example/", _bench.Root), CrlForge.Access("http://ocsp.example/", "http://aia.example/")],
        });
        int judged = 0;
        for (int i = 0; i < Rounds; i++)
        {
            Certificate? damagedUser = Read(i % 2 == 0 ? Damage(user.Certificate.Der) : user.Certificate.Der);
            Certificate? damagedAuthority = Read(i % 2 == 1 ? Damage(authority.Certificate.Der) : authority.Certificate.Der);
            if (damagedUser is null || damagedAuthority is null)
            {
                continue;
            }

            judged++;
            PathResult result = new PathValidator(_bench.Anchors, _bench.Directory, _bench.Revocation, _bench.Fetcher).Validate(
                damagedUser, [damagedAuthority], CertificateUsage.Sign, TrustBench.Now, _bench.Policy, TestContext.Current.CancellationToken);
            Assert.NotEqual(ChainStatus.Valid, result.Chain);
        }

        Assert.True(judged > Rounds / 10, $"{judged} judged");
    }

    [Fact]
    public void Damaged_lists_never_say_good()
    {
        ForgedIdentity user = CertificateForge.Issue(_bench.Root, "a@example.org");
        ForgedIdentity other = CertificateForge.Issue(_bench.Root, "b@example.org");
        byte[] list = new CrlForge(_bench.Root).Number(7).Scope(indirect: true).Revoke(other, 1, nameIssuer: true).Revoke(other, 6).Sign();
        int read = 0;
        for (int i = 0; i < Rounds; i++)
        {
            byte[] damaged = Damage(list);
            TrustBench bench = new TrustBench { Root = _bench.Root, Policy = _bench.Policy }.Trust();
            try
            {
                bench.Revocation.Add(RevocationList.FromDer(damaged).Der);
                read++;
            }
            catch (MalformedException)
            {
                continue;
            }

            Assert.NotEqual(ChainStatus.Valid, bench.Check(user).Chain);
        }

        Assert.True(read > Rounds / 10, $"{read} read");
    }

    private static Certificate? Read(ReadOnlyMemory<byte> der)
    {
        try
        {
            return Certificate.FromDer(der);
        }
        catch (MalformedException)
        {
            return null;
        }
    }

    private byte[] Damage(ReadOnlyMemory<byte> der)
    {
        byte[] bytes = der.ToArray();
        for (int i = _random.Next(1, 3); i > 0; i--)
        {
            bytes[_random.Next(bytes.Length)] ^= (byte)_random.Next(1, 256);
        }

        return _random.Next(10) == 0 ? bytes[..^_random.Next(1, 20)] : bytes;
    }
}
