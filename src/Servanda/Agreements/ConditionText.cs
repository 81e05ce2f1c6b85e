using System.Globalization;

namespace Servanda.Agreements;

/// <summary>Prints conditions and times in the language of the agreement file.</summary>
public static class ConditionText
{
    public static string Of(Condition condition) => condition switch
    {
        Condition.And { Parts: var parts } => string.Join(" and ", parts.Select(p => p is Condition.Or or Condition.And ? $"({Of(p)})" : Of(p))),
        Condition.Or { Parts: var parts } => string.Join(" or ", parts.Select(p => p is Condition.Or ? $"({Of(p)})" : Of(p))),
        Condition.Not { Part: var part } => part is Condition.And or Condition.Or or Condition.Not ? $"not ({Of(part)})" : $"not {Of(part)}",
        Condition.AtLeast { Needed: var needed, Parts: var parts } => $"at least {Number(needed)} of ({string.Join(", ", parts.Select(Of))})",
        Condition.Done { Ref: var of } => $"done({of})",
        Condition.Kept { Ref: var of, Last: { } last } => $"kept({of}, last {last})",
        Condition.Kept { Ref: var of } => $"kept({of})",
        Condition.Breached { Ref: var of } => $"breached({of})",
        Condition.InForce { Ref: var of } => $"in-force({of})",
        Condition.Phase { Id: var id, Moment: var moment } => $"phase({id}, {(moment == PhaseMoment.Entered ? "entered" : "completed")})",
        Condition.Count { Counter: var counter, Zone: var zone, Last: var last, Comparison: var comparison, Number: var number } =>
            $"count({counter}{(zone is null ? "" : $", zone {zone}")}{(last is { } l ? $", last {l}" : "")}) {Of(comparison)} {Number(number)}",
        Condition.Rate { Ref: var of, Comparison: var comparison, Number: var number } => $"rate({of}) {Of(comparison)} {Number(number)}",
        Condition.Balance { Exchange: var exchange, Comparison: var comparison, Number: var number } => $"balance({exchange}) {Of(comparison)} {Number(number)}",
        Condition.Declared { Ref: var of, By: var by } => $"declared({of}, by {by})",
        Condition.Verified { Ref: var of } => $"verified({of})",
        Condition.Passed { Time: var time } => $"passed({Of(time)})",
        Condition.Open { Ref: var of } => $"open({of})",
        Condition.Compare { Left: var left, Comparison: var comparison, Right: var right } => $"{Of(left)} {Of(comparison)} {Of(right)}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static string Of(TimeExpression time) => time switch
    {
        TimeExpression.Fixed { Stamp: var stamp } => stamp.ToString(),
        TimeExpression.Anchor { Id: var id } => id,
        TimeExpression.Start { Ref: var of } => $"start({of})",
        TimeExpression.Done { Ref: var of } => $"done({of})",
        TimeExpression.End { Phase: var phase } => $"end({phase})",
        TimeExpression.EndOfDay { Of: var of } => $"end-of-day({Of(of)})",
        TimeExpression.EndOfMonth { Of: var of } => $"end-of-month({Of(of)})",
        TimeExpression.Shift { Of: var of, Back: var back, By: var by } => $"{Of(of)} {(back ? '-' : '+')} {by}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Of(Comparison comparison) => comparison switch
    {
        Comparison.Less => "<",
        Comparison.AtMost => "<=",
        Comparison.Equal => "=",
        Comparison.AtLeast => ">=",
        Comparison.Greater => ">",
    };

    private static string Number(decimal number) => number.ToString(CultureInfo.InvariantCulture);
}
