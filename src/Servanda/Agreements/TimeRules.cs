using System.Diagnostics;
using NodaTime;
using NodaTime.TimeZones;

namespace Servanda.Agreements;

/// <summary>
/// Time arithmetic of an agreement: hours elapse on UTC; days and weeks keep the local time in the agreement's zone;
/// business days count its calendar without day 0; months and years round as it declares. A local time that the clock
/// skips moves forward; one that it repeats takes the first.
/// </summary>
public sealed class TimeRules(DateTimeZone zone, WorkCalendar calendar)
{
    private static readonly ZoneLocalMappingResolver Resolver =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnForwardShifted);

    public DateTimeZone Zone => zone;

    // The calendar ends somewhere; a time beyond is one that never comes, or has always been.
    private static readonly Instant First = Instant.FromUtc(-9000, 1, 1, 0, 0), Last = Instant.FromUtc(9000, 1, 1, 0, 0);

    public Instant Shift(Instant from, TimeLength by, bool back)
    {
        var amount = back ? -by.Amount : by.Amount;
        if (from >= Last || from <= First || Reaches(from, by, back) || (by is { Unit: LengthUnit.BusinessDays, Amount: > 0 } && !HasBusinessDays))
        {
            return from <= First || (back && from < Last) ? First : Last;
        }
        if (by.Unit == LengthUnit.Hours)
        {
            return from + Duration.FromHours(amount);
        }
        var local = from.InZone(zone).LocalDateTime;
        var moved = by.Unit switch
        {
            LengthUnit.Days => local.PlusDays(amount),
            LengthUnit.Weeks => local.PlusWeeks(amount),
            LengthUnit.BusinessDays => PlusBusinessDays(local, amount),
            LengthUnit.Months => Rounded(local, local.PlusMonths(amount)),
            LengthUnit.Years => Rounded(local, local.PlusYears(amount)),
            LengthUnit.Hours => throw new UnreachableException(),
        };
        // The end of a day stays the end of a day, also where the clock repeats or skips its midnight.
        return from == EndOfDay(from) ? TimeRange.OfDay(moved.Date, zone).Latest : zone.ResolveLocal(moved, Resolver).ToInstant();
    }

    private static bool Reaches(Instant from, TimeLength by, bool back)
    {
        var days = by.Amount * by.Unit switch
        {
            LengthUnit.Hours => 1 / 24.0,
            LengthUnit.Days => 1,
            LengthUnit.Weeks => 7,
            LengthUnit.BusinessDays => 10,
            LengthUnit.Months => 31,
            LengthUnit.Years => 366,
        };
        return back ? (from - First).TotalDays <= days : (Last - from).TotalDays <= days;
    }

    public TimeRange Shift(TimeRange from, TimeLength by, bool back) =>
        new(Shift(from.Earliest, by, back), Shift(from.Latest, by, back));

    /// <summary>The last instant of the local day.</summary>
    public Instant EndOfDay(Instant at) => TimeRange.OfDay(at.InZone(zone).Date, zone).Latest;

    public TimeRange EndOfDay(TimeRange of) => new(EndOfDay(of.Earliest), EndOfDay(of.Latest));

    /// <summary>The last instant of the local month.</summary>
    public Instant EndOfMonth(Instant at)
    {
        var day = at.InZone(zone).Date;
        return TimeRange.OfDay(day.With(DateAdjusters.EndOfMonth), zone).Latest;
    }

    public TimeRange EndOfMonth(TimeRange of) => new(EndOfMonth(of.Earliest), EndOfMonth(of.Latest));

    public LocalDate DayOf(Instant at) => at.InZone(zone).Date;

    // An agreement without business days never comes to one.
    private bool HasBusinessDays => Enum.GetValues<IsoDayOfWeek>().Any(d => d != IsoDayOfWeek.None && !calendar.Weekend.Contains(d));

    private LocalDateTime PlusBusinessDays(LocalDateTime from, int amount)
    {
        var day = from.Date;
        var step = Math.Sign(amount);
        for (var left = Math.Abs(amount); left > 0;)
        {
            day = day.PlusDays(step);
            if (calendar.IsBusinessDay(day))
            {
                left--;
            }
        }
        return day + from.TimeOfDay;
    }

    // NodaTime rounds a short month down; rounding up goes to the first day of the month after.
    private LocalDateTime Rounded(LocalDateTime from, LocalDateTime to) =>
        calendar.Rounding == MonthRounding.Up && to.Day < from.Day ? to.PlusDays(1) : to;
}
