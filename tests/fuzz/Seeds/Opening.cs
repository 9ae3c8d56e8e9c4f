using Bridge.Fuzz;
using Bridge.TestKit;

namespace Bridge.Smime.Tests.Reading.Forge;

/// <summary>The people whom the forge of messages asks for.</summary>
internal static class Opening
{
    public static DateTimeOffset Now => People.Now;

    public static ForgedIdentity Alice => People.Alice;

    public static ForgedIdentity Bob => People.Bob;
}
