using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Cli.Screens;
using Servanda.Files.Documents;
using Servanda.Ledger;
using Servanda.Reading;
using Servanda.Stores;

namespace Servanda.Cli;

/// <summary>
/// A review: each proposal of a document is accepted, edited, linked, rejected or left, by key. Decisions are held until the
/// end, so that undo is exact; what is decided is then recorded in order, the claims and beside each the entry of its review.
/// </summary>
internal sealed class Reviewing(Session session, Agreement agreement, LedgerStore ledger, DocumentFile document, ProposedClaims.Origin origin)
{
    private sealed record Item(Proposal Proposal, bool Edited = false, string? Occurrence = null, ReviewOutcome? Outcome = null);

    private readonly ReviewScreen screen = new(session.Out, agreement);
    private readonly List<Item> items = [];
    private readonly Stack<(int At, Item Before)> history = [];

    /// <summary>Asks about each proposal; false where the person leaves, so that no further document is opened.</summary>
    public bool Run(IReadOnlyList<Proposal> proposals)
    {
        var seen = ledger.Read().Select(e => e.Payload).OfType<Payload.Review>().Where(r => r.Source.Document == document.Hash).Select(r => (r.Source.Start, r.Source.End)).ToHashSet();
        items.AddRange(proposals.Where(p => !seen.Contains((p.Extent.Start, p.Extent.End))).Select(p => new Item(p)));
        screen.Head(document, items.Count, proposals.Count - items.Count);
        var at = 0;
        while (at < items.Count)
        {
            screen.Show(items[at].Proposal, document.Text, at + 1, items.Count, items[at].Occurrence);
            if (Answer(ref at) is { } ends)
            {
                return ends;
            }
        }
        if (items.Count > 0)
        {
            Write();
        }
        return true;
    }

    /// <summary>Acts on one key; a value ends the review.</summary>
    private bool? Answer(ref int at)
    {
        screen.Ask();
        switch (session.Keys.Next())
        {
            case 'a':
                if (ClaimsOf(items[at]) is { Left: { } left })
                {
                    screen.Tell($"It cannot be recorded as it is: {left}. Edit it (e), or leave it (s).");
                    return null;
                }
                Decide(ref at, items[at] with { Outcome = items[at].Edited ? ReviewOutcome.Edited : ReviewOutcome.Accepted });
                return null;
            case 'r':
                Decide(ref at, items[at] with { Outcome = ReviewOutcome.Rejected });
                return null;
            case 's':
                Decide(ref at, items[at] with { Outcome = null });
                return null;
            case 'e':
                Edit(at);
                return null;
            case 'l':
                Link(at);
                return null;
            case 'u' when history.TryPop(out var last):
                items[last.At] = last.Before;
                at = last.At;
                screen.Tell("Undone.");
                return null;
            case 'u':
                screen.Tell("There is nothing to undo.");
                return null;
            case 'w':
                Write();
                return false;
            case 'q' or null:
                screen.Tell("Nothing was recorded.");
                return false;
            default:
                screen.Help();
                return null;
        }
    }

    private void Decide(ref int at, Item decided)
    {
        Put(at, decided);
        at++;
    }

    private void Put(int at, Item item)
    {
        history.Push((at, items[at]));
        items[at] = item;
    }

    private void Edit(int at)
    {
        screen.AskField();
        var field = session.Keys.Next();
        if (ProposalEdit.Name(field) is not { } name)
        {
            screen.Tell("Nothing was changed.");
            return;
        }
        screen.AskValue(name);
        var value = session.Keys.Line()?.Trim() ?? "";
        var (changed, wrong) = ProposalEdit.Of(items[at].Proposal, field!.Value, value, agreement);
        if (changed is null)
        {
            screen.Tell(wrong!);
            return;
        }
        Put(at, items[at] with { Proposal = changed, Edited = true });
    }

    private void Link(int at)
    {
        var provision = items[at].Proposal.Provision;
        var known = LedgerView.Of(ledger.Read()).Claims.Where(c => c.Occurrence is not null && c.Provision == provision).Select(c => c.Occurrence!)
            .Concat(items.Where(i => i.Occurrence is not null && i.Proposal.Provision == provision).Select(i => i.Occurrence!))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        screen.AskOccurrence(provision, known);
        var answer = session.Keys.Line()?.Trim() ?? "";
        if (int.TryParse(answer, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= known.Count)
        {
            answer = known[number - 1];
        }
        if (answer.Length == 0)
        {
            screen.Tell("Nothing was linked.");
            return;
        }
        Put(at, items[at] with { Occurrence = answer });
    }

    private ProposedClaims ClaimsOf(Item item)
    {
        var made = ProposedClaims.Of(item.Proposal, agreement, origin);
        return item.Occurrence is null ? made : made with { Claims = [.. made.Claims.Select(c => c with { Occurrence = item.Occurrence })] };
    }

    private void Write()
    {
        var counts = new Dictionary<ReviewOutcome, int>();
        foreach (var item in items.Where(i => i.Outcome is not null))
        {
            var claims = item.Outcome is ReviewOutcome.Rejected ? [] : ClaimsOf(item).Claims;
            var outcomes = ledger.Append([.. claims.Select(Draft.Of)]);
            foreach (var refused in outcomes.OfType<Outcome.Refused>())
            {
                screen.Tell(refused.Refusal.Message);
            }
            var taken = claims.Zip(outcomes).Where(c => c.Second is not Outcome.Refused).Select(c => c.First.Id).ToList();
            if (taken.Count < claims.Count)
            {
                continue;
            }
            var extent = item.Proposal.Extent;
            if (ledger.Append(Draft.Review(item.Outcome!.Value, new Source(document.Hash, extent.Start, extent.End, document.Text[extent.Start..extent.End]), taken, "rules: " + string.Join(", ", item.Proposal.Rules))) is Outcome.Refused { Refusal: var refusal })
            {
                throw Ledgers.Stop(refusal);
            }
            counts[item.Outcome.Value] = counts.GetValueOrDefault(item.Outcome.Value) + 1;
        }
        screen.Done(counts, items.Count(i => i.Outcome is null), ledger.Path);
    }
}
