using System.CommandLine;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Ledger;

namespace Servanda.Cli.Verbs;

internal static class GradeVerb
{
    public static Verb Create(Session session)
    {
        var claim = new Argument<string>("CLAIM") { Description = "The id of the claim that was verified." };
        var by = new Option<string>("--by") { HelpName = "ACTOR", Description = "Who verified it: one that the provision names in verified-by.", Required = true };
        var options = new LedgerOptions(session);
        var said = CommonOptions.Stamp("--said", "The day on which it said so. Default: today.");
        var note = new Option<string?>("--note") { HelpName = "TEXT", Description = "On what ground: a visit, a document, a count." };
        var verb = new Verb("grade", "Record that a verifier verified a claim, which raises its grade.")
        {
            About = ["Every claim that says the same of the same occurrence rises with it, whoever made it: what is verified is what happened, not who told it. Whoever is not named in the provision's verified-by cannot raise it."],
            Examples = [new("servanda grade c1 --by watch --note \"visited on 17 January\" --agreement agreements/example-truce --ledger my.db", "the mechanism verified c1")],
            Does = parse =>
            {
                var (agreement, _, path) = options.Named(parse);
                using var ledger = new Ledgers(session).Open(path, agreement.Id);
                var of = OnRecord.Claim(Ledgers.View(ledger), parse.GetValue(claim)!);
                var verifier = Verifier(agreement, of, parse.GetValue(by)!);
                OnRecord.Tell(session, Ledgers.Recorded(ledger, Draft.Of(new Claim.Verify
                {
                    Id = $"{of.Id}-verified-by-{verifier}",
                    Speaker = verifier,
                    Said = parse.GetValue(said) ?? OnRecord.Today(session, agreement),
                    Of = of.Id,
                    Note = parse.GetValue(note),
                })), $"{agreement.NameOf(verifier)} verifies {of.Id}");
                return ExitCode.Done;
            },
        };
        verb.Add(claim);
        verb.Add(by);
        options.All.ToList().ForEach(verb.Add);
        verb.Add(said);
        verb.Add(note);
        return verb;
    }

    private static string Verifier(Agreement agreement, Claim claim, string by)
    {
        var verifiers = (claim.Provision is { } id ? agreement.Provision(id)?.VerifiedBy : null) ?? [];
        return verifiers.Any(v => agreement.IsPartOf(by, v)) ? by
            : throw StopException.Refused($"{by} is not among those who verify {claim.Provision ?? "it"}.",
                verifiers.Count == 0 ? "The text names nobody who verifies it." : $"verified-by names {string.Join(", ", verifiers)}.");
    }
}
