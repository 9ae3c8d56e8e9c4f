namespace Bridge.Host.Native.Streams;

/// <summary>
/// Takes stdin and stdout for the frames alone. Afterwards nothing else reaches the client's pipe: what managed code or a
/// native library writes to standard output goes to standard error, which mail clients show in their console.
/// </summary>
internal sealed record StandardStreams(Stream Input, Stream Output)
{
    public static StandardStreams Take()
    {
        Stream input = Console.OpenStandardInput(), output = Console.OpenStandardOutput();
        if (!OperatingSystem.IsWindows())
        {
            // The stream above is on a duplicate of descriptor 1 and is not affected.
            _ = Posix.Duplicate(Posix.StandardError, Posix.StandardOutput);
        }

        Console.SetOut(Console.Error);
        Console.SetIn(TextReader.Null);
        return new StandardStreams(input, output);
    }
}
