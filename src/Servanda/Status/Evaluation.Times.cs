using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;

namespace Servanda.Status;

/// <summary>
/// One account of when a provision runs. <see cref="FromUndated"/>: its start is named but nobody dates it, so the window
/// has not begun. A null <see cref="To"/>: no end, or one that nobody dates.
/// </summary>
public readonly record struct CandidateWindow(TimeRange? From, TimeRange? To, bool FromUndated = false)
{
    public static CandidateWindow Unbounded => new(null, null);
}

public sealed partial class Evaluation
{
    /// <summary>The dates that a standpoint's claims give an anchor; its own <c>at</c> where none of them dates it.</summary>
    public IReadOnlyList<TimeRange> DatesOf(Anchor anchor)
    {
        if (!family.AnchorDates.TryGetValue(anchor.Id, out var dates))
        {
            var speaking = Admitted(Record.OfAnchor(anchor.Id)).ToList();
            var dated = TimeRange.Sharpest(speaking.Where(c => c.Claim is Claim.Assert).Select(c => c.Happened));
            family.AnchorDates[anchor.Id] = dates = dated.Count > 0 ? dated
                : anchor.At is { } at && (speaking.Count == 0 || !Standpoint.IsOneVoice) ? [at.In(Rules.Zone)]
                : [];
        }
        return dates;
    }

    private Node AnchorReached(Anchor anchor)
    {
        var speaking = Admitted(Record.OfAnchor(anchor.Id)).ToList();
        var asserted = speaking.Where(c => c.Claim is Claim.Assert).ToList();
        Phrase question = $"{anchor.Id} has come";
        if (speaking.Count == 0)
        {
            return anchor.At is not { } at ? Node.Given(question, Told.N, "no account dates it") with { Fact = $"done({anchor.Id})" }
                : Node.Given(question, at.In(Rules.Zone).Earliest <= AsOf ? Told.T : Told.F, (Phrase)$"the agreement dates it {at}");
        }
        var told = Node.OfFact(question, [.. asserted.Where(c => c.Happened.Earliest <= AsOf)],
            [.. asserted.Where(c => c.Happened.Earliest > AsOf), .. speaking.Where(c => c.Claim is Claim.Deny)]) with
        { Fact = $"done({anchor.Id})" };
        // A denial that gives no other date contests the text's own date, save for the one who denies it.
        return asserted.Count == 0 && !Standpoint.IsOneVoice && anchor.At is { } text && text.In(Rules.Zone).Earliest <= AsOf
            ? told with { Value = Told.B, Bare = Told.B, Because = (Phrase)$"the agreement dates it {text}" }
            : told;
    }

    /// <summary>
    /// The candidate windows of a provision: one for each combination of the dates that accounts give its anchors, so that
    /// a start and an end that run from one anchor move together.
    /// </summary>
    public IReadOnlyList<CandidateWindow> WindowsOf(Provision provision, TimeRange? start = null)
    {
        // Windows that only anchors and fixed times bound are the same as of every instant.
        if (start is null && family.FixedWindows.TryGetValue(provision, out var known))
        {
            return known;
        }
        var windows = CandidatesOf(provision, start);
        if (start is null && IsFixed(provision))
        {
            family.FixedWindows[provision] = windows;
        }
        return windows;
    }

    internal bool IsFixed(Provision provision) => !Agreement.PowersWithEffect.Any(p => Moves(p.Effect!, provision))
        && (provision.Within?.From is { } from ? IsFixed(from) : Agreement.Phase(provision.Phase)?.Opens is null)
        && (provision.Within?.To is not { } to || IsFixed(to));

    /// <summary>Whether an effect moves the times of a provision.</summary>
    internal static bool Moves(Effect effect, Provision provision) => effect switch
    {
        Effect.Suspend { Of: var of } => of.Contains(provision.Id, StringComparer.Ordinal),
        Effect.Extend { Of: var of } => of.Contains(provision.Id, StringComparer.Ordinal),
        _ => false,
    };

    private static bool IsFixed(TimeExpression time) => time.Origin() is TimeExpression.Fixed or TimeExpression.Anchor;

    private IReadOnlyList<CandidateWindow> CandidatesOf(Provision provision, TimeRange? start)
    {
        var within = provision.Within;
        if (!IsContested(within?.From) && !IsContested(within?.To))
        {
            return [Moved(provision, Window(provision, within, NoChoice, start))];
        }
        var anchors = AnchorsIn(within?.From).Concat(AnchorsIn(within?.To)).Distinct(StringComparer.Ordinal)
            .Select(Agreement.Anchor).OfType<Anchor>().Where(a => DatesOf(a).Count > 1).Take(6).ToList();
        var windows = new List<CandidateWindow>();
        foreach (var chosen in Choices(anchors, 0))
        {
            windows.Add(Window(provision, within, chosen, start));
        }
        return [.. windows.Distinct().Select(w => Moved(provision, w))];
    }

