using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Cli.Screens;
using Servanda.Files;
using Servanda.Files.Documents;
using Servanda.Gaps;
using Servanda.Ledger;
using Servanda.Status;
using Servanda.Stores;

namespace Servanda.Cli;

/// <summary>Putting something on the record by hand, and telling what it changed.</summary>
/// <param name="there">The ledger; null when none was begun yet: it is begun with the first thing that is recorded.</param>
internal sealed class Recording(Session session, Agreement agreement, LedgerStore? there, Func<LedgerStore> begin, bool asJson) : IDisposable
{
    private LedgerStore? ledger = there;
    private readonly Record before = RecordOf(agreement, LedgerView.Of(there?.Read() ?? []));

    public Record Before => before;

    /// <summary>The document of this name; null when the ledger does not hold it.</summary>
    public StoredDocument? Document(string hash) => ledger?.Document(hash);

    public void Dispose() => ledger?.Dispose();

    private static Record RecordOf(Agreement agreement, LedgerView view) => new(agreement, view.Claims, view.Links);

    /// <summary>The claim of this id that stands on the record.</summary>
    public StandingClaim Standing(string id) => before.ById(id)
        ?? throw StopException.WrongUse($"No claim `{id}` stands on the record of {agreement.Id}.",
            Spelling.Nearest(id, before.Claims.Select(c => c.Claim.Id)) is { } near ? $"Did you mean {near}?" : "`servanda export claims` lists them all.");

    /// <summary>Records a claim by hand: what it names has to be there, for nobody would see it in any status otherwise.</summary>
    /// <param name="quoted">The file it quotes, which is filed with it.</param>
    public int Put(Claim claim, string? quoted = null)
    {
        var trial = new Trial(before, RecordOf(agreement, LedgerView.Of(ledger?.Read() ?? []).With([Draft.Of(claim)], session.Clock.GetCurrentInstant())));
        if (trial.Findings is [var finding, ..])
        {
            // What is already on a record is kept and left out of every status; this is not there yet.
            throw StopException.WrongUse(finding.Message, finding.Hint is { } hint && !hint.Contains("kept on the record", StringComparison.Ordinal) ? hint : "Nothing was recorded.");
        }
        if (quoted is not null)
        {
            (ledger ??= begin()).AddDocument(Places.Read(quoted), DocumentNames.MediaType(quoted), outlet: null);
        }
        return Put(Draft.Of(claim), new ClaimLine(agreement, before.Rules).Of(trial.After.ById(claim.Id) ?? StandIn(trial.After, claim)));
    }

    // A claim that takes itself off the record at once, such as a retraction, has no standing of its own.
    private static StandingClaim StandIn(Record record, Claim claim) => new()
    {
        Claim = claim,
        Order = default,
        Speaker = claim.Speaker,
        Happened = claim.HappenedIn(record.Rules.Zone),
        Provision = claim.Provision is { } id ? record.Agreement.Provision(id) : null,
        Actor = claim.Actor,
        Occurrence = claim.Occurrence,
        Grade = claim.Grade,
        Says = 0,
    };

    public int Put(Draft draft, IReadOnlyList<Run> says)
    {
        var outcome = (ledger ??= begin()).Append(draft);
        if (outcome is Outcome.Refused { Refusal: var refusal })
        {
            throw Ledgers.Stop(refusal);
        }
        var changes = StatusChange.Between(before, RecordOf(agreement, LedgerView.Of(ledger.Read())), session.Clock.GetCurrentInstant());
        if (asJson)
        {
            WriteJson(outcome, draft, changes);
            return ExitCode.Done;
        }
        session.Out.Wrapped(0, 2, [Of(outcome) + " ", .. says]);
        session.Out.Line(changes.Count == 0 ? "It changes no status as of now." : "What it changes as of now:");
        new ChangesScreen(session.Out, agreement).Show(changes);
        return ExitCode.Done;
    }

    private void WriteJson(Outcome outcome, Draft draft, IReadOnlyList<StatusChange> changes) => session.JsonObject(json =>
    {
        var (what, seq, id, corrects, documentUnknown) = outcome switch
        {
            Outcome.Recorded r => ("recorded", r.Seq, r.Entry, (long?)null, r.DocumentUnknown),
            Outcome.Corrected c => ("corrected", c.Seq, c.Entry, c.Corrects, c.DocumentUnknown),
            Outcome.Known k => ("known", k.Seq, k.Entry, null, false),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        json.WriteString("outcome", what);
        json.WriteNumber("entry", seq);
        json.WriteString("id", id);
        json.WriteString("claim", draft.Payload switch { Payload.OfClaim c => c.Claim.Id, Payload.Link l => l.Claim, Payload.Unlink l => l.Claim, _ => null });
        json.WriteNumberOrNull("corrects", corrects);
        json.WriteBoolean("documentUnknown", documentUnknown);
        ChangesJson.Write(json, changes);
    });

    public static string Of(Outcome outcome) => outcome switch
    {
        Outcome.Recorded r => $"Recorded as entry {r.Seq}{(r.DocumentUnknown ? " (it quotes a document that the ledger does not hold)" : "")}:",
        Outcome.Corrected c => $"Recorded as entry {c.Seq}, which corrects entry {c.Corrects}:",
        Outcome.Known k => $"On the record already, as entry {k.Seq}:",
        Outcome.Refused r => $"Refused: {r.Refusal.Message}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Today in the agreement's zone.</summary>
    public Stamp Today => Stamp.On(session.Clock.GetCurrentInstant().InZone(agreement.Zone).Date);
}
