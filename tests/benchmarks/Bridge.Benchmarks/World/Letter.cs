using System.Globalization;
using System.Text;

namespace Bridge.Benchmarks.World;

/// <summary>A message with an attachment of a given size, in the forms that the contenders read.</summary>
/// <param name="Size">For tables.</param>
/// <param name="Bytes">Length of the message.</param>
/// <param name="Folder">Where its files lie.</param>
internal sealed record Letter(string Size, int Bytes, string Folder)
{
    private const int LineBytes = 57;

    public string Plain => File("plain.eml");

    public string Signed => File("signed.eml");

    public string File(string name) => Path.Combine(Folder, name);

    public string Encrypted(string algorithm) => File($"encrypted-{algorithm}.eml");

    public string Both(string algorithm) => File($"both-{algorithm}.eml");

    public void Write(Person from, Person to)
    {
        Directory.CreateDirectory(Folder);
        using StreamWriter writer = new(Plain, append: false, Encoding.ASCII) { NewLine = "\r\n" };
        writer.Write(string.Create(CultureInfo.InvariantCulture, $"""
            From: {from.Address}
            To: {to.Address}
            Subject: Benchmark
            Date: {DateTimeOffset.UtcNow:R}
            Message-ID: <benchmark@example.org>
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary="part"

            --part
            Content-Type: text/plain; charset=us-ascii

            The attachment is made of random bytes.
            --part
            Content-Type: application/octet-stream
            Content-Transfer-Encoding: base64


            """).ReplaceLineEndings("\r\n"));
        Random random = new(Bytes);
        byte[] line = new byte[LineBytes];
        for (int written = 500; written < Bytes; written += (LineBytes / 3 * 4) + 2)
        {
            random.NextBytes(line);
            writer.WriteLine(Convert.ToBase64String(line));
        }

        writer.WriteLine("--part--");
    }
}
