using System.Runtime.InteropServices;
using Bridge.Keystore.Tokens;
using Bridge.TestKit;

namespace Bridge.Keystore.Tests.Tokens;

/// <summary>
/// SoftHSM's tokens for all tests of this process, for a module is one state for the whole process. Tests that use them are one
/// collection: a tool that lists the tokens must not meet one that another test is taking away.
/// </summary>
internal static partial class TokenShelf
{
    private static readonly Lazy<SoftHsm> s_hsm = new(Prepare);

    internal static SoftHsm Hsm => s_hsm.Value;

    /// <summary>Makes a token; the module sees it when it is started next.</summary>
    internal static TokenAddress NewToken(string label) => new(SoftHsm.Module, label, Hsm.NewToken(label));

    /// <summary>The module once more, as a library of its own that is started and ended by itself; on the same tokens.</summary>
    internal static string CopyModule()
    {
        string copy = Hsm.Beside($"softhsm-{Guid.NewGuid():N}.so");
        File.Copy(SoftHsm.Module, copy);
        return copy;
    }

    /// <summary>Compiles the module that has faults, in front of a copy of SoftHSM.</summary>
    internal static FaultyModule NewFaultyModule()
    {
        string library = Hsm.Beside($"faulty-{Guid.NewGuid():N}.so"), faults = library + ".faults";
        Hsm.Run("gcc", "-shared", "-fPIC", "-o", library, Path.Combine(AppContext.BaseDirectory, "Tokens", "faulty-module.c"), "-ldl");
        SetEnvironment("BRIDGE_FAULTY_MODULE", CopyModule(), 1);
        SetEnvironment("BRIDGE_FAULTY_SWITCH", faults, 1);
        SetEnvironment("BRIDGE_FAULTY_PIN", SoftHsm.Pin, 1);
        return new FaultyModule(library, faults);
    }

    private static SoftHsm Prepare()
    {
        SoftHsm hsm = new();
        // .NET's own environment is not the one that libraries read.
        Assert.Equal(0, SetEnvironment("SOFTHSM2_CONF", hsm.Configuration, 1));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => hsm.Dispose();
        return hsm;
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
