using System.Text;

namespace Bridge.Smime.Sending.Mime;

/// <summary>The boundaries of the multiparts that are open, outermost first (RFC 2046 section 5.1.1).</summary>
internal sealed class BoundaryStack
{
    private readonly List<byte[]> _delimiters = [];

    public int Depth => _delimiters.Count;

    public void Push(string boundary) => _delimiters.Add(Encoding.Latin1.GetBytes("--" + boundary));

    public void Pop() => _delimiters.RemoveAt(_delimiters.Count - 1);

    /// <summary>Which boundary this line is, counted from 1 at the outermost; 0 when it is none.</summary>
    public int Match(ReadOnlySpan<byte> line, out bool closing)
    {
        closing = false;
        ReadOnlySpan<byte> text = line.TrimEnd("\r\n \t"u8);
        for (int i = _delimiters.Count; i > 0; i--)
        {
            ReadOnlySpan<byte> delimiter = _delimiters[i - 1];
            if (!text.StartsWith(delimiter))
            {
                continue;
            }

            closing = text[delimiter.Length..].SequenceEqual("--"u8);
            if (closing || text.Length == delimiter.Length)
            {
                return i;
            }
        }

        return 0;
    }
}
