using System.Text;
using Bridge.Protocol.Json;
using Bridge.Protocol.Keys;
using Bridge.Protocol.Policy;
using Bridge.TestKit;
using Bridge.TestKit.Fakes;

namespace Bridge.Host.Tests.Native;

/// <summary>The chain of an own certificate, when it comes in without its issuer.</summary>
public sealed class OwnChainTests
{
    private static readonly ForgedIdentity s_root = CertificateForge.Authority("Chain Root");
    private static readonly ForgedIdentity s_middle = CertificateForge.Authority(
        "Chain Middle", parent: s_root, options: new ForgeOptions { Extensions = [CrlForge.Access(issuer: "http://pki.example/root.cer")] });
    private static readonly ForgedIdentity s_me = CertificateForge.Issue(
        s_middle, "me@example.org", options: new ForgeOptions { Extensions = [CrlForge.Access(issuer: "http://pki.example/middle.cer")] });

    [Fact]
    public void Missing_issuers_are_fetched_and_kept_also_of_an_authority_that_is_not_trusted()
    {
        FakeFetcher network = new();
        network.Serve("http://pki.example/middle.cer", s_middle.Certificate.Der);
        network.Serve("http://pki.example/root.cer", s_root.Certificate.Der);
        using StoreRig rig = new(network);
        Assert.Empty(Import(rig).Incomplete);
        Assert.NotEmpty(network.Asked);
        network.Asked.Clear();
        Assert.Empty(Import(rig).Incomplete);
        Assert.DoesNotContain("http://pki.example/middle.cer", network.Asked);
    }

    [Fact]
    public void Chain_that_cannot_be_completed_says_so()
    {
        FakeFetcher network = new();
        network.Serve("http://pki.example/middle.cer", s_middle.Certificate.Der);
        using StoreRig rig = new(network);
        KeysImported imported = Import(rig);
        Assert.Equal([s_me.Certificate.Sha256], imported.Incomplete);
        Assert.Equal(s_me.Certificate.Sha256, Assert.Single(imported.Keys).Id);
    }

    [Fact]
    public void Nothing_is_fetched_where_the_policy_forbids_it()
    {
        FakeFetcher network = new();
        using StoreRig rig = new(network);
        rig.Ask(new SetPolicy(9, "network.enabled", "false"), [], WireJson.Wire.PolicyEntry);
        Assert.Single(Import(rig).Incomplete);
        Assert.Empty(network.Asked);
    }

    private static KeysImported Import(StoreRig rig)
    {
        string pem = System.Security.Cryptography.PemEncoding.WriteString("PRIVATE KEY", s_me.Pkcs8) + "\n"
            + System.Security.Cryptography.PemEncoding.WriteString("CERTIFICATE", s_me.Certificate.Der.Span);
        return rig.Ask(new ImportKeys(Random.Shared.Next(10, int.MaxValue), "me.pem"), Encoding.ASCII.GetBytes(pem), WireJson.Wire.KeysImported);
    }
}
