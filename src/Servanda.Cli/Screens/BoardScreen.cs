using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Status;

namespace Servanda.Cli.Screens;

/// <summary>
/// The board on a terminal. Rows are provisions, columns are standpoints, and under a row stands what a cell has no room
/// for: the deadline, the accounts of a count, the tolls with their speakers. Where the screen is too narrow for columns,
/// each provision is a block with a line for each standpoint.
/// </summary>
internal sealed class BoardScreen
{
    private const int SignWidth = 2;
    private const int NarrowestCell = 12;
    private const int WidestCell = 19;
    private const int NarrowestTable = 60;
    private const int NoteIndent = 4;
    private const int RowIndent = 2;

    /// <summary>Where labels stand above their cells, so that five accounts fit into sixty columns.</summary>
    private const int LeastIndent = 1;

    private readonly Screen screen;
    private readonly Board board;
    private readonly Situation situation;
    private readonly IReadOnlyList<Standpoint> columns;
    private readonly IReadOnlyList<Standpoint> leftOut;
    private readonly bool inColumns;
    private readonly int labelWidth;
    private readonly int cellWidth;

    /// <param name="chosen">Whether the standpoints were chosen, so that none may be left out.</param>
    public BoardScreen(Screen screen, Board board, Situation situation, bool chosen)
    {
        (this.screen, this.board, this.situation) = (screen, board, situation);
        var all = board.Standpoints;
        var ids = board.Phases.SelectMany(p => p.Provisions).Select(p => p.Provision.Id.Length + RowIndent).DefaultIfEmpty(0).Max() + 2;
        var spelledOut = board.Phases.SelectMany(p => p.Provisions).Where(p => !IsAlike([.. p.Status.Select(s => s.Status)]));
        var labels = spelledOut.SelectMany(p => p.Status[0].Status.Holders).Select(h => h.Holder.Length + RowIndent + 2).DefaultIfEmpty(0).Max() + 1;
        labels = Math.Max(labels, "completed".Length + RowIndent + 1);
        // Standpoints of the file are shown where there is room for them all; those that exist by themselves come first.
        IReadOnlyList<Standpoint> own = chosen ? all : [.. all.Where(s => s is not Standpoint.OfFile)];
        (columns, labelWidth) = screen.Width < NarrowestTable ? (own, 0)
            : Fits(all, ids) ? (all, ids)
            : Fits(all, labels) ? (all, labels)
            : Fits(own, ids) ? (own, ids)
            : Fits(own, labels) ? (own, labels)
            : Fits(own, LeastIndent) ? (own, LeastIndent)
            : (own, 0);
        inColumns = labelWidth > 0;
        leftOut = [.. all.Except(columns)];
        cellWidth = inColumns ? Math.Min(WidestCell, (screen.Width + 1 - labelWidth) / columns.Count) : 0;

        bool Fits(IReadOnlyList<Standpoint> shown, int label) => label + shown.Count * NarrowestCell - 1 <= screen.Width;
    }

    private Agreement Agreement => board.Agreement;
    private DateTimeZone Zone => Agreement.Zone;

    /// <summary>The one whose details stand under the rows: all accounts where they are shown.</summary>
    private Standpoint Lead => columns.FirstOrDefault(s => s.Id == Standpoint.AllId) ?? columns[0];

    public void Show()
    {
        Header();
        foreach (var phase in board.Phases)
        {
            Show(phase);
        }
        Legend();
    }

    private void Header()
    {
        screen.Line(new Run(Foreign.Text(Agreement.Title), Ink.Strong));
        screen.Line($"As of {Words.AsOf(board.AsOf, Zone)} ({Zone.Id}). {KnownAs()}");
        var claims = situation.Record.Claims;
        var counted = claims.Where(c => c.Happened.Earliest <= board.AsOf).ToList();
        screen.Line($"{Words.Count(claims.Count, "claim stands", "claims stand")}, by {Words.Count(claims.Select(c => c.Speaker).Distinct(StringComparer.Ordinal).Count(), "speaker")}, from {situation.From}"
            + (counted.Count < claims.Count ? $"; {claims.Count - counted.Count} of them {(claims.Count - counted.Count == 1 ? "speaks" : "speak")} of a later time." : "."));
        foreach (var finding in board.Findings)
        {
            var place = finding.File is { } file ? $"{file}:{finding.Position.Line}:{finding.Position.Column}: " : "";
            screen.Wrapped(0, 2, place, new Run($"{Spelling.Of(finding.Severity)} {finding.Code}: ", Ink.Contested), finding.Message, finding.Hint is { } hint ? $" {hint}" : "");
        }
    }

