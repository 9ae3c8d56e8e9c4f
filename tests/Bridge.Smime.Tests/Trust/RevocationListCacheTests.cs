using Bridge.Smime.Errors;
using Bridge.Smime.Policy;
using Bridge.Smime.Trust;
using Bridge.Smime.Trust.Revocation;
using Bridge.Smime.Values;
using Bridge.TestKit;

namespace Bridge.Smime.Tests.Trust;

public class RevocationListCacheTests
{
    private const int Revoked = 8000;

    private static readonly ForgedIdentity s_root = CertificateForge.Authority("Root");
    private static readonly ForgedIdentity s_alice = CertificateForge.Issue(s_root, "alice@example.org");

    /// <summary>Some hundred kilobytes of other people's serial numbers, and one of Alice's in the middle where asked.</summary>
    private static byte[] LargeList(bool withAlice)
    {
        CrlForge forge = new(s_root);
        for (int i = 0; i < Revoked; i++)
        {
            forge.RevokeSerial(1_000_000 + i);
            if (withAlice && i == Revoked / 2)
            {
                forge.Revoke(s_alice, reason: 4);
            }
        }

        return forge.Sign();
    }

    [Fact]
    public void A_large_list_costs_the_first_message_and_not_each()
    {
        TrustBench bench = new TrustBench { Root = s_root, Policy = SmimePolicy.Default with { Revocation = RevocationMode.Hard } }.Trust();
        bench.Revocation.Add(LargeList(withAlice: false));
        PathValidator paths = new(bench.Anchors, bench.Directory, bench.Revocation);
        PathResult Validate() => paths.Validate(s_alice.Certificate, [], CertificateUsage.Sign, TrustBench.Now, bench.Policy, TestContext.Current.CancellationToken);

        (_, long first) = WorkMeter.Measure(() => Assert.Equal(RevocationAnswer.Good, Validate().Revocation));
        (_, long later) = WorkMeter.Measure(() => Assert.Equal(RevocationAnswer.Good, Validate().Revocation));

        Assert.True(later < 300_000 && later < first / 2, $"{first:N0} bytes allocated the first time, {later:N0} later");
    }

    [Fact]
    public void An_entry_is_found_wherever_it_stands()
    {
        RevocationList list = RevocationList.FromDer(LargeList(withAlice: true));
        Assert.Equal(4, list.Find(s_root.Certificate.SubjectName, s_alice.Certificate.SerialNumber.Span)!.Reason);
        Assert.Null(list.Find(s_alice.Certificate.SubjectName, s_alice.Certificate.SerialNumber.Span));
        Assert.Null(list.Find(s_root.Certificate.SubjectName, [1]));
        foreach (int i in new[] { 0, 1, Revoked - 1 })
        {
            Assert.NotNull(list.Find(s_root.Certificate.SubjectName, new System.Numerics.BigInteger(1_000_000 + i).ToByteArray(isBigEndian: true)));
        }
    }

    [Fact]
    public void Of_two_entries_for_one_certificate_the_last_counts()
    {
        RevocationList list = RevocationList.FromDer(new CrlForge(s_root).Revoke(s_alice, reason: 6).Revoke(s_alice, reason: 1).Sign());
        Assert.Equal(1, list.Find(s_root.Certificate.SubjectName, s_alice.Certificate.SerialNumber.Span)!.Reason);
    }

    [Fact]
    public void What_is_kept_is_bounded_and_known_by_its_bytes()
    {
        byte[][] lists = [.. Enumerable.Range(1, 5).Select(n => new CrlForge(s_root).Number(n).Sign())];
        RevocationListCache cache = new(mostBytes: lists[0].Length * 3);
        RevocationList[] read = [.. lists.Select(l => cache.Read(l))];

        Assert.InRange(cache.Count, 1, 3);
        Assert.Same(read[4], cache.Read(lists[4].ToArray()));
        Assert.NotSame(read[0], cache.Read(lists[0]));
        Assert.Throws<MalformedException>(() => cache.Read(new byte[] { 0x30, 0 }));
        Assert.NotSame(read[4], new RevocationListCache(mostBytes: 10).Read(lists[4]));
    }
}
