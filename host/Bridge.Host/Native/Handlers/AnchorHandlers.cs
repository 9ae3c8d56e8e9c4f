using Bridge.Host.Native.Mapping;
using Bridge.Host.Native.Streams;
using Bridge.Keystore;
using Bridge.Keystore.Import;
using Bridge.Protocol.Certificates;
using Bridge.Protocol.Values;
using Bridge.Smime.Ports;
using Bridge.Smime.Values;

namespace Bridge.Host.Native.Handlers;

/// <summary>Trust anchors for mail.</summary>
/// <param name="own">The user's.</param>
/// <param name="all">All that policy lets count.</param>
internal sealed class AnchorHandlers(TrustStore own, IAnchorStore all)
{
    public AnchorList List(ListAnchors request, RequestContext context) => new([.. all.List().Select(Describe)]);

    public static AnchorsInspected Inspect(InspectAnchors request, RequestContext context) => new(
        [.. CertificateFile.Read(context.Content.ReadFile(), request.FileName).Select(Describe)]);

    /// <summary>A certificate with its DER, for the user to look at before anything is done with it.</summary>
    public static InspectedAnchor Describe(Certificate certificate) =>
        new(certificate.ToWire(), certificate.Der.ToArray(), certificate.Extensions.IsAuthority ?? certificate.Structure.Version == 1);

    public Anchor Add(AddAnchor request, RequestContext context) => Describe(own.Add(Certificate.FromDer(request.Certificate), request.Sha256));

    public Done Remove(RemoveAnchor request, RequestContext context)
    {
        own.Remove(request.Sha256);
        return new Done();
    }

    private static Anchor Describe(TrustAnchor anchor) => new(
        anchor.Certificate.ToWire(),
        anchor.Source switch
        {
            "user" => AnchorSource.User,
            "mozilla" => AnchorSource.Mozilla,
            "system" => AnchorSource.System,
            _ => throw new InvalidOperationException($"The source '{anchor.Source}' has no word on the wire."),
        },
        anchor.DistrustAfter,
        anchor.OnlyFor);
}
