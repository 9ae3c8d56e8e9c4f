using System.Collections.Concurrent;
using Bridge.Host.Logging;

namespace Bridge.Host.Tests.Native;

/// <summary>Keeps log lines for looking at them.</summary>
internal sealed class MemoryLog : ILogSink
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public void Write(LogLevel level, string text) => Lines.Enqueue($"{level} {text}");
}
