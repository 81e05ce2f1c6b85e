using Servanda.Agreements;
using Servanda.Status;

namespace Servanda.Gaps;

// What would have to be told of counts, declarations and grades.
internal sealed partial class GateReader
{
    private Gate Counted(Condition.Count count, Node node, bool so)
    {
        var reference = ConditionText.Of(count);
        var provision = Agreement.CountedBy(count.Counter) is [var first, ..] ? first : Agreement.Counter(count.Counter)?.Measures is { } measured ? Agreement.Provision(measured) : null;
        var rises = so == count.Comparison is Comparison.AtLeast or Comparison.Greater;
        if ((so ? node.Value.IsFalse : node.Value.IsTrue) && !rises && count.Last is null && Agreement.Counter(count.Counter) is { Monotone: true })
        {
            return Lose(so ? reference : $"not {reference}", provision?.Id, "the count can only grow");
        }
        return Measured(reference, provision, node, so);
    }

    private Gate Measured(Condition condition, Provision? provision, Node node, bool so) => Measured(ConditionText.Of(condition), provision, node, so);

    private Gate Measured(string reference, Provision? provision, Node node, bool so)
    {
        var turned = so ? node.Value.IsFalse : node.Value.IsTrue;
        var contested = node.Value == Told.B || node.Value == Told.A;
        return Open(new OpenFact
        {
            Ref = so ? reference : $"not {reference}",
            Provision = provision?.Id,
            Value = node.Value,
            Move = contested ? Move.Settle : turned ? Move.Do : Move.Verify,
            By = contested ? Sides(node) : turned ? provision is null ? [] : Doers(provision, null) : Reporters(provision),
            Cost = provision?.Effort ?? 1,
        });
    }

    private Gate Declared(string of, string by, Condition condition, Node node, bool so)
    {
        var reference = ConditionText.Of(condition);
        if (!so)
        {
            return ToldNot(reference, Agreement.Provision(of), null, node);
        }
        return Open(new OpenFact
        {
            Ref = reference,
            Provision = Agreement.Provision(of)?.Id,
            Phase = Agreement.Phase(of)?.Id,
            Value = node.Value,
            // A word against it stays against a later declaration, until those who gave it say otherwise.
            Move = node.Value == Told.N ? Move.Do : Move.Settle,
            By = node.Value == Told.N ? [by] : [.. node.For.Concat(node.Against).Select(c => Party(c.Speaker)).Append(by).Distinct(StringComparer.Ordinal)],
            Cost = 1,
        });
    }

    // What is verified is told so first.
    private Gate Verified(Provision provision, string? holder, Condition condition, Node node, bool so)
    {
        var reference = ConditionText.Of(condition);
        if (!so)
        {
            return ToldNot(reference, provision, holder, node);
        }
        if (provision.VerifiedBy.Count == 0)
        {
            return Lose(reference, provision.Id, "the text names nobody who verifies it");
        }
        return Gate.AllOf(
        [
            Performed(provision, holder, true),
            Open(new OpenFact { Ref = reference, Provision = provision.Id, Holder = holder, Value = node.Value, Move = Move.Verify, By = provision.VerifiedBy, Cost = provision.Effort }),
        ]);
    }
}
