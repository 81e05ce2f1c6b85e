using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;

namespace Servanda.Status.Folding;

/// <summary>What a claim reports of a count, at the end of the time that it speaks of.</summary>
internal sealed class Report
{
    public required StandingClaim Claim { get; init; }
    public required int Speaker { get; init; }
    public required Extent Extent { get; init; }
    public required Instant At { get; init; }

    /// <summary>From when on its upper bound is too old to carry; null: never.</summary>
    public required Instant? StaleAt { get; init; }
    public required (Instant Said, Instant Recorded) Moment { get; init; }

    /// <summary>The holders that its actor is, or is part of.</summary>
    public required ushort Holders { get; init; }

    /// <summary>The standpoints that admit it; none once it is superseded.</summary>
    public required ushort Admits { get; init; }

    /// <summary>Whether a later one of the two takes the place of the other: of one speaker, one place, and what one did.</summary>
    public bool IsOfSeries(Report other) => Speaker == other.Speaker && Claim.Claim.Zone == other.Claim.Claim.Zone && Claim.Claim.Actor == other.Claim.Claim.Actor;

    public Instant Earliest => Claim.Happened.Earliest;
    public Instant Latest => Claim.Happened.Latest;

    public static Report Of(FoldFrame frame, Counter counter, StandingClaim claim, Extent extent, ushort holders)
    {
        var at = Evaluation.EndOf(claim, frame.Rules.Zone).Latest;
        var speaker = frame.SpeakerOf(claim.Speaker);
        return new Report
        {
            Claim = claim,
            Speaker = speaker,
            Extent = extent,
            At = at,
            StaleAt = counter.StaleAfter is { } after ? frame.Rules.Shift(at, after, back: false) : null,
            Moment = frame.Record.Moment(claim),
            Holders = holders,
            Admits = frame.Admits(speaker, claim),
        };
    }
}

/// <summary>Whose reports count: those that a standpoint admits, and of those about one holder only where one is named.</summary>
internal readonly record struct Hearing(int Standpoint, ushort Holder)
{
    public bool Counts(Report report) => (report.Admits >> Standpoint & 1) != 0 && (Holder == 0 || (report.Holders & Holder) != 0);
}

/// <summary>What one report leaves possible of the count.</summary>
internal readonly record struct Remainder(Extent Extent, Report Of);

/// <summary>
/// The reports of a count, kept by speaker, place and actor in the order of the time that they speak of, so that the latest
/// word by a deadline is found by halving.
/// </summary>
internal sealed class Tally(FoldFrame frame, Counter counter)
{
    private readonly Dictionary<(int Speaker, string? Zone, string? Actor), List<Report>> bySeries = [];
    private readonly List<List<Report>> series = [];
    private readonly List<Remainder> left = [];

    public Report Add(StandingClaim claim, Extent extent, ushort holders)
    {
        var report = Report.Of(frame, counter, claim, extent, holders);
        if (!bySeries.TryGetValue((report.Speaker, claim.Claim.Zone, claim.Claim.Actor), out var own))
        {
            bySeries[(report.Speaker, claim.Claim.Zone, claim.Claim.Actor)] = own = [];
            series.Add(own);
        }
        var place = own.Count;
        while (place > 0 && (own[place - 1].At, own[place - 1].Moment).CompareTo((report.At, report.Moment)) > 0)
        {
            place--;
        }
        own.Insert(place, report);
        return report;
    }

    /// <summary>The numbers that a claim of the counter admits.</summary>
    public Extent ExtentOf(StandingClaim claim) => claim.Claim.Figure!.Extent(counter.Universe, counter.Tolerance);

    /// <summary>The moments at which a report makes a difference by itself.</summary>
    public static IEnumerable<Instant> MomentsOf(Report report)
    {
        yield return report.At;
        if (report.StaleAt is { } old)
        {
            yield return old + Duration.Epsilon;
        }
    }

