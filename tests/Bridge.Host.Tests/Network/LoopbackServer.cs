using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Bridge.Host.Tests.Network;

/// <summary>An HTTP server on this machine that answers each path with fixed bytes and remembers the requests.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<string, byte[]> _answers = new();
    private readonly CancellationTokenSource _stop = new();

    public LoopbackServer()
    {
        _listener.Start();
        _ = Task.Run(AcceptAsync);
    }

    public ConcurrentQueue<string> Requests { get; } = new();

    public string Base => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public Uri Serve(string path, byte[] body, string? header = null)
    {
        _answers[path] = [.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n{header}Connection: close\r\n\r\n"), .. body];
        return new Uri(Base + path);
    }

    public Uri Redirect(string path, string location) => Raw(path, $"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

    /// <summary>Bytes as they go out; an answer that never ends when they promise more than they hold.</summary>
    public Uri Raw(string path, string answer)
    {
        _answers[path] = Encoding.ASCII.GetBytes(answer);
        return new Uri(Base + path);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _ = AnswerAsync(client, _stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The server is stopping.
        }
    }

    private async Task AnswerAsync(TcpClient client, CancellationToken stop)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                byte[] buffer = new byte[16 << 10];
                int read = await stream.ReadAsync(buffer, stop);
                string path = Encoding.ASCII.GetString(buffer, 0, read).Split(' ')[1];
                Requests.Enqueue(path);
                byte[] answer = _answers.GetValueOrDefault(path) ?? "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray();
                await stream.WriteAsync(answer, stop);
                if (Promised(answer) > answer.Length)
                {
                    await Task.Delay(Timeout.Infinite, stop);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
            {
                // The client went away, or the server is stopping.
            }
        }
    }

    private static long Promised(byte[] answer)
    {
        string text = Encoding.ASCII.GetString(answer, 0, Math.Min(answer.Length, 300));
        int at = text.IndexOf("Content-Length: ", StringComparison.Ordinal);
        return at < 0 ? long.MaxValue : long.Parse(text.AsSpan(at + 16, text.IndexOf("\r\n", at, StringComparison.Ordinal) - at - 16), null);
    }
}
