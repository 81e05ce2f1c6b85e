using System.Diagnostics;

namespace Servanda.Agreements;

/// <summary>Conditions and times in the words of the file, such that reading them back gives the same again.</summary>
public static class ConditionText
{
    public static string ToText(this Condition condition) => condition switch
    {
        Condition.And and => string.Join(" and ", and.Parts.Select(p => p is Condition.And or Condition.Or ? $"({p.ToText()})" : p.ToText())),
        Condition.Or or => string.Join(" or ", or.Parts.Select(p => p is Condition.Or ? $"({p.ToText()})" : p.ToText())),
        Condition.Not not => not.Part is Condition.And or Condition.Or or Condition.Not ? $"not ({not.Part.ToText()})" : $"not {not.Part.ToText()}",
        Condition.AtLeast atLeast => $"at least {atLeast.Needed} of ({string.Join(", ", atLeast.Parts.Select(ToText))})",
        Condition.Done done => $"done({done.Ref})",
        Condition.Kept kept => kept.Last is { } last ? $"kept({kept.Ref}, last {last})" : $"kept({kept.Ref})",
        Condition.Breached breached => $"breached({breached.Ref})",
        Condition.InForce inForce => $"in-force({inForce.Ref})",
        Condition.Phase phase => $"phase({phase.Id}, {Spelling.Of(phase.Moment)})",
        Condition.Count count =>
            $"count({count.Counter}{(count.Zone is { } zone ? $", zone {zone}" : "")}{(count.Last is { } last ? $", last {last}" : "")}) {Sign(count.Comparison)} {count.Number}",
        Condition.Rate rate => $"rate({rate.Ref}) {Sign(rate.Comparison)} {rate.Number}",
        Condition.Balance balance => $"balance({balance.Exchange}) {Sign(balance.Comparison)} {balance.Number}",
        Condition.Declared declared => $"declared({declared.Ref}, by {declared.By})",
        Condition.Verified verified => $"verified({verified.Ref})",
        Condition.Passed passed => $"passed({passed.Time.ToText()})",
        Condition.Open open => $"open({open.Ref})",
        Condition.Compare compare => $"{compare.Left.ToText()} {Sign(compare.Comparison)} {compare.Right.ToText()}",
        _ => throw new UnreachableException(),
    };

    public static string ToText(this TimeExpression time) => time switch
    {
        TimeExpression.Fixed at => at.Stamp.ToString(),
        TimeExpression.Anchor anchor => anchor.Id,
        TimeExpression.Start start => $"start({start.Ref})",
        TimeExpression.Done done => $"done({done.Ref})",
        TimeExpression.End end => $"end({end.Phase})",
        TimeExpression.EndOfDay endOfDay => $"end-of-day({endOfDay.Of.ToText()})",
        TimeExpression.EndOfMonth endOfMonth => $"end-of-month({endOfMonth.Of.ToText()})",
        TimeExpression.Shift shift => $"{shift.Of.ToText()} {(shift.Back ? '-' : '+')} {shift.By}",
        _ => throw new UnreachableException(),
    };

    private static string Sign(Comparison comparison) => comparison switch
    {
        Comparison.Less => "<",
        Comparison.AtMost => "<=",
        Comparison.Equal => "=",
        Comparison.AtLeast => ">=",
        Comparison.Greater => ">",
    };
}
