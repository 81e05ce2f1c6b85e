using System.CommandLine;
using Servanda.Claims;

namespace Servanda.Cli.Verbs;

internal static class GradeVerb
{
    public static Verb Create(Session session)
    {
        var ledger = new LedgerOptions(session);
        var claim = new Argument<string>("CLAIM") { Description = "The id of the claim that is verified." };
        var by = new Option<string>("--by") { HelpName = "ID", Description = "The body that verifies it: one that the text names in verified-by.", Required = true };
        var reason = new Option<string>("--reason") { HelpName = "TEXT", Description = "How it was verified.", Required = true };
        var said = CommonOptions.Stamp("--said", "When it was verified. Default: today.");
        var json = CommonOptions.Json("the outcome and what it changes");
        var verb = new Verb("grade", "Record that a claim was verified, with how.")
        {
            About = ["Verifying raises every agreeing claim about the same occurrence to the grade verified. Only those that the text names in `verified-by` of the provision can; nobody's word becomes a fact by it."],
            Examples = [new("servanda grade c5 --by watch --reason \"Counted at the crossing\" --agreement example-truce --ledger servanda.db", "the monitor stands by its count")],
            Does = parse =>
            {
                using var recording = ledger.Record(parse, create: false, parse.GetValue(json));
                var standing = recording.Standing(parse.GetValue(claim)!);
                return recording.Put(new Claim.Verify
                {
                    Id = $"verify-{standing.Claim.Id}",
                    Speaker = parse.GetValue(by)!,
                    Of = standing.Claim.Id,
                    Said = parse.GetValue(said) ?? recording.Today,
                    Note = parse.GetValue(reason),
                    Visibility = standing.Claim.Visibility,
                });
            },
        };
        verb.Add(claim);
        verb.Add(by);
        verb.Add(reason);
        verb.Add(said);
        verb.Add(json);
        ledger.All.ToList().ForEach(verb.Add);
        return verb;
    }
}
