using NodaTime;
using Servanda.Agreements;

namespace Servanda.Status.Folding;

public sealed partial class StatusFold
{
    private readonly HashSet<string> movedTimes = new(StringComparer.Ordinal);

    // Conditions told, of which nothing has happened yet to date the telling by.
    private readonly HashSet<int> toldAlready = [];

    private void Start()
    {
        foreach (var row in rows.Where(r => !r.IsAsked))
        {
            SetWindows(row);
            row.History = !row.Provision.IsNegative && Record.UsedPowers.Any(p => Evaluation.Ends(p.Effect!, row.Provision)) ? [] : null;
            row.Take(frame.Now);
            if (row.Provision is Provision.Power)
            {
                dirtyPowers.Add(row.Index);
                powerRows.Add(row);
            }
        }
        dirtyRoots.UnionWith(Enumerable.Range(0, roots.Count));
        dirtyFirsts.UnionWith(Enumerable.Range(0, firsts.Count));
        shownAgain.UnionWith(rows.Where(r => !r.IsAsked).Select(r => r.Index));
        Settle();
        foreach (var row in rows)
        {
            Array.Clear(row.Since);
        }
    }

    // From the claims touched to the provisions, to the conditions that read them, to the times that run from those, and
    // round again while times moved.
    private void Settle()
    {
        dirtyFirsts.UnionWith(toldAlready);
        toldAlready.Clear();
        do
        {
            movedTimes.Clear();
            TakeAsked();
            foreach (var index in touched)
            {
                Retake(rows[index]);
            }
            touched.Clear();
            ConsiderEach();
            AskRoots();
            AskFirsts();
            UsePowers();
            if (movedTimes.Count > 0)
            {
                Rewindow();
            }
        }
        while (touched.Count > 0 || dirtyPowers.Count > 0 || dirtyRoots.Count > 0 || dirtyFirsts.Count > 0);
        foreach (var index in shownAgain)
        {
            Show(rows[index]);
        }
        shownAgain.Clear();
        foreach (var evaluation in evaluations)
        {
            evaluation.Forget();
        }
    }

    private void TakeAsked()
    {
        while (askedAt.TryPeek(out var gate, out var at) && at <= frame.Now)
        {
            askedAt.Dequeue();
            asked[gate].Dirty = true;
            if (asked[gate].Dates is { } moved)
            {
                movedTimes.Add(moved);
            }
            Dirty(~gate);
        }
    }

    private void Retake(FoldRow row)
    {
        if (datesWindows.Contains(row.Index) && row.Leaves.Any(l => l.Leaf is OccurrenceFold act && act.TookPlaceOtherwise()))
        {
            movedTimes.Add(Times.OfAct(row.Provision.Id));
        }
        if (row.Provision is Provision.Power)
        {
            dirtyPowers.Add(row.Index);
        }
        // What is over, or has not begun, is shown by what was done at any time.
        var changed = row.Take(frame.Now);
        if (changed || !row.IsRunning(frame.Everyone))
        {
            shownAgain.Add(row.Index);
        }
        if (!changed)
        {
            return;
        }
        Dirty(row.Index);
        foreach (var cured in curedBy[row.Index])
        {
            shownAgain.Add(cured);
        }
    }

    private void Dirty(int read)
    {
        if (rootsReading.TryGetValue(read, out var readers))
        {
            dirtyRoots.UnionWith(readers);
        }
        if (firstsReading.TryGetValue(read, out var dating))
        {
            dirtyFirsts.UnionWith(dating);
        }
    }

    private void AskRoots()
    {
        foreach (var index in dirtyRoots)
        {
            var root = roots[index];
            var value = root.Answer();
            if (value == root.Value)
            {
                continue;
            }
            root.Value = value;
            Remember(root);
            if (root.Dates is { } moved)
            {
                movedTimes.Add(moved);
            }
            if (root.AppliesTo is { } row)
            {
                rows[row].Applies = value;
                shownAgain.Add(row);
                if (rows[row].Provision is Provision.Power)
                {
                    dirtyPowers.Add(row);
                }
            }
            if (root.Gives is { } each)
            {
                rows[each].Each!.DisturbUnsettled();
                touched.Add(each);
            }
        }
        dirtyRoots.Clear();
    }

