using Bridge.Keystore.Keys;
using Bridge.Keystore.Tokens.Cryptoki;
using Bridge.Keystore.Vault;
using Bridge.Keystore.Vault.Prompting;
using Bridge.Smime.Cms.KeyManagement;
using Bridge.Smime.Cms.Signatures;
using Bridge.Smime.Errors;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;

namespace Bridge.Keystore.Tokens;

/// <summary>A private key that stays on its token. Opening it asks for the PIN, so that a message is not begun without it.</summary>
internal sealed class TokenKey : ISigningKey, IDecryptionKey
{
    private readonly TokenConnection _token;
    private readonly byte[] _id;
    private readonly Certificate _certificate;
    private readonly SecretUse _use;
    private readonly bool _asksEachTime;

    /// <param name="token">Where the key is.</param>
    /// <param name="id">CKA_ID of its object.</param>
    /// <param name="certificate">Names the key.</param>
    /// <param name="use">What it is opened for.</param>
    /// <exception cref="RefusalException"><c>token-key-missing</c>, and those of <see cref="TokenConnection.Run"/>.</exception>
    internal TokenKey(TokenConnection token, byte[] id, Certificate certificate, SecretUse use)
    {
        (_token, _id, _certificate, _use) = (token, id, certificate, use);
        _asksEachTime = token.Run(use, Name, session => session.Functions.Flag(session.Handle, Locate(session), Ck.AttributeAlwaysAuthenticate));
    }

    public KeyAlgorithm Algorithm => _certificate.KeyAlgorithm;

    private string? Name => _certificate.Addresses is [string first, ..] ? first : null;

    public byte[] Sign(ReadOnlySpan<byte> data, SignatureScheme scheme)
    {
        TokenSignature signature = TokenSignature.Prepare(data, scheme, Algorithm);
        return signature.Finish(Operate(
            (session, key) => session.Functions.SignInit(session.Handle, key, signature.Mechanism, signature.Parameter),
            session => session.Functions.Sign(session.Handle, signature.Input)));
    }

    public byte[]? DecryptRsa(ReadOnlySpan<byte> encryptedKey, RsaTransportScheme scheme)
    {
        byte[] input = encryptedKey.ToArray();
        if (Algorithm != KeyAlgorithm.Rsa || input.Length != (_certificate.KeyBits + 7) / 8)
        {
            return null;
        }

        return scheme.OaepDigest is null ? Decrypt(Ck.RsaPkcs, input) : DecryptOaep(scheme, input);
    }

    public byte[]? Agree(ReadOnlySpan<byte> peerSubjectPublicKeyInfo)
    {
        if (TokenAgreement.PointOf(peerSubjectPublicKeyInfo, _certificate) is not { } point)
        {
            return null;
        }

        // PKCS#11 2.20 wanted the point in an OCTET STRING, later versions take it bare; modules know one form or both.
        return Try(() => Derive(point), out _) ?? Try(() => Derive(TokenAgreement.InOctetString(point)), out _);
    }

    public byte[]? Decapsulate(ReadOnlySpan<byte> ciphertext) => null;

    /// <summary>Nothing is held here: the login is the connection's and stays for the next request.</summary>
    public void Dispose()
    {
    }

    private byte[]? Decrypt(uint mechanism, byte[] input) => Try(
        () => Operate(
            (session, key) => session.Functions.DecryptInit(session.Handle, key, mechanism, []),
            session => session.Functions.Decrypt(session.Handle, input)),
        out _);

    // Many tokens take OAEP with SHA-1 alone or not at all: then they do the arithmetic, and the padding is taken off here.
    private byte[]? DecryptOaep(RsaTransportScheme scheme, byte[] input)
    {
        bool unsupported = true;
        byte[]? opened = null;
        if (Ck.Digest(scheme.OaepDigest?.Name) is var (digest, _) && Ck.Digest(scheme.MaskDigest?.Name) is var (_, mask))
        {
            opened = Try(
                () => Operate(
                    (session, key) => session.Functions.DecryptInitOaep(session.Handle, key, digest, mask, scheme.Label.Span),
                    session => session.Functions.Decrypt(session.Handle, input)),
                out unsupported);
        }

        return unsupported ? DecryptRaw(scheme, input) : opened;
    }

    private byte[]? DecryptRaw(RsaTransportScheme scheme, byte[] input)
    {
        TokenRsaEngine engine = new(_certificate, block => Decrypt(Ck.RsaX509, block));
        return OaepDecoding.Decrypt(engine, engine, input, scheme);
    }

    private byte[] Derive(byte[] point) => _token.Run(_use, Name, session => TokenAgreement.Derive(session, Locate(session), point, _certificate));

    /// <summary>Runs an operation on the key, with a PIN of its own where the key wants one.</summary>
    private T Operate<T>(Action<TokenSession, nuint> begin, Func<TokenSession, T> finish)
        where T : class
    {
        if (!_asksEachTime)
        {
            return _token.Run(_use, Name, session =>
            {
                begin(session, Locate(session));
                return finish(session);
            });
        }

        SecretQuestion question = _token.Question(_use, Name);
        while (true)
        {
            using SecretBytes pin = _token.AskAnew(question);
            (T? value, uint result) = _token.Run<(T?, uint)>(_use, Name, session =>
            {
                begin(session, Locate(session));
                uint login = session.Functions.Login(session.Handle, Ck.ContextSpecific, pin.Span);
                return login == Rv.Ok ? (finish(session), login) : (null, login);
            });
            if (value is not null)
            {
                return value;
            }

            question = _token.AskAgain(question, result);
        }
    }

    private nuint Locate(TokenSession session) => PrivateKeyObjects.Find(session, _id, _certificate) ?? throw TokenRefusals.KeyMissing(_token.Address);

    // Whatever the module says of the data is one and the same failure (RFC 3218); that the token is gone, or its PIN missing, is not about the data.
    private static byte[]? Try(Func<byte[]> operation, out bool unsupported)
    {
        unsupported = false;
        try
        {
            return operation();
        }
        catch (RefusalException e) when (e.InnerException is CryptokiException failed && !Rv.IsGone(failed.Value))
        {
            unsupported = Rv.IsUnsupported(failed.Value);
            return null;
        }
    }
}
