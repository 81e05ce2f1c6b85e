using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;

namespace Servanda.Status;

/// <summary>How an agreement stands: every provision by every standpoint asked for, as of one instant, as known at another.</summary>
public sealed record Board
{
    public required Agreement Agreement { get; init; }
    public required Instant AsOf { get; init; }
    public required Instant? KnownAt { get; init; }
    public required IReadOnlyList<Standpoint> Standpoints { get; init; }
    public required IReadOnlyList<Finding> Findings { get; init; }
    public required IReadOnlyList<PhaseRow> Phases { get; init; }

    /// <param name="record">The claims as the ledger stood.</param>
    /// <param name="asOf">About when.</param>
    /// <param name="standpoints">The columns; every one of the agreement where left out.</param>
    public static Board Of(Record record, Instant asOf, IReadOnlyList<Standpoint>? standpoints = null)
    {
        standpoints ??= Standpoint.Of(record.Agreement);
        var columns = Column.Of(record, asOf, standpoints);
        return new Board
        {
            Agreement = record.Agreement,
            AsOf = asOf,
            KnownAt = record.KnownAt,
            Standpoints = standpoints,
            Findings = [.. record.Findings, .. FigureFindings.Of(record), .. record.Agreement.Phases.Select(p => DeclaredBeforeCondition(p, columns)).OfType<Finding>()],
            Phases = [.. record.Agreement.Phases.Select(p => RowOf(p, record, columns))],
        };
    }

    private static PhaseRow RowOf(Phase phase, Record record, IReadOnlyList<Column> columns) => new()
    {
        Phase = phase,
        Opens = ByStandpoint(columns, e => e.Opens(phase)),
        Entered = ByStandpoint(columns, e => e.Entered(phase)),
        Completes = phase.Completes is null ? [] : ByStandpoint(columns, e => e.Completed(phase)),
        Provisions = [.. phase.Provisions.Select(p => new ProvisionRow
        {
            Provision = p,
            Positions = Positions.On(record, p, columns[0].Evaluation.AsOf),
            Status = [.. columns.Select(c => (c.Evaluation.Standpoint.Id, ProvisionStatus.Of(p, c)))],
        })],
    };

    private static IReadOnlyList<(string Standpoint, Node Node)> ByStandpoint(IReadOnlyList<Column> columns, Func<Evaluation, Node> question) =>
        [.. columns.Select(c => (c.Evaluation.Standpoint.Id, question(c.Evaluation)))];

    private static Finding? DeclaredBeforeCondition(Phase phase, IReadOnlyList<Column> columns)
    {
        var accounts = columns.Select(c => c.Evaluation).Where(e => phase.Opens is { Mode: EntryMode.Declared, When: not null } && e.Entered(phase).Value.IsTrue && !e.Opens(phase).Value.IsTrue)
            .Select(e => e.Standpoint.Name).ToList();
        return accounts.Count == 0 ? null : new Finding
        {
            Code = "declared-before-condition",
            Severity = Severity.Note,
            Message = $"{phase.Title} is declared, and its condition is not told met, by the account of {string.Join(", ", accounts)}.",
            Phases = [phase.Id],
        };
    }
}

public sealed record PhaseRow
{
    public required Phase Phase { get; init; }
    public required IReadOnlyList<(string Standpoint, Node Node)> Opens { get; init; }
    public required IReadOnlyList<(string Standpoint, Node Node)> Completes { get; init; }
    public required IReadOnlyList<(string Standpoint, Node Node)> Entered { get; init; }
    public required IReadOnlyList<ProvisionRow> Provisions { get; init; }
}

public sealed record ProvisionRow
{
    public required Provision Provision { get; init; }

    /// <summary>What actors demand, commit to, refuse or expect, latest first: shown, never counted.</summary>
    public required IReadOnlyList<StandingClaim> Positions { get; init; }
    public required IReadOnlyList<(string Standpoint, ProvisionStatus Status)> Status { get; init; }

    public ProvisionStatus By(string standpoint) => Status.First(s => s.Standpoint == standpoint).Status;
}

public sealed record ClaimCounts(int For, int Against, int Noted);

/// <summary>Alleged incidents on the table, those whose happening this standpoint holds contested, those no one is named for, and summary claims.</summary>
public sealed record IncidentCounts(int Alleged, int Contested, int Unattributed, int Summary);

