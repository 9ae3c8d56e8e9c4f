using System.Text;
using Bridge.Protocol;
using Bridge.Protocol.Framing;
using Bridge.Protocol.Json;
using Bridge.Protocol.Session;

namespace Bridge.Fuzz.Seeds;

/// <summary>Messages of the wire.</summary>
internal static class WireSeeds
{
    private static readonly string[] s_bodies =
    [
        """{"type":"hello","protocol":{"min":1,"max":1},"extension":{"id":"a@b","version":"1"},"client":{"name":"T","version":"1"},"locale":"de"}""",
        """{"type":"chunk","id":1,"sequence":0,"data":"SGVsbG8=","last":true}""",
        """{"type":"credit","id":1,"chunks":4}""",
        """{"type":"cancel","id":9007199254740991}""",
        """{"type":"prompt.answer","id":1,"prompt":2,"secret":"p\u00e4ss\n"}""",
        """{"id":3,"type":"message.open","kind":"message","harvest":true,"from":"a@b"}""",
        """{"type":"message.protect","id":4,"from":"a@b","recipients":["c@d","e@f"],"sign":true,"encrypt":true,"form":"clear","purpose":"send","includeCertificates":true}""",
        """{"type":"recipients.check","id":5,"from":"a@b","addresses":["c@d"],"offline":true}""",
        """{"type":"recipients.choose","id":12,"address":"c@d","sha256":null}""",
        """{"type":"rules.set","id":13,"subject":"*.d","rule":"always"}""",
        """{"type":"rules.check","id":14,"addresses":["c@d"]}""",
        """{"type":"keys.import","id":6,"fileName":"a.p12"}""",
        """{"type":"identities.set","id":7,"address":"a@b","settings":{"address":"a@b","signByDefault":true,"encryptByDefault":false,"includeCertificates":true,"form":"opaque","signingKey":null}}""",
        """{"type":"policy.set","id":8,"name":"limits.recipients","value":"12"}""",
        """{"type":"certificates.list","id":9}""",
        """{"type":"anchors.list","id":10}""",
        """{"type":"doctor.run","id":11}""",
        """{"type":"failure","id":1,"code":"internal","parameters":{"incident":"x"}}""",
        """{"type":"chunk","id":1,"sequence":0,"data":"\u0053GVs","last":false}""",
    ];

    public static IEnumerable<byte[]> Bodies() => s_bodies.Select(Encoding.UTF8.GetBytes);

    public static IEnumerable<byte[]> Frames()
    {
        foreach (byte[] body in Bodies())
        {
            yield return Frame(body);
        }

        yield return [.. Bodies().Take(6).SelectMany(Frame)];
        yield return [.. Frame([]), .. Frame("{}"u8.ToArray()), 2, 0];
        using MemoryStream written = new();
        using FrameWriter writer = new(written);
        writer.Write(new ClientChunk(1, 0, ChunkData.CopyOf(new byte[600]), true));
        yield return written.ToArray();
    }

    private static byte[] Frame(byte[] body) => [.. BitConverter.GetBytes(body.Length), .. body];
}