    /// <summary>
    /// What each speaker's report leaves possible as of a time, in a list that the next question uses again: as of then
    /// while the window runs; after its end only reports from before the end give a lower bound, and a later report of a
    /// count that can only grow still caps it.
    /// </summary>
    /// <param name="from">Reports of an earlier time tell nothing; null: of any time.</param>
    /// <param name="to">The end of the window; null: none.</param>
    public List<Remainder> Left(Hearing hearing, Instant now, Instant? from, Instant? to)
    {
        left.Clear();
        var ended = to is { } deadline && now > deadline;
        var cutoff = ended ? to!.Value : now;
        var day = counter.Monotone ? null : LatestDay(hearing, cutoff, from);
        foreach (var own in series)
        {
            for (var last = Last(own, hearing, cutoff, from); last is { } r; last = Tied(own, r, hearing))
            {
                Carry(own[r], hearing, cutoff, from, day);
            }
        }
        if (ended && counter.Monotone)
        {
            foreach (var own in series)
            {
                for (var last = Last(own, hearing, now, from); last is { } r && own[r].At > cutoff; last = Tied(own, r, hearing))
                {
                    if (own[r].Extent.High is { } high)
                    {
                        left.Add(new Remainder(new Extent(0, high), own[r]));
                    }
                }
            }
        }
        return left;
    }

    // A count that may fall says nothing of another day: only the most recent reports stand.
    private Instant? LatestDay(Hearing hearing, Instant cutoff, Instant? from)
    {
        Instant? latest = null;
        foreach (var own in series)
        {
            if (Last(own, hearing, cutoff, from) is { } r && (latest is null || own[r].At > latest))
            {
                latest = own[r].At;
            }
        }
        return latest;
    }

    private void Carry(Report report, Hearing hearing, Instant to, Instant? from, Instant? day)
    {
        if (day is { } only && report.At != only)
        {
            return;
        }
        var bare = counter.Monotone ? new Extent(report.Extent.Low, null) : Extent.Anything;
        var outrun = counter.Monotone && report.Extent.High is { } high && IsOutrun(report, high, hearing, to, from);
        var stale = report.At < to && report.StaleAt is { } old && old < to;
        left.Add(new Remainder(outrun || stale ? bare : report.Extent, report));
    }

    // Somebody reports more for a later day, so the upper bound no longer carries.
    private bool IsOutrun(Report report, decimal high, Hearing hearing, Instant to, Instant? from)
    {
        foreach (var own in series)
        {
            for (var r = UpTo(own, to); r >= 0 && own[r].At > report.At; r--)
            {
                if (own[r].Extent.Low > high && hearing.Counts(own[r]) && (from is not { } f || own[r].At >= f))
                {
                    return true;
                }
            }
        }
        return false;
    }

    private static int? Last(List<Report> own, Hearing hearing, Instant until, Instant? from)
    {
        for (var r = UpTo(own, until); r >= 0 && (from is not { } f || own[r].At >= f); r--)
        {
            if (hearing.Counts(own[r]))
            {
                return r;
            }
        }
        return null;
    }

    // Reports of one moment about one time all stand.
    private static int? Tied(List<Report> own, int of, Hearing hearing)
    {
        for (var r = of - 1; r >= 0 && own[r].At == own[of].At && own[r].Moment == own[of].Moment; r--)
        {
            if (hearing.Counts(own[r]))
            {
                return r;
            }
        }
        return null;
    }

    // The last of one speaker's reports that speaks of a time up to then; -1 where there is none.
    private static int UpTo(List<Report> own, Instant until)
    {
        if (own.Count > 0 && own[^1].At <= until)
        {
            return own.Count - 1;
        }
        var (low, high) = (0, own.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = own[middle].At <= until ? (middle + 1, high) : (low, middle);
        }
        return low - 1;
    }
}

/// <summary>The accounts that remainders form, asked without building the accounts where all can be true together.</summary>
internal static class Remainders
{
    /// <summary>What they jointly leave possible; null where they cannot all be true.</summary>
    public static Extent? Joint(this List<Remainder> left)
    {
        var (low, high) = (0m, (decimal?)null);
        foreach (var (extent, _) in left)
        {
            low = Math.Max(low, extent.Low);
            high = extent.High is { } h && (high is not { } lowest || h < lowest) ? h : high;
        }
        return high is { } top && top < low ? null : new Extent(low, high);
    }

    public static Told Compared(this List<Remainder> left, Comparison comparison, decimal number) => left.Joint() is { } joint
        ? Accounts.Compare(joint, comparison, number) switch { Answer.Yes => Told.T, Answer.No => Told.F, Answer.Maybe => Told.N }
        : Accounts.Ask(left.Each().Select(e => Accounts.Compare(e, comparison, number)));

    /// <summary>What each account leaves possible.</summary>
    public static IReadOnlyList<Extent> Each(this List<Remainder> left) => left.Joint() is { } joint ? [joint] : Accounts.ExtentsOf([.. left.Select(r => r.Extent)]);
}
