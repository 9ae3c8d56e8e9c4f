using System.Text;
using System.Text.Json;
using Bridge.Protocol.Json;
using Bridge.Protocol.Reports;
using Bridge.Protocol.Session;
using Bridge.Protocol.Values;

namespace Bridge.Protocol.Tests;

public sealed class CodecTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(0, 9, 1)]
    [InlineData(2, 9, null)]
    [InlineData(0, 0, null)]
    [InlineData(3, 1, null)]
    public void The_highest_common_version_is_spoken(int min, int max, int? expected) => Assert.Equal(expected, ProtocolVersion.Negotiate(min, max));

    [Fact]
    public void Words_are_kebab_case_times_are_utc_and_absent_members_are_not_written()
    {
        SignerReport signer = new(
            SignatureStatus.Unverified, DigestStatus.Intact, ChainStatus.NotYetValid, AddressMatch.NoAddress, [], [], RevocationAnswer.NotChecked, [],
            SigningTime: new DateTimeOffset(2026, 1, 2, 5, 4, 5, TimeSpan.FromHours(2)));
        Assert.Equal(
            """
            {"status":"unverified","digest":"intact","chain":"not-yet-valid","addressMatch":"no-address","addresses":[],"path":[],"revocation":"not-checked","findings":[],"signingTime":"2026-01-02T03:04:05Z"}
            """,
            JsonSerializer.Serialize(signer, WireJson.Wire.SignerReport));
    }

    [Fact]
    public void Chunk_data_is_plain_base64_without_escapes()
    {
        using ChunkData data = ChunkData.CopyOf([0xFB, 0xEF, 0xFF]);
        string json = JsonSerializer.Serialize<HostMessage>(new HostChunk(1, 0, data, true), WireJson.Wire.HostMessage);
        Assert.Equal("""{"type":"chunk","id":1,"sequence":0,"data":"++//","last":true}""", json);
    }

    [Theory]
    [InlineData("""{"type":"chunk","id":1,"sequence":0,"data":"++\/\/","last":true}""")]
    [InlineData("""{"type":"chunk","id":1,"sequence":0,"data":"\u002B+//","last":true}""")]
    [InlineData("""{"last":true,"data":"++//","sequence":0,"id":1,"type":"chunk"}""")]
    public void Chunk_data_is_read_however_it_is_written(string json)
    {
        ClientChunk chunk = Assert.IsType<ClientChunk>(MessageCodec.ReadClientMessage(Encoding.UTF8.GetBytes(json)));
        Assert.Equal([0xFB, 0xEF, 0xFF], chunk.Data.Memory.ToArray());
        chunk.Data.Dispose();
        Assert.Throws<ObjectDisposedException>(() => chunk.Data.Memory);
    }

    [Theory]
    [InlineData("""{"type":"identities.set","id":1,"address":"a","settings":{"address":"a","signByDefault":1}}""", "$.settings")]
    [InlineData("""{"type":"message.open","id":1,"kind":"telegram","harvest":true}""", "$.kind")]
    [InlineData("""{"type":"message.open","id":1,"kind":0,"harvest":true}""", "$.kind")]
    public void The_path_of_what_does_not_fit_is_told(string json, string path)
    {
        MessageException problem = Assert.Throws<MessageException>(() => MessageCodec.ReadClientMessage(Encoding.UTF8.GetBytes(json)));
        Assert.Equal((ErrorCode.MessageMalformed, 1L), (problem.Code, problem.Id));
        Assert.StartsWith(path, problem.Parameters["path"], StringComparison.Ordinal);
    }
}
