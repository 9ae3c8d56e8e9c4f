using System.Text.Json;
using Bridge.Keystore.Certificates;
using Bridge.Keystore.Certificates.Contacts;
using Bridge.Smime.Sending;

namespace Bridge.Host.Cli;

/// <summary>A correspondent's certificates and history as the command line shows them, in lines and in JSON.</summary>
internal static class ContactText
{
    public static void Write(CliOutput output, ContactHistory history, RecipientState state, ContactReason? reason) =>
        output.Write(json => WriteJson(json, history, state, reason), () => WriteLines(output, history, state, reason));

    private static void WriteLines(CliOutput output, ContactHistory history, RecipientState state, ContactReason? reason)
    {
        output.Line($"{history.Address}: {state.Reason}");
        foreach (ContactCertificate one in history.Certificates)
        {
            output.Line(string.Empty);
            CertificateText.Write(one.Stored.Certificate, output);
            if (state.Ready && one.Stored.Certificate.Equals(state.Certificate))
            {
                output.Line($"used:      for encrypting ({Words.Kebab(reason!.Value)})");
            }

            if (one.ComparedAt is { } compared)
            {
                output.Line($"compared:  with the person on {CertificateText.Day(compared)}");
            }

            if (one.Stored.Change is { } change)
            {
                output.Line($"changed:   {change.What}, on {CertificateText.Day(change.At)}, in place of {change.PreviousSha256}");
            }

            foreach (CertificateSighting seen in one.Sightings)
            {
                output.Line($"{Words.Kebab(seen.Origin) + ":",-10} {CertificateText.Day(seen.FirstSeen)} to {CertificateText.Day(seen.LastSeen)} {seen.MessageId}".TrimEnd());
            }
        }

        output.Line(string.Empty);
        foreach (ContactEvent happened in history.Events)
        {
            string with = happened.Other is { } other ? $" ({other[..16]})" : string.Empty;
            output.Line($"{CertificateText.Time(happened.At)} {happened.What} {happened.Sha256?[..16]}{with} {happened.MessageId}".TrimEnd());
        }
    }

    private static void WriteJson(Utf8JsonWriter json, ContactHistory history, RecipientState state, ContactReason? reason)
    {
        json.WriteStartObject();
        json.WriteString("address", history.Address);
        json.WriteString("state", state.Reason);
        WriteText(json, "used", state.Ready ? state.Certificate?.Sha256 : null);
        WriteText(json, "because", reason is { } because ? Words.Kebab(because) : null);
        json.WriteStartArray("certificates");
        history.Certificates.ToList().ForEach(c => WriteCertificate(json, c));
        json.WriteEndArray();
        json.WriteStartArray("events");
        history.Events.ToList().ForEach(e => WriteEvent(json, e));
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteCertificate(Utf8JsonWriter json, ContactCertificate one)
    {
        json.WriteStartObject();
        CertificateText.WriteMembers(one.Stored.Certificate, json);
        json.WriteBoolean("chosen", one.Stored.Chosen);
        WriteTime(json, "statedAt", one.Stored.StatedAt);
        WriteTime(json, "comparedAt", one.ComparedAt);
        WriteText(json, "changedFrom", one.Stored.Change?.PreviousSha256);
        json.WriteStartArray("sightings");
        foreach (CertificateSighting seen in one.Sightings)
        {
            json.WriteStartObject();
            json.WriteString("origin", Words.Kebab(seen.Origin));
            WriteTime(json, "firstSeen", seen.FirstSeen);
            WriteTime(json, "lastSeen", seen.LastSeen);
            WriteText(json, "messageId", seen.MessageId);
            WriteTime(json, "messageAt", seen.MessageAt);
            WriteText(json, "lastMessageId", seen.LastMessageId);
            WriteTime(json, "lastMessageAt", seen.LastMessageAt);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteEvent(Utf8JsonWriter json, ContactEvent happened)
    {
        json.WriteStartObject();
        json.WriteString("what", happened.What);
        WriteTime(json, "at", happened.At);
        WriteText(json, "sha256", happened.Sha256);
        WriteText(json, "other", happened.Other);
        WriteText(json, "messageId", happened.MessageId);
        WriteTime(json, "messageAt", happened.MessageAt);
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? time) => WriteText(json, name, time is { } at ? CertificateText.Time(at) : null);
}
