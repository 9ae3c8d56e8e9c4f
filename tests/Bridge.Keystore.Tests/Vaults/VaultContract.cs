using Bridge.Keystore.Tests.Support;
using Bridge.Keystore.Vault;

namespace Bridge.Keystore.Tests.Vaults;

/// <summary>What every vault promises, tried on each kind that this machine can run.</summary>
public abstract class VaultContract : IDisposable
{
    private readonly TestFolder _folder = new();

    protected VaultContract() => Directory.CreateDirectory(_folder.Home);

    internal string Folder => _folder.Home;

    /// <summary>The vault as another process would have it: nothing remembered but what is at rest.</summary>
    internal abstract IVault Reopen();

    public virtual void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void It_really_works_here() => Assert.Null(Reopen().FindTrouble());

    [Fact]
    public void A_new_one_has_no_key()
    {
        using MasterKey key = MasterKey.Generate();
        Assert.Null(Reopen().Find(key.Id, default));
        Assert.False(Reopen().Holds(key.Id));
    }

    [Fact]
    public void What_was_kept_is_found_by_another_process()
    {
        using MasterKey key = Keep();
        using MasterKey? found = Reopen().Find(key.Id, default);
        Assert.Equal(key.Id, found?.Id);
        Assert.True(found!.Bytes.SequenceEqual(key.Bytes));
        Assert.True(Reopen().Holds(key.Id));
    }

    [Fact]
    public void Keeping_it_twice_is_keeping_it_once()
    {
        using MasterKey key = Keep();
        Keep(key);
        Reopen().Remove(key.Id);
        Assert.False(Reopen().Holds(key.Id));
    }

    [Fact]
    public void What_was_removed_is_gone_and_removing_it_again_does_nothing()
    {
        using MasterKey key = Keep();
        Reopen().Remove(key.Id);
        Reopen().Remove(key.Id);
        Assert.Null(Reopen().Find(key.Id, default));
        Assert.False(Reopen().Holds(key.Id));
        Keep(key);
        Assert.True(Reopen().Holds(key.Id));
    }

    [Fact]
    public void The_key_of_another_keystore_is_neither_removed_nor_overwritten()
    {
        using MasterKey key = Keep(), other = MasterKey.Generate();
        Reopen().Remove(other.Id);
        Assert.False(Reopen().Holds(other.Id));
        try
        {
            Keep(other);
        }
        catch (Smime.Errors.RefusalException e)
        {
            Assert.Equal("key-other", e.Parameters["reason"]);
        }

        Assert.True(Reopen().Holds(key.Id));
    }

    [Fact]
    public void Only_a_key_file_tells_the_key_to_who_reads_the_folder()
    {
        using MasterKey key = Keep();
        string text = Convert.ToBase64String(key.Bytes);
        bool told = Directory.GetFiles(Folder).Select(File.ReadAllBytes)
            .Any(c => c.AsSpan().IndexOf(key.Bytes) >= 0 || System.Text.Encoding.Latin1.GetString(c).Contains(text, StringComparison.Ordinal));
        Assert.Equal(Reopen().Kind == VaultKinds.KeyFile, told);
    }

    [Fact]
    public void Its_files_are_for_their_owner_only()
    {
        using MasterKey key = Keep();
        Assert.All(Directory.GetFiles(Folder), f => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(f)));
    }

    private MasterKey Keep()
    {
        MasterKey key = MasterKey.Generate();
        Keep(key);
        return key;
    }

    private void Keep(MasterKey key)
    {
        using IPreparedVault prepared = Reopen().Prepare(default);
        prepared.Keep(key);
    }
}
