using System.CommandLine;
using System.Text;
using System.Text.Json;
using Bridge.Keystore;
using Bridge.Keystore.Requests;

namespace Bridge.Host.Cli.Commands;

/// <summary><c>keys request</c> and <c>keys requests</c>: keys that are made here for an authority to certify.</summary>
internal static class KeyRequestCommands
{
    private static readonly string[] s_algorithms = [.. Enum.GetNames<RequestAlgorithm>().Select(n => n.ToLowerInvariant())];

    public static CliCommand DescribeRequest() => new("request", "Create a key here and a certificate request for it; 'keys import' takes the answer.", Request);

    public static CliCommand DescribePending() => new(
        "requests",
        "Requests that wait for their certificate.",
        null,
        new CliCommand("list", "List them.", List),
        new CliCommand("show", "Write a request again.", Show),
        new CliCommand("cancel", "Give a request up and destroy its key.", Cancel));

    private static Func<CliContext, CancellationToken, int> Request(Command command)
    {
        Argument<string> address = new("ADDRESS") { Description = "The mail address that the certificate is to name." };
        Option<string?> name = new("--name") { Description = "Your name in the request.", HelpName = "NAME" };
        Option<string> algorithm = new("--algorithm") { Description = "Kind of key.", DefaultValueFactory = _ => "rsa3072" };
        Option<bool> inside = new("--not-exportable") { Description = "The key may never leave this keystore." };
        Option<string> output = new("--output") { Description = "File for the request (PEM).", HelpName = "FILE", Required = true };
        algorithm.AcceptOnlyFromAmong(s_algorithms);
        command.Add(address);
        command.Add(name);
        command.Add(algorithm);
        command.Add(inside);
        command.Add(output);
        return (context, _) =>
        {
            using FileOutput file = FileOutput.Open(context.Parsed.GetRequiredValue(output), context.Streams.Output);
            PendingRequest request = context.Get<KeyRequests>().Create(
                context.Parsed.GetRequiredValue(address),
                context.Parsed.GetValue(name),
                Enum.Parse<RequestAlgorithm>(context.Parsed.GetRequiredValue(algorithm), ignoreCase: true),
                exportable: !context.Parsed.GetValue(inside));
            file.Stream.Write(Encoding.ASCII.GetBytes(request.Pem));
            file.Commit();
            context.Output.Note($"The key {request.Id[..12]} waits for its certificate: send the request to your authority, then 'smime-bridge keys import ANSWER'.");
            return ExitCode.Good;
        };
    }

    private static Func<CliContext, CancellationToken, int> List(Command command) => (context, _) =>
    {
        IReadOnlyList<PendingRequest> requests = context.Get<KeyRequests>().List();
        context.Output.Write(
            json =>
            {
                json.WriteStartObject();
                json.WriteStartArray("requests");
                foreach (PendingRequest request in requests)
                {
                    WriteMembers(request, json);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            },
            () =>
            {
                foreach (PendingRequest request in requests)
                {
                    string name = request.Name is { } one ? $" ({one})" : string.Empty;
                    context.Output.Line($"{request.Id[..16]}  {request.Address}{name}, {Words.Kebab(request.Algorithm)}, since {CertificateText.Day(request.CreatedAt)}");
                }
            });
        return ExitCode.Good;
    };

    private static Func<CliContext, CancellationToken, int> Show(Command command)
    {
        Argument<string> id = new("ID") { Description = "Id of the request, or its first characters." };
        Option<string?> output = new("--output") { HelpName = "FILE" };
        command.Add(id);
        command.Add(output);
        return (context, _) =>
        {
            PendingRequest request = context.Get<KeyRequests>().Get(context.Parsed.GetRequiredValue(id));
            using FileOutput file = FileOutput.Open(context.Parsed.GetValue(output), context.Streams.Output);
            file.Stream.Write(Encoding.ASCII.GetBytes(request.Pem));
            file.Commit();
            return ExitCode.Good;
        };
    }

    private static Func<CliContext, CancellationToken, int> Cancel(Command command)
    {
        Argument<string> id = new("ID") { Description = "Id of the request, or its first characters." };
        command.Add(id);
        return (context, _) =>
        {
            context.Get<KeyRequests>().Cancel(context.Parsed.GetRequiredValue(id));
            return ExitCode.Good;
        };
    }

    private static void WriteMembers(PendingRequest request, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("request", request.Id);
        json.WriteString("address", request.Address);
        json.WriteString("name", request.Name);
        json.WriteString("algorithm", Words.Kebab(request.Algorithm));
        json.WriteString("createdAt", CertificateText.Time(request.CreatedAt));
        json.WriteString("pem", request.Pem);
        json.WriteEndObject();
    }
}
