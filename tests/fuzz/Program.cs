using Bridge.Fuzz.Seeds;
using Bridge.Fuzz.Targets;
using SharpFuzz;

namespace Bridge.Fuzz;

/// <summary>
/// <c>people FOLDER</c> makes the people whose keys the targets use; <c>seeds FOLDER</c> writes the first inputs of every
/// target; <c>TARGET</c> runs under afl-fuzz; <c>TARGET FILE...</c> runs these inputs and prints what each came to.
/// </summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        switch (args)
        {
            case ["people", string folder]:
                People.Make(folder);
                return 0;
            case ["seeds", string folder]:
                SeedWriter.Write(folder);
                return 0;
            case [string name] when FuzzTarget.ByName(name) is { } target:
                // Instrumented code must not run before afl-fuzz has given its memory: nothing is loaded beforehand.
                Fuzzer.OutOfProcess.Run(input => target.Run(ReadAll(input)));
                return 0;
            case [string name, ..] when FuzzTarget.ByName(name) is { } target:
                return Array.FindAll(args[1..], file => !Replay(target, file)).Length == 0 ? 0 : 1;
            default:
                Console.Error.WriteLine($"usage: people FOLDER | seeds FOLDER | TARGET [FILE...]   targets: {string.Join(' ', FuzzTarget.All.Select(t => t.Name))}");
                return 2;
        }
    }

    private static bool Replay(FuzzTarget target, string file)
    {
        try
        {
            Console.WriteLine($"{target.Run(File.ReadAllBytes(file))}: {file}");
            return true;
        }
#pragma warning disable CA1031 // Whatever comes out is what is being looked for.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Console.WriteLine($"FINDING: {file}\n{e}");
            return false;
        }
    }

    private static byte[] ReadAll(Stream input)
    {
        using MemoryStream copy = new();
        input.CopyTo(copy);
        return copy.ToArray();
    }
}
