using Bridge.Protocol;
using Bridge.Protocol.Session;

namespace Bridge.Host.Logging;

internal enum LogLevel
{
    Debug,
    Information,
    Warning,
    Error,
}

/// <summary>
/// What the host writes down. Each event is a method, so that what may appear in the log can be read here. Methods that end in
/// <c>Sensitive</c> may name files or addresses; none takes a secret or message content.
/// </summary>
internal sealed class HostLog(ILogSink sink)
{
    public static HostLog None { get; } = new(new NoSink());

    public void SessionBegan(Hello hello, int version) =>
        Write(LogLevel.Information, $"session began: {Clean(hello.Client.Name)} {Clean(hello.Client.Version)}, add-on {Clean(hello.Extension.Version)}, protocol {version}");

    public void SessionRefused(string code) => Write(LogLevel.Warning, $"session refused: {code}");

    public void SessionBroke(Exception problem) => Write(LogLevel.Information, $"session broke: {problem.GetType().Name}");

    public void SessionEnded(int code) => Write(LogLevel.Information, $"session ended: {code}");

    public void MessageRefused(MessageException problem) =>
        Write(LogLevel.Warning, $"message refused: {problem.Code}, request {problem.Id?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"}");

    public void RequestBegan(long id, string word) => Write(LogLevel.Debug, $"request {id} {word} began");

    public void RequestEnded(long id, string word, string? failure) =>
        Write(failure is null ? LogLevel.Debug : LogLevel.Information, $"request {id} {word} ended: {failure ?? "result"}");

    public void WarmUpFailed(Exception problem) => Write(LogLevel.Warning, $"warm-up failed: {problem.GetType().Name}");

    public void FaultSensitive(string incident, string word, Exception problem) => Write(LogLevel.Error, $"incident {incident} in {word}: {problem}");

    private void Write(LogLevel level, string text) => sink.Write(level, text);

    private static string Clean(string text) => new([.. text.Where(c => !char.IsControl(c)).Take(60)]);

    private sealed class NoSink : ILogSink
    {
        public void Write(LogLevel level, string text)
        {
        }
    }
}
