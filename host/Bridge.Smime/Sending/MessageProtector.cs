using Bridge.Smime.Cms.Writing;
using Bridge.Smime.Errors;
using Bridge.Smime.Policy;
using Bridge.Smime.Ports;
using Bridge.Smime.Sending.Mime;
using Bridge.Smime.Sending.Recipients;
using Bridge.Smime.Trust;
using Bridge.Smime.Values;

namespace Bridge.Smime.Sending;

/// <inheritdoc cref="IMessageProtector"/>
/// <param name="keys">The user's own keys.</param>
/// <param name="directory">Correspondents' certificates and intermediates.</param>
/// <param name="paths">Decides which certificates may be encrypted to.</param>
/// <param name="book">The user's rules and choices for recipients.</param>
public sealed class MessageProtector(IKeyRing keys, ICertificateDirectory directory, IPathValidator paths, ICorrespondentBook book) : IMessageProtector
{
    private readonly RecipientSelector _recipients = new(keys, directory, paths, book);
    private readonly SenderKeys _sender = new(keys);
    private readonly SigningCertificates _certificates = new(directory, paths);

    /// <inheritdoc/>
    public ProtectionPlan Plan(ProtectionRequest request, CancellationToken cancellationToken = default) =>
        Decide(request, cancellationToken).Plan;

    /// <inheritdoc/>
    public IReadOnlyList<RecipientState> Candidates(
        string address, DateTimeOffset at, SmimePolicy policy, CancellationToken cancellationToken = default) =>
        _recipients.All(address, at, policy, cancellationToken);

    /// <inheritdoc/>
    public ProtectionPlan Protect(
        Stream message, Stream output, ProtectionRequest request, CancellationToken cancellationToken = default)
    {
        ProtectionDecision decision = Decide(request, cancellationToken);
        if (decision.Plan.Refusals is [Finding first, ..])
        {
            throw Refusal(first);
        }

        if (decision.SigningKey is null && decision.Content is null)
        {
            message.CopyTo(output);
            return decision.Plan;
        }

        using MimeReader reader = new(message, request.Policy.Limits, cancellationToken);
        List<HeaderField> fields = MessageIntake.ReadHeader(reader);
        using ISigningKey? key = decision.SigningKey is { } own ? keys.OpenSigning(own) : null;
        MessageSigner? signer = key is null ? null : Signer(key, decision, request, cancellationToken);
        using MessageEncryptor? encryptor = decision.Content is { } content ? new MessageEncryptor(content, decision.Readers) : null;
        HeaderProtection header = HeaderProtection.Split(
            fields, request.Policy.HeaderProtection, encryptor is not null, request.Purpose == ProtectionPurpose.Send);

        using StreamSink sink = new(output, cancellationToken);
        WriteOuterHeader(header, sink);
        Write(sink, encryptor, signer, request.Form, inner => new EntityWriter(reader, inner, request.Policy.Limits, header.Legacy).Write(header.Entity));
        sink.Complete();
        if (encryptor is not null && request.Purpose == ProtectionPurpose.Send)
        {
            RecordUse(decision.Plan, request.At);
        }

        return decision.Plan;
    }

    private void RecordUse(ProtectionPlan plan, DateTimeOffset at)
    {
        try
        {
            book.RecordUse(
                plan.Recipients.DistinctBy(r => MailAddresses.Normalise(r.Address))
                    .ToDictionary(r => MailAddresses.Normalise(r.Address), r => r.Certificate!.Sha256),
                at);
        }
        catch (RefusalException)
        {
            // The message is finished and good; a keystore that cannot be written now must not keep it from leaving.
        }
    }

