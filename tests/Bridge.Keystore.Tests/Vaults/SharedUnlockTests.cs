using Bridge.Keystore.Vault.Prompting;
using Bridge.Smime.Errors;

namespace Bridge.Keystore.Tests.Vaults;

/// <summary>Many operations wait for one lock: the user is asked once.</summary>
public sealed class SharedUnlockTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly SharedUnlock _shared = new();
    private readonly ManualResetEventSlim _asked = new(), _answered = new();
    private string? _open;
    private int _questions;

    public void Dispose()
    {
        _asked.Dispose();
        _answered.Dispose();
    }

    [Fact]
    public async Task Waiting_operations_share_the_answer_of_one_question()
    {
        Task<string>[] operations = await StartTogether(8);
        _answered.Set();
        Assert.All(await Task.WhenAll(operations), s => Assert.Equal("opened", s));
        Assert.Equal(1, _questions);
    }

    [Fact]
    public async Task Waiting_operations_share_a_dismissal_and_the_next_one_asks_again()
    {
        Task<string>[] operations = await StartTogether(4, () => throw SharedUnlock.Dismissed());
        _answered.Set();
        foreach (Task<string> operation in operations)
        {
            Assert.Equal("prompt-dismissed", (await Assert.ThrowsAsync<RefusalException>(() => operation)).Code);
        }

        Assert.Equal(1, _questions);
        Assert.Equal("opened", Open(() => "opened"));
        Assert.Equal(2, _questions);
    }

    [Fact]
    public async Task When_the_one_that_asks_is_cancelled_the_next_one_takes_over()
    {
        Task<string>[] first = await StartTogether(1, () => throw new OperationCanceledException());
        Task<string> second = Task.Run(() => Open(() => "opened"), TestContext.Current.CancellationToken);
        _answered.Set();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first[0]);
        Assert.Equal("opened", await second);
        Assert.Equal(2, _questions);
    }

    [Fact]
    public async Task One_that_waits_can_be_cancelled()
    {
        Task<string>[] first = await StartTogether(1);
        using CancellationTokenSource cancel = new(TimeSpan.FromMilliseconds(50));
        Assert.ThrowsAny<OperationCanceledException>(() => _shared.Open(() => _open, () => "never", cancel.Token));
        _answered.Set();
        Assert.Equal("opened", await first[0]);
    }

    private async Task<Task<string>[]> StartTogether(int count, Func<string>? answer = null)
    {
        Task<string>[] operations = [.. Enumerable.Range(0, count).Select(_ => Task.Factory.StartNew(
            () => Open(answer ?? (() => "opened")), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        Assert.True(_asked.Wait(s_patience, TestContext.Current.CancellationToken));
        // Time to arrive for the others, who have nothing to show for it but that they wait.
        await Task.Delay(300, TestContext.Current.CancellationToken);
        return operations;
    }

    private string Open(Func<string> answer) => _shared.Open(
        () => _open,
        () =>
        {
            Interlocked.Increment(ref _questions);
            _asked.Set();
            Assert.True(_answered.Wait(s_patience));
            return _open = answer();
        },
        CancellationToken.None);
}
