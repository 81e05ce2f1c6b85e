using NodaTime;
using Servanda.Agreements;

namespace Servanda.Status.Folding;

/// <content>What used powers do, by every standpoint, as the clock comes to it.</content>
public sealed partial class StatusFold
{
    /// <summary>The row of a power stands for what its uses do, beside what is told of them.</summary>
    private const int EffectsOf = -1;

    private readonly SortedSet<int> dirtyPowers = [];
    private readonly bool foldsPowers;
    private readonly IReadOnlyList<Effected>[] inEffect;

    // The same for the evaluations, which are told it at every question.
    private readonly Evaluation.AllEffects[] provided;
    private readonly List<FoldRow> powerRows = [];
    private bool effectsMoved;

    private readonly record struct Effected(Evaluation.InEffect Effect, Instant Used);

    // Who may use a power, and until when, is not folded where another used power changes it.
    private static bool IsFoldedPower(Provision.Power power, Record record) =>
        !record.UsedPowers.Any(other => Evaluation.Moves(other.Effect!, power) || Evaluation.Assigns(other.Effect!, power));

    private static bool IsAssigned(Provision provision, Record record) => record.UsedPowers.Any(power => Evaluation.Assigns(power.Effect!, provision));

    /// <summary>The evaluation of a standpoint as of now, told what used powers do.</summary>
    private Evaluation Now(int standpoint)
    {
        var evaluation = evaluations[standpoint].At(frame.Now);
        if (foldsPowers)
        {
            evaluation.Provide(provided[standpoint]);
        }
        return evaluation;
    }

    // Says whether some use, or what it does, turned out otherwise.
    private void UsePowers()
    {
        foreach (var index in dirtyPowers)
        {
            var row = rows[index];
            foreach (var (_, leaf) in row.Leaves)
            {
                if (leaf is PowerFold fold && fold.Reconsider((s, at) => AppliedThen(row, s, at)))
                {
                    touched.Add(index);
                    effectsMoved |= row.Provision is Provision.Power { Effect: not null };
                }
            }
        }
        dirtyPowers.Clear();
        if (effectsMoved && foldsPowers)
        {
            effectsMoved = false;
            TakeEffects();
        }
    }

    private Told AppliedThen(FoldRow row, int standpoint, TimeRange at) =>
        KnownThen(row, standpoint, at) ?? Now(standpoint).WasToldAt((Provision.Power)row.LeafOf(standpoint).Provision, at);

    // Null where what was done that day may hide how the condition stood, and where it came true or ceased on the very day.
    private Told? KnownThen(FoldRow row, int standpoint, TimeRange at)
    {
        var day = TimeRange.OfDay(frame.Rules.DayOf(at.Earliest), frame.Rules.Zone);
        var latest = Instant.Min(at.Earliest == at.Latest ? day.Latest : at.Latest, frame.Now);
        if (inEffect[standpoint].Any(e => e.Used >= at.Earliest && e.Effect.From <= latest && MayHide(e.Effect.Power, row.Provision)))
        {
            return null;
        }
        var root = rootOf[("applies", row.Provision.Id)]!;
        var (before, after) = (root.ValueAt(day.Earliest - Duration.Epsilon).By(standpoint), root.ValueAt(latest).By(standpoint));
        return before.IsTrue == after.IsTrue ? after : null;
    }

    private readonly Dictionary<(string Power, string Asked), bool> mayHide = [];

    // Whether what a power does reaches what the condition of another rests on.
    private bool MayHide(Provision.Power power, Provision asked)
    {
        if (!mayHide.TryGetValue((power.Id, asked.Id), out var may))
        {
            var rests = restsOn.Of(asked);
            mayHide[(power.Id, asked.Id)] = may = (power.Effect is Effect.Open { Phase: var opened } && rests.Contains(("entered", opened)))
                || Agreement.Provisions.Any(p => rests.Contains(("provision", p.Id)) && Evaluation.Reaches(power.Effect!, p));
        }
        return may;
    }

    private Evaluation.InEffect EffectOf(Provision.Power power, Instant used)
    {
        var from = power.Limits.Notice is { } notice ? frame.Rules.Shift(used, notice, back: false) : used;
        var until = power.Limits.Lapses is { } lapses ? frame.Rules.Shift(from, lapses, back: false) : (Instant?)null;
        foreach (var at in new[] { from, until }.OfType<Instant>().Where(at => at > frame.Now))
        {
            triggers.Enqueue((RowOf(power).Index, EffectsOf, Trigger.Rest), at);
        }
        return new Evaluation.InEffect(power, power.Effect!, from, until);
    }

    private void TakeEffects()
    {
        var moved = new HashSet<Provision.Power>();
        for (var s = 0; s < evaluations.Length; s++)
        {
            var found = new List<Effected>();
            var open = new List<Evaluation.OpenEffect>();
            foreach (var power in Record.UsedPowers)
            {
                foreach (var use in ((PowerFold)RowOf(power).LeafOf(s)).UsesBy(s).Where(u => !u.Valid.IsFalse))
                {
                    use.Effect ??= EffectOf(power, use.At.Earliest);
                    if (use.Valid.IsTrue && use.Effect.From <= frame.Now)
                    {
                        found.Add(new Effected(use.Effect, use.At.Earliest));
                    }
                    else if (use.Effect.From <= frame.Now)
                    {
                        open.Add(new Evaluation.OpenEffect(use.Effect, Node.Given($"{power.Id} was validly used", use.Valid, "contested or open")));
                    }
                }
            }
            IReadOnlyList<Effected> now = found.Count == 0 ? [] : [.. found.OrderBy(e => e.Effect.From)];
            // What lapses at this very moment did something before and does nothing now.
            if (!now.SequenceEqual(inEffect[s]))
            {
                moved.UnionWith(now.Except(inEffect[s]).Concat(inEffect[s].Except(now)).Select(e => e.Effect.Power));
            }
            moved.UnionWith(now.Where(e => e.Effect.Until == frame.Now).Select(e => e.Effect.Power));
            (inEffect[s], provided[s]) = (now, new Evaluation.AllEffects([.. now.Select(e => e.Effect)], open));
        }
        var openMoved = TakeOpenEffects();
        if (moved.Count == 0 && !openMoved)
        {
            return;
        }
        foreach (var evaluation in evaluations)
        {
            evaluation.Forget();
        }
        foreach (var row in rows.Where(r => !r.IsAsked && moved.Any(p => Evaluation.Reaches(p.Effect!, r.Provision))))
        {
            SetWindows(row);
            touched.Add(row.Index);
        }
        // What other uses of the same day rest on may look otherwise now.
        dirtyPowers.UnionWith(powerRows.Where(r => moved.Any(p => MayHide(p, r.Provision))).Select(r => r.Index));
        AskAgain(_ => true);
    }

    // What uses that are contested or open would suspend or end makes it as open whether that is in force. Says whether that moved.
    private bool TakeOpenEffects()
    {
        var moved = false;
        foreach (var row in rows.Where(r => !r.IsAsked))
        {
            var open = Tellings.F;
            for (var s = 0; s < evaluations.Length; s++)
            {
                foreach (var use in provided[s].Open.Where(u => Evaluation.IsStillOn(u.Effect, row.Provision, frame.Now, provided[s].Valid)))
                {
                    open |= Tellings.Given(use.Valid.Value, (ushort)(1 << s));
                }
            }
            if (open != row.OpenEffects)
            {
                (row.OpenEffects, moved) = (open, true);
                Dirty(row.Index);
            }
        }
        return moved;
    }
}
