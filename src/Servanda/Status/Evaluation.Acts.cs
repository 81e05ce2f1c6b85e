using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;

namespace Servanda.Status;

public sealed partial class Evaluation
{
    /// <summary>done = some occurrence in the window, or one that nobody has reported.</summary>
    private Node Done(Provision.Act act, string? holder) => Done(act, holder, WindowsOf(act));

    private Node Done(Provision act, string? holder, IReadOnlyList<CandidateWindow> windows, string? only = null)
    {
        var notDone = NotDoneClaims(act, holder, only).ToList();
        var onTable = (only is null ? OccurrencesOf(act, holder) : OccurrenceOf(act, only, holder)).ToList();
        var parts = onTable
            .Select(o => Happened(act, o, holder, windows, NotDoneAbout(notDone, o, act, holder)))
            .ToList();
        var covering = SpeakingForAll(act, holder, [.. notDone.Where(n => windows.Any(w => Covers(n.Happened.Latest, w)))]);
        if (Unreported(act, covering, onTable.Count > 0) is { } rest)
        {
            parts.Add(rest);
        }
        return Node.Any(holder is null ? (Phrase)$"{act.Id}: done" : (Phrase)$"{act.Id}: done by {Agreement.NameOf(holder)}", parts) with { Fact = $"done({FactRef(act, holder)})" };
    }

    /// <summary>The same without the upper bound of the window: told done at any time, which shows as done late.</summary>
    private Node DoneAnyTime(Provision provision, string? holder)
    {
        if (holder is null && IsSeveral(provision))
        {
            return Node.All($"{provision.Id}: each holder, at any time", [.. provision.By.Select(h => DoneAnyTime(provision, h))]);
        }
        if (provision.Each is { } each && Agreement.Provision(each) is { } giver)
        {
            return PerInstance(provision, giver, HolderOf(provision, holder), anyTime: true);
        }
        return provision switch
        {
            Provision.Act act => Done(act, HolderOf(act, holder), WithoutEnd(WindowsOf(act))),
            Provision.Quota quota => Reached(quota, HolderOf(quota, holder), WithoutEnd(WindowsOf(quota))),
            Provision.Exchange exchange => Exchanged(exchange, WithoutEnd(WindowsOf(exchange))),
            _ => Performance(provision, holder),
        };
    }

    private static IReadOnlyList<CandidateWindow> WithoutEnd(IReadOnlyList<CandidateWindow> windows) => [.. windows.Select(w => w with { To = null })];

    private IEnumerable<StandingClaim> NotDoneClaims(Provision provision, string? holder, string? only) =>
        Admitted(only is null ? Record.NotDoneOf(provision) : Record.NotDoneOf(provision, only)).Where(c => OnTable(c) && IsHolders(c, holder));

    // "Not done as of t" also denies every occurrence dated until then; "A has not done it" those that are told of A, and
    // nothing that others may have done.
    private IEnumerable<StandingClaim> NotDoneAbout(List<StandingClaim> notDone, Occurrence occurrence, Provision provision, string? holder) => notDone
        .Where(n => occurrence.Claims.All(c => c.Says <= 0 || c.Happened.Latest <= n.Happened.Latest)
            && (holder is not null || n.Actor is null || provision.By.Count <= 1 || occurrence.Claims.Any(c => IsHolders(c, n.Actor))));

    // Of claims that it was not done, those that speak for everybody who could have done it: they name nobody, or there is
    // one for every holder.
    private List<StandingClaim> SpeakingForAll(Provision provision, string? holder, List<StandingClaim> claims) =>
        holder is not null || provision.By.Count <= 1 || provision.By.All(h => claims.Exists(c => IsHolders(c, h))) ? claims : claims.FindAll(c => c.Actor is null);

    // "Not done as of t" speaks of the window so far: up to now, or to its end where that has passed.
    private bool Covers(Instant until, CandidateWindow window) =>
        until >= (window.To is { } to ? Instant.Min(AsOf, to.Earliest) : AsOf);

    private static string FactRef(Provision provision, string? holder) => holder is null ? provision.Id : $"{provision.Id}@{holder}";

