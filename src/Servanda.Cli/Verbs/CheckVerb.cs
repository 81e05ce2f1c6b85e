using System.CommandLine;
using Servanda.Agreements;
using Servanda.Cli.Screens;
using Servanda.Files;

namespace Servanda.Cli.Verbs;

internal static class CheckVerb
{
    public static Verb Create(Session session)
    {
        var file = new Argument<string?>("FILE") { Arity = ArgumentArity.ZeroOrOne, Description = "The agreement's file, its folder, or a sample. Default: agreement.yaml here; - reads standard input." };
        var json = CommonOptions.Json("the findings");
        var verb = new Verb("check", "Findings about an agreement's file, and its scenarios run.")
        {
            About =
            [
                "Each finding has a stable code, its place in the file, and what to do. The scenarios in the file are run, and one that does not come out as it says is the finding scenario-failed.",
                "Exit code 1 when there is an error or a warning; notes alone leave it 0.",
            ],
            Examples = [new("servanda check example-truce", "the findings about a sample, and its scenarios")],
            Does = parse => Check(session, parse.GetValue(file), parse.GetValue(json)),
        };
        verb.Add(file);
        verb.Add(json);
        return verb;
    }

    private static int Check(Session session, string? named, bool asJson)
    {
        var places = new Places(session);
        var file = named == Places.StandardInput ? named : places.AgreementFile(named);
        var bytes = Places.Read(file);
        var name = file == Places.StandardInput ? "standard input" : places.Shown(file);
        var reading = AgreementFile.Read(name, bytes);
        var findings = AgreementCheck.Of(reading, name, beside => Beside(file, beside)).ToList();
        if (asJson)
        {
            FindingJson.Write(session.RawOutput, findings);
            session.Out.Raw("\n");
        }
        else
        {
            FindingScreen.Write(session.Out, findings, name, bytes);
            session.Out.Line(Summary(name, findings, reading));
        }
        return findings.Exists(f => f.Severity != Severity.Note) ? ExitCode.Findings : ExitCode.Done;
    }

    // What comes on standard input has nothing beside it.
    private static byte[]? Beside(string file, string named) =>
        file != Places.StandardInput && Path.Combine(Path.GetDirectoryName(file) ?? "", named) is var path && File.Exists(path) ? Places.Read(path) : null;

    private static string Summary(string name, List<Finding> findings, AgreementReading reading)
    {
        var counts = new[] { (Severity.Error, "error"), (Severity.Warning, "warning"), (Severity.Note, "note") }
            .Select(s => (Count: findings.Count(f => f.Severity == s.Item1), s.Item2)).Where(s => s.Count > 0).Select(s => Words.Count(s.Count, s.Item2)).ToList();
        var found = counts.Count == 0 ? "no findings" : string.Join(", ", counts);
        if (reading.Agreement is not { } agreement)
        {
            return $"{name}: {found}; the scenarios wait until the errors are put right.";
        }
        var scenarios = reading.Scenarios.Count;
        var failed = findings.Count(f => f.Code == "scenario-failed");
        return $"{name}: {found}. {Words.Count(agreement.Phases.Count, "phase")}, {Words.Count(agreement.Provisions.Count(), "provision")}"
            + (scenarios == 0 ? "." : failed == 0 ? $"; {(scenarios == 1 ? "its scenario holds" : $"all {scenarios} scenarios hold")}." : $"; {Words.Count(scenarios, "scenario")}, {Words.Count(failed, "expectation")} not borne out.");
    }
}
