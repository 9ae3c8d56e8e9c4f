using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Bridge.Keystore.Tokens.Cryptoki;

internal sealed unsafe partial class CryptokiFunctions
{
    // Enough for every answer of a key that this product takes; asking for the length first would cost some cards a PIN.
    private const int MostOutput = 2048;

    private static readonly Template s_secret = new Template()
        .WithNumber(Ck.AttributeClass, Ck.ClassSecretKey)
        .WithNumber(Ck.AttributeKeyType, Ck.KeyGenericSecret)
        .With(Ck.AttributeToken, false)
        .With(Ck.AttributeSensitive, false)
        .With(Ck.AttributeExtractable, true);

    internal void SignInit(nuint session, nuint key, uint mechanism, ReadOnlySpan<byte> parameter) =>
        Check(Begin(42, session, key, mechanism, parameter), "C_SignInit");

    internal byte[] Sign(nuint session, ReadOnlySpan<byte> data) => Run(43, "C_Sign", session, data);

    internal void DecryptInit(nuint session, nuint key, uint mechanism, ReadOnlySpan<byte> parameter) =>
        Check(Begin(33, session, key, mechanism, parameter), "C_DecryptInit");

    internal byte[] Decrypt(nuint session, ReadOnlySpan<byte> data) => Run(34, "C_Decrypt", session, data);

    /// <summary>A secret key object of this session, whose value may be read.</summary>
    /// <param name="length">Bytes of the secret.</param>
    internal nuint Derive(nuint session, nuint key, ReadOnlySpan<byte> peer, int length)
    {
        Template template = new Template().WithNumber(Ck.AttributeValueLength, (uint)length).And(s_secret);
        fixed (byte* point = peer)
        {
            CkEcdhParameters parameters = new() { Kdf = new CULong(Ck.KdfNull), Public = point, PublicLength = new CULong((uint)peer.Length) };
            CkMechanism mechanism = new() { Mechanism = new CULong(Ck.Ecdh1Derive), Parameter = &parameters, Length = new CULong((uint)sizeof(CkEcdhParameters)) };
            CkMechanism* way = &mechanism;
            CULong derived = default;
            CULong* made = &derived;
            nuint result = template.Read(attributes =>
                ((delegate* unmanaged[Cdecl]<CULong, void*, CULong, void*, CULong, CULong*, CULong>)Function(62))(
                    new CULong(session), way, new CULong(key), (void*)attributes, new CULong((uint)template.Count), made).Value);
            Check(new CULong(result), "C_DeriveKey");
            return derived.Value;
        }
    }

    internal static byte[] PssParameters(uint digest, uint mask, int saltLength)
    {
        CkPssParameters parameters = new() { Digest = new CULong(digest), Mask = new CULong(mask), SaltLength = new CULong((uint)saltLength) };
        return new ReadOnlySpan<byte>(&parameters, sizeof(CkPssParameters)).ToArray();
    }

    internal void DecryptInitOaep(nuint session, nuint key, uint digest, uint mask, ReadOnlySpan<byte> label)
    {
        fixed (byte* bytes = label)
        {
            CkOaepParameters parameters = new()
            {
                Digest = new CULong(digest),
                Mask = new CULong(mask),
                Source = new CULong(Ck.OaepLabelSpecified),
                Label = bytes,
                LabelLength = new CULong((uint)label.Length),
            };
            DecryptInit(session, key, Ck.RsaPkcsOaep, new ReadOnlySpan<byte>(&parameters, sizeof(CkOaepParameters)));
        }
    }

    private CULong Begin(int function, nuint session, nuint key, uint mechanism, ReadOnlySpan<byte> parameter)
    {
        fixed (byte* bytes = parameter)
        {
            CkMechanism way = new() { Mechanism = new CULong(mechanism), Parameter = bytes, Length = new CULong((uint)parameter.Length) };
            return ((delegate* unmanaged[Cdecl]<CULong, void*, CULong, CULong>)Function(function))(new CULong(session), &way, new CULong(key));
        }
    }

    private byte[] Run(int function, string name, nuint session, ReadOnlySpan<byte> data)
    {
        Span<byte> output = stackalloc byte[MostOutput];
        CULong length = new(MostOutput);
        fixed (byte* input = data)
        fixed (byte* result = output)
        {
            try
            {
                Check(
                    ((delegate* unmanaged[Cdecl]<CULong, byte*, CULong, byte*, CULong*, CULong>)Function(function))(
                        new CULong(session), input, new CULong((uint)data.Length), result, &length),
                    name);
                return output[..(int)Number(length)].ToArray();
            }
            finally
            {
                CryptographicOperations.ZeroMemory(output);
            }
        }
    }
}
