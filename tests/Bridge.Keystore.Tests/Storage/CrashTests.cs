using System.Diagnostics;
using System.Globalization;
using System.Text;
using Bridge.Keystore.Tests.Support;

namespace Bridge.Keystore.Tests.Storage;

/// <summary>
/// Processes that change a keystore in every way are killed with SIGKILL at random moments, the first ones while it is being made.
/// <c>BRIDGE_CRASH_KILLS</c> says how often (200 by default).
/// </summary>
public sealed class CrashTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Killed_processes_lose_nothing_acknowledged_and_leave_nothing_half_written()
    {
        int kills = int.Parse(Environment.GetEnvironmentVariable("BRIDGE_CRASH_KILLS") ?? "200", CultureInfo.InvariantCulture);
        Acknowledged acknowledged = new();
        // Two at once: what one leaves behind, the other finds while it is running.
        for (int done = 0; done < kills; done += 2)
        {
            string[] outputs = await Task.WhenAll(RunAndKill(), RunAndKill());
            outputs.ToList().ForEach(acknowledged.Take);
        }

        using KeystoreHome home = _folder.Open();
        IReadOnlyList<string> lost = acknowledged.Lost(home);
        Figures.Print($"killed at random moments: kills {kills}, acknowledged writes {acknowledged.Writes}, losses {lost.Count}");
        Assert.Empty(lost);
        Assert.True(acknowledged.Writes > kills, $"only {acknowledged.Writes} writes were acknowledged: the kills came too early to prove anything");
    }

    private async Task<string> RunAndKill()
    {
        using Process process = WritingProcess.Start(_folder.Home, int.MaxValue);
        StringBuilder output = new();
        // Some die while they open or make the keystore, most while they write.
        int lines = Random.Shared.Next(4) == 0 ? 1 : Random.Shared.Next(2, 16);
        while (lines-- > 0 && await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            output.Append(line).Append('\n');
        }

        Task<string> rest = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await Task.Delay(Random.Shared.Next(0, 30), TestContext.Current.CancellationToken);
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output.Append(await rest).ToString();
    }
}