    private string KnownAs() => situation switch
    {
        { KnownAt: null } => "Nothing is on the record.",
        { KnownAtWasAsked: true } => $"Known as of {Words.AsOf(situation.KnownAt.Value, DateTimeZone.Utc)}, UTC.",
        _ => $"Everything recorded counts, up to {Words.AsOf(situation.KnownAt.Value, DateTimeZone.Utc)}, UTC.",
    };

    private void Show(PhaseRow row)
    {
        screen.Line();
        var title = $"{Foreign.Text(row.Phase.Title)} ({row.Phase.Id}) ";
        screen.Line(new Run(title + new string('─', Math.Max(3, screen.Width - TextWidth.Of(title) - 1)).Replace(' ', '─'), Ink.Strong));
        Opening(row.Phase);
        if (inColumns)
        {
            ColumnHeads();
        }
        Question("condition", "met", row.Opens, row.Phase.Opens?.When is not null);
        Question("declared", "declared", row.Entered, row.Phase.Opens is { Mode: EntryMode.Declared });
        Question("completed", "completed", row.Completes, row.Completes.Count > 0);
        foreach (var provision in row.Provisions)
        {
            Show(provision);
        }
    }

    private void Opening(Phase phase)
    {
        var runs = new List<Run>();
        if (phase.Opens is not { } opens)
        {
            runs.Add("Open from the start.");
        }
        else
        {
            runs.Add(opens.Mode == EntryMode.Declared ? $"Opens when declared by {Words.List([.. opens.By.Select(b => Foreign.Text(Agreement.NameOf(b)))])}" : "Opens by itself");
            runs.Add(opens.When is { } when ? $"{(opens.Mode == EntryMode.Declared ? "; its condition:" : " when")} {ConditionText.Of(when)}." : ".");
        }
        if (phase.Completes is { } completes)
        {
            runs.Add($" Complete when {ConditionText.Of(completes)}.");
        }
        screen.Wrapped(RowIndent, RowIndent, [.. runs.Select(r => r with { Ink = Ink.Quiet })]);
    }

    private void ColumnHeads()
    {
        var heads = columns.Select(s => (cellWidth, (IReadOnlyList<IReadOnlyList<Run>>)[.. AtHyphens(s.Id).Select(line => (IReadOnlyList<Run>)[new Run(line, Ink.Strong)])]));
        screen.Row([(labelWidth, [[]]), .. heads]);
    }

    // A name too long for its column is broken at its hyphens; the legend has it whole.
    private List<string> AtHyphens(string id)
    {
        var lines = new List<string> { "" };
        foreach (var piece in id.Split('-').Select((p, i) => i == 0 ? p : "-" + p))
        {
            if (lines[^1].Length > 0 && lines[^1].Length + piece.Length > cellWidth - 1)
            {
                lines.Add("");
            }
            lines[^1] += piece;
        }
        return lines;
    }

    private void Question(string label, string word, IReadOnlyList<(string Standpoint, Node Node)> answers, bool asked)
    {
        if (!asked)
        {
            return;
        }
        Cells(label, Ink.Quiet, [.. columns.Select(s =>
        {
            var node = answers.First(a => a.Standpoint == s.Id).Node;
            var (sign, ink) = Words.Sign(node.Value);
            return new Cell(sign, ink, ShortAnswer(node.Value, word) + (node.Presumed ? ", presumed" : ""));
        })]);
    }

    private static string ShortAnswer(Told value, string word) => value.Letter switch
    {
        'T' => $"told {word}",
        'F' => $"told not {word}",
        'A' or 'U' => "open",
        _ => Words.Of(value),
    };

    private sealed record Cell(string Sign, Ink Ink, string Text, string? Counts = null);

    private void Cells(string label, Ink ink, IReadOnlyList<Cell> cells)
    {
        if (!inColumns)
        {
            screen.Wrapped(RowIndent, RowIndent, new Run(label, ink));
            for (var i = 0; i < cells.Count; i++)
            {
                screen.Wrapped(NoteIndent, NoteIndent + 4, [$"{columns[i].Id}: ", .. Runs(cells[i])]);
            }
            return;
        }
        if (label.Length + RowIndent + 1 > labelWidth && label.Length > 0)
        {
            screen.Write(new string(' ', RowIndent), [new Run(label, ink)]);
            label = "";
        }
        screen.Row([(labelWidth, [[new Run(label.Length == 0 ? "" : new string(' ', RowIndent) + label, ink)]]), .. cells.Select(c => (cellWidth, Lines(c)))]);
    }

