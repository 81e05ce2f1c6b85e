using NodaTime;
using Servanda.Agreements;
using Servanda.Status;

namespace Servanda.Gaps;

// What would have to be dated, or has to be waited for.
internal sealed partial class GateReader
{
    private Gate Begun(Provision provision, Provision read, bool so)
    {
        var windows = evaluation.WindowsOf(read);
        var begins = windows.Where(w => !w.FromUndated && w.From is { } from && from.Earliest > evaluation.AsOf).Select(w => (Instant?)w.From!.Value.Earliest).Max();
        if (!so)
        {
            return windows.All(w => w.FromUndated || w.From is { } from && from.Earliest > evaluation.AsOf) ? Gate.True : Gate.False;
        }
        return begins is { } until ? Open(Waiting($"begun({provision.Id})", provision.Id, until)) : Started(provision, read);
    }

    private Gate PassedDeadline(Provision provision, bool so)
    {
        var read = evaluation.AsRead(provision);
        var node = evaluation.PassedDeadline(provision);
        if (IsSettled(node, so))
        {
            return Gate.True;
        }
        return read.Within?.To is not { } to ? Lose($"passed({provision.Id})", provision.Id, "it has no deadline")
            : Passed($"passed({provision.Id})", [.. evaluation.WindowsOf(read).Select(w => w.To).OfType<TimeRange>()], node, so, () => Dated(to, provision), provision.Id);
    }

    // When the time of a provision has a beginning that nobody dates yet, what would date it comes first.
    private Gate Started(Provision provision, Provision read)
    {
        if (read.Each is not null || evaluation.WindowsOf(read).All(w => !w.FromUndated))
        {
            return Gate.True;
        }
        return Guarded($"start({provision.Id})", provision.Id, () => read.Within?.From is { } from ? Dated(from, provision) : Entered(Agreement.Phase(provision.Phase)!, true));
    }

    private Gate Dated(TimeExpression time, Provision? of) => time.Origin() switch
    {
        TimeExpression.Fixed => Gate.True,
        TimeExpression.Anchor { Id: var id } => Agreement.Anchor(id) is not { } anchor || evaluation.DatesOf(anchor).Count > 0 ? Gate.True : Undated(anchor, of),
        TimeExpression.Start { Ref: var at } => Named(at) is { Each: null } provision ? Guarded($"applies({at})", at.Id, () => Applies(provision, true)) : Gate.True,
        TimeExpression.Done { Ref: var at } => Named(at) is { } provision ? Guarded($"done({at}) as a time", at.Id, () => Performed(provision, at.Holder, true)) : Gate.True,
        TimeExpression.End { Phase: var id } => Agreement.Phase(id) is { } phase ? Completed(phase, true) : Gate.True,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private Gate Undated(Anchor anchor, Provision? of) => Open(new OpenFact
    {
        Ref = $"done({anchor.Id})",
        Value = Told.N,
        Move = Move.Verify,
        By = Reporters(of),
        Cost = 1,
    });

    private Gate Reached(Anchor anchor, Node node, bool so)
    {
        var reference = $"done({anchor.Id})";
        if (!so)
        {
            return node.Value.IsTrue ? Lose($"not {reference}", null, "it has come") : ToldNot(reference, null, null, node);
        }
        var dates = evaluation.DatesOf(anchor);
        return dates.Count == 0 ? Undated(anchor, null)
            : Open(Waiting(reference, null, dates.Max(d => d.Earliest)));
    }

    private Gate Passed(string reference, IReadOnlyList<TimeRange> times, Node node, bool so, Func<Gate> dated, string? provision = null)
    {
        if (so)
        {
            return times.Count == 0 ? dated() : Open(Waiting(reference, provision, times.Max(t => t.Latest)));
        }
        return node.Value.IsTrue ? Lose($"not {reference}", provision, "the time has passed") : ToldNot(reference, provision is null ? null : Agreement.Provision(provision), null, node);
    }

    private Gate Compared(Condition.Compare compare, Node node, bool so)
    {
        var reference = ConditionText.Of(compare);
        return (so ? node.Value.IsFalse : node.Value.IsTrue) ? Lose(so ? reference : $"not {reference}", null, "the dates are told otherwise")
            : node.Value == Told.N && so ? Gate.AllOf([Dated(compare.Left, null), Dated(compare.Right, null)]) is var dated && dated == Gate.True ? Measured(reference, null, node, so) : dated
            : Measured(reference, null, node, so);
    }
}
