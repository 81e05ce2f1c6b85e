using Servanda.Agreements;

namespace Servanda.Status.Folding;

/// <summary>
/// What the answer about a provision rests on by the text of the agreement, through whatever other provisions and phases:
/// the questions whose own answers would wait on themselves if they asked about it.
/// </summary>
internal sealed class RestsOn(Record record)
{
    private readonly Dictionary<string, HashSet<(string Kind, string Id)>> known = new(StringComparer.Ordinal);

    private Agreement Agreement => record.Agreement;

    public IReadOnlySet<(string Kind, string Id)> Of(Provision provision)
    {
        if (!known.TryGetValue(provision.Id, out var found))
        {
            known[provision.Id] = found = [];
            Follow(provision, found);
        }
        return found;
    }

    private void Follow(Provision? provision, HashSet<(string, string)> found)
    {
        if (provision is null || !found.Add(("provision", provision.Id)))
        {
            return;
        }
        found.Add(("applies", provision.Id));
        Entered(Agreement.Phase(provision.Phase), found);
        foreach (var read in provision.Readings.Select(r => r.As).Prepend(provision))
        {
            Follow(read.Applies, found);
            Follow(read.Within?.From, found);
            Follow(read.Within?.To, found);
        }
        foreach (var other in new[] { provision.Each, provision.Remedy, Agreement.RemediedBy(provision.Id)?.Id }.OfType<string>())
        {
            Follow(Agreement.Provision(other), found);
        }
        foreach (var power in record.UsedPowers.Where(p => Evaluation.Reaches(p.Effect!, provision)))
        {
            Follow(power, found);
        }
    }

    private void Follow(Condition? condition, HashSet<(string, string)> found)
    {
        foreach (var question in condition?.Questions() ?? [])
        {
            switch (question)
            {
                case Condition.Done { Ref: var of }: Follow(Agreement.Provision(of.Id), found); break;
                case Condition.Kept { Ref: var of }: Follow(Agreement.Provision(of.Id), found); break;
                case Condition.Breached { Ref: var of }: Follow(Agreement.Provision(of.Id), found); break;
                case Condition.InForce { Ref: var of }: Follow(Agreement.Provision(of.Id), found); break;
                case Condition.Open { Ref: var of }: Follow(Agreement.Provision(of.Id), found); break;
                case Condition.Verified { Ref: var of }: Follow(Agreement.Provision(of.Id), found); break;
                case Condition.Rate { Ref: var of }: Follow(Agreement.Provision(of.Id), found); break;
                case Condition.Balance { Exchange: var of }: Follow(Agreement.Provision(of), found); break;
                case Condition.Phase { Id: var id, Moment: PhaseMoment.Entered }: Entered(Agreement.Phase(id), found); break;
                case Condition.Phase { Id: var id }: Completed(Agreement.Phase(id), found); break;
                case Condition.Passed { Time: var time }: Follow(time, found); break;
                case Condition.Compare { Left: var left, Right: var right }: Follow(left, found); Follow(right, found); break;
                default: break;
            }
        }
    }

    private void Follow(TimeExpression? time, HashSet<(string, string)> found)
    {
        switch (time?.Origin())
        {
            case TimeExpression.Start { Ref: var of }: Follow(Agreement.Provision(of.Id), found); break;
            case TimeExpression.Done { Ref: var of }: Follow(Agreement.Provision(of.Id), found); break;
            case TimeExpression.End { Phase: var id }: Completed(Agreement.Phase(id), found); break;
            default: break;
        }
    }

    private void Entered(Phase? phase, HashSet<(string, string)> found)
    {
        if (phase is null || !found.Add(("entered", phase.Id)))
        {
            return;
        }
        found.Add(("opens", phase.Id));
        Follow(phase.Opens?.When, found);
        foreach (var power in Agreement.PowersWithEffect.Where(p => p.Effect is Effect.Open { Phase: var opened } && opened == phase.Id))
        {
            Follow(power, found);
        }
    }

    private void Completed(Phase? phase, HashSet<(string, string)> found)
    {
        if (phase is not null && found.Add(("completed", phase.Id)))
        {
            Follow(phase.Completes, found);
        }
    }
}
