using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Bridge.Host.Cli;

/// <summary>Writes what a command has to say: lines for people, or one JSON document for machines.</summary>
internal sealed class CliOutput(Stream output, TextWriter error, bool json)
{
    // Names and subjects are shown as they are; the document is never put into HTML.
    private static readonly JsonWriterOptions s_options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public bool Json { get; } = json;

    public void Line(string text)
    {
        output.Write(Encoding.UTF8.GetBytes(Terminal.WithoutControls(text) + "\n"));
    }

    public void Note(string text) => error.WriteLine(Terminal.WithoutControls(text));

    /// <summary>Writes either the JSON document or the lines, according to <see cref="Json"/>.</summary>
    public void Write(Action<Utf8JsonWriter> document, Action lines)
    {
        if (!Json)
        {
            lines();
            return;
        }

        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, s_options))
        {
            document(writer);
        }

        output.Write(buffer.WrittenSpan);
        output.WriteByte((byte)'\n');
    }
}
