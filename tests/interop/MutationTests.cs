using System.Text;
using Bridge.Interop.Tests.Tools;
using Bridge.Smime.Policy;
using Bridge.Smime.Trust;
using Bridge.Smime.Values;
using Bridge.TestKit.Fakes;
using Bridge.TestKit.Mutation;

namespace Bridge.Interop.Tests;

/// <summary>Mutations of what openssl, gpgsm and NSS have just written.</summary>
public sealed class MutationTests(World world, ITestOutputHelper output)
{
    private const int Rounds = 3000;

    private static readonly byte[] s_entity = "Content-Type: text/plain; charset=us-ascii\r\n\r\nThe red folder is in room 14.\r\n"u8.ToArray();

    [Fact]
    public void Mutated_messages_of_other_programs_get_no_seal_for_what_was_not_signed()
    {
        List<OutsideMessage> originals = [.. world.Counterparts.SelectMany(Write)];
        SealWatch watch = new();
        Assert.Equal(originals.Count(o => !o.Name.EndsWith("encrypted", StringComparison.Ordinal)), originals.Count(watch.Learn));

        watch.MutateAll(originals, (Rounds / originals.Count) + 1, 41, TestContext.Current.CancellationToken);

        output.WriteLine($"{originals.Count} messages; {watch.Rounds} mutations, {watch.Sealed} kept their seal");
        Assert.InRange(watch.Sealed, 1, watch.Rounds / 2);
        Assert.True(watch.Faults.Count == 0, $"{watch.Faults.Count} faults\n{string.Join("\n\n", watch.Faults.Take(20))}");
    }

    private IEnumerable<OutsideMessage> Write(Counterpart tool)
    {
        Person alice = world.Alice("RSA-2048");
        Person bob = world.Bob("RSA-2048");
        string clear = Mail.Enclose(s_entity, tool.Sign(s_entity, alice, detached: true, ""));
        string opaque = Mail.Enclose(tool.Sign(s_entity, alice, detached: false, ""), "signed-data");
        yield return Message($"{tool.Name} multipart/signed", clear);
        yield return Message($"{tool.Name} signed-data", opaque);
        yield return Message($"{tool.Name} encrypted", Encrypted(tool, Encoding.Latin1.GetString(s_entity)));
        yield return Message($"{tool.Name} multipart/signed in enveloped-data", Encrypted(tool, clear));
        yield return Message($"{tool.Name} signed-data in enveloped-data", Encrypted(tool, opaque));

        string Encrypted(Counterpart writer, string inner) =>
            Mail.Enclose(writer.Encrypt(Encoding.Latin1.GetBytes(inner.ReplaceLineEndings("\r\n")), bob, "AES-128-CBC"), "enveloped-data");

        OutsideMessage Message(string name, string entity)
        {
            FakeKeyRing keys = new();
            keys.Add(bob.Certificate, null, bob.OpenKey);
            FakeDirectory directory = new();
            directory.Add(alice.Certificate);
            PathValidator paths = new(new FakeAnchors(Certificate.FromDer(world.AuthorityDer)), directory);
            SmimePolicy policy = SmimePolicy.Default with { NetworkEnabled = false };
            return new OutsideMessage(name, Mail.Message(alice, bob, entity), false, keys, directory, paths, policy);
        }
    }
}
