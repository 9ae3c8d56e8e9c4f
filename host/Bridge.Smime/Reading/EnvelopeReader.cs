using System.Security.Cryptography;
using Bridge.Smime.Cms;
using Bridge.Smime.Cms.Content;
using Bridge.Smime.Cms.KeyManagement;
using Bridge.Smime.Cms.Reading;
using Bridge.Smime.Errors;
using Bridge.Smime.Ports;
using Bridge.Smime.Streams;
using Bridge.Smime.Values;
using Bridge.Smime.Verdicts;

namespace Bridge.Smime.Reading;

/// <summary>
/// Decrypts EnvelopedData and AuthEnvelopedData with the user's own keys. Every failure of key, padding and integrity is one
/// and the same outcome (RFC 3218).
/// </summary>
internal sealed class EnvelopeReader(OpeningSession session)
{
    // A message may name own keys many times over; trying more than this helps nobody but an attacker.
    private const int MostAttempts = 16;

    private EncryptionReport _report = EncryptionReport.None;

    private sealed record Unwrapped(byte[] Key, RecipientInfo Recipient);

    /// <summary>Decrypts and shows; false when it stays closed, with the reason in the report.</summary>
    /// <param name="cms">The envelope.</param>
    /// <param name="hold">Called before content is held in memory because it may not be shown yet.</param>
    /// <param name="show">Takes the content and its type.</param>
    /// <param name="proceed">Sees the recipients before any key is used; false leaves the envelope closed. Null: it is opened for whomever.</param>
    /// <exception cref="DecryptionFailedException">The content could not be decrypted.</exception>
    public bool Read(CmsObject cms, Action hold, Action<Stream, string> show, Func<IReadOnlyList<RecipientInfo>, bool>? proceed = null)
    {
        bool authenticated = cms.ContentType == Oids.AuthEnvelopedData;
        EnvelopedDataReader reader = new(cms.Ber, session.Limits, authenticated);
        _report = new EncryptionReport(EncryptionStatus.Damaged);
        reader.ReadStart();
        if (proceed?.Invoke(reader.Recipients) == false)
        {
            return false;
        }

        ContentAlgorithm? algorithm = ContentAlgorithm.ByOid(reader.Algorithm.Oid);
        _report = _report with { Content = algorithm?.Name ?? reader.Algorithm.Oid, Authenticated = authenticated };
        if (!Accepts(algorithm, authenticated) || Unwrap(reader) is not { Count: > 0 } keys)
        {
            session.SetEncryption(_report);
            return false;
        }

        try
        {
            if (authenticated)
            {
                hold();
                ReadAuthenticated(reader, keys, show);
            }
            else
            {
                ReadStreaming(reader, keys[0], show);
            }
        }
        catch (UnsupportedAlgorithmException)
        {
            session.SetEncryption(_report with { Status = EncryptionStatus.Unsupported });
            session.Findings.Add(Finding.Warning(FindingCodes.EncryptionUnsupported, ("algorithm", _report.Content!)));
            return false;
        }
        finally
        {
            keys.ForEach(k => CryptographicOperations.ZeroMemory(k.Key));
        }

        return true;
    }

    /// <summary>Says that what was begun did not hold.</summary>
    public void Damaged()
    {
        session.SetEncryption(_report with { Status = EncryptionStatus.Damaged });
        session.Findings.Add(Finding.Error(FindingCodes.EncryptionDamaged));
    }

    private bool Accepts(ContentAlgorithm? algorithm, bool authenticated)
    {
        if (algorithm is null || algorithm.Authenticated != authenticated)
        {
            _report = _report with { Status = EncryptionStatus.Unsupported };
            session.Findings.Add(Finding.Warning(FindingCodes.EncryptionUnsupported, ("algorithm", _report.Content!)));
            return false;
        }

        if (algorithm.Legacy && !session.Policy.AcceptLegacyDecryption)
        {
            _report = _report with { Status = EncryptionStatus.Refused };
            session.Findings.Add(Finding.Error(FindingCodes.EncryptionLegacyRefused, ("algorithm", algorithm.Name)));
            return false;
        }

        if (algorithm.Weak)
        {
            session.Findings.Add(Finding.Warning(FindingCodes.EncryptionWeak, ("algorithm", algorithm.Name)));
        }

        return true;
    }