    private static readonly IReadOnlyDictionary<string, TimeRange> NoChoice = new Dictionary<string, TimeRange>();

    // Whether accounts date its anchor differently.
    private bool IsContested(TimeExpression? time) => time?.Origin() is TimeExpression.Anchor { Id: var id } && Agreement.Anchor(id) is { } anchor && DatesOf(anchor).Count > 1;

    private CandidateWindow Window(Provision provision, Window? within, IReadOnlyDictionary<string, TimeRange> chosen, TimeRange? start)
    {
        TimeRange? from;
        bool undated;
        if (within?.From is { } expression)
        {
            from = TimeOf(expression, chosen, provision, start);
            undated = from is null;
        }
        else
        {
            // Without a start of its own it runs from its phase's entry; a phase that opens by itself was always open.
            var entered = EntryOf(Agreement.Phase(provision.Phase));
            from = entered.At;
            undated = !entered.Always && entered.At is null;
        }
        var to = within?.To is TimeExpression.Fixed { Stamp.Day: { } day }
            ? TimeRange.Exactly(TimeRange.OfDay(day, Rules.Zone).Latest)
            : within?.To is { } end ? TimeOf(end, chosen, provision, start) : null;
        return new CandidateWindow(from, to, undated);
    }

    private IEnumerable<IReadOnlyDictionary<string, TimeRange>> Choices(List<Anchor> anchors, int index)
    {
        if (index == anchors.Count)
        {
            yield return new Dictionary<string, TimeRange>(StringComparer.Ordinal);
            yield break;
        }
        foreach (var date in DatesOf(anchors[index]))
        {
            foreach (var rest in Choices(anchors, index + 1))
            {
                yield return new Dictionary<string, TimeRange>(rest, StringComparer.Ordinal) { [anchors[index].Id] = date };
            }
        }
    }

    internal static IEnumerable<string> AnchorsIn(TimeExpression? time) => time?.Origin() is TimeExpression.Anchor anchor ? [anchor.Id] : [];

    /// <summary>Every date that accounts give a time; none where nobody dates it.</summary>
    internal List<TimeRange> TimesOf(TimeExpression time)
    {
        var anchors = AnchorsIn(time).Select(Agreement.Anchor).OfType<Anchor>().Where(a => DatesOf(a).Count > 1).ToList();
        return [.. Choices(anchors, 0).Select(chosen => TimeOf(time, chosen, null, null)).OfType<TimeRange>().Distinct()];
    }

