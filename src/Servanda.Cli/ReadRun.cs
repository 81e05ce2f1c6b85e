using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Cli.Screens;
using Servanda.Files.Documents;
using Servanda.Ledger;
using Servanda.Reading;
using Servanda.Stores;

namespace Servanda.Cli;

/// <summary>Reading documents one after another: showing what each proposes, and recording or reviewing it where that is asked.</summary>
internal sealed class ReadRun
{
    /// <param name="Dateline">Of every document; null where each has its own.</param>
    /// <param name="Least">The least confidence of what is recorded without a review; null where nothing is.</param>
    public sealed record Asked(LocalDate? Dateline, string? Outlet, bool Jsonl, bool Review, double? Least)
    {
        public bool Records => Review || Least is not null;
    }

    private readonly Session session;
    private readonly Agreement agreement;
    private readonly LedgerStore? ledger;
    private readonly Asked asked;
    private readonly Reader reader;
    private readonly Repeats repeats = new();
    private readonly Dictionary<string, string> shownNames = [];

    public ReadRun(Session session, Agreement agreement, LedgerStore? ledger, Asked asked)
    {
        this.session = session;
        this.agreement = agreement;
        this.ledger = ledger;
        this.asked = asked;
        reader = new Reader(agreement);
        foreach (var filed in ledger?.Read().Select(e => e.Payload).OfType<Payload.Document>() ?? [])
        {
            if (filed.MediaType.StartsWith("text/plain", StringComparison.Ordinal) && ledger!.Document(filed.Hash) is { } stored)
            {
                repeats.Add(filed.Hash, System.Text.Encoding.UTF8.GetString(stored.Content.Span));
                shownNames[filed.Hash] = $"{ClaimLine.Short(filed.Hash)} of the ledger{(filed.Outlet is { } outlet ? $", by {agreement.NameOf(outlet)}" : "")}";
            }
        }
    }

    /// <summary>Reads one document; false where the person who reviews has left.</summary>
    public bool Read(DocumentFile document, LocalDate? dateline)
    {
        var proposals = reader.Read(document.Text, dateline);
        var repeat = repeats.Add(document.Hash, document.Text);
        shownNames.TryAdd(document.Hash, document.Name);
        if (asked.Jsonl)
        {
            proposals.ToList().ForEach(p => session.Out.Raw(ProposalJson.Line(p, document.Hash) + "\n"));
        }
        else if (!asked.Review)
        {
            new ProposalScreen(session.Out, agreement).Show(document.Name, document.Hash, document.Text, proposals);
        }
        var side = asked.Jsonl ? session.Error : session.Out;
        if (repeat is { } found)
        {
            side.Line();
            side.Wrapped(0, 2, $"It repeats {Foreign.Text(shownNames[found.Earlier])}: {found.Share * 100:0} % of the shorter stands in the other. What both say is one telling.");
        }
        if (ledger is null)
        {
            return true;
        }
        var fresh = repeat is null ? proposals : [.. proposals.Where(p => !p.ContentSpans.All(s => repeats.Holds(repeat.Earlier, document.Text[s.Start..s.End])))];
        if (fresh.Count < proposals.Count)
        {
            side.Line($"{Words.Count(proposals.Count - fresh.Count, "proposal")} left: said in what it repeats.");
        }
        File(document);
        var day = Stamp.On(dateline ?? proposals.Select(p => p.DateSaid).Max() ?? session.Clock.GetCurrentInstant().InZone(agreement.Zone).Date);
        var origin = new ProposedClaims.Origin(document.Hash, document.Text, asked.Outlet, day, reader.AgencyOf(document.Text));
        if (asked.Review)
        {
            return new Reviewing(session, agreement, ledger, document, origin).Run(fresh);
        }
        Record(side, fresh, origin);
        return true;
    }

    // Claims cite the text; where it was taken out of another file, that one is filed as well.
    private void File(DocumentFile document)
    {
        ledger!.AddDocument(document.Cited, document.CitedMediaType, asked.Outlet);
        if (document.Extracted)
        {
            ledger.AddDocument(document.Bytes, DocumentNames.MediaType(document.Name), asked.Outlet);
        }
    }

    private void Record(Screen screen, IReadOnlyList<Proposal> proposals, ProposedClaims.Origin origin)
    {
        var recorded = 0;
        screen.Line();
        foreach (var proposal in proposals)
        {
            if (proposal.Confidence < asked.Least)
            {
                screen.Wrapped(0, 2, $"{proposal.Number} left: confidence {proposal.Confidence:0.00}.");
                continue;
            }
            var made = ProposedClaims.Of(proposal, agreement, origin);
            if (made.Left is { } left)
            {
                screen.Wrapped(0, 2, $"{proposal.Number} left: {left}.");
            }
            var unseen = made.Claims.Select(c => c with { Grade = Grade.Reported, Note = $"{(c.Note is { } note ? note + "; " : "")}not reviewed; rules: {string.Join(", ", proposal.Rules)}; confidence {proposal.Confidence:0.00}" }).ToList();
            foreach (var (claim, outcome) in unseen.Zip(ledger!.Append([.. unseen.Select(Draft.Of)])))
            {
                recorded += outcome is Outcome.Recorded or Outcome.Corrected ? 1 : 0;
                screen.Wrapped(0, 2, $"{proposal.Number} {Recording.Of(outcome).TrimEnd(':')}: {Foreign.Text(claim.Id)}, {claim.Kind} by {Foreign.Text(agreement.NameOf(claim.Speaker))}.");
            }
        }
        screen.Line($"{Words.Count(recorded, "claim")} recorded in {ledger!.Path}.");
    }
}
