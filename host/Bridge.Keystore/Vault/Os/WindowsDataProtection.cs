using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Bridge.Keystore.Vault.Os;

/// <summary>DPAPI (CryptProtectData) in the user's scope, without any dialogue.</summary>
[SupportedOSPlatform("windows")]
internal sealed unsafe partial class WindowsDataProtection : IDataProtection
{
    private const int NoDialogue = 1;

    public byte[] Seal(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> binding)
    {
        fixed (byte* data = secret, entropy = binding)
        {
            Blob input = new(secret.Length, data), extra = new(binding.Length, entropy), output = default;
            if (Protect(&input, null, &extra, 0, 0, NoDialogue, &output) == 0)
            {
                throw new IOException($"CryptProtectData failed with {Marshal.GetLastPInvokeError()}.");
            }

            byte[] box = new Span<byte>(output.Data, output.Length).ToArray();
            Free(output);
            return box;
        }
    }

    public SecretBytes? Open(ReadOnlySpan<byte> box, ReadOnlySpan<byte> binding)
    {
        fixed (byte* data = box, entropy = binding)
        {
            Blob input = new(box.Length, data), extra = new(binding.Length, entropy), output = default;
            if (Unprotect(&input, 0, &extra, 0, 0, NoDialogue, &output) == 0)
            {
                return null;
            }

            SecretBytes secret = new(new ReadOnlySpan<byte>(output.Data, output.Length));
            Free(output);
            return secret;
        }
    }

    private static void Free(Blob blob)
    {
        new Span<byte>(blob.Data, blob.Length).Clear();
        _ = LocalFree((nint)blob.Data);
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Blob(int length, byte* data)
    {
        public readonly int Length = length;
        public readonly byte* Data = data;
    }

    [LibraryImport("crypt32", EntryPoint = "CryptProtectData", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Protect(Blob* data, char* description, Blob* entropy, nint reserved, nint prompt, int flags, Blob* output);

    [LibraryImport("crypt32", EntryPoint = "CryptUnprotectData", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Unprotect(Blob* data, nint description, Blob* entropy, nint reserved, nint prompt, int flags, Blob* output);

    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint LocalFree(nint memory);
}
