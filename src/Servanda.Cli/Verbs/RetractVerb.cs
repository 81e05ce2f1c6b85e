using System.CommandLine;
using Servanda.Claims;

namespace Servanda.Cli.Verbs;

internal static class RetractVerb
{
    public static Verb Create(Session session)
    {
        var ledger = new LedgerOptions(session);
        var claim = new Argument<string>("CLAIM") { Description = "The id of the claim that its speaker takes back." };
        var said = CommonOptions.Stamp("--said", "When the speaker took it back. Default: today.");
        var note = new Option<string?>("--note") { HelpName = "TEXT", Description = "In whose words, or why." };
        var json = CommonOptions.Json("the outcome and what it changes");
        var verb = new Verb("retract", "Record that a speaker takes a claim back.")
        {
            About = ["Only a claim's own speaker takes it back; to contradict somebody else's, record a denial. Both stay on the record: `--known-at` still shows the day before."],
            Examples = [new("servanda retract c20 --agreement example-truce --ledger servanda.db", "Northland takes a count back")],
            Does = parse =>
            {
                using var recording = ledger.Record(parse, create: false, parse.GetValue(json));
                var standing = recording.Standing(parse.GetValue(claim)!);
                return recording.Put(new Claim.Retract
                {
                    Id = $"retract-{standing.Claim.Id}",
                    Speaker = standing.Claim.Speaker,
                    Of = standing.Claim.Id,
                    Said = parse.GetValue(said) ?? recording.Today,
                    Note = parse.GetValue(note),
                    Visibility = standing.Claim.Visibility,
                });
            },
        };
        verb.Add(claim);
        verb.Add(said);
        verb.Add(note);
        verb.Add(json);
        ledger.All.ToList().ForEach(verb.Add);
        return verb;
    }
}
