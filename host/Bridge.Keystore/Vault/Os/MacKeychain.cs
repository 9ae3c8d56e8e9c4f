using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using Bridge.Keystore.Vault.SecretService;

namespace Bridge.Keystore.Vault.Os;

/// <summary>Generic passwords in the default keychain of macOS. The system asks the user itself where it has to.</summary>
[SupportedOSPlatform("macos")]
internal sealed unsafe partial class MacKeychain : ISecretStore
{
    private const string Service = "smime-bridge";
    private const int NotFound = -25300, Duplicate = -25299, NotAvailable = -25291, InteractionNotAllowed = -25308;
    private const string Framework = "/System/Library/Frameworks/Security.framework/Security";
    private const string Foundation = "/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation";

    public SecretStoreException? FindTrouble()
    {
        int status = GetStatus(0, out uint state);
        return status != 0 ? Trouble(status) : (state & 1) == 0 ? new SecretStoreException("vault-locked", "The keychain is locked.") : null;
    }

    public SecretBytes? Look(string name, bool mayAsk, CancellationToken cancellation)
    {
        if (!mayAsk && FindTrouble() is { } trouble)
        {
            throw trouble;
        }

        nint item = Find(name, out SecretBytes? text);
        Release(item);
        return text;
    }

    public void Put(string name, string label, ReadOnlySpan<byte> text)
    {
        Delete(name);
        byte[] service = Encoding.UTF8.GetBytes(Service), account = Encoding.UTF8.GetBytes(name);
        fixed (byte* s = service, a = account, t = text)
        {
            Require(Add(0, (uint)service.Length, s, (uint)account.Length, a, (uint)text.Length, t, 0));
        }
    }

    public void Delete(string name)
    {
        nint item = Find(name, out SecretBytes? text);
        text?.Dispose();
        if (item != 0)
        {
            int status = DeleteItem(item);
            Release(item);
            Require(status);
        }
    }

    private static nint Find(string name, out SecretBytes? text)
    {
        byte[] service = Encoding.UTF8.GetBytes(Service), account = Encoding.UTF8.GetBytes(name);
        fixed (byte* s = service, a = account)
        {
            int status = FindPassword(0, (uint)service.Length, s, (uint)account.Length, a, out uint length, out nint data, out nint item);
            if (status == NotFound)
            {
                text = null;
                return 0;
            }

            Require(status);
            Span<byte> found = new((void*)data, (int)length);
            text = new SecretBytes(found);
            found.Clear();
            _ = FreeContent(0, data);
            return item;
        }
    }

    private static void Release(nint item)
    {
        if (item != 0)
        {
            ReleaseObject(item);
        }
    }

    private static void Require(int status)
    {
        if (status != 0)
        {
            throw Trouble(status);
        }
    }

    private static SecretStoreException Trouble(int status) => new(
        status switch
        {
            NotAvailable => "vault-absent",
            InteractionNotAllowed => "vault-locked",
            _ => "vault-failing",
        },
        status == Duplicate ? "The keychain has this item already." : $"The keychain answered {status}.");

    [LibraryImport(Framework, EntryPoint = "SecKeychainGetStatus")]
    private static partial int GetStatus(nint keychain, out uint status);

    [LibraryImport(Framework, EntryPoint = "SecKeychainAddGenericPassword")]
    private static partial int Add(nint keychain, uint serviceLength, byte* service, uint accountLength, byte* account, uint length, byte* password, nint item);

    [LibraryImport(Framework, EntryPoint = "SecKeychainFindGenericPassword")]
    private static partial int FindPassword(
        nint keychain, uint serviceLength, byte* service, uint accountLength, byte* account, out uint length, out nint password, out nint item);

    [LibraryImport(Framework, EntryPoint = "SecKeychainItemDelete")]
    private static partial int DeleteItem(nint item);

    [LibraryImport(Framework, EntryPoint = "SecKeychainItemFreeContent")]
    private static partial int FreeContent(nint attributes, nint data);

    [LibraryImport(Foundation, EntryPoint = "CFRelease")]
    private static partial void ReleaseObject(nint instance);
}
