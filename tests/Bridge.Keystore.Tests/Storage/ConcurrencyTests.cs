using System.Diagnostics;
using Bridge.Keystore.Storage;
using Bridge.Keystore.Tests.Support;
using Bridge.TestKit;
using Microsoft.Data.Sqlite;

namespace Bridge.Keystore.Tests.Storage;

public sealed class ConcurrencyTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Several_processes_create_and_fill_one_keystore_without_getting_in_each_others_way()
    {
        const int processes = 4, each = 25;
        List<Process> started = [.. Enumerable.Range(0, processes).Select(_ => ImportingProcess.Start(_folder.Home, each))];
        List<(string Id, string Secret)> acknowledged = [];
        foreach (Process process in started)
        {
            Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            acknowledged.AddRange(ImportingProcess.Parse(await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)));
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(process.ExitCode == 0, await error);
            process.Dispose();
        }

        using KeystoreHome home = _folder.Open();
        home.CheckIntegrity();
        Assert.Equal(processes * each, acknowledged.Count);
        Assert.Equal(acknowledged.Select(a => a.Id).Order(), home.Keys.List().Select(k => k.Id).Order());
    }

    [Fact]
    public void Threads_of_one_process_read_and_write_together()
    {
        ForgedIdentity authority = CertificateForge.Authority("Threads CA");
        ForgedIdentity[] people = [.. Enumerable.Range(0, 40).Select(i => CertificateForge.Issue(authority, $"p{i}@example.org"))];
        using KeystoreHome home = _folder.Open();
        Parallel.ForEach(people, person =>
        {
            home.Keys.Import(Forged.File(person), "thread.pem", default);
            Assert.Single(home.Certificates.FindByAddress(person.Certificate.Addresses[0]));
        });
        Assert.Equal(people.Length, home.Keys.List().Count);
    }

    [Fact]
    public void A_lock_held_for_a_while_is_waited_for()
    {
        using KeystoreHome home = _folder.Open();
        using SqliteConnection other = TakeWriteLock();
        using Timer release = new(_ => Execute(other, "ROLLBACK"), null, 700, Timeout.Infinite);
        home.Policy.Set("network.enabled", "false");
        Assert.False(home.Policy.Load().NetworkEnabled);
    }

    [Fact]
    public void A_lock_held_too_long_is_a_refusal_and_reading_goes_on()
    {
        _folder.Open().Dispose();
        using SqliteConnection other = TakeWriteLock();
        using KeystoreHome home = _folder.Open(new StorageOptions { LockWait = TimeSpan.FromMilliseconds(300) });
        Assert.Empty(home.Keys.List());
        Forged.Refused("store-locked", () => home.Policy.Set("network.enabled", "false"));
        Execute(other, "ROLLBACK");
        home.Policy.Set("network.enabled", "false");
    }

    private SqliteConnection TakeWriteLock()
    {
        SqliteConnection connection = new($"Data Source={_folder.Database};Pooling=False");
        connection.Open();
        Execute(connection, "BEGIN IMMEDIATE");
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
