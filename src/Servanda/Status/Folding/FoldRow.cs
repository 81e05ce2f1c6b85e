using NodaTime;
using Servanda.Agreements;

namespace Servanda.Status.Folding;

/// <summary>One provision in the fold: how every standpoint reads it, what it is told, and what code is shown for it since when.</summary>
internal sealed class FoldRow(Provision provision, int index, int standpoints)
{
    public Provision Provision => provision;
    public int Index => index;

    /// <summary>Those with a value of their own; the whole stands at place 0, and they follow.</summary>
    public IReadOnlyList<string> Holders { get; } = provision.Responsibility == Responsibility.Several && provision.By.Count > 1 ? provision.By : [];
    public int Places => Holders.Count + 1;

    /// <summary>The folds by the readings of the text, each for the standpoints that read it so; none where the evaluation is asked.</summary>
    public IReadOnlyList<(ushort Standpoints, LeafFold Leaf)> Leaves { get; set; } = [];

    /// <summary>Whether its values are asked of the evaluation, standpoint by standpoint.</summary>
    public bool IsAsked => Leaves.Count == 0;

    public Tellings[] Values { get; private set; } = [];
    public Tellings Begun { get; private set; }
    public Tellings Passed { get; private set; }
    public ushort Closed { get; private set; }
    public ushort Dated { get; private set; }

    /// <summary>Where a used power suspends it; where one ended it before its time; where nothing has given rise to it.</summary>
    public ushort Suspended { get; private set; }
    public ushort Ended { get; private set; }
    public ushort Dormant { get; private set; }
    public Tellings Breach { get; private set; }
    private int Version { get; set; }

    /// <summary>Whether uses of powers that are contested or open suspend it, or have ended it.</summary>
    public Tellings OpenEffects { get; set; }

    /// <summary>Its values over time, where a used power may end it; null where none does.</summary>
    public List<(Instant At, Tellings[] Values)>? History { get; set; }

    /// <summary>What it was before a time that has come.</summary>
    public Tellings ValueBefore(Instant at, int place)
    {
        for (var i = History!.Count - 1; i >= 0; i--)
        {
            if (History[i].At < at)
            {
                return History[i].Values[place];
            }
        }
        return History.Count > 0 ? History[0].Values[place] : Tellings.F;
    }

    /// <summary>Whether the duty has arisen.</summary>
    public Tellings Applies { get; set; }
    public Shown[] Shown { get; } = new Shown[standpoints];
    public Instant?[] Since { get; } = new Instant?[standpoints];

    /// <summary>Takes the values from the folds; says whether anything is other than before.</summary>
    /// <param name="now">As of when they hold.</param>
    public bool Take(Instant now)
    {
        var values = new Tellings[Places];
        var (begun, passed, breach, closed, dated, suspended, ended, dormant) = (Tellings.F, Tellings.F, Tellings.F, 0, 0, 0, 0, 0);
        foreach (var (standpoints, leaf) in Leaves)
        {
            for (var place = 0; place < Places; place++)
            {
                values[place] |= leaf.Value(place).For(standpoints);
            }
            begun |= leaf.Begun.For(standpoints);
            passed |= leaf.Passed.For(standpoints);
            closed |= leaf.Closed & standpoints;
            dated |= leaf.Dated & standpoints;
            breach |= leaf.Breach.For(standpoints);
            suspended |= leaf.Suspended & standpoints;
            ended |= leaf.Ended & standpoints;
            dormant |= leaf.Dormant & standpoints;
        }
        var version = Leaves.Sum(l => l.Leaf.Version);
        var changed = version != Version || !values.AsSpan().SequenceEqual(Values) || begun != Begun || passed != Passed || closed != Closed || dated != Dated
            || breach != Breach || suspended != Suspended || ended != Ended || dormant != Dormant;
        if (changed && History is { } history)
        {
            if (history.Count > 0 && history[^1].At == now)
            {
                history.RemoveAt(history.Count - 1);
            }
            history.Add((now, values));
        }
        (Values, Begun, Passed, Breach, Version) = (values, begun, passed, breach, version);
        (Closed, Dated, Suspended, Ended, Dormant) = ((ushort)closed, (ushort)dated, (ushort)suspended, (ushort)ended, (ushort)dormant);
        return changed;
    }

    /// <summary>Whether it runs by every account, so that nothing outside its values decides what is shown.</summary>
    public bool IsRunning(ushort everyone) => Each is null && ((Applies.True & Begun.Hi & ~Closed) & everyone) == everyone;

    public EachFold? Each => Leaves is [(_, EachFold each)] ? each : null;

    public LeafFold LeafOf(int standpoint)
    {
        foreach (var (standpoints, leaf) in Leaves)
        {
            if ((standpoints >> standpoint & 1) != 0)
            {
                return leaf;
            }
        }
        throw new System.Diagnostics.UnreachableException();
    }

    public Tellings Over(Func<LeafFold, Tellings> question) => Leaves.Aggregate(Tellings.F, (all, l) => all | question(l.Leaf).For(l.Standpoints));
}