    private void AskFirsts()
    {
        foreach (var index in dirtyFirsts)
        {
            var first = firsts[index];
            var found = (ushort)(first.Answer().True & frame.Everyone & ~first.Found);
            for (var s = 0; found >> s != 0; s++)
            {
                if ((found >> s & 1) == 0)
                {
                    continue;
                }
                if (Now(s).FirstTold(first.Key, first.Condition, frame.Now))
                {
                    first.Found |= (ushort)(1 << s);
                    movedTimes.Add(first.Key);
                }
                else
                {
                    toldAlready.Add(index);
                }
            }
        }
        dirtyFirsts.Clear();
    }

    private void Rewindow()
    {
        foreach (var evaluation in evaluations)
        {
            evaluation.Forget();
        }
        var moved = movedTimes.ToList();
        foreach (var index in moved.SelectMany(key => rowsInTime.GetValueOrDefault(key) ?? []).Distinct().Order().Where(index => SetWindows(rows[index])))
        {
            touched.Add(index);
        }
        AskAgain(gate => gate.Overlaps(moved));
    }

    // What reads times, or may; their moments move with them.
    private void AskAgain(Func<IReadOnlySet<string>, bool> reads)
    {
        for (var gate = 0; gate < asked.Count; gate++)
        {
            if (asked[gate].Times is not { } read || reads(read))
            {
                asked[gate].Dirty = true;
                Dirty(~gate);
                Schedule(gate, timesOnly: true);
            }
        }
    }

    private void Remember(Root root)
    {
        if (root.History is not { } history)
        {
            return;
        }
        if (history.Count > 0 && history[^1].At == frame.Now)
        {
            history.RemoveAt(history.Count - 1);
        }
        history.Add((frame.Now, root.Value));
    }

    private void ConsiderEach()
    {
        foreach (var row in eachRows)
        {
            var each = row.Each!;
            each.Disturb(each.Giver.Renewed!);
            if (each.Reconsider((s, start) => Now(s).WindowsOf(each.Provision, start), (s, at) => rootOf[("gives", row.Provision.Id)]!.ValueAt(at).By(s),
                (at, part) => triggers.Enqueue((row.Index, 0, part), at)))
            {
                Retake(row);
            }
        }
        foreach (var row in eachRows)
        {
            row.Each!.Giver.Renewed!.Clear();
        }
    }

    private void Show(FoldRow row)
    {
        if (row.IsAsked)
        {
            return;
        }
        for (var s = 0; s < evaluations.Length; s++)
        {
            var shown = ShownOf(row, 0, s);
            if (shown != row.Shown[s])
            {
                row.Shown[s] = shown;
                row.Since[s] = frame.Now;
            }
        }
    }

    private Tellings EntryOf(FoldRow row)
    {
        var phase = Agreement.Phase(row.Provision.Phase)!;
        return rootOf[(phase.Opens is { Mode: EntryMode.Declared } ? "entered" : "opens", phase.Id)]!.Value;
    }

