using Bridge.Host.Doctor;
using Bridge.Protocol.Doctor;
using Bridge.Protocol.Session;

namespace Bridge.Host.Native.Handlers;

/// <summary>Lets a mail client ask the doctor.</summary>
/// <param name="doctor">Who examines.</param>
/// <param name="userFolder">The user's own folder, which answers do not name.</param>
internal sealed class DoctorHandler(HostDoctor doctor, string userFolder)
{
    public DoctorReport Run(RunDoctor request, RequestContext context)
    {
        DoctorReport report = doctor.Examine((done, total) => context.Report(ProgressPhase.Checking, done, total), context.Cancellation);
        return new DoctorReport([.. report.Probes.Select(p => ProbePaths.Shorten(p, userFolder))]);
    }
}
