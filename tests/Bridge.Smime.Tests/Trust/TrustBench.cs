using System.Formats.Asn1;
using Bridge.Smime.Policy;
using Bridge.Smime.Ports;
using Bridge.Smime.Trust;
using Bridge.Smime.Values;
using Bridge.TestKit;
using Bridge.TestKit.Fakes;

namespace Bridge.Smime.Tests.Trust;

/// <summary>A small public-key infrastructure for the tests of this folder: root, authority, one mail certificate.</summary>
internal sealed class TrustBench
{
    public static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    public ForgedIdentity Root { get; init; } = CertificateForge.Authority("Root");

    public FakeAnchors Anchors { get; } = new();

    public FakeDirectory Directory { get; } = new();

    public FakeRevocationStore Revocation { get; } = new();

    public FakeFetcher Fetcher { get; } = new();

    public SmimePolicy Policy { get; init; } = SmimePolicy.Default with { Revocation = RevocationMode.Off };

    public TrustBench Trust(params ForgedIdentity[] roots)
    {
        foreach (ForgedIdentity root in roots.DefaultIfEmpty(Root))
        {
            Anchors.Add(new TrustAnchor(root.Certificate, "user"));
        }

        return this;
    }

    public PathResult Check(ForgedIdentity endEntity, CertificateUsage usage = CertificateUsage.Sign, SmimePolicy? policy = null, DateTimeOffset? at = null, params ForgedIdentity[] fromMessage) =>
        new PathValidator(Anchors, Directory, Revocation, Fetcher).Validate(
            endEntity.Certificate, [.. fromMessage.Select(i => i.Certificate)], usage, at ?? Now, policy ?? Policy, TestContext.Current.CancellationToken);

    public static void HasCode(PathResult result, ChainStatus status, string code)
    {
        Assert.True(status == result.Chain, result.Chain + " " + string.Join("; ", result.Findings.Select(f => f.Code + " " + string.Join(",", f.Parameters))));
        Assert.Contains(result.Findings, f => f.Code == code);
    }

    public static (string Oid, bool Critical, byte[] Value) Extension(string oid, bool critical, Action<AsnWriter> write)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        write(writer);
        return (oid, critical, writer.Encode());
    }

    /// <summary>nameConstraints with mail subtrees.</summary>
    public static (string Oid, bool Critical, byte[] Value) MailConstraints(string? permitted = null, string? excluded = null) =>
        Extension("2.5.29.30", true, writer =>
        {
            using (writer.PushSequence())
            {
                WriteSubtree(writer, 0, permitted);
                WriteSubtree(writer, 1, excluded);
            }
        });

    public static (string Oid, bool Critical, byte[] Value) Policies(params string[] oids) =>
        Extension("2.5.29.32", false, writer =>
        {
            using (writer.PushSequence())
            {
                foreach (string oid in oids)
                {
                    using (writer.PushSequence())
                    {
                        writer.WriteObjectIdentifier(oid);
                    }
                }
            }
        });

    /// <summary>subjectAltName with one SmtpUTF8Mailbox.</summary>
    public static (string Oid, bool Critical, byte[] Value) InternationalAddress(string mailbox) =>
        Extension("2.5.29.17", false, writer =>
        {
            using (writer.PushSequence())
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            {
                writer.WriteObjectIdentifier("1.3.6.1.5.5.7.8.9");
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
                {
                    writer.WriteCharacterString(UniversalTagNumber.UTF8String, mailbox);
                }
            }
        });

    private static void WriteSubtree(AsnWriter writer, int number, string? mail)
    {
        if (mail is null)
        {
            return;
        }

        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, number)))
        using (writer.PushSequence())
        {
            writer.WriteCharacterString(UniversalTagNumber.IA5String, mail, new Asn1Tag(TagClass.ContextSpecific, 1));
        }
    }
}