    // By the rules of the evaluation's ShownOf.
    private Shown ShownOf(FoldRow row, int place, int standpoint)
    {
        var value = row.Values[place].By(standpoint);
        if ((row.Dormant >> standpoint & 1) != 0)
        {
            return Shown.Dormant;
        }
        var closed = (row.Closed >> standpoint & 1) != 0;
        if (closed && (value.IsTrue || value.IsFalse))
        {
            return Settled(row, place, standpoint, value);
        }
        if ((row.Ended >> standpoint & 1) != 0)
        {
            // What was told done before the end stays done; what was done after it nobody owed.
            var ending = row.LeafOf(standpoint).EndingBy(standpoint)!;
            return value.IsTrue && !row.Provision.IsNegative && (row.Provision is Provision.Power || row.ValueBefore(ending.At, place).By(standpoint).IsTrue)
                ? Settled(row, place, standpoint, value) : ending.Shown;
        }
        var begun = row.Each is { } duties ? duties.IsEmpty ? (ushort)0 : EntryOf(row).True : (ushort)(row.Applies.True & row.Begun.Hi);
        if ((begun >> standpoint & 1) == 0)
        {
            return value.IsTrue && row.Provision is Provision.Power ? Shown.Used
                : !row.Provision.IsNegative && row.Each is null && (value.IsTrue || row.Over(l => l.Ever(place)).By(standpoint).IsTrue) ? Shown.DoneEarly
                : value == Told.B ? Shown.DormantContested
                : Shown.Dormant;
        }
        if ((row.Suspended >> standpoint & 1) != 0)
        {
            return value.IsTrue && row.Provision is Provision.Act or Provision.Quota or Provision.Exchange ? Shown.Fulfilled
                : value == Told.B ? Shown.SuspendedContested
                : Shown.Suspended;
        }
        return value == Told.B ? Shown.Contested : value == Told.A || value == Told.U ? Shown.Open : row.Provision switch
        {
            Provision.Power => value.IsTrue ? Shown.Used : value.IsFalse ? Shown.UseInvalid : Shown.Unused,
            Provision.Prohibition or Provision.Continuing => value.IsTrue ? Shown.KeptSoFar : value.IsFalse ? Shown.NotKept : Shown.NoAccount,
            Provision.Rate => value.IsTrue ? Shown.OnTrack : value.IsFalse ? Shown.Short : Shown.NoAccount,
            _ when closed => AnyTime(row, place, standpoint) ? Shown.DoneTimeUnknown : Shown.OverdueUnreported,
            _ => value.IsTrue ? Shown.Fulfilled : value.IsFalse ? Shown.NotYet : Shown.Pending,
        };
    }

    private Shown Settled(FoldRow row, int place, int standpoint, Told value) => row.Provision switch
    {
        Provision.Power => value.IsTrue ? Shown.Used : Shown.UseInvalid,
        Provision.Prohibition or Provision.Continuing => value.IsTrue ? Shown.Kept : IsCured(row, place, standpoint) ? Shown.Cured : Shown.NotKept,
        _ => value.IsTrue ? Shown.Fulfilled
            : IsCured(row, place, standpoint) ? Shown.Cured
            : AnyTime(row, place, standpoint) ? Shown.FulfilledLate
            : Shown.NotDoneInTime,
    };

    private static bool AnyTime(FoldRow row, int place, int standpoint) => row.Over(l => l.AnyTime(place)).By(standpoint).IsTrue;

    private bool IsCured(FoldRow row, int place, int standpoint)
    {
        if (row.Provision.Remedy is not { } remedy || !rowOf.TryGetValue(remedy, out var index))
        {
            return false;
        }
        var cure = rows[index];
        if (!cure.IsAsked && !cure.Values[0].By(standpoint).IsTrue)
        {
            return false;
        }
        if (row.Each is not null && place == 0 && !cure.IsAsked && cure.Each is null)
        {
            return row.Breach.By(standpoint).IsTrue;
        }
        if (cure.IsAsked || row.Each is not null || cure.Each is not null)
        {
            return Now(standpoint).IsCured(row.Provision, place == 0 ? null : row.Holders[place - 1]);
        }
        if (row.Provision is Provision.Rate && place == 0)
        {
            return (row.Applies & row.Breach).By(standpoint).IsTrue;
        }
        if (row.Provision is Provision.Rate)
        {
            return Now(standpoint).IsCured(row.Provision, row.Holders[place - 1]);
        }
        return row.Applies.By(standpoint).IsTrue && (row.Provision.IsNegative || row.Passed.By(standpoint).IsTrue) && cure.Values[0].By(standpoint).IsTrue;
    }
}
