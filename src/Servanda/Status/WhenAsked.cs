using NodaTime;
using Servanda.Agreements;

namespace Servanda.Status;

/// <summary>The two questions of time, as people write them: about when, and as the record stood when.</summary>
public static class WhenAsked
{
    /// <summary>About when: a day means its end in the agreement's zone, and so does the last second of one, for that is how answers print it.</summary>
    /// <param name="given">What was asked; null asks about now.</param>
    public static Instant AsOf(Stamp? given, DateTimeZone zone, IClock clock)
    {
        if (given is not { } stamp)
        {
            return clock.GetCurrentInstant();
        }
        var at = stamp.In(zone).Latest;
        return TimeRange.EndsItsDay(at, zone) ? TimeRange.OfDay(at.InZone(zone).Date, zone).Latest : at;
    }

    /// <summary>As known when: a day means its end by UTC; a time given to the second includes that second, for that is how answers print it.</summary>
    /// <param name="given">What was asked; null asks for everything recorded.</param>
    public static Instant? KnownAt(Stamp? given) => given switch
    {
        null => null,
        { Day: { } day } => TimeRange.OfDay(day, DateTimeZone.Utc).Latest,
        { Instant: { } instant } => instant.NanosecondOfSecond == 0 ? instant.ToInstant() + Duration.FromSeconds(1) - Duration.Epsilon : instant.ToInstant(),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
