using System.Security.Cryptography;
using System.Text.Json;
using Bridge.Host.Logging;
using Bridge.Host.Prompting;
using Bridge.Keystore.Vault.Prompting;
using Bridge.Protocol;
using Bridge.Protocol.Framing;
using Bridge.Protocol.Session;

namespace Bridge.Host.Native.Sessions;

/// <summary>Runs one request on a thread of the pool and answers it exactly once.</summary>
internal sealed class RequestRun(ActiveRequest active, ISecretPrompt secrets, Router router, RequestTable requests, FrameWriter writer, HostLog log) : IThreadPoolWorkItem
{
    public void Execute()
    {
        string word = MessageTypes.WordOf(active.Request);
        log.RequestBegan(active.Request.Id, word);
        HostMessage answer = Handle();
        requests.Remove(active);
        try
        {
            Send(answer);
            log.RequestEnded(active.Request.Id, word, (answer as Failure)?.Code);
        }
        catch (Exception e)
        {
            // The session has ended meanwhile; nothing may escape from a thread of the pool.
            log.SessionBroke(e);
        }
        finally
        {
            active.Dispose();
        }
    }

    private HostMessage Handle()
    {
        using IDisposable prompt = AmbientPrompt.Use(secrets);
        try
        {
            JsonElement result = router.Serve(active.Request, active);
            active.CompleteAnswer();
            return new Result(active.Request.Id, result);
        }
        catch (Exception e)
        {
            return Failures.For(e, active) ?? Incident(e);
        }
    }

    private void Send(HostMessage answer)
    {
        try
        {
            writer.Write(answer);
        }
        catch (FrameOversizeException e)
        {
            writer.Write(Failures.For(e, active) ?? Incident(e));
        }
    }

    private Failure Incident(Exception e)
    {
        string incident = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        log.FaultSensitive(incident, MessageTypes.WordOf(active.Request), e);
        return Failures.Internal(active.Request.Id, incident);
    }
}