    /// <summary>One instance for every occurrence on record of the provision that gives rise to the duty.</summary>
    private Node PerInstance(Provision provision, Provision giver, string? holder, bool anyTime = false)
    {
        var instances = InstancesOf(provision, giver, holder, anyTime)
            .Select(i => Node.Any($"{provision.Id} for {i.Occurrence.Id}", [Node.Not($"{i.Occurrence.Id} did not give rise to it", i.Arose), i.Done]) with { Occurrence = i.Occurrence.Id, Provision = provision.Id })
            .ToList();
        return Node.All(instances.Count == 0 ? (Phrase)$"{provision.Id}: no occurrence of {giver.Id} has given rise to it" : (Phrase)$"{provision.Id}: for every occurrence of {giver.Id}", instances);
    }

    /// <param name="Occurrence">What gave rise to the duty.</param>
    /// <param name="Arose">That it happened, and that the condition of the duty was told then.</param>
    internal sealed record Instance(Occurrence Occurrence, Node Arose, Node Done, IReadOnlyList<CandidateWindow> Windows);

    // By reading, which is the same object as long as nobody is put in the place of a holder.
    private readonly Dictionary<Provision, Dictionary<(string? Holder, bool AnyTime), IReadOnlyList<Instance>>> knownInstances = new(ReferenceEqualityComparer.Instance);

    /// <summary>The duty that each occurrence gives rise to; of several holders, done where all of them did it, or the one asked about.</summary>
    internal IReadOnlyList<Instance> InstancesOf(Provision provision, Provision giver, string? holder = null, bool anyTime = false)
    {
        if (!knownInstances.TryGetValue(provision, out var own))
        {
            knownInstances[provision] = own = [];
        }
        return own.TryGetValue((holder, anyTime), out var known) ? known
            : family.Asking.Found(() => InstancesFound(provision, giver, holder, anyTime), keep: found => own[(holder, anyTime)] = found);
    }

    private IReadOnlyList<Instance> InstancesFound(Provision provision, Provision giver, string? holder, bool anyTime)
    {
        var giving = OccurrencesOf(giver).Where(o => o.Named || !giver.IsNegative).ToList();
        if (giving.Count == 0)
        {
            return [];
        }
        var happenedUnder = HappenedUnder(AsRead(giver));
        return
        [
            .. giving.Select(o =>
            {
                var happened = happenedUnder(o);
                var starts = StartsOf(o);
                IReadOnlyList<CandidateWindow> windows = [.. starts.SelectMany(start => WindowsOf(provision, start)).Distinct()];
                var arose = provision.Applies is { } applies
                    ? Node.All($"{o.Id} gave rise to {provision.Id}", [happened, Node.OverCandidates($"{provision.Id} applied then", [.. starts.Select(start => At(Instant.Min(AsOf, start.Latest)).Value(applies))])]) with { Occurrence = o.Id }
                    : happened;
                var asked = anyTime ? WithoutEnd(windows) : windows;
                var done = holder is null && IsSeveral(provision)
                    ? Node.All($"{provision.Id} for {o.Id}: each holder", [.. provision.By.Select(h => Done(provision, h, asked, o.Id))])
                    : Done(provision, holder, asked, o.Id);
                return new Instance(o, arose, done, windows);
            }),
        ];
    }

    // As contested as it is under the provision that it belongs to.
    private Func<Occurrence, Node> HappenedUnder(Provision giver)
    {
        var windows = WindowsOf(giver);
        if (giver.IsNegative)
        {
            var (binding, clear) = (WhileBinding(giver, windows), ClearReports(giver, null));
            return o => Happened(giver, o, null, binding, Denying(clear, o, giver, holder: null));
        }
        var notDone = NotDoneClaims(giver, null, null).ToList();
        return o => Happened(giver, o, null, windows, NotDoneAbout(notDone, o, giver, null));
    }

    private TimeRange TimeOfOccurrence(Occurrence occurrence) => StartsOf(occurrence)[0];

    // When it happened by each account that this standpoint admits, the earliest first; where it admits none, by anybody's.
    private List<TimeRange> StartsOf(Occurrence occurrence)
    {
        var telling = occurrence.Claims.Where(c => c.Claim.Exception is null && (c.Says > 0 || c.Claim is Claim.Exercise)).ToList();
        var admitted = telling.Where(Admits).ToList();
        return TimeRange.Sharpest((admitted.Count > 0 ? admitted : telling.Count > 0 ? telling : occurrence.Claims).Select(c => c.Happened));
    }
}
