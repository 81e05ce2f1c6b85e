namespace Servanda.Agreements;

/// <summary>What the conditions and times of an agreement name: provisions, phases, anchors and counters by their ids.</summary>
public static class References
{
    /// <summary>What a provision waits on or counts from, each once, in the order of its keys.</summary>
    public static IReadOnlyList<string> Of(Provision provision) =>
    [
        .. Of(provision.Applies).Concat(provision.Each is { } each ? [each] : []).Concat(Of(provision.Within?.From)).Concat(Of(provision.Within?.To))
            .Where(id => id != provision.Id).Distinct(StringComparer.Ordinal),
    ];

    /// <summary>What the opening and the completion of a phase wait on.</summary>
    public static IReadOnlyList<string> Of(Phase phase) => [.. Of(phase.Opens?.When).Concat(Of(phase.Completes)).Where(id => id != phase.Id).Distinct(StringComparer.Ordinal)];

    private static IEnumerable<string> Of(Condition? condition) => condition is null ? [] : condition.Questions().SelectMany(q => q switch
    {
        Condition.Done { Ref: var of } => [of.Id],
        Condition.Kept { Ref: var of } => [of.Id],
        Condition.Breached { Ref: var of } => [of.Id],
        Condition.InForce { Ref: var of } => [of.Id],
        Condition.Rate { Ref: var of } => [of.Id],
        Condition.Verified { Ref: var of } => [of.Id],
        Condition.Open { Ref: var of } => [of.Id],
        Condition.Phase { Id: var id } => [id],
        Condition.Count { Counter: var counter } => [counter],
        Condition.Balance { Exchange: var exchange } => [exchange],
        Condition.Declared { Ref: var of } => [of],
        Condition.Passed { Time: var time } => Of(time),
        Condition.Compare { Left: var left, Right: var right } => Of(left).Concat(Of(right)),
        _ => Enumerable.Empty<string>(),
    });

    private static IEnumerable<string> Of(TimeExpression? time) => time?.Origin() switch
    {
        TimeExpression.Anchor { Id: var id } => [id],
        TimeExpression.Start { Ref: var of } => [of.Id],
        TimeExpression.Done { Ref: var of } => [of.Id],
        TimeExpression.End { Phase: var phase } => [phase],
        _ => [],
    };
}
