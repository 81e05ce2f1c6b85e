using System.CommandLine;
using System.Security.Cryptography;
using Servanda.Claims;
using Servanda.Cli.Screens;
using Servanda.Files;

namespace Servanda.Cli.Verbs;

internal static class ExportVerb
{
    public static Verb Create(Session session) => new("export", "Write what the record holds as a file.")
    {
        Examples = [Example],
        Subcommands = { Claims(session) },
    };

    private static Example Example { get; } =
        new("servanda export claims --agreement agreements/example-truce --claims agreements/example-truce -o claims.jsonl", "the claims of a sample, in the form that import reads");

    private static Verb Claims(Session session)
    {
        var situation = new SituationOptions(session);
        var output = new Option<string?>("-o") { HelpName = "FILE", Description = "Write to this file. Default: standard output." };
        var verb = new Verb("claims", "Every claim, one a line, as the record stood; corrections in the place of what they correct.")
        {
            About = ["The number of rows and the hash of the bytes are told on standard error. What was taken back by its speaker is there too, with the claim that takes it back."],
            Examples = [Example],
            Does = parse =>
            {
                var asked = situation.Open(parse);
                using var bytes = new MemoryStream();
                ClaimLines.Write(bytes, asked.Claims);
                var content = bytes.ToArray();
                if (parse.GetValue(output) is { } path)
                {
                    Write(path, content);
                }
                else
                {
                    session.RawOutput.Write(content);
                }
                session.Error.Line($"{Words.Count(asked.Claims.Count, "claim")}, sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}");
                return asked.ExitCode;
            },
        };
        situation.All.ToList().ForEach(verb.Add);
        verb.Add(output);
        return verb;
    }

    // Written beside and moved into place, so that a file that is there is whole.
    private static void Write(string path, byte[] content)
    {
        try
        {
            var beside = path + ".part";
            File.WriteAllBytes(beside, content);
            File.Move(beside, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StopException.WrongUse($"{path} cannot be written: {exception.Message}", "Name another file with -o.");
        }
    }
}
