using Bridge.Fuzz.Targets;
using Bridge.Protocol;
using Bridge.Protocol.Framing;
using Bridge.Smime.Errors;

namespace Bridge.Fuzz;

/// <summary>
/// One layer that takes bytes from outside. Whatever the bytes are, the layer answers or refuses: any exception but those of
/// a refusal, more than five seconds of work or more than a gibibyte of memory is a finding.
/// </summary>
public sealed class FuzzTarget
{
    /// <summary>Work on one input; measured as processor time, so that a busy machine makes no findings.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(5);

    private readonly Action<byte[]> _take;

    private FuzzTarget(string name, Action<byte[]> take)
    {
        Name = name;
        _take = take;
    }

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("frames", WireTargets.Frames),
        new("json", WireTargets.Json),
        new("ber", BerTarget.Take),
        new("cms", MailTargets.Cms),
        new("mime", MailTargets.Mime),
        new("pkcs12", KeyFileTarget.Take),
        new("crl", RevocationTargets.Crl),
        new("ocsp", RevocationTargets.Ocsp),
    ];

    public string Name { get; }

    public static FuzzTarget? ByName(string name) => All.FirstOrDefault(t => t.Name == name);

    /// <summary>Gives one input to the layer.</summary>
    /// <returns><c>taken</c>, or the type of the refusal.</returns>
    /// <exception cref="TimeoutException">It took too long.</exception>
    public string Run(byte[] input)
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        string outcome = Take(input);
        TimeSpan took = Environment.CpuUsage.TotalTime - before;
        return took <= s_longest ? outcome : throw new TimeoutException($"{Name}: {took.TotalSeconds:F1} s of work on {input.Length} bytes.");
    }

    /// <summary>Does one of several things with an input; a refusal does not keep the next from its turn.</summary>
    internal static void Try(Action take)
    {
        try
        {
            take();
        }
        catch (Exception e) when (IsRefusal(e))
        {
            // In good order.
        }
    }

    private string Take(byte[] input)
    {
        try
        {
            _take(input);
            return "taken";
        }
        catch (Exception e) when (IsRefusal(e))
        {
            return e.GetType().Name;
        }
    }

    private static bool IsRefusal(Exception e) => e
        is MalformedException or RefusalException or DecryptionFailedException or UnsupportedAlgorithmException
        or FrameException or MessageException;
}
