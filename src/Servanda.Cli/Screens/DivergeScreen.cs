using NodaTime;
using Servanda.Agreements;
using Servanda.Gaps;
using Servanda.Status;

namespace Servanda.Cli.Screens;

/// <summary>Where accounts differ, side by side in the claims' own words, then anchors, readings and positions.</summary>
internal sealed class DivergeScreen(Screen screen, Situation situation)
{
    private const int NarrowestColumn = 26;
    private const int Indent = 2;
    private const int Gap = 2;
    private const int MostClaims = 3;

    private readonly ClaimLine line = new(situation.Agreement, situation.Record.Rules);

    private Agreement Agreement => situation.Agreement;

    public void Show(Divergence divergence, IReadOnlyList<Standpoint> between)
    {
        screen.Line(new Run(Foreign.Text(Agreement.Title), Ink.Strong));
        screen.Line($"Where the accounts of {Words.List([.. between.Select(Name)])} differ as of {Words.AsOf(situation.AsOf, Agreement.Zone)} ({Agreement.Zone.Id}). First what stands between the next phase and its opening, then what else settling it would change, then what is furthest apart.");
        Agenda(divergence);
        Accounts(divergence.Accounts);
        Anchors(divergence.Anchors);
        Readings(divergence.Readings);
        Positions(divergence.Positions);
        if (divergence is { Accounts: [], Anchors: [], Readings: [], Positions: [] })
        {
            screen.Line();
            screen.Line("Nowhere: on this record they do not differ.");
        }
    }

    private static string Name(Standpoint standpoint) => standpoint is Standpoint.OfParty ? Foreign.Text(standpoint.Name) : standpoint.Id;

    private void Heading(string text)
    {
        screen.Line();
        screen.Line(new Run($"{text} {new string('─', Math.Max(3, screen.Width - TextWidth.Of(text) - 2))}", Ink.Strong));
    }

    // Contested within the record as a whole; what only one side tells is no contest, and stands below.
    private void Agenda(Divergence divergence)
    {
        if (divergence.NextPhase is not { } next)
        {
            return;
        }
        Heading($"Agenda for {Foreign.Text(next.Title)}");
        screen.Line();
        if (divergence.Agenda.Count == 0)
        {
            screen.Wrapped(Indent, Indent, $"Nothing contested stands between {Foreign.Text(next.Title)} and its opening. What else does: servanda blockers {next.Id}");
            return;
        }
        screen.Wrapped(Indent, Indent, "Contested, and part of a smallest set that would open it:");
        foreach (var (fact, blocks) in divergence.Agenda)
        {
            screen.Wrapped(Indent, Indent + 4, new Run(fact.Ref, Ink.Strong), $"  between {Words.List([.. fact.By.Select(b => Foreign.Text(Agreement.NameOf(b)))])}; in {Words.Count(blocks, "set")}");
        }
    }

    private void Accounts(IReadOnlyList<AccountDifference> differences)
    {
        if (differences.Count == 0)
        {
            return;
        }
        Heading("Accounts");
        foreach (var difference in differences)
        {
            screen.Line();
            var reference = difference.Provision.Id + (difference.Holder is null ? "" : "@" + difference.Holder);
            screen.Wrapped(Indent, Indent, new Run(reference, Ink.Strong), $"  {How(difference.Distance)}", difference.Blocks == 0 ? "" : $"; in {Words.Count(difference.Blocks, "smallest set")} that would open the next phase", difference.WouldChange.Count == 0 ? "" : $"; it bears on whether {Words.List([.. difference.WouldChange])}");
            screen.Wrapped(Indent, Indent, new Run($"“{Foreign.Text(difference.Provision.Text)}”", Ink.Quiet));
            Stands(difference.Stands);
        }
    }

    private static string How(Distance distance) => distance switch
    {
        Distance.Opposite => "opposite accounts",
        Distance.Differing => "differing accounts",
        Distance.OneSided => "one account, and none against it",
        Distance.Clock => "nobody tells it otherwise; dates or readings of the text make the difference",
    };

    private void Stands(IReadOnlyList<Stand> stands)
    {
        var width = (screen.Width - Indent + Gap) / stands.Count;
        var columns = width - Gap >= NarrowestColumn;
        if (columns)
        {
            screen.Row([(Indent, [[]]), .. stands.Select(s => (width, (IReadOnlyList<IReadOnlyList<Run>>)[.. Paragraphs(s).SelectMany(p => Hung(p, width - Gap))]))]);
            return;
        }
        foreach (var stand in stands)
        {
            foreach (var (paragraph, n) in Paragraphs(stand).Select((p, n) => (p, n)))
            {
                screen.Wrapped(Indent + (n < 1 ? 0 : 2), Indent + 4, [.. paragraph]);
            }
        }
    }

    private static IEnumerable<IReadOnlyList<Run>> Hung(IReadOnlyList<Run> paragraph, int width) =>
        Screen.Wrap(paragraph, width, width - Gap).Select((l, n) => n == 0 ? l : [new Run(new string(' ', Gap)), .. l]);

    private IEnumerable<IReadOnlyList<Run>> Paragraphs(Stand stand)
    {
        var (sign, ink) = Words.Sign(stand.Shown);
        yield return [new Run($"{Name(stand.Standpoint)}: ", Ink.Strong), new Run($"{sign} {stand.Shown.Words()}", ink)];
        var claims = stand.Claims;
        foreach (var claim in claims.Take(MostClaims))
        {
            yield return line.Of(claim);
        }
        if (claims.Count > MostClaims)
        {
            yield return [new Run($"and {Words.Count(claims.Count - MostClaims, "more claim")}", Ink.Quiet)];
        }
    }

    private void Anchors(IReadOnlyList<AnchorDifference> differences)
    {
        if (differences.Count == 0)
        {
            return;
        }
        Heading("Dates");
        foreach (var difference in differences)
        {
            screen.Line();
            screen.Wrapped(Indent, Indent, new Run(difference.Anchor.Id, Ink.Strong), "  dated differently; every deadline counted from it differs too");
            foreach (var (standpoint, dates) in difference.Dates)
            {
                screen.Wrapped(Indent, Indent + 4, $"{Name(standpoint)}: {(dates.Count == 0 ? "gives no date" : Words.List([.. dates.Select(d => Words.Between(d.Earliest, d.Latest, Agreement.Zone))]))}");
            }
        }
    }

    private void Readings(IReadOnlyList<ReadingDifference> differences)
    {
        if (differences.Count == 0)
        {
            return;
        }
        Heading("Readings of the text");
        foreach (var (provision, reading) in differences)
        {
            screen.Line();
            screen.Wrapped(Indent, Indent + 4, new Run(provision.Id, Ink.Strong), $"  as {Words.List([.. reading.By.Select(b => Foreign.Text(Agreement.NameOf(b)))])} {(reading.By.Count == 1 ? "reads" : "read")} it: {string.Join("; ", ReadingWords.Differences(provision, reading.As))}.");
        }
    }

    private void Positions(IReadOnlyList<PositionDifference> differences)
    {
        if (differences.Count == 0)
        {
            return;
        }
        Heading("Positions");
        var positions = new PositionsScreen(screen, situation);
        foreach (var difference in differences)
        {
            screen.Line();
            screen.Wrapped(Indent, Indent, new Run(difference.Provision?.Id ?? difference.Topic ?? "", Ink.Strong), difference.Opposed ? "  positions for and against" : "  positions of several");
            foreach (var position in difference.Positions)
            {
                positions.Show(position, Indent, named: true);
            }
        }
    }
}
