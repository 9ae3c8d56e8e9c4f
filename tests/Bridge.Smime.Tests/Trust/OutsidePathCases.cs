using System.Text.Json;
using Bridge.Smime.Errors;
using Bridge.Smime.Policy;
using Bridge.Smime.Tests.Outside;
using Bridge.Smime.Trust;
using Bridge.Smime.Values;
using Bridge.TestKit.Fakes;

namespace Bridge.Smime.Tests.Trust;

/// <summary>
/// NIST's path validation cases, when the folder of outside cases lies beside the repository; where it does
/// not, one case says so and is skipped, so that nothing counts as passed.
/// </summary>
public class OutsidePathCases
{
    private const string NistPolicies = "2.16.840.1.101.3.2.1.48.";

    private static readonly string? s_folder = OutsideCorpora.Folder;
    private static readonly Dictionary<string, JsonElement> s_cases = Load();

    public static IEnumerable<TheoryDataRow<string, string>> Cases => s_folder is null
        ? [new TheoryDataRow<string, string>("none", "") { Skip = "The folder of outside cases is not there." }]
        : s_cases.Values.Select(c => new TheoryDataRow<string, string>(c.GetProperty("id").GetString()!, c.GetProperty("reason").GetString()!));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Path_is_judged_as_its_authors_say(string id, string what)
    {
        JsonElement wanted = s_cases[id];
        FakeDirectory directory = new();
        foreach (Certificate certificate in Files(wanted, "untrusted").Select(TryCertificate).OfType<Certificate>())
        {
            directory.Add(certificate);
        }

        FakeRevocationStore revocation = new();
        foreach (ReadOnlyMemory<byte> list in Files(wanted, "crls"))
        {
            AddList(revocation, list);
        }

        FakeAnchors anchors = new([.. Files(wanted, "trust").Select(f => Certificate.FromDer(f))]);
        Certificate endEntity = Certificate.FromDer(File.ReadAllBytes(Path.Combine(s_folder!, wanted.GetProperty("file").GetString()!)));
        PathResult result = new PathValidator(anchors, directory, revocation).Validate(
            endEntity, [], CertificateUsage.Any, wanted.GetProperty("time").GetDateTimeOffset(), PolicyOf(wanted), TestContext.Current.CancellationToken);

        bool valid = wanted.GetProperty("expected").GetProperty("chainValid").GetBoolean();
        Assert.True(valid == (result.Chain == ChainStatus.Valid), $"{what}: {result.Chain}; {string.Join("; ", result.Findings.Select(Text))}");
    }

    private static string Text(Finding finding) => finding.Code + " " + string.Join(",", finding.Parameters.Select(p => $"{p.Key}={p.Value}"));

    private static SmimePolicy PolicyOf(JsonElement wanted)
    {
        JsonElement policy = wanted.GetProperty("policy");
        bool Flag(string name) => policy.TryGetProperty(name, out JsonElement value) && value.GetBoolean();
        return SmimePolicy.Default with
        {
            AcceptSha1 = true,
            AcceptDsa = true,
            Revocation = RevocationMode.Hard,
            UseOcsp = false,
            NetworkEnabled = false,
            RequireExplicitPolicy = Flag("initialExplicitPolicy"),
            InhibitPolicyMapping = Flag("initialPolicyMappingInhibit"),
            InhibitAnyPolicy = Flag("initialInhibitAnyPolicy"),
            InitialPolicies = policy.TryGetProperty("initialPolicySet", out JsonElement set)
                ? [.. set.EnumerateArray().Select(p => NistPolicies + p.GetString()!.Split('-')[^1])]
                : [],
        };
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Files(JsonElement wanted, string property) =>
        wanted.TryGetProperty(property, out JsonElement files)
            ? files.EnumerateArray().Select(f => (ReadOnlyMemory<byte>)File.ReadAllBytes(Path.Combine(s_folder!, f.GetString()!)))
            : [];

    private static Certificate? TryCertificate(ReadOnlyMemory<byte> der)
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

    private static void AddList(FakeRevocationStore store, ReadOnlyMemory<byte> der)
    {
        try
        {
            store.Add(der);
        }
        catch (MalformedException)
        {
            // A damaged list may be refused: where it is needed, the path shows it.
        }
    }

    private static Dictionary<string, JsonElement> Load()
    {
        if (s_folder is null)
        {
            return [];
        }

        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(s_folder, "MANIFEST.json")));
        return manifest.RootElement.EnumerateArray()
            .Where(c => c.GetProperty("operation").GetString() == "chain")
            .ToDictionary(c => c.GetProperty("id").GetString()!, c => c.Clone());
    }
}
