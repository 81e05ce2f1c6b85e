using NodaTime;

namespace Servanda.Agreements.Checking;

/// <summary>
/// The least and the most time that a length of the files can take, wherever it begins, in ticks: a day is up to an hour
/// shorter or longer where clocks change, a month has 28 to 31 days, and business days may have weekends and holidays between.
/// </summary>
internal sealed class ElapsedBounds(Agreement agreement)
{
    // Leap years, common ones, and a century that leaves its leap day out.
    private static readonly LocalDate[] Starts = [.. DaysOf(2000, 4), .. DaysOf(2096, 8)];

    private readonly Dictionary<TimeLength, (long Least, long Most)> known = [];
    private readonly long clockChange = ClockChange(agreement.Zone);

    public (long Least, long Most) Of(TimeLength length)
    {
        if (!known.TryGetValue(length, out var bounds))
        {
            known[length] = bounds = Measure(length);
        }
        return bounds;
    }

    /// <summary>The most that is left of a day, or of a month, at any moment of it.</summary>
    public long LongestDay => NodaConstants.TicksPerDay + clockChange;
    public long LongestMonth => 31 * NodaConstants.TicksPerDay + clockChange;

    private (long Least, long Most) Measure(TimeLength length)
    {
        var amount = length.Amount;
        return length.Unit switch
        {
            LengthUnit.Hours => (amount * NodaConstants.TicksPerHour, amount * NodaConstants.TicksPerHour),
            LengthUnit.Days => Days(amount, amount),
            LengthUnit.Weeks => Days(7L * amount, 7L * amount),
            LengthUnit.Months => Days(Calendar(amount, d => d.PlusMonths(amount))),
            LengthUnit.Years => Days(Calendar(amount, d => d.PlusYears(amount))),
            LengthUnit.BusinessDays => Days(BusinessDays(amount)),
        };
    }

    private (long, long) Days((long Least, long Most) days) => Days(days.Least, days.Most);

    private (long, long) Days(long least, long most) => most == 0
        ? (0, 0)
        : (least * NodaConstants.TicksPerDay - clockChange, most * NodaConstants.TicksPerDay + clockChange);

    private (long, long) Calendar(int amount, Func<LocalDate, LocalDate> plus)
    {
        // Beyond the calendar's end an estimate on the safe side does.
        if (amount > 1000)
        {
            return (28L * amount, 366L * amount);
        }
        var (least, most) = (long.MaxValue, 0L);
        foreach (var start in Starts)
        {
            var days = Period.DaysBetween(start, plus(start));
            (least, most) = (Math.Min(least, days), Math.Max(most, days + (agreement.Calendar.Rounding is MonthRounding.Up ? 1 : 0)));
        }
        return (least, most);
    }

    // A week repeats itself, and each holiday puts the end off by a day at most, which a weekend can lengthen.
    private (long, long) BusinessDays(int amount)
    {
        var weekend = agreement.Calendar.Weekend.Distinct().Count();
        if (weekend >= 7 || amount == 0)
        {
            return (0, amount == 0 ? 0 : long.MaxValue / NodaConstants.TicksPerDay / 4);
        }
        var perWeek = 7 - weekend;
        var weeks = amount / perWeek;
        var (least, most) = (long.MaxValue, 0L);
        for (var start = 0; start < 7; start++)
        {
            var day = new LocalDate(2001, 1, 1).PlusDays(start);
            var days = 0;
            for (var left = amount - weeks * perWeek; left > 0; left -= agreement.Calendar.Weekend.Contains(day.DayOfWeek) ? 0 : 1)
            {
                day = day.PlusDays(1);
                days++;
            }
            (least, most) = (Math.Min(least, days), Math.Max(most, days));
        }
        return (7L * weeks + least - (least == 0 ? weekend : 0), 7L * weeks + most + agreement.Calendar.Holidays.Count * (1L + weekend));
    }

    private static long ClockChange(DateTimeZone zone)
    {
        var offsets = zone.GetZoneIntervals(Instant.FromUtc(1990, 1, 1, 0, 0), Instant.FromUtc(2100, 1, 1, 0, 0)).Select(i => i.WallOffset.Ticks).ToList();
        return offsets.Max() - offsets.Min();
    }

    private static IEnumerable<LocalDate> DaysOf(int year, int years)
    {
        var first = new LocalDate(year, 1, 1);
        return Enumerable.Range(0, Period.DaysBetween(first, first.PlusYears(years))).Select(first.PlusDays);
    }
}
