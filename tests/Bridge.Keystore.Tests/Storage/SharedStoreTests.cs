using System.Diagnostics;
using Bridge.Keystore.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Bridge.Keystore.Tests.Storage;

/// <summary>Four processes on one keystore, all reading and writing, and none of them ever refused.</summary>
public sealed class SharedStoreTests : IDisposable
{
    private const int Processes = 4, Rounds = 12;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("made by whoever comes first")]
    [InlineData("migrated by whoever comes first")]
    [InlineData("beside a long writer")]
    public async Task Several_processes_read_and_write_together(string how)
    {
        Directory.CreateDirectory(_folder.Home);
        if (how.StartsWith("migrated", StringComparison.Ordinal))
        {
            Vectors.Copy(_folder.Home, "keystore", "version-1");
        }

        List<Process> running = [.. Enumerable.Range(0, Processes).Select(_ => WritingProcess.Start(_folder.Home, Rounds))];
        using CancellationTokenSource over = new();
        Task writer = how == "beside a long writer" ? Task.Run(() => HoldTheLock(over.Token), TestContext.Current.CancellationToken) : Task.CompletedTask;
        Acknowledged acknowledged = new();
        foreach (Process process in running)
        {
            Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            acknowledged.Take(await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(process.ExitCode == 0, await error);
            process.Dispose();
        }

        await over.CancelAsync();
        await writer;
        using KeystoreHome home = _folder.Open();
        Assert.Empty(acknowledged.Lost(home));
        Assert.Equal(Processes * Rounds * 7, acknowledged.Writes);
        int before = how.StartsWith("migrated", StringComparison.Ordinal) ? 1 : 0;
        Assert.Equal((Processes * Rounds) + before, home.Keys.List().Count);
        // The processes that found an old keystore made their backups, and one of them migrated it.
        Assert.Equal(before > 0, Directory.Exists(Path.Combine(_folder.Home, "backups")));
    }

    // Half a second of every second nobody else can write: as long as a mailbox takes to be harvested in one go.
    private void HoldTheLock(CancellationToken over)
    {
        _folder.Open().Dispose();
        using SqliteConnection connection = new($"Data Source={_folder.Database};Pooling=False");
        connection.Open();
        while (!over.IsCancellationRequested)
        {
            Execute(connection, "BEGIN IMMEDIATE; INSERT INTO key_events (own_key, event, at) VALUES ('long', 'writer', 0)");
            Thread.Sleep(500);
            Execute(connection, "DELETE FROM key_events WHERE own_key = 'long'; COMMIT");
            Thread.Sleep(500);
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
