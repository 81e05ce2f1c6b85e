namespace Servanda.Agreements.Checking;

/// <summary>A time counted from what it names: between so many ticks after its origin.</summary>
internal readonly record struct RelativeTime(TimeExpression Origin, long Least, long Most);

/// <summary>Times of the draft as lengths from what they count from, each between its shortest and its longest.</summary>
internal sealed class RelativeTimes(Agreement agreement)
{
    private readonly ElapsedBounds elapsed = new(agreement);

    public RelativeTime Of(TimeExpression time)
    {
        switch (time)
        {
            case TimeExpression.EndOfDay { Of: var of }:
                return Of(of) is var day ? day with { Most = day.Most + elapsed.LongestDay } : default;
            case TimeExpression.EndOfMonth { Of: var of }:
                return Of(of) is var month ? month with { Most = month.Most + elapsed.LongestMonth } : default;
            case TimeExpression.Shift { Of: var of, Back: var back, By: var by }:
                var (start, (least, most)) = (Of(of), elapsed.Of(by));
                return back ? start with { Least = start.Least - most, Most = start.Most - least } : start with { Least = start.Least + least, Most = start.Most + most };
            default:
                return new RelativeTime(time, 0, 0);
        }
    }

    /// <summary>The least and the most ticks that the length can take.</summary>
    public (long Least, long Most) Of(TimeLength length) => elapsed.Of(length);

    /// <summary>Whether the one comes no later than the other for certain, because both count from the same.</summary>
    public bool IsNotAfter(TimeExpression one, TimeExpression other) => ConditionText.Of(one) == ConditionText.Of(other) || Compared(one, other) is { } gap && gap >= 0;

    /// <summary>Whether the one comes before the other for certain, because both count from the same.</summary>
    public bool IsBefore(TimeExpression one, TimeExpression other) => Compared(one, other) is > 0;

    // The least ticks from the one to the other; null where they count from different things. A plain day is as good as any instant of it.
    private long? Compared(TimeExpression one, TimeExpression other)
    {
        var (first, second) = (Of(one), Of(other));
        return (first.Origin, second.Origin) switch
        {
            (TimeExpression.Fixed { Stamp: var from }, TimeExpression.Fixed { Stamp: var to }) =>
                to.In(agreement.Zone).Earliest.ToUnixTimeTicks() + second.Least - from.In(agreement.Zone).Latest.ToUnixTimeTicks() - first.Most,
            _ => ConditionText.Of(first.Origin) == ConditionText.Of(second.Origin) ? second.Least - first.Most : null,
        };
    }
}
