using System.Globalization;
using Bridge.Protocol;
using Bridge.Protocol.Certificates;
using Bridge.Protocol.Framing;
using Bridge.Protocol.Keys;
using Bridge.Protocol.Session;
using Bridge.Smime.Errors;

namespace Bridge.Host.Native.Sessions;

/// <summary>The one place where exceptions become failures on the wire.</summary>
internal static class Failures
{
    public static Failure Of(long? id, string code, params (string Name, string Value)[] parameters) =>
        new(code, parameters.ToDictionary(p => p.Name, p => p.Value), id);

    /// <summary>The failure of a request, or null for a fault: that is told by an incident id alone.</summary>
    public static Failure? For(Exception problem, ActiveRequest request) => problem switch
    {
        _ when request.Stopped is { } stopped => stopped,
        RefusalException refusal => new Failure(refusal.Code, refusal.Parameters, request.Request.Id),
        MalformedException malformed => ForMalformed(malformed, request.Request),
        FrameOversizeException => Of(request.Request.Id, ErrorCode.LimitExceeded, ("limit", "frame")),
        _ => null,
    };

    public static Failure Internal(long id, string incident) => Of(id, ErrorCode.Internal, ("incident", incident));

    public static Failure Unsupported() => Of(
        null,
        ErrorCode.ProtocolUnsupported,
        ("hostMin", ProtocolVersion.Minimum.ToString(CultureInfo.InvariantCulture)),
        ("hostMax", ProtocolVersion.Maximum.ToString(CultureInfo.InvariantCulture)));

    private static Failure ForMalformed(MalformedException malformed, Request request) => request switch
    {
        _ when malformed.Code == ErrorCode.CertificateMalformed && request is AddAnchor => Of(request.Id, malformed.Code),
        _ when malformed.Code.StartsWith("limit-", StringComparison.Ordinal) => Of(request.Id, ErrorCode.LimitExceeded, ("limit", malformed.Code["limit-".Length..])),
        ImportKeys { FileName: var file } => Of(request.Id, ErrorCode.FileUnreadable, ("file", file)),
        ImportCertificates { FileName: var file } => Of(request.Id, ErrorCode.FileUnreadable, ("file", file)),
        InspectAnchors { FileName: var file } => Of(request.Id, ErrorCode.FileUnreadable, ("file", file)),
        _ => Of(request.Id, ErrorCode.MessageUnreadable, ("reason", malformed.Code)),
    };
}
