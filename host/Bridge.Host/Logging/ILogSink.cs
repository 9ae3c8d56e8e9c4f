namespace Bridge.Host.Logging;

/// <summary>Where log lines go. Writing never throws: a full disk must not fail a request.</summary>
internal interface ILogSink
{
    void Write(LogLevel level, string text);
}
