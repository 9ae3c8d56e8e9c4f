using System.Diagnostics;
using System.Globalization;
using Bridge.Keystore.Tests.Support;
using Bridge.Smime.Ports;

namespace Bridge.Keystore.Tests.Storage;

/// <summary>
/// A process is killed at every call by which it changes a file, one call a run: while the keystore is made and filled, while a filled
/// one is changed, and while one of version 1 is migrated. <c>BRIDGE_CRASH_STEPS</c> says how many steps of each at most, spread evenly
/// (40 by default; 0 for every step).
/// </summary>
public sealed class StepKillTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-steps-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("made and filled")]
    [InlineData("changed")]
    [InlineData("migrated")]
    public async Task Killed_at_each_step_nothing_acknowledged_is_lost(string what)
    {
        string origin = await Prepare(what);
        IReadOnlyList<SystemCalls.Step> all = await Record(origin);
        SystemCalls.Step[] steps = [.. Chosen(all)];
        int writes = 0, killed = 0;
        List<string> lost = [];
        await Parallel.ForEachAsync(steps, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (step, _) =>
        {
            string home = Copy(origin);
            (string output, bool died) = await Run(home, SystemCalls.KillingAt(step));
            Acknowledged acknowledged = new();
            acknowledged.Take(output);
            using KeystoreHome opened = KeystoreHome.Open(home, TimeProvider.System);
            IReadOnlyList<string> missing = [.. acknowledged.Lost(opened), .. what == "migrated" ? LostOfVersion1(opened) : []];
            lock (lost)
            {
                lost.AddRange(missing.Select(m => $"{step}: {m}"));
                writes += acknowledged.Writes;
                killed += died ? 1 : 0;
            }
        });
        Figures.Print($"killed at each step, keystore {what}: steps {all.Count}, kills {killed}, acknowledged writes {writes}, losses {lost.Count}");
        Assert.Empty(lost);
        // Threads of the runtime make the count of calls before ours differ a little from run to run.
        Assert.True(killed > steps.Length * 3 / 4, $"{killed} of {steps.Length} runs were killed");
    }

    private async Task<string> Prepare(string what)
    {
        string home = Path.Combine(_folder, "origin");
        switch (what)
        {
            case "changed":
                (_, bool died) = await Run(home, []);
                Assert.False(died);
                break;
            case "migrated":
                Directory.CreateDirectory(home);
                Vectors.Copy(home, "keystore", "version-1");
                break;
        }

        return home;
    }

    private async Task<IReadOnlyList<SystemCalls.Step>> Record(string origin)
    {
        string log = Path.Combine(_folder, "calls");
        (string output, bool died) = await Run(Copy(origin), SystemCalls.Watching(log));
        Assert.False(died);
        Assert.Contains("restored ", output, StringComparison.Ordinal);
        IReadOnlyList<SystemCalls.Step> steps = SystemCalls.After(log, WritingProcess.Started);
        Assert.True(steps.Count > 20, "the calls that change files are seen");
        return steps;
    }

    private static IEnumerable<SystemCalls.Step> Chosen(IReadOnlyList<SystemCalls.Step> all)
    {
        int most = int.Parse(Environment.GetEnvironmentVariable("BRIDGE_CRASH_STEPS") ?? "40", CultureInfo.InvariantCulture);
        int count = most == 0 ? all.Count : Math.Min(most, all.Count);
        return Enumerable.Range(0, count).Select(i => all[(int)((long)i * all.Count / count)]);
    }

    private string Copy(string origin)
    {
        string home = Path.Combine(_folder, Guid.NewGuid().ToString("N"), "home");
        if (Directory.Exists(origin))
        {
            Directory.CreateDirectory(home);
            foreach (string file in Directory.GetFiles(origin))
            {
                File.Copy(file, Path.Combine(home, Path.GetFileName(file)));
            }
        }

        return home;
    }

    private static async Task<(string Output, bool Died)> Run(string home, string[] before)
    {
        using Process process = WritingProcess.Start(home, 1, before);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        // strace dies of the same signal as the process that it watches.
        Assert.True(process.ExitCode is 0 or 137, await error);
        return (output, process.ExitCode != 0);
    }

    private static IEnumerable<string> LostOfVersion1(KeystoreHome home)
    {
        const string me = "349a3c2df8d7b7cad3dbcac95ac54e643a414253cc50a1c782f17f876cbca16e";
        if (home.Identities.Find("me@years.example").SigningKey != me)
        {
            yield return "the chosen key";
        }

        foreach (string address in new[] { "bob@years.example", "carol@years.example" }.Where(a => home.Contacts.Show(a) is not { Certificates.Count: 1, Events.Count: 1 }))
        {
            yield return address;
        }

        using IDecryptionKey key = home.Keys.OpenDecryption(home.Keys.Get(me).Key);
    }
}
