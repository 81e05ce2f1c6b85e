using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Gaps;
using Servanda.Status;
using Servanda.Web.Serving;

namespace Servanda.Web.Pages;

/// <summary>How accounts of a provision relate: what the mark beside it says.</summary>
public enum Between { Alike, Differing, Opposite }

/// <summary>Which provisions the board is asked for.</summary>
public sealed record BoardFilter(string? Phase, string? Holder, string? Show, string? Words)
{
    public static IReadOnlyList<string> Shows { get; } = ["differ", "contested", "not", "none", "overdue", "positions"];

    public static BoardFilter Of(Asked asked) => new(asked.Query("phase"), asked.Query("holder"), asked.Query("show"), asked.Query("q"));

    public bool IsOn => Phase is not null || Holder is not null || Show is not null || Words is not null;
}

/// <summary>A row of the board.</summary>
public sealed record BoardRow(ProvisionRow Row, Between Between)
{
    public Provision Provision => Row.Provision;

    /// <summary>Whether these accounts all stand alike and none has said anything that bears on it: one cell is enough.</summary>
    public bool IsBlank(IReadOnlyList<Standpoint> standpoints)
    {
        var statuses = standpoints.Select(s => Row.By(s.Id)).ToList();
        return statuses.TrueForAll(s => s.Shown == statuses[0].Shown && s.Claims is { For: 0, Against: 0 } && s is { Presumed: false, Figures.Count: 0, Accounts.Count: 0, DaysOverdue: null }
            && s.Due == statuses[0].Due && s.Holders.All(h => h.Shown == s.Shown));
    }
}

/// <summary>The board as a page shows it, with what stands in the way of the next phase and where accounts differ most.</summary>
public sealed record BoardModel
{
    public required Board Board { get; init; }
    public required IReadOnlyList<(PhaseRow Phase, IReadOnlyList<BoardRow> Rows)> Phases { get; init; }
    public required BoardFilter Filter { get; init; }
    public required int Left { get; init; }
    public required Blockers? Blockers { get; init; }
    public required Divergence Divergence { get; init; }
    public required int Claims { get; init; }
    public required int Speakers { get; init; }
    public required int Later { get; init; }

    public static BoardModel Of(Asked asked)
    {
        var board = asked.Board();
        var divergence = asked.Ask("", record => Divergence.Of(record, asked.AsOf));
        var counts = asked.Ask("counts", record => new Counts(record.Claims.Count, record.Claims.Select(c => c.Speaker).Distinct(StringComparer.Ordinal).Count(), record.Claims.Count(c => c.Happened.Earliest > asked.AsOf)));
        var filter = BoardFilter.Of(asked);
        var distances = divergence.Accounts.GroupBy(a => a.Provision.Id, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Min(a => a.Distance), StringComparer.Ordinal);
        var phases = board.Phases.Where(p => filter.Phase is null || p.Phase.Id == filter.Phase)
            .Select(p => (p, (IReadOnlyList<BoardRow>)[.. p.Provisions.Select(r => new BoardRow(r, BetweenOf(distances, r))).Where(r => Passes(r, filter, asked))])).ToList();
        return new BoardModel
        {
            Board = board,
            Phases = filter.IsOn ? [.. phases.Where(p => p.Item2.Count > 0)] : phases,
            Filter = filter,
            Left = board.Phases.Sum(p => p.Provisions.Count) - phases.Sum(p => p.Item2.Count),
            Blockers = divergence.Opening,
            Divergence = divergence,
            Claims = counts.Claims,
            Speakers = counts.Speakers,
            Later = counts.Later,
        };
    }

    private sealed record Counts(int Claims, int Speakers, int Later);

    private static Between BetweenOf(Dictionary<string, Distance> distances, ProvisionRow row) => !distances.TryGetValue(row.Provision.Id, out var distance) ? Between.Alike
        : distance switch { Distance.Opposite => Between.Opposite, Distance.Differing => Between.Differing, _ => Between.Alike };

    private static bool Passes(BoardRow row, BoardFilter filter, Asked asked)
    {
        var statuses = row.Row.Status.Where(s => asked.Standpoints.Any(p => p.Id == s.Standpoint)).Select(s => s.Status).ToList();
        return (filter.Holder is not { } holder || row.Provision.By.Contains(holder, StringComparer.Ordinal))
            && (filter.Words is not { } words || Text(row.Provision).Contains(words, StringComparison.OrdinalIgnoreCase))
            && filter.Show switch
            {
                "differ" => row.Between != Between.Alike,
                "contested" => statuses.Exists(s => s.Shown is Shown.Contested or Shown.DormantContested or Shown.SuspendedContested),
                "not" => statuses.Exists(s => Look.Of(s.Shown) == Look.ToldNot),
                "none" => statuses.TrueForAll(s => Look.Of(s.Shown) == Look.NoAccount),
                "overdue" => statuses.Exists(s => s.DaysOverdue is > 0),
                "positions" => row.Row.Positions.Count > 0,
                _ => true,
            };
    }

    private static string Text(Provision provision) => $"{provision.Id} {provision.Article} {provision.Text} {string.Join(' ', provision.Words)}";
}