    private static Run[] Runs(Cell cell) => [new Run($"{cell.Sign} {cell.Text}", cell.Ink), new Run(cell.Counts is null ? "" : $" {cell.Counts}", Ink.Quiet)];

    private IReadOnlyList<IReadOnlyList<Run>> Lines(Cell cell)
    {
        var text = Screen.Wrap([new Run(cell.Text, cell.Ink), new Run(cell.Counts is null ? "" : $" {cell.Counts}", Ink.Quiet)], cellWidth - 1 - SignWidth, cellWidth - 1 - SignWidth);
        return [.. text.Select((line, i) => (IReadOnlyList<Run>)[new Run(i == 0 ? $"{cell.Sign} " : "  ", cell.Ink), .. line])];
    }

    private void Show(ProvisionRow row)
    {
        var statuses = columns.Select(s => row.By(s.Id)).ToList();
        var provision = row.Provision;
        if (IsAlike(statuses))
        {
            var (sign, ink) = Words.Sign(statuses[0].Shown);
            var due = statuses[0].Due is { Earliest: { } earliest, Latest: { } latest } ? $"; {(provision.IsNegative ? "until" : "due")} {Words.Between(earliest, latest, Zone)}" : "";
            screen.Wrapped(RowIndent, NoteIndent, new Run(provision.Id, Ink.Strong), "  ", new Run($"{sign} {statuses[0].Shown.Words()}, by every account{due}", ink));
            Positions(row);
            return;
        }
        screen.Line();
        Cells(provision.Id, Ink.Strong, [.. statuses.Select(CellOf)]);
        foreach (var holder in statuses[0].Holders)
        {
            Cells("@" + holder.Holder, Ink.Quiet, [.. statuses.Select(s => CellOf(s.Holders.First(h => h.Holder == holder.Holder)))]);
        }
        Notes(row, statuses);
    }

    // Where nobody says anything that bears on it, every account is the same and one line is enough.
    private static bool IsAlike(List<ProvisionStatus> statuses) =>
        statuses.TrueForAll(s => s.Shown == statuses[0].Shown && s.Claims is { For: 0, Against: 0 } && s.Figures.Count == 0 && s.Accounts.Count == 0 && !s.Presumed
            && s.Due == statuses[0].Due && (s.Due.Latest is null || s.Shown == Shown.Dormant) && s.Readings.Count == 0 && s.Holders.All(h => h.Shown == s.Shown));

    private static Cell CellOf(ProvisionStatus status)
    {
        var (sign, ink) = Words.Sign(status.Shown);
        return new Cell(sign, ink, status.Shown.Words() + (status.Presumed ? ", presumed" : ""),
            status.Claims is { For: 0, Against: 0 } ? null : $"{status.Claims.For}:{status.Claims.Against}");
    }

    private static Cell CellOf(HolderStatus holder)
    {
        var (sign, ink) = Words.Sign(holder.Shown);
        return new Cell(sign, ink, holder.Shown.Words());
    }

    private void Notes(ProvisionRow row, List<ProvisionStatus> statuses)
    {
        var provision = row.Provision;
        var lead = row.By(Lead.Id);
        Note($"“{Foreign.Text(provision.Text)}”{(provision.CitedArticle is { } article ? $" ({Foreign.Text(article)})" : "")}");
        Deadlines(statuses, provision);
        if (lead.Since is { } since && lead.DaysInStatus is { } days && lead.Shown is not (Shown.Dormant or Shown.NoAccount or Shown.Pending))
        {
            Note($"By {Lead.Id} so since {Words.Day(since)}, {(days == 0 ? "today" : Words.Count(days, "day"))}.");
        }
        Counts(lead, provision);
        Prohibited(lead);
        foreach (var figure in lead.Figures.Where(f => f.Claim is Claim.Count { Counter: var counter } && Agreement.Counter(counter)?.Measures == provision.Id))
        {
            Note($"Toll: {Words.Of(figure.Claim.Figure!)}, {Words.Days(figure.Happened, situation.Record.Rules)}, by {Words.Speaker(figure, Agreement)} on {figure.Claim.Said}{OfActor(figure)}.");
        }
        foreach (var reading in lead.Readings)
        {
            Note($"{Words.List([.. reading.By.Select(b => Foreign.Text(Agreement.NameOf(b)))])} read{(reading.By.Count == 1 ? "s" : "")} the text otherwise; so read, on the same claims: {Words.Of(reading.Value)}.");
        }
        Positions(row);
    }

