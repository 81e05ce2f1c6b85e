using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;

namespace Servanda.Status.Folding;

/// <summary>An exchange is kept where its total is delivered and nobody owes; without a total, where nobody owes.</summary>
internal sealed class ExchangeFold : CountFold
{
    private readonly Provision.Exchange exchange;
    private readonly Tally first, second;
    private readonly List<Instant> moments = [];
    private Tellings value, anyTime;

    public ExchangeFold(FoldFrame frame, Provision.Exchange exchange)
        : base(frame, exchange)
    {
        this.exchange = exchange;
        (first, second) = (new Tally(frame, CounterOf(0)), new Tally(frame, CounterOf(1)));
    }

    public override Tellings Value(int place) => value;
    public override Tellings AnyTime(int place) => anyTime;

    private Counter CounterOf(int leg) => Frame.Agreement.Counter(exchange.Legs[leg].Counter)!;

    public override int Add(StandingClaim claim)
    {
        moments.Clear();
        if (IsOf(claim, CounterOf(0)))
        {
            AddTo(first, 0, claim);
        }
        if (IsOf(claim, CounterOf(1)))
        {
            AddTo(second, 1, claim);
        }
        return moments.Count > 0 ? Trigger.All : Trigger.Rest;
    }

    private static bool IsOf(StandingClaim claim, Counter counter) =>
        claim.Claim is Claim.Count { Figure: not null } count && count.Counter == counter.Id && claim.IsOfUnit;

    private void AddTo(Tally tally, int leg, StandingClaim claim)
    {
        var by = exchange.Legs[leg].By;
        if (by.Count > 0 && claim.Actor is { } actor && !by.Any(h => Frame.Agreement.IsPartOf(actor, h)))
        {
            return;
        }
        var own = Tally.MomentsOf(tally.Add(claim, Evaluation.Placed(claim, tally.ExtentOf(claim), [], isAsked: false, Frame.Agreement)!.Value, 0)).ToList();
        moments.AddRange(own);
        if (exchange.Lag is { } lag)
        {
            // What is owed for it is owed from the end of the lag on.
            moments.AddRange(own.Select(at => Frame.Rules.Shift(at, lag, back: false)).SelectMany(at => new[] { at, at + Duration.Epsilon }));
        }
    }

    public override IEnumerable<Trigger> TriggersOf(StandingClaim claim, int part) => [.. moments.Distinct().Select(at => new Trigger(at, Trigger.All))];

    protected override void Fit(ref Mark mark) { }

    public override void Refold(int part)
    {
        RefoldClock();
        var nobodyOwes = Asked(Tellings.F, Frame.Everyone, s => !(Owes(firstOwes: true, s) | Owes(firstOwes: false, s)));
        value = nobodyOwes & Total(ended: true);
        anyTime = nobodyOwes & Total(ended: false);
    }

    private Tellings Total(bool ended)
    {
        if (exchange.Total is not { } total)
        {
            return Tellings.T;
        }
        var word = Tellings.F;
        foreach (var (standpoints, bounds) in Windows)
        {
            word = Asked(word, standpoints, s => Node.Merged(bounds.Windows.Select(w => w.FromUndated ? Told.N
                : first.Left(By(s, 0), Frame.Now, null, ended ? w.To?.Earliest : null).Compared(Comparison.AtLeast, total))));
        }
        return word;
    }

    // Whether the holders of one leg owe: the other leg has delivered more than they have answered, longer ago than the lag.
    private Told Owes(bool firstOwes, int standpoint)
    {
        var lagged = exchange.Lag is { } lag ? Frame.Rules.Shift(Frame.Now, lag, back: true) : Frame.Now;
        var answers = new List<Answer>();
        foreach (var (low, high) in Balances(standpoint, firstOwes ? Frame.Now : lagged, firstOwes ? lagged : Frame.Now))
        {
            answers.Add((firstOwes ? high < 0 : low > 0) ? Answer.Yes : (firstOwes ? low >= 0 : high <= 0) ? Answer.No : Answer.Maybe);
        }
        return Accounts.Ask(answers);
    }

    // ratio x first - second, over every pair of accounts of the two counts; positive means the first leg is ahead.
    private IEnumerable<(decimal? Low, decimal? High)> Balances(int standpoint, Instant firstAt, Instant secondAt)
    {
        var ratio = (decimal)exchange.Legs[1].Units / exchange.Legs[0].Units;
        var each = second.Left(By(standpoint, 0), secondAt, null, null).Each();
        foreach (var a in first.Left(By(standpoint, 0), firstAt, null, null).Each())
        {
            foreach (var b in each)
            {
                yield return (b.High is { } bHigh ? (ratio * a.Low) - bHigh : null, a.High is { } aHigh ? (ratio * aHigh) - b.Low : null);
            }
        }
    }
}
