using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;

namespace Servanda.Status.Folding;

/// <summary>What quotas and rates share: reports of a count, asked by one standpoint after the other, since accounts are not bits.</summary>
internal abstract class CountFold(FoldFrame frame, Provision provision, string counter) : LeafFold(frame, provision)
{
    /// <summary>What a claim reports of the count, at the end of the time it speaks of.</summary>
    protected sealed record Report(int Mark, Extent Extent, Instant At, Instant? StaleAt, (Instant, Instant) Moment);

    private readonly List<(Extent Extent, Extent Bare)> intervals = [];

    protected Counter Counter { get; } = frame.Agreement.Counter(counter)!;

    protected abstract decimal Target { get; }

    /// <summary>Whether a claim is a report of the count that this provision reads.</summary>
    protected bool IsReport(StandingClaim claim) =>
        claim.Claim is Claim.Count { Figure: { } figure } count && count.Counter == Counter.Id && Evaluation.IsOfUnit(figure, Counter)
        && (claim.Claim.Provision is null || claim.Claim.Provision == Provision.Id);

    protected Report ReportOf(StandingClaim claim, Extent extent)
    {
        var at = Evaluation.EndOf(claim, Frame.Rules.Zone).Latest;
        return new Report(Keep(MarkOf(claim)), extent, at, Counter.StaleAfter is { } after ? Frame.Rules.Shift(at, after, back: false) : null, Frame.Record.Moment(claim));
    }

    protected Extent ExtentOf(StandingClaim claim) => claim.Claim.Figure!.Extent(Counter.Universe, Counter.Tolerance);

    protected override void Fit(ref Mark mark) { }

    protected bool Counts(Report report, int standpoint, int place)
    {
        ref var mark = ref Marks[report.Mark];
        return (mark.Admits >> standpoint & 1) != 0 && Concerns(mark, place);
    }

    protected void Clear() => intervals.Clear();

    protected void Leave(Extent extent, Extent bare) => intervals.Add((extent, bare));

    protected bool NothingReported => intervals.Count == 0;

    /// <summary>Whether the target is reached, by the accounts that the intervals left form.</summary>
    protected Told Reached(bool bare)
    {
        // Where all can be true together there is one account, which is what most records come to.
        var (low, high) = (0m, (decimal?)null);
        foreach (var interval in intervals)
        {
            var extent = bare ? interval.Bare : interval.Extent;
            low = Math.Max(low, extent.Low);
            high = extent.High is { } h && (high is not { } lowest || h < lowest) ? h : high;
        }
        if (high is not { } top || top >= low)
        {
            return low >= Target ? Told.T : high < Target ? Told.F : Told.N;
        }
        var parts = intervals.Select(i => new CountInterval(i.Extent, i.Bare, [])).ToList();
        return Accounts.Of(parts, bare).Ask(e => Accounts.Compare(e, Comparison.AtLeast, Target));
    }

    /// <summary>Sets the values of some standpoints in a word.</summary>
    protected static Tellings With(Tellings word, Told value, int standpoint)
    {
        var mask = (ushort)(1 << standpoint);
        return word.For((ushort)~mask) | Tellings.Given(value, mask);
    }
}
