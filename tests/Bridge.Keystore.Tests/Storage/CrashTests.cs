using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Bridge.Keystore.Tests.Support;
using Bridge.Keystore.Vault;
using Bridge.Smime.Ports;

namespace Bridge.Keystore.Tests.Storage;

/// <summary>
/// Processes that import are killed with SIGKILL at random moments, the first ones while the keystore is being made.
/// <c>BRIDGE_CRASH_KILLS</c> says how often (60 by default).
/// </summary>
public sealed class CrashTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Killed_processes_lose_nothing_acknowledged_and_leave_nothing_half_written()
    {
        int kills = int.Parse(Environment.GetEnvironmentVariable("BRIDGE_CRASH_KILLS") ?? "60", CultureInfo.InvariantCulture);
        Dictionary<string, string> acknowledged = [];
        // Two at once: what one leaves behind, the other finds while it is running.
        for (int done = 0; done < kills; done += 2)
        {
            string[] outputs = await Task.WhenAll(RunAndKill(), RunAndKill());
            foreach ((string id, string secret) in outputs.SelectMany(ImportingProcess.Parse))
            {
                acknowledged[id] = secret;
            }
        }

        using KeystoreHome home = _folder.Open();
        home.CheckIntegrity();
        Dictionary<string, string> stored = home.Keys.List().ToDictionary(k => k.Id, k => DigestOf(home, k));
        int losses = acknowledged.Count(a => !stored.TryGetValue(a.Key, out string? secret) || secret != a.Value);
        TestContext.Current.TestOutputHelper?.WriteLine($"kills {kills}, acknowledged {acknowledged.Count}, stored {stored.Count}, losses {losses}");
        Assert.Equal(0, losses);
        Assert.True(acknowledged.Count > kills / 4, $"only {acknowledged.Count} imports were acknowledged: the kills came too early to prove anything");
        Assert.Null(home.FindLock());
    }

    private async Task<string> RunAndKill()
    {
        using Process process = ImportingProcess.Start(_folder.Home, int.MaxValue);
        StringBuilder output = new();
        // Some die while they open or make the keystore, most while they import.
        int lines = Random.Shared.Next(4) == 0 ? 1 : 2;
        while (lines-- > 0 && await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            output.Append(line).Append('\n');
        }

        Task<string> rest = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await Task.Delay(Random.Shared.Next(0, 60), TestContext.Current.CancellationToken);
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output.Append(await rest).ToString();
    }

    // Opening it at all proves that the seal holds: a half-written key would not authenticate.
    private static string DigestOf(KeystoreHome home, OwnKey key)
    {
        using SecretBytes secret = home.Keys.OpenSecret(key.Id);
        return Convert.ToHexStringLower(SHA256.HashData(secret.Span));
    }
}
