using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;

namespace Servanda.Status;

public sealed partial class Evaluation
{
    /// <summary>An exchange is kept where its total is delivered and nobody owes; without a total, where nobody owes.</summary>
    private Node Exchanged(Provision.Exchange exchange) => Exchanged(exchange, WindowsOf(exchange));

    private Node Exchanged(Provision.Exchange exchange, IReadOnlyList<CandidateWindow> windows)
    {
        var owed = NobodyOwes(exchange);
        var node = exchange.Total is { } total
            ? Node.All($"{exchange.Id}: all exchanged, and nobody owes", [FirstLegTotal(exchange, total, windows), owed])
            : owed;
        return node with { Asked = $"{exchange.Id}: exchanged as agreed", Fact = $"done({exchange.Id})" };
    }

    private Node FirstLegTotal(Provision.Exchange exchange, decimal total, IReadOnlyList<CandidateWindow> windows)
    {
        var leg = exchange.Legs[0];
        var counter = Agreement.Counter(leg.Counter)!;
        var reports = ReportsOf(counter, leg.By).ToList();
        return Node.OverCandidates($"{Delivered(leg)}: {Number(total)} {Units.Of(counter.Unit, total)}", [.. windows.Select(w => w.FromUndated
            ? Node.Given(Delivered(leg), Told.N, "the window has not begun: no account dates its start")
            : OfAccounts($"{Delivered(leg)}: {Number(total)} {Units.Of(counter.Unit, total)}", Intervals(counter, reports, w), e => Accounts.Compare(e, Comparison.AtLeast, total)))])
            with
        { Provision = exchange.Id, Fact = $"count({leg.Counter})" };
    }

    private Phrase Delivered(ExchangeLeg leg) => (Phrase)$"delivered by {string.Join(" and ", leg.By.Select(Agreement.NameOf))} ({leg.Counter})";

    private Node NobodyOwes(Provision.Exchange exchange)
    {
        var (firstOwes, secondOwes) = (Owes(exchange, first: true), Owes(exchange, first: false));
        return Node.Not($"{exchange.Id}: nobody owes", Node.Any($"{exchange.Id}: somebody owes", [firstOwes, secondOwes]));
    }

    /// <summary>Whether the holders of one leg owe: the other leg has delivered more than they have answered, longer ago than the lag.</summary>
    private Node Owes(Provision.Exchange exchange, bool first)
    {
        var leg = exchange.Legs[first ? 0 : 1];
        var balances = Balances(exchange, firstLagged: !first, secondLagged: first).ToList();
        Answer Answered(Signed balance) => (first ? balance.High < 0 : balance.Low > 0) ? Answer.Yes
            : (first ? balance.Low >= 0 : balance.High <= 0) ? Answer.No
            : Answer.Maybe;
        var value = Accounts.Ask(balances.Select(b => Answered(b.Balance)));
        var bare = Accounts.Ask(Balances(exchange, firstLagged: !first, secondLagged: first, bare: true).Select(b => Answered(b.Balance)));
        var claims = balances.SelectMany(b => b.Claims).Distinct().ToList();
        return new Node
        {
            Kind = NodeKind.Count,
            Value = value,
            Bare = bare,
            Asked = leg.By.Count == 1
                ? (Phrase)$"{Agreement.NameOf(leg.By[0])} owes more {Units.Many(Agreement.Counter(leg.Counter)!.Unit)} ({leg.Counter}), {leg.Units} for every {exchange.Legs[first ? 1 : 0].Units} received"
                : (Phrase)$"{string.Join(" and ", leg.By.Select(Agreement.NameOf))} owe more {Units.Many(Agreement.Counter(leg.Counter)!.Unit)} ({leg.Counter}), {leg.Units} for every {exchange.Legs[first ? 1 : 0].Units} received",
            For = value.P ? claims : [],
            Against = value.Q ? [] : claims,
            Provision = exchange.Id,
            Fact = $"owes({exchange.Id}, {leg.Counter})",
        };
    }

    /// <summary>A balance as an interval that may lie below nought; a null High is unbounded, a null Low unbounded below.</summary>
    public readonly record struct Signed(decimal? Low, decimal? High);

    private readonly record struct BalanceOf(Signed Balance, IReadOnlyList<StandingClaim> Claims);

    // ratio x first - second, over every pair of accounts of the two counts; positive means the first leg is ahead.
    private IEnumerable<BalanceOf> Balances(Provision.Exchange exchange, bool firstLagged, bool secondLagged, bool bare = false)
    {
        var (first, second) = (exchange.Legs[0], exchange.Legs[1]);
        var ratio = (decimal)second.Units / first.Units;
        foreach (var a in LegAccounts(exchange, first, firstLagged, bare))
        {
            foreach (var b in LegAccounts(exchange, second, secondLagged, bare))
            {
                var balance = new Signed(b.Extent.High is { } bHigh ? (ratio * a.Extent.Low) - bHigh : null, a.Extent.High is { } aHigh ? (ratio * aHigh) - b.Extent.Low : null);
                yield return new BalanceOf(balance, [.. a.Claims, .. b.Claims]);
            }
        }
    }

    private IReadOnlyList<Account> LegAccounts(Provision.Exchange exchange, ExchangeLeg leg, bool lagged, bool bare)
    {
        var evaluation = lagged && exchange.Lag is { } lag ? At(Rules.Shift(AsOf, lag, back: true)) : this;
        var intervals = evaluation.CounterIntervals(Agreement.Counter(leg.Counter)!, leg.By);
        return Accounts.Of(intervals, bare).Each;
    }

    /// <summary>Who is ahead, in units of the second leg: the lowest and highest balance any pair of accounts leaves possible; null where nothing is reported.</summary>
    public Signed? BalanceNow(Provision.Exchange exchange)
    {
        var balances = Balances(exchange, false, false).ToList();
        if (balances.TrueForAll(b => b.Claims.Count == 0))
        {
            return null;
        }
        return new Signed(
            balances.Exists(b => b.Balance.Low is null) ? null : balances.Min(b => b.Balance.Low),
            balances.Exists(b => b.Balance.High is null) ? null : balances.Max(b => b.Balance.High));
    }
}
