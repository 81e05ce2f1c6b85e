using NodaTime;

namespace Servanda.Agreements;

/// <summary>When the days of a place begin and end, each worked out once. Not to be used by two threads at once.</summary>
internal sealed class DaysOf(DateTimeZone zone)
{
    private readonly Dictionary<LocalDate, TimeRange> known = [];

    /// <summary>The time that a stamp may mean: see <see cref="Stamp.In"/>.</summary>
    public TimeRange Of(Stamp stamp)
    {
        if (stamp.Day is not { } day)
        {
            return stamp.In(zone);
        }
        if (!known.TryGetValue(day, out var range))
        {
            known[day] = range = TimeRange.OfDay(day, zone);
        }
        return range;
    }
}
