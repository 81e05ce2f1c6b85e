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

    /// <summary>Whether the duty has arisen.</summary>
    public Tellings Applies { get; set; }
    public Shown[] Shown { get; } = new Shown[standpoints];
    public Instant?[] Since { get; } = new Instant?[standpoints];

    /// <summary>Takes the values from the folds; says whether anything is other than before.</summary>
    public bool Take()
    {
        var values = new Tellings[Places];
        var (begun, passed, closed, dated) = (Tellings.F, Tellings.F, 0, 0);
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
        }
        var changed = !values.AsSpan().SequenceEqual(Values) || begun != Begun || passed != Passed || closed != Closed || dated != Dated;
        (Values, Begun, Passed, Closed, Dated) = (values, begun, passed, (ushort)closed, (ushort)dated);
        return changed;
    }

    public Tellings Over(Func<LeafFold, Tellings> question) => Leaves.Aggregate(Tellings.F, (all, l) => all | question(l.Leaf).For(l.Standpoints));
}
