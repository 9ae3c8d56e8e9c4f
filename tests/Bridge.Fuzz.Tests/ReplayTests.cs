using Bridge.Fuzz.Seeds;

namespace Bridge.Fuzz.Tests;

/// <summary>What fuzzing found once stays found: every kept input is given to its target again.</summary>
public sealed class ReplayTests
{
    public static TheoryData<string, string> Vectors => [.. FuzzTarget.All
        .Select(t => (t.Name, Folder: Path.Combine(People.VectorFolder, t.Name)))
        .Where(t => Directory.Exists(t.Folder))
        .SelectMany(t => Directory.EnumerateFiles(t.Folder).Select(f => (t.Name, Path.GetFileName(f))))];

    public static TheoryData<string> Targets => [.. FuzzTarget.All.Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void A_kept_input_is_taken_or_refused(string target, string file)
    {
        string outcome = FuzzTarget.ByName(target)!.Run(File.ReadAllBytes(Path.Combine(People.VectorFolder, target, file)));
        Assert.NotEmpty(outcome);
    }

    /// <summary>Without this a target that refuses everything would never find anything.</summary>
    [Theory]
    [MemberData(nameof(Targets))]
    public void Most_seeds_of_a_target_are_taken(string target)
    {
        string[] outcomes = [.. SeedWriter.All()[target].Select(FuzzTarget.ByName(target)!.Run)];
        Assert.True(outcomes.Count(o => o == "taken") > outcomes.Length / 2, string.Join(", ", outcomes));
    }
}
