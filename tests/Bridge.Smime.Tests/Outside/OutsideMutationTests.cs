using Bridge.TestKit.Mutation;

namespace Bridge.Smime.Tests.Outside;

/// <summary>Thousands of mutations of messages that nobody here wrote.</summary>
public class OutsideMutationTests(ITestOutputHelper output)
{
    private const int Rounds = 6000;

    /// <summary>What openssl writes, so that it always runs, and messages of the outside cases where they are there.</summary>
    [Fact]
    public void Mutated_outside_messages_are_opened_judged_or_refused_and_get_no_seal_for_what_was_not_signed()
    {
        IReadOnlyList<OutsideMessage> originals = [.. OpensslMessages.Make(), .. OutsideCorpora.Messages()];
        SealWatch watch = new();
        int good = originals.Count(watch.Learn);
        Assert.InRange(good, 5, originals.Count);

        watch.MutateAll(originals, (Rounds / originals.Count) + 1, 20261125, TestContext.Current.CancellationToken);

        output.WriteLine($"{originals.Count} messages, {good} of them with a good seal; {watch.Rounds} mutations, {watch.Sealed} kept it");
        Assert.InRange(watch.Rounds, Rounds, int.MaxValue);
        Assert.InRange(watch.Sealed, 1, watch.Rounds / 2);
        Assert.True(watch.Faults.Count == 0, $"{watch.Faults.Count} faults\n{string.Join("\n\n", watch.Faults.Take(20))}");
    }
}