    // All content keys that own keys yield. Where a failure shows at once the next own key is tried.
    private List<Unwrapped> Unwrap(EnvelopedDataReader reader)
    {
        int keyBytes = ContentAlgorithm.KeyBytesFor(reader.Algorithm);
        List<Unwrapped> keys = [];
        EncryptionStatus failure = EncryptionStatus.NoKey;
        RefusalException? locked = null;
        int attempts = 0;
        foreach ((RecipientInfo info, CertificateIdentifier identifier, OwnKey own) in Own(reader.Recipients))
        {
            // A token is asked only where nothing else opens the message: it may ask for its PIN.
            if (++attempts > MostAttempts || (own.OnToken && keys.Count > 0))
            {
                break;
            }

            _report = _report with { KeyManagement = info.Name };
            try
            {
                using IDecryptionKey key = session.Ports.Keys.OpenDecryption(own);
                byte[] contentKey = ContentKeys.Unwrap(info, identifier, key, keyBytes);
                keys.Add(new Unwrapped(contentKey, info));
            }
            catch (DecryptionFailedException)
            {
                failure = EncryptionStatus.Damaged;
            }
            catch (MalformedException)
            {
                failure = EncryptionStatus.Damaged;
            }
            catch (UnsupportedAlgorithmException e)
            {
                failure = Unsupported(e);
            }
            catch (RefusalException e) when (e.InnerException is UnsupportedAlgorithmException kind)
            {
                // The key is at hand, only not of a kind that is used here.
                failure = Unsupported(kind);
            }
            catch (RefusalException e) when (e.Kind == RefusalKind.Key)
            {
                failure = EncryptionStatus.Locked;
                locked = e;
                if (e.Code is "prompt-dismissed" or "prompt-unavailable" or "passphrase-wrong" or "token-pin-wrong")
                {
                    // Who did not give the secret for one key is not asked again for the next.
                    break;
                }
            }
        }

        if (keys.Count == 0)
        {
            Explain(failure, locked, reader.Recipients);
        }

        // RSA PKCS#1 v1.5 yields a key even where it failed; what other ways yield is right.
        return [.. keys.OrderBy(k => k.Recipient.Name == "RSAES-PKCS1-v1_5")];
    }

    private EncryptionStatus Unsupported(UnsupportedAlgorithmException reason)
    {
        session.Findings.Add(Finding.Warning(FindingCodes.EncryptionUnsupported, ("algorithm", reason.Name)));
        return EncryptionStatus.Unsupported;
    }

    private IEnumerable<(RecipientInfo Info, CertificateIdentifier Identifier, OwnKey Key)> Own(IReadOnlyList<RecipientInfo> recipients) =>
        from info in recipients
        from identifier in info.Recipients
        from key in session.Ports.Keys.Find(identifier)
        orderby key.OnToken
        select (info, identifier, key);

    private void Explain(EncryptionStatus failure, RefusalException? locked, IReadOnlyList<RecipientInfo> recipients)
    {
        bool otherKinds = recipients.Count > 0 && recipients.All(r => r.Recipients.Count == 0);
        if (failure == EncryptionStatus.NoKey && otherKinds)
        {
            failure = EncryptionStatus.Refused;
            session.Findings.Add(Finding.Error(FindingCodes.EncryptionRecipientKind, ("kind", recipients[0].Kind)));
        }
        else if (failure == EncryptionStatus.Locked && locked!.Parameters.TryGetValue("token", out string? token))
        {
            session.Findings.Add(Finding.Error(
                locked.Code == "token-absent" ? FindingCodes.EncryptionTokenAbsent : FindingCodes.EncryptionTokenRefused, ("token", token)));
        }
        else if (failure != EncryptionStatus.Unsupported)
        {
            session.Findings.Add(Finding.Error(failure switch
            {
                EncryptionStatus.NoKey => FindingCodes.EncryptionNoKey,
                EncryptionStatus.Locked => FindingCodes.EncryptionKeyLocked,
                _ => FindingCodes.EncryptionDamaged,
            }));
        }

        _report = _report with { Status = failure };
    }

    private void ReadStreaming(EnvelopedDataReader reader, Unwrapped key, Action<Stream, string> show)
    {
        using ContentDecryptor decryptor = ContentDecryptor.Create(reader.Algorithm, key.Key);
        using DecryptingStream plaintext = new(reader.OpenCiphertext(), decryptor);
        Decrypted(key);
        session.BeginUnauthenticated();
        show(plaintext, reader.ContentType);
        plaintext.CopyTo(Stream.Null);
        reader.ReadEnd();
    }

    // The ciphertext is held: nothing of it is shown before the tag holds (RFC 5083 section 3).
    private void ReadAuthenticated(EnvelopedDataReader reader, List<Unwrapped> keys, Action<Stream, string> show)
    {
        using HeldContent held = HeldContent.Read(reader.OpenCiphertext(), session.Limits.AuthenticatedBytes);
        (ReadOnlyMemory<byte> aad, ReadOnlyMemory<byte> mac) = reader.ReadEnd();
        for (int i = 0; i < keys.Count; i++)
        {
            bool last = i == keys.Count - 1;
            byte[]? copy = last ? null : held.Span.ToArray();
            try
            {
                AuthenticatedContent.DecryptInPlace(reader.Algorithm, keys[i].Key, held.Span, aad.Span, mac.Span);
                Decrypted(keys[i]);
                break;
            }
            catch (DecryptionFailedException) when (!last)
            {
                copy.CopyTo(held.Span);
            }
        }

        show(held.OpenRead(), reader.ContentType);
    }

    private void Decrypted(Unwrapped key)
    {
        _report = _report with { Status = EncryptionStatus.Decrypted, KeyManagement = key.Recipient.Name };
        session.SetEncryption(_report);
    }
}
