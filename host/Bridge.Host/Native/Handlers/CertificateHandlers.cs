using Bridge.Host.Native.Mapping;
using Bridge.Host.Native.Streams;
using Bridge.Keystore;
using Bridge.Keystore.Certificates;
using Bridge.Keystore.Export;
using Bridge.Protocol;
using Bridge.Protocol.Certificates;
using Bridge.Protocol.Values;
using Bridge.Smime.Errors;
using Bridge.Smime.Ports;

namespace Bridge.Host.Native.Handlers;

/// <summary>Certificates of correspondents and intermediates.</summary>
internal sealed class CertificateHandlers(CertificateStore certificates, ContactStore contacts, CertificateChains chains)
{
    private const int LargestPage = 200;

    public CertificateList List(ListCertificates request, RequestContext context)
    {
        Demand(request.Offset >= 0, "$.offset");
        Demand(request.Limit is >= 1 and <= LargestPage, "$.limit");
        CertificatePage page = certificates.List(string.IsNullOrWhiteSpace(request.Search) ? null : request.Search, request.Offset, request.Limit);
        return new CertificateList([.. page.Certificates.Select(c => Describe(c, context.Cancellation))], page.Total);
    }

    public CertificatesImported Import(ImportCertificates request, RequestContext context) =>
        new([.. certificates.Import(context.Content.ReadFile(), request.FileName).Certificates.Select(ValueMapping.ToWire)]);

    public Done Remove(RemoveCertificate request, RequestContext context)
    {
        certificates.Remove(request.Sha256);
        return new Done();
    }

    public CertificatesExported Export(ExportCertificates request, RequestContext context)
    {
        Demand(request.Form == CertificateForm.Pem || request.Sha256 is not null, "$.form");
        IEnumerable<Smime.Values.Certificate> chosen = request.Sha256 is { } sha256 ? [certificates.Get(sha256)] : contacts.Export(request.Address);
        if (request.Form == CertificateForm.Der)
        {
            context.Answer.Write(chosen.Single().Der.Span);
            return new CertificatesExported(1);
        }

        return new CertificatesExported(CertificatePem.Write(chosen, context.Answer, context.Cancellation));
    }

    private CorrespondentCertificate Describe(StoredCertificate stored, CancellationToken cancellation) => new(
        stored.Certificate.ToWire(),
        stored.Origin.ToWire(),
        stored.FirstSeen,
        stored.LastSeen,
        chains.Judge(stored.Certificate, cancellation: cancellation).ToWire(),
        stored.SourceMessageId);

    private static void Demand(bool holds, string path)
    {
        if (!holds)
        {
            throw new RefusalException(
                ErrorCode.MessageMalformed, RefusalKind.Usage, "A number is out of bounds.", new Dictionary<string, string> { ["path"] = path });
        }
    }
}
