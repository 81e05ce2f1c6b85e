using System.CommandLine;
using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Ledger;

namespace Servanda.Cli.Verbs;

internal static class RetractVerb
{
    public static Verb Create(Session session)
    {
        var claim = new Argument<string>("CLAIM") { Description = "The id of the claim that its own speaker takes back." };
        var options = new LedgerOptions(session);
        var said = CommonOptions.Stamp("--said", "The day on which the speaker took it back. Default: today.");
        var note = new Option<string?>("--note") { HelpName = "TEXT", Description = "Why, in the speaker's own words." };
        var verb = new Verb("retract", "Record that a speaker takes a claim of its own back.")
        {
            About = ["The claim stays on the record and no longer counts from then on; as known before, it still does. Only the speaker of a claim can take it back: what somebody else holds against it is a denial. Nothing is ever erased here."],
            Examples = [new("servanda retract c1 --agreement agreements/example-truce --ledger my.db --said 2026-01-21", "c1's speaker took it back on the 21st")],
            Does = parse =>
            {
                var (agreement, _, path) = options.Named(parse);
                using var ledger = new Ledgers(session).Open(path, agreement.Id);
                var of = OnRecord.Claim(Ledgers.View(ledger), parse.GetValue(claim)!);
                var day = parse.GetValue(said) ?? OnRecord.Today(session, agreement);
                OnRecord.Tell(session, Ledgers.Recorded(ledger, Draft.Of(new Claim.Retract { Id = $"{of.Id}-taken-back", Speaker = of.Speaker, Said = day, Of = of.Id, Note = parse.GetValue(note) })),
                    $"{agreement.NameOf(of.Speaker)} takes back {of.Id}");
                return ExitCode.Done;
            },
        };
        verb.Add(claim);
        options.All.ToList().ForEach(verb.Add);
        verb.Add(said);
        verb.Add(note);
        return verb;
    }
}

/// <summary>What the verbs that speak of claims on the record share.</summary>
internal static class OnRecord
{
    public static Claim Claim(LedgerView view, string id) => view.Claims.LastOrDefault(c => c.Id == id)
        ?? throw StopException.WrongUse($"There is no claim {id} on the record.",
            Spelling.Nearest(id, view.Claims.Select(c => c.Id)) is { } near ? $"Did you mean {near}?" : "`servanda export claims` lists them all.");

    public static Stamp Today(Session session, Agreement agreement) => Stamp.On(session.Clock.GetCurrentInstant().InZone(agreement.Zone).Date);

    public static void Tell(Session session, Outcome outcome, string what) => session.Out.Line(outcome switch
    {
        Outcome.Recorded recorded => $"Entry {recorded.Seq}: {what}." + (recorded.DocumentUnknown ? " The document it quotes is not in the ledger, so the quotation was not checked." : ""),
        Outcome.Corrected corrected => $"Entry {corrected.Seq}: {what}; this corrects entry {corrected.Corrects}, which stays on the record.",
        Outcome.Known known => $"On the record already, as entry {known.Seq}: {what}. Nothing was written.",
        _ => throw new System.Diagnostics.UnreachableException(),
    });
}
