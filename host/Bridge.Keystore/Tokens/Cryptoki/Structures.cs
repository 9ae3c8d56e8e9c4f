using System.Runtime.InteropServices;

namespace Bridge.Keystore.Tokens.Cryptoki;

// CK_ULONG is C's unsigned long: eight bytes on 64-bit Unix, four on Windows. There, PKCS#11 also packs its structures to one
// byte. Where all members have the size of a pointer both layouts are one, so that packing is right everywhere.

/// <summary>CK_ATTRIBUTE.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal unsafe struct CkAttribute
{
    internal CULong Type;
    internal void* Value;
    internal CULong Length;
}

/// <summary>CK_MECHANISM.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal unsafe struct CkMechanism
{
    internal CULong Mechanism;
    internal void* Parameter;
    internal CULong Length;
}

/// <summary>CK_C_INITIALIZE_ARGS.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal unsafe struct CkInitializeArguments
{
    internal void* CreateMutex;
    internal void* DestroyMutex;
    internal void* LockMutex;
    internal void* UnlockMutex;
    internal CULong Flags;
    internal void* Reserved;
}

/// <summary>CK_RSA_PKCS_PSS_PARAMS.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct CkPssParameters
{
    internal CULong Digest;
    internal CULong Mask;
    internal CULong SaltLength;
}

/// <summary>CK_RSA_PKCS_OAEP_PARAMS.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal unsafe struct CkOaepParameters
{
    internal CULong Digest;
    internal CULong Mask;
    internal CULong Source;
    internal void* Label;
    internal CULong LabelLength;
}

/// <summary>CK_ECDH1_DERIVE_PARAMS.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal unsafe struct CkEcdhParameters
{
    internal CULong Kdf;
    internal CULong SharedLength;
    internal void* Shared;
    internal CULong PublicLength;
    internal void* Public;
}