    private TimeRange? TimeOf(TimeExpression time, IReadOnlyDictionary<string, TimeRange> chosen, Provision? within, TimeRange? start)
    {
        return time switch
        {
            TimeExpression.Fixed { Stamp: var stamp } => stamp.In(Rules.Zone),
            TimeExpression.Anchor { Id: var id } => chosen.TryGetValue(id, out var date) ? date : Agreement.Anchor(id) is { } anchor ? DatesOf(anchor) is [var only, ..] ? only : null : null,
            TimeExpression.Start { Ref: var of } => StartOf(of, within, start),
            TimeExpression.Done { Ref: var of } => DoneAt(of),
            TimeExpression.End { Phase: var id } => Agreement.Phase(id) is { Completes: { } completes } ? WhenFirstTold($"completes {id}", completes, AsOf) : null,
            TimeExpression.EndOfDay { Of: var of } => TimeOf(of, chosen, within, start) is { } range ? Rules.EndOfDay(range) : null,
            TimeExpression.EndOfMonth { Of: var of } => TimeOf(of, chosen, within, start) is { } range ? Rules.EndOfMonth(range) : null,
            TimeExpression.Shift { Of: var of, By: var by, Back: var back } => TimeOf(of, chosen, within, start) is { } range ? Rules.Shift(range, by, back) : null,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>When <c>applies</c> of the provision was first told T; for an instance, the occurrence that gave rise to it.</summary>
    private TimeRange? StartOf(ProvisionRef of, Provision? within, TimeRange? instance)
    {
        if (instance is { } given && (within is null || within.Id == of.Id || within.Each == of.Id))
        {
            return given;
        }
        if (Agreement.Provision(of.Id) is not { } provision)
        {
            return null;
        }
        return provision.Applies is { } applies ? WhenFirstTold($"applies {of.Id}", applies, AsOf)
            : RemedyFor(provision) is { } breached ? WhenFirstTold($"applies {of.Id}", new Condition.Breached(new ProvisionRef(breached.Id)), AsOf)
            : EntryOf(Agreement.Phase(provision.Phase)).At;
    }

    internal Provision? RemedyFor(Provision provision) => provision.Each is null ? Agreement.RemediedBy(provision.Id) : null;

    // The first occurrence in the window told T; for a count, when it was first told to reach its target.
    private TimeRange? DoneAt(ProvisionRef of) => family.Asking.Of(About("done at", of.Id, of.Holder), () => FirstDone(of), circular: null, keep: _ => { });

    private TimeRange? FirstDone(ProvisionRef of)
    {
        if (Agreement.Provision(of.Id) is not { } provision)
        {
            return null;
        }
        if (Assumed(provision, of.Holder) is { } assumed)
        {
            return assumed.Value.IsTrue ? TimeRange.Exactly(family.Assumed!.From) : null;
        }
        if (provision is Provision.Act or Provision.Power)
        {
            if (of.Holder is null && family.Dates is { } dates && dates(provision, AsOf) is { } told)
            {
                return told.At;
            }
            var windows = WindowsOf(provision);
            var notDone = NotDoneClaims(provision, of.Holder, null).ToList();
            return OccurrencesOf(provision, of.Holder)
                .Where(o => Happened(provision, o, of.Holder, windows, NotDoneAbout(notDone, o, provision, of.Holder)).Value.IsTrue)
                .SelectMany(o => Admitted(o.Claims).Where(c => c.Says > 0 || c.Claim is Claim.Exercise).Select(c => (TimeRange?)c.Happened))
                .OrderBy(h => h!.Value.Earliest).FirstOrDefault();
        }
        return WhenFirstTold($"done {of}", new Condition.Done(of), AsOf);
    }

    /// <summary>When a phase was entered by this standpoint; <c>Always</c> where it has no opening condition.</summary>
    private (bool Always, TimeRange? At) EntryOf(Phase? phase)
    {
        if (phase?.Opens is not { } opens)
        {
            return (true, null);
        }
        if (AssumedEntry(phase) is { } assumed)
        {
            return (false, assumed.Value.IsTrue ? TimeRange.Exactly(family.Assumed!.From) : null);
        }
        if (opens.Mode == EntryMode.Automatic)
        {
            return opens.When is null ? (true, null) : (false, WhenFirstTold($"opens {phase.Id}", opens.When, AsOf));
        }
        var declared = Declarations(phase).Where(c => Says(c) > 0).Select(c => c.Happened).Concat(UsesThatOpen(phase).Where(u => u.Valid.Value.IsTrue).Select(u => u.At))
            .OrderBy(h => h.Earliest).ThenBy(h => h.Latest).Select(h => (TimeRange?)h).FirstOrDefault();
        return (false, Entered(phase).Value.IsTrue ? declared : null);
    }

    private static int Says(StandingClaim claim) => claim.Claim is Claim.Exercise ? 1 : claim.Says;

    /// <summary>The search for the first instant at which a condition was told T, kept so that a later as-of goes on from there.</summary>
    private sealed class Search
    {
        public Instant SearchedTo { get; set; } = Instant.MinValue;
        public TimeRange? Found { get; set; }

        /// <summary>From when on it is known: a breach by lapse of time starts at its deadline, and is told the instant after.</summary>
        public Instant Known { get; set; }
    }

    private TimeRange? WhenFirstTold(string key, Condition condition, Instant until)
    {
        if (!family.Firsts.TryGetValue(key, out var first))
        {
            family.Firsts[key] = first = SearchBefore(key);
        }
        if (first.Found is { } found && first.Known <= until)
        {
            return found;
        }
        return first.SearchedTo >= until ? null : family.Asking.Of(new Question(family, "first told", key), () => Searched(condition, first.SearchedTo, until), circular: null, keep: told =>
        {
            (first.Found, first.Known, first.SearchedTo) = (told?.When, told?.Known ?? default, until);
        })?.When;
    }

    // Until the uses that an earlier family leaves out, things were as they are by all: what is known of that time is not searched again.
    private Search SearchBefore(string key) => family.Whole?.Firsts.GetValueOrDefault(key) is not { SearchedTo: var searched } whole || searched != Instant.MaxValue ? new Search()
        : whole.Found is { } found && whole.Known < family.EffectsBefore ? new Search { SearchedTo = whole.SearchedTo, Found = found, Known = whole.Known }
        : new Search { SearchedTo = family.EffectsBefore - Duration.Epsilon };

    private sealed record Telling(TimeRange When, Instant Known);

    private Telling? Searched(Condition condition, Instant after, Instant until)
    {
        foreach (var change in Changes(condition).Concat(AssumedFrom).Where(c => c.Earliest > after && c.Earliest <= until).OrderBy(c => c.Earliest).ThenByDescending(c => c.Latest))
        {
            if (At(change.Earliest).Value(condition).Value.IsTrue)
            {
                return new Telling(Gathering.WhenOf(change), change.Earliest);
            }
        }
        return null;
    }
}
