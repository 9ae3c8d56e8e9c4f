using Bridge.TestKit;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Ocsp;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace Bridge.Fuzz.Seeds;

/// <summary>Revocation lists and OCSP responses about Alice's certificate.</summary>
internal static class RevocationSeeds
{
    public static IEnumerable<byte[]> Lists()
    {
        yield return List().Sign();
        yield return List().Number(3).Revoke(People.Alice, 1, People.Now.AddDays(-1)).Sign();
        yield return List().Number(5).DeltaOf(3).Revoke(People.Alice, 8, People.Now.AddDays(-1)).Sign();
        yield return List().Number(3).Scope(indirect: true, uri: "http://crl.example/").Revoke(People.Bob, 4, People.Now.AddDays(-1), nameIssuer: true).Sign();
        yield return List().Scope(onlyUsers: true).Extend("1.2.3.4", critical: true).Sign();
        yield return IndefiniteLengths.Rewrite(List().Revoke(People.Alice, 6, People.Now.AddDays(-1)).Sign());
    }

    public static IEnumerable<byte[]> Responses()
    {
        yield return Response(CertificateStatus.Good);
        yield return Response(new RevokedStatus(People.Now.AddDays(-1).UtcDateTime, 1));
        yield return Response(new UnknownStatus());
        yield return IndefiniteLengths.Rewrite(Response(CertificateStatus.Good));
        yield return [0x30, 0x03, 0x0A, 0x01, 0x06];
    }

    private static CrlForge List() => new(People.Authority) { ThisUpdate = People.Now.AddHours(-1), NextUpdate = People.Now.AddDays(7) };

    private static byte[] Response(CertificateStatus status)
    {
        X509Certificate authority = new(People.Authority.Certificate.Structure);
        BasicOcspRespGenerator generator = new(new RespID(People.Authority.Certificate.Structure.Subject));
        CertificateID id = new(CertificateID.DigestSha1, authority, People.Alice.Certificate.Structure.SerialNumber.Value);
        generator.AddResponse(id, status, People.Now.AddHours(-1).UtcDateTime, People.Now.AddDays(1).UtcDateTime, null);
        BasicOcspResp basic = generator.Generate("SHA256withECDSA", PrivateKeyFactory.CreateKey(People.Authority.Pkcs8), [authority], People.Now.UtcDateTime);
        return new OCSPRespGenerator().Generate(OCSPRespGenerator.Successful, basic).GetEncoded();
    }
}
