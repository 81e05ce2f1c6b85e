using Servanda.Agreements;
using Servanda.Claims;

namespace Servanda.Status.Folding;

/// <summary>What folds of counts share: they are asked by one standpoint after the other, since accounts are not bits.</summary>
internal abstract class CountFold(FoldFrame frame, Provision provision) : LeafFold(frame, provision)
{
    protected static Hearing By(int standpoint, int place) => new(standpoint, place == 0 ? (ushort)0 : (ushort)(1 << (place - 1)));

    /// <summary>Whether a claim is a report of the count that this provision reads.</summary>
    protected bool IsReport(StandingClaim claim, Counter counter) =>
        claim.Claim is Claim.Count { Figure: not null } count && count.Counter == counter.Id && claim.IsOfUnit
        && (claim.Claim.Provision is null || claim.Claim.Provision == Provision.Id);

    /// <summary>What a report leaves possible of the count in the places of this provision; null where it is of elsewhere.</summary>
    protected Extent? ExtentOf(StandingClaim claim, Counter counter) =>
        Evaluation.Placed(claim, claim.Claim.Figure!.Extent(counter.Universe, counter.Tolerance), Provision.Zones, isAsked: false, Frame.Agreement) is { } placed ? Evaluation.Shared(claim, placed, Provision) : null;

    /// <summary>All holders, where each owes it; else the whole.</summary>
    protected Tellings Whole(int place, Func<int, Tellings> value)
    {
        if (place > 0 || Holders.Count == 0)
        {
            return value(place);
        }
        var all = Tellings.T;
        for (var h = 1; h < Places; h++)
        {
            all &= value(h);
        }
        return all;
    }

    /// <summary>A question asked for some standpoints, one after the other; the others keep what they had.</summary>
    protected Tellings Asked(Tellings word, ushort standpoints, Func<int, Told> question)
    {
        for (var s = 0; s < Frame.Standpoints.Count; s++)
        {
            if ((standpoints >> s & 1) != 0)
            {
                var mask = (ushort)(1 << s);
                word = word.For((ushort)~mask) | Tellings.Given(question(s), mask);
            }
        }
        return word;
    }
}