public sealed record ReadingStatus(IReadOnlyList<string> By, Told Value);

public sealed record HolderStatus(string Holder, Told Value, Shown Shown);

/// <summary>A duty that one occurrence gave rise to: whether that happened, how the duty stands, and when it is due.</summary>
public sealed record InstanceStatus(string Occurrence, Told Happened, Told Value, Due Due);

public sealed record Due(Instant? Earliest, Instant? Latest);

/// <summary>How a provision stands by one standpoint: the told value, the code shown for it, and what it rests on.</summary>
public sealed record ProvisionStatus
{
    public required Told Value { get; init; }
    public required Shown Shown { get; init; }

    /// <summary>Whether a presumption from silence or age decides the value.</summary>
    public required bool Presumed { get; init; }

    /// <summary>Since when the shown code has stood.</summary>
    public required LocalDate? Since { get; init; }

    /// <summary>Days in this status, today's included as none.</summary>
    public required int? DaysInStatus { get; init; }

    /// <summary>Days since the latest deadline that any account gives, while it is not told done.</summary>
    public required int? DaysOverdue { get; init; }
    public required Due Due { get; init; }

    /// <summary>The count as of now by every account; null where nothing is reported.</summary>
    public required Extent? Count { get; init; }
    public required IReadOnlyList<Account> Accounts { get; init; }
    public required Evaluation.Signed? Balance { get; init; }
    public required decimal? Coverage { get; init; }
    public required ClaimCounts Claims { get; init; }
    public required IncidentCounts? Incidents { get; init; }

    /// <summary>How other readings of the text stand on the same claims, where that differs.</summary>
    public required IReadOnlyList<ReadingStatus> Readings { get; init; }
    public required IReadOnlyList<HolderStatus> Holders { get; init; }

    /// <summary>Of a duty that each occurrence of another gives rise to: how it stands for every one.</summary>
    public required IReadOnlyList<InstanceStatus> Instances { get; init; }

    /// <summary>Each speaker's latest figure, with its bound; never added.</summary>
    public required IReadOnlyList<StandingClaim> Figures { get; init; }
    public required Node Proof { get; init; }

    public static ProvisionStatus Of(Provision provision, Evaluation evaluation) => Of(provision, new Column(evaluation, null, 0));

    internal static ProvisionStatus Of(Provision provision, Column column)
    {
        var evaluation = column.Evaluation;
        var read = evaluation.AsRead(provision);
        var proof = evaluation.Performance(provision);
        var since = column.ShownSince(provision);
        var today = evaluation.Record.Rules.DayOf(evaluation.AsOf);
        var due = evaluation.DueOf(provision);
        var accounts = evaluation.CountOf(provision);
        return new ProvisionStatus
        {
            Value = proof.Value,
            Shown = column.ShownOf(provision, null),
            Presumed = proof.Presumed,
            Since = since,
            DaysInStatus = since is { } s ? Period.DaysBetween(s, today) : null,
            DaysOverdue = due.Latest is { } latest && latest < evaluation.AsOf && !proof.Value.IsTrue && !provision.IsNegative
                ? Period.DaysBetween(evaluation.Record.Rules.DayOf(latest), today) : null,
            Due = due,
            Count = accounts is { Count: > 0 } ? new Extent(accounts.Min(a => a.Extent.Low), accounts.Any(a => a.Extent.High is null) ? null : accounts.Max(a => a.Extent.High)) : null,
            Accounts = accounts ?? [],
            Balance = read is Provision.Exchange exchange ? evaluation.BalanceNow(exchange) : null,
            Coverage = read.IsNegative ? evaluation.CoverageOf(provision) : null,
            Claims = evaluation.CountClaims(provision, proof),
            Incidents = read.IsNegative ? evaluation.CountIncidents(provision) : null,
            Readings = [.. provision.Readings.Where(r => !ReferenceEquals(r.As, read)).Select(r => new ReadingStatus(r.By, evaluation.PerformanceAs(r.As).Value)).Where(r => r.Value != proof.Value)],
            Holders = read.By.Count > 1 && provision.Responsibility is Responsibility.Several or Responsibility.Joint
                ? [.. read.By.Select(h => new HolderStatus(h, column.ValueOf(provision, h), column.ShownOf(provision, h)))] : [],
            Instances = evaluation.InstancesOf(provision),
            Figures = evaluation.FiguresOf(provision),
            Proof = proof,
        };
    }
}
