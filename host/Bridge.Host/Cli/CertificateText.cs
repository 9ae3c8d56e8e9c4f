using System.Globalization;
using System.Text.Json;
using Bridge.Smime.Values;

namespace Bridge.Host.Cli;

/// <summary>A certificate as the command line shows it, in lines and in JSON.</summary>
internal static class CertificateText
{
    public static void Write(Certificate certificate, CliOutput output, string indent = "")
    {
        output.Line($"{indent}subject:   {certificate.Subject}");
        output.Line($"{indent}issuer:    {certificate.Issuer}");
        output.Line($"{indent}serial:    {certificate.SerialHex}");
        output.Line($"{indent}valid:     {Day(certificate.NotBefore)} to {Day(certificate.NotAfter)}");
        output.Line($"{indent}key:       {certificate.KeyAlgorithm} {(certificate.KeyBits > 0 ? $"{certificate.KeyBits} bits" : string.Empty)}".TrimEnd());
        output.Line($"{indent}addresses: {(certificate.Addresses.Count > 0 ? string.Join(", ", certificate.Addresses) : "none")}");
        if (certificate.Addresses.Count == 0 && certificate.SubjectAddresses.Count > 0)
        {
            output.Line($"{indent}           in the subject only: {string.Join(", ", certificate.SubjectAddresses)}");
        }

        output.Line($"{indent}SHA-256:   {certificate.Sha256}");
    }

    /// <summary>The members of one certificate, into an object that the caller has opened.</summary>
    public static void WriteMembers(Certificate certificate, Utf8JsonWriter json)
    {
        json.WriteString("sha256", certificate.Sha256);
        json.WriteString("subject", certificate.Subject);
        json.WriteString("issuer", certificate.Issuer);
        json.WriteString("serial", certificate.SerialHex);
        WriteStrings(json, "addresses", certificate.Addresses);
        WriteStrings(json, "subjectAddresses", certificate.SubjectAddresses);
        json.WriteString("notBefore", Time(certificate.NotBefore));
        json.WriteString("notAfter", Time(certificate.NotAfter));
        json.WriteString("keyAlgorithm", certificate.KeyAlgorithm.ToString());
        json.WriteNumber("keyBits", certificate.KeyBits);
    }

    public static void WriteFindings(Utf8JsonWriter json, IEnumerable<Finding> findings)
    {
        json.WriteStartArray("findings");
        foreach (Finding finding in findings)
        {
            json.WriteStartObject();
            json.WriteString("code", finding.Code);
            json.WriteString("level", Words.Kebab(finding.Level));
            json.WriteString("text", FindingText.Of(finding));
            json.WriteStartObject("parameters");
            foreach ((string name, string value) in finding.Parameters)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void WriteStrings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