    // Where it is encrypted too, the digest stays with what makes the entity: the cipher and what follows it keep the other threads busy.
    private static void Write(
        ByteSink sink, MessageEncryptor? encryptor, MessageSigner? signer, SignatureForm form, Action<ByteSink> writeEntity)
    {
        if (encryptor is null)
        {
            HandedOnSink.Run(sink, output => WriteSigned(output, signer, form, inner => HandedOnSink.Run(inner, writeEntity)));
        }
        else
        {
            encryptor.Write(sink, inner => WriteSigned(inner, signer, form, writeEntity), signer is not null);
        }
    }

    private static void WriteSigned(ByteSink sink, MessageSigner? signer, SignatureForm form, Action<ByteSink> writeEntity)
    {
        if (signer is null)
        {
            writeEntity(sink);
        }
        else if (form == SignatureForm.Opaque)
        {
            signer.WriteOpaque(sink, writeEntity);
        }
        else
        {
            signer.WriteClear(sink, writeEntity);
        }
    }

    private static void WriteOuterHeader(HeaderProtection header, StreamSink sink)
    {
        foreach (HeaderField field in header.Outer)
        {
            sink.Write(field.Raw);
        }

        sink.Write("MIME-Version: 1.0\r\n"u8);
    }

    private ProtectionDecision Decide(ProtectionRequest request, CancellationToken cancellationToken)
    {
        OwnKey? signing = ProtectionPlanner.Signs(request) ? _sender.Signing(request.From, request.At) : null;
        OwnKey? encryption = _sender.Encryption(request.From, request.At);
        List<RecipientState> states = [];
        List<RecipientCertificate> chosen = [];
        if (request.Purpose == ProtectionPurpose.Send && request.Recipients.Count > request.Policy.Limits.Recipients)
        {
            throw MessageRefusals.LimitExceeded("recipients");
        }

        foreach (string address in request.Purpose == ProtectionPurpose.Send && request.Encrypt ? request.Recipients : [])
        {
            (RecipientState state, RecipientCertificate? certificate) =
                _recipients.Select(address, request.At, request.Policy, cancellationToken);
            states.Add(state);
            chosen.AddRange(certificate is null ? [] : [certificate]);
        }

        return ProtectionPlanner.Decide(request, new ProtectionFacts(signing, encryption, states, chosen, Bound(request)));
    }

    private string[] Bound(ProtectionRequest request) => request.Encrypt || request.Purpose != ProtectionPurpose.Send
        ? []
        : [.. request.Recipients.Where(r => book.Find(MailAddresses.Normalise(r)).Rule == EncryptionRule.Always)];

    private MessageSigner Signer(
        ISigningKey key, ProtectionDecision decision, ProtectionRequest request, CancellationToken cancellationToken)
    {
        OwnKey own = decision.SigningKey!;
        IReadOnlyList<Certificate> certificates = request.IncludeCertificates
            ? _certificates.Collect(own.Certificate, decision.OwnEncryption, request.At, request.Policy, cancellationToken)
            : [];
        return new MessageSigner(key, own, decision.OwnEncryption, certificates, request.At);
    }

    private static RefusalException Refusal(Finding finding) => finding.Code switch
    {
        FindingCodes.NoSigningKey => new(
            finding.Code, RefusalKind.Key, $"There is no key to sign as {finding.Parameters["address"]}.", finding.Parameters),
        FindingCodes.NoOwnCertificate => new(
            finding.Code, RefusalKind.Key,
            $"There is no own certificate to encrypt to for {finding.Parameters["address"]}.", finding.Parameters),
        FindingCodes.SenderMismatch => new(
            finding.Code, RefusalKind.Key,
            $"The certificate that would sign names {finding.Parameters["addresses"]} and not {finding.Parameters["address"]}.", finding.Parameters),
        FindingCodes.RuleAlways => new(
            finding.Code, RefusalKind.Policy,
            $"A rule wants mail to {finding.Parameters["addresses"]} encrypted always.", finding.Parameters),
        _ => new(
            finding.Code, RefusalKind.Recipient,
            $"Cannot encrypt to {finding.Parameters["count"]} of the recipients: {finding.Parameters["addresses"]}.", finding.Parameters),
    };
}