    private string OfActor(StandingClaim figure) => figure.Claim.Actor switch
    {
        null => "",
        Claim.UnknownActor => ", naming nobody as having done it",
        { } actor => $", of what {Foreign.Text(Agreement.NameOf(actor))} did",
    };

    private void Deadlines(List<ProvisionStatus> statuses, Provision provision)
    {
        if (provision.Each is { } each)
        {
            Note($"For each occurrence of {each} one of its own{(provision.Within?.To is { } end ? $", due {ConditionText.Of(end)}" : "")}.");
            return;
        }
        var due = statuses.Select((s, i) => (s.Due, IsOpen: s.DaysOverdue is not null, Standpoint: columns[i].Id)).Where(s => s.Due.Latest is not null).ToList();
        if (due.Count == 0)
        {
            if (provision.Within?.To is { } to)
            {
                Note($"{(provision.IsNegative ? "Until" : "Due")} {ConditionText.Of(to)}, which no account dates.");
            }
            return;
        }
        // What most accounts give stands by itself, what others give with their names.
        foreach (var (group, n) in due.GroupBy(d => d.Due).OrderByDescending(g => g.Count()).Select((g, n) => (g, n)))
        {
            var by = n == 0 && group.Count() == statuses.Count ? "" : n == 0 && due.Count == statuses.Count ? "" : $"By {Words.List([.. group.Select(g => g.Standpoint)])} ";
            var when = $"{(provision.IsNegative ? "until" : "due")} {Words.Between(group.Key.Earliest!.Value, group.Key.Latest!.Value, Zone)}";
            Note($"{by}{(by.Length == 0 ? char.ToUpperInvariant(when[0]) + when[1..] : when)}{Overdue(group.Key.Latest!.Value, group.Any(g => g.IsOpen))}.");
        }
    }

    private string Overdue(Instant latest, bool isOpen)
    {
        var days = Period.DaysBetween(situation.Record.Rules.DayOf(latest), situation.Record.Rules.DayOf(board.AsOf));
        return latest >= board.AsOf ? days == 0 ? ", today" : $", in {Words.Count(-days, "day")}"
            : !isOpen ? ""
            : days == 0 ? ", earlier today" : $", {Words.Count(days, "day")} ago";
    }

    private void Counts(ProvisionStatus lead, Provision provision)
    {
        if (lead.Accounts.Count > 0)
        {
            var unit = (provision as Provision.Quota)?.Counter is { } counter ? Agreement.Counter(counter)?.Unit : null;
            var target = provision is Provision.Quota quota ? $" of {Words.Number(quota.Target)}" : "";
            var accounts = lead.Accounts.Select(a => $"{Words.Range(a.Extent)} by {Words.List([.. a.Speakers.Select(s => Foreign.Text(Agreement.NameOf(s)))])}");
            Note($"Count{target}{(unit is null ? "" : $" {Units.Many(unit)}")}: {string.Join("; or ", accounts)}.");
        }
        if (lead.Balance is { } balance && provision is Provision.Exchange exchange)
        {
            Note($"Balance by {Lead.Id}: {Balance(balance, exchange)}");
        }
        if (lead.Proof is { Kind: NodeKind.AtLeast, Parts: { Count: > 0 } windows } && provision is Provision.Rate rate)
        {
            Note($"{Words.Count(windows.Count, "closed window")} of a {Spelling.Of(rate.Per)}, by {Lead.Id}: {string.Join(", ", Tally(windows))}.");
        }
    }

    private static IEnumerable<string> Tally(IReadOnlyList<Node> windows) =>
        new[] { ('T', "told reached"), ('F', "told short"), ('B', "contested"), ('N', "no account"), ('A', "open"), ('U', "open") }
            .Select(v => (Count: windows.Count(w => w.Value.Letter == v.Item1), Words: v.Item2)).Where(v => v.Count > 0).Select(v => $"{v.Count} {v.Words}");

