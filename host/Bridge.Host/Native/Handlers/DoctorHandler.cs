using Bridge.Host.Doctor;
using Bridge.Protocol.Doctor;
using Bridge.Protocol.Session;

namespace Bridge.Host.Native.Handlers;

/// <summary>Lets a mail client ask the doctor.</summary>
internal sealed class DoctorHandler(HostDoctor doctor)
{
    public DoctorReport Run(RunDoctor request, RequestContext context) =>
        doctor.Examine((done, total) => context.Report(ProgressPhase.Checking, done, total), context.Cancellation);
}
