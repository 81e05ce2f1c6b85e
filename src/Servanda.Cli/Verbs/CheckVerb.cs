using System.CommandLine;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Cli.Screens;
using Servanda.Files;
using Servanda.Status;

namespace Servanda.Cli.Verbs;

internal static class CheckVerb
{
    public static Verb Create(Session session)
    {
        var file = new Argument<string?>("FILE") { Arity = ArgumentArity.ZeroOrOne, Description = "The agreement's file, its folder, or a sample. Default: agreement.yaml here; - reads standard input." };
        var claims = CommonOptions.Claims();
        claims.Description = "Look through the claims of a file as well; - reads standard input. May be given several times.";
        var json = CommonOptions.Json("the findings");
        var verb = new Verb("check", "Findings about an agreement's file, and its scenarios run.")
        {
            About =
            [
                "Each finding has a stable code, its place in the file, and what to do. The scenarios in the file are run, and one that does not come out as it says is the finding scenario-failed.",
                "With --claims, also what does not add up in the claims themselves: figures that contradict each other, names that the agreement does not have. No claim is changed or left out for it.",
                "Exit code 1 when there is an error or a warning; notes alone leave it 0.",
            ],
            Examples = [new("servanda check example-truce", "the findings about a sample, and its scenarios"), new("servanda check example-truce --claims example-truce", "and what does not add up in its claims")],
            Does = parse => Check(session, parse.GetValue(file), parse.GetValue(claims) ?? [], parse.GetValue(json)),
        };
        verb.Add(file);
        verb.Add(claims);
        verb.Add(json);
        return verb;
    }

    private static int Check(Session session, string? named, string[] claims, bool asJson)
    {
        var places = new Places(session);
        var file = named == Places.StandardInput ? named : places.AgreementFile(named);
        var bytes = Places.Read(file);
        var name = file == Places.StandardInput ? "standard input" : places.Shown(file);
        var reading = AgreementFile.Read(name, bytes);
        var findings = AgreementCheck.Of(reading, name, beside => Beside(file, beside)).ToList();
        var ofClaims = reading.Agreement is { } read ? OfClaims([.. claims.Select(places.ClaimsFile)], places, read) : [];
        var all = findings.Concat(ofClaims.SelectMany(c => c.Findings)).ToList();
        if (asJson)
        {
            FindingJson.Write(session.RawOutput, all);
            session.Out.Raw("\n");
        }
        else
        {
            FindingScreen.Write(session.Out, findings, name, bytes);
            foreach (var checkedFile in ofClaims)
            {
                FindingScreen.Write(session.Out, checkedFile.Findings, checkedFile.Name, checkedFile.Bytes);
            }
            session.Out.Line(Summary(name, findings, reading));
            foreach (var checkedFile in ofClaims)
            {
                session.Out.Line($"{checkedFile.Name}: {Counted(checkedFile.Findings)}. {Words.Count(checkedFile.Claims, "claim")}.");
            }
        }
        return all.Exists(f => f.Severity != Severity.Note) ? ExitCode.Findings : ExitCode.Done;
    }

    private sealed record ClaimsFile(string Name, byte[] Bytes, int Claims, IReadOnlyList<Finding> Findings);

    // All files are one record: what one says may contradict what another does.
    private static List<ClaimsFile> OfClaims(IReadOnlyList<string> files, Places places, Agreement agreement)
    {
        var read = files.Select(file =>
        {
            var name = file == Places.StandardInput ? "standard input" : places.Shown(file);
            var bytes = Places.Read(file);
            return (Name: name, Bytes: bytes, Lines: ClaimLines.Read(name, bytes));
        }).ToList();
        var record = new Record(agreement, read.SelectMany(f => f.Lines.Claims));
        var found = record.Findings.Concat(FigureFindings.Of(record)).ToLookup(f => f.File);
        return [.. read.Select(f => new ClaimsFile(f.Name, f.Bytes, f.Lines.Claims.Count,
            [.. f.Lines.Findings.Concat(found[f.Name]).OrderBy(x => x.Position.Line).ThenBy(x => x.Position.Column).ThenBy(x => x.Code, StringComparer.Ordinal)]))];
    }

    private static string Counted(IReadOnlyList<Finding> findings)
    {
        var counts = new[] { (Severity.Error, "error"), (Severity.Warning, "warning"), (Severity.Note, "note") }
            .Select(s => (Count: findings.Count(f => f.Severity == s.Item1), s.Item2)).Where(s => s.Count > 0).Select(s => Words.Count(s.Count, s.Item2)).ToList();
        return counts.Count == 0 ? "no findings" : string.Join(", ", counts);
    }

    // What comes on standard input has nothing beside it.
    private static byte[]? Beside(string file, string named) =>
        file != Places.StandardInput && Path.Combine(Path.GetDirectoryName(file) ?? "", named) is var path && File.Exists(path) ? Places.Read(path) : null;

    private static string Summary(string name, List<Finding> findings, AgreementReading reading)
    {
        var found = Counted(findings);
        if (reading.Agreement is not { } agreement)
        {
            return $"{name}: {found}; the scenarios wait until the errors are put right.";
        }
        var scenarios = reading.Scenarios.Count;
        var failed = findings.Count(f => f.Code == "scenario-failed");
        return $"{name}: {found}. {Words.Count(agreement.Phases.Count, "phase")}, {Words.Count(agreement.Provisions.Count(), "provision")}"
            + (scenarios == 0 ? "." : reading.HasErrors ? $"; {(scenarios == 1 ? "its scenario waits" : $"its {scenarios} scenarios wait")} until the errors are put right." : failed == 0 ? $"; {(scenarios == 1 ? "its scenario holds" : $"all {scenarios} scenarios hold")}." : $"; {Words.Count(scenarios, "scenario")}, {Words.Count(failed, "expectation")} not borne out.");
    }
}