    // In units of the second leg: above nought the second leg is owed, below it the first.
    private string Balance(Evaluation.Signed balance, Provision.Exchange exchange)
    {
        var (first, second) = (Holders(exchange.Legs[0]), Holders(exchange.Legs[1]));
        var unit = Units.Many(Agreement.Counter(exchange.Legs[1].Counter)?.Unit ?? "");
        return balance switch
        {
            { Low: 0, High: 0 } => "even.",
            { Low: > 0 } => $"{second} owes {Span(balance.Low.Value, balance.High)} {unit}.",
            { High: < 0 } => $"{first} owes what stands against {Span(-balance.High.Value, -balance.Low)} {unit}.",
            _ => $"open: {second} may owe {Most(balance.High)} {unit}, or {first} what stands against {Most(-balance.Low)}.",
        };

        static string Most(decimal? number) => number is { } most ? most == 0 ? "none" : $"up to {Words.Number(most)}" : "any number";
        static string Span(decimal low, decimal? high) => high is not { } top ? $"{Words.Number(low)} or more" : top == low ? Words.Number(low) : $"{Words.Number(low)} to {Words.Number(top)}";
    }

    private string Holders(ExchangeLeg leg) => Words.List([.. leg.By.Select(b => Foreign.Text(Agreement.NameOf(b)))]);

    private void Prohibited(ProvisionStatus lead)
    {
        if (lead.Incidents is { } incidents && (incidents.Alleged > 0 || incidents.Summary > 0))
        {
            var apart = new List<string>();
            if (incidents.Contested > 0)
            {
                apart.Add($"{incidents.Contested} contested");
            }
            if (incidents.Unattributed > 0)
            {
                apart.Add($"{incidents.Unattributed} with nobody named");
            }
            var parts = new List<string>();
            if (incidents.Alleged > 0)
            {
                parts.Add(Words.Count(incidents.Alleged, "incident") + " alleged" + (apart.Count == 0 ? "" : $" ({string.Join(", ", apart)})"));
            }
            if (incidents.Summary > 0)
            {
                parts.Add($"{Words.Count(incidents.Summary, "claim")} of incidents without naming one");
            }
            Note(string.Join("; ", parts) + ".");
        }
        if (lead.Coverage is { } coverage)
        {
            Note($"Observed, by the reports that {Lead.Id} counts: {Words.Number(Math.Round(coverage * 100))} % of the time and area.");
        }
    }

    private void Positions(ProvisionRow row)
    {
        if (row.Positions.Count == 0)
        {
            return;
        }
        var latest = row.Positions.Take(2).Select(p => $"{Foreign.Text(Agreement.NameOf(p.Speaker))}, {p.Claim.Kind}{(p.Claim.Stance is { } stance ? $" {Spelling.Of(stance)}" : "")}, {p.Claim.Said}");
        var more = row.Positions.Count > 2 ? $"; {row.Positions.Count - 2} more" : "";
        Note($"» {string.Join("; ", latest)}{more}.");
    }

    private void Note(string text) => screen.Wrapped(NoteIndent, NoteIndent + 2, new Run(text, Ink.Quiet));

    private void Legend()
    {
        screen.Line();
        screen.Line(new Run("How to read this " + new string('─', Math.Max(3, screen.Width - 18)), Ink.Strong));
        screen.Line($"A column is one account. {string.Join("; ", columns.Select(c => $"`{c.Id}`: {Meaning(c)}"))}.",
            columns.Any(c => c.Id == Standpoint.AllId) ? " A fact told only in an outlet's own voice stands under `all` alone." : "");
        screen.Line(string.Join("  ", new[]
        {
            $"{Look.ToldSo.Sign} told done, kept or met", $"{Look.ToldNot.Sign} told not", $"{Look.Contested.Sign} contested within that account",
            $"{Look.Open.Sign} open: contested and missing accounts", $"{Look.NoAccount.Sign} no account, which is never “kept”", $"{Look.Resting.Sign} not owed now",
        }.Select(w => w.Replace(' ', '\u00A0') + ";")).TrimEnd(';') + ".");
        screen.Line("1:4 counts the claims for and against. “Told” is what an account says, not what is so. » marks what actors want, ask, promise or expect: shown, never counted.");
        if (leftOut.Count > 0)
        {
            screen.Line($"Left out for want of room: {string.Join(", ", leftOut.Select(s => s.Id))}. Choose with --standpoint, or widen the window.");
        }
    }

    private static string Meaning(Standpoint standpoint) => standpoint switch
    {
        Standpoint.OfParty => $"what {Foreign.Text(standpoint.Name)} and those that are part of it say",
        Standpoint.OfMediators => "mediators and guarantors",
        Standpoint.OfVerified => "claims that reached the grade verified, whoever speaks",
        Standpoint.OfAll => "every claim on the record",
        _ => Foreign.Text(standpoint.Name),
    };
}
