using Bridge.Host.Demo;

namespace Bridge.Host.Tests.Cli;

public sealed class DemonstrationTests
{
    [Fact]
    public void Every_step_of_the_story_is_observed()
    {
        List<string> said = [];
        Assert.True(new Demonstration(Composition.Open, DateTimeOffset.UtcNow, said.Add).Play(), string.Join('\n', said));
        Assert.Equal(7, said.Count);
    }
}
