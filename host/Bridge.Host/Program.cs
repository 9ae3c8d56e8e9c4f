namespace Bridge.Host;

/// <summary>Wiring only: decides which door was used and hands over.</summary>
internal static class Program
{
    internal static int Main(string[] args)
    {
        Console.Error.WriteLine($"not available in this version: {string.Join(' ', args)}");
        return 2;
    }
}
