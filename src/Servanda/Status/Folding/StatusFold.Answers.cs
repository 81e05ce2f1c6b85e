using NodaTime;
using Servanda.Agreements;

namespace Servanda.Status.Folding;

/// <content>What the fold answers, for a standpoint by its place in the list it was made with.</content>
public sealed partial class StatusFold
{
    /// <summary>About when: how far the clock has come.</summary>
    public Instant AsOf => frame.Now;

    /// <summary>The evaluation of a standpoint as of now, which finds the times that the fold has met without searching for them.</summary>
    public Evaluation EvaluationOf(int standpoint) => Now(standpoint);

    /// <summary>The same, with whole proofs: it works out again how powers were used.</summary>
    public Evaluation ProofsOf(int standpoint) => evaluations[standpoint].WithWholeProofs(frame.Now, foldsPowers ? provided[standpoint] : null);

    /// <summary>Whether a provision is folded; the others are asked of the evaluation.</summary>
    public bool Folds(Provision provision) => CanFold(provision);

    /// <summary>The value of the performance question, whole or for a holder.</summary>
    public Told Performance(Provision provision, string? holder, int standpoint)
    {
        var row = RowOf(provision);
        if (row.IsAsked || PlaceOf(row, holder) is not { } place)
        {
            return EvaluationOf(standpoint).Performance(provision, holder).Value;
        }
        return row.Values[place].By(standpoint);
    }

    /// <summary>The code shown for a provision, whole or for a holder.</summary>
    public Shown ShownOf(Provision provision, string? holder, int standpoint)
    {
        var row = RowOf(provision);
        return row.IsAsked || PlaceOf(row, holder) is not { } place ? EvaluationOf(standpoint).ShownOf(provision, holder)
            : place == 0 ? row.Shown[standpoint]
            : ShownOf(row, place, standpoint);
    }

    /// <summary>The local day since when the code shown has stood; null where it has always stood so.</summary>
    public LocalDate? ShownSince(Provision provision, int standpoint)
    {
        var row = RowOf(provision);
        return row.IsAsked ? EvaluationOf(standpoint).ShownSince(provision)
            : row.Since[standpoint] is { } since ? frame.Rules.DayOf(since)
            : null;
    }

    // Those who hold a duty jointly each answer for the whole of it; somebody who does not hold it has no place.
    private static int? PlaceOf(FoldRow row, string? holder)
    {
        if (holder is null || row.Holders.Count == 0)
        {
            return 0;
        }
        for (var h = 0; h < row.Holders.Count; h++)
        {
            if (row.Holders[h] == holder)
            {
                return h + 1;
            }
        }
        return null;
    }
}
