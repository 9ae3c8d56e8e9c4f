using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Bridge.Keystore.Tokens.Cryptoki;

/// <summary>
/// A loaded module. A process has each one once and for good, for a module is one state for the whole process. One call at a
/// time is made into it: cards do one thing after the other anyway, and a module may then be started anew.
/// </summary>
internal sealed class CryptokiModule
{
    private static readonly ConcurrentDictionary<string, CryptokiModule> s_loaded = new();
    private static readonly Lock s_loading = new();
    // The keypad of a reader waits about half a minute for a PIN.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private readonly CryptokiFunctions _functions;
    private readonly HashSet<object> _users = [];

    private CryptokiModule(string path, CryptokiFunctions functions)
    {
        Path = path;
        _functions = functions;
        Facts = functions.Info();
    }

    internal string Path { get; }

    internal ModuleFacts Facts { get; }

    /// <summary>Counts the starts: what belongs to an earlier one (slots, sessions) is void.</summary>
    internal int Generation { get; private set; }

    /// <exception cref="Smime.Errors.RefusalException"><c>token-module-unusable</c>.</exception>
    internal static CryptokiModule Load(string path)
    {
        if (s_loaded.TryGetValue(path, out CryptokiModule? loaded))
        {
            return loaded;
        }

        lock (s_loading)
        {
            return s_loaded.TryGetValue(path, out loaded) ? loaded : s_loaded[path] = Start(path);
        }
    }

    /// <summary>Makes calls while nobody else does.</summary>
    /// <exception cref="CryptokiException">A call failed.</exception>
    /// <exception cref="Smime.Errors.RefusalException"><c>token-busy</c>: another call takes too long.</exception>
    internal T Call<T>(Func<CryptokiFunctions, T> calls)
    {
        if (!_lock.TryEnter(s_patience))
        {
            throw TokenRefusals.Busy(Facts.Description);
        }

        try
        {
            return calls(_functions);
        }
        finally
        {
            _lock.Exit();
        }
    }

    /// <summary>Notes that somebody is logged in through this module, which keeps it from being started anew.</summary>
    internal void Hold(object user) => Call(_ => _users.Add(user));

    internal void Release(object user) => Call(_ => _users.Remove(user));

    /// <summary>
    /// Ends the module and starts it again: some see a token that was plugged in only then. Done only while nobody is logged in.
    /// </summary>
    internal bool Restart() => Call(functions =>
    {
        if (_users.Count > 0)
        {
            return false;
        }

        functions.Finish();
        Initialize(functions, Path);
        Generation++;
        return true;
    });

    private static CryptokiModule Start(string path)
    {
        CryptokiFunctions functions = new(FunctionList(path));
        Initialize(functions, path);
        try
        {
            return new CryptokiModule(path, functions);
        }
        catch (CryptokiException e)
        {
            throw TokenRefusals.ModuleUnusable(path, "not-starting", e);
        }
    }

    private static void Initialize(CryptokiFunctions functions, string path)
    {
        uint result = functions.Initialize();
        if (result is not (Rv.Ok or Rv.AlreadyInitialized))
        {
            throw TokenRefusals.ModuleUnusable(path, "not-starting", new CryptokiException("C_Initialize", result));
        }
    }

    private static unsafe nint FunctionList(string path)
    {
        if (!NativeLibrary.TryLoad(path, out nint library))
        {
            throw TokenRefusals.ModuleUnusable(path, "not-a-library");
        }

        // Not unloaded even when it is no module: what a library began when it was loaded may still run.
        if (!NativeLibrary.TryGetExport(library, "C_GetFunctionList", out nint export))
        {
            throw TokenRefusals.ModuleUnusable(path, "not-pkcs11");
        }

        nint list;
        CULong result = ((delegate* unmanaged[Cdecl]<nint*, CULong>)export)(&list);
        return result.Value == Rv.Ok && list != 0 ? list : throw TokenRefusals.ModuleUnusable(path, "not-pkcs11");
    }
}
