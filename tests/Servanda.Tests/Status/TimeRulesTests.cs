using NodaTime;
using NodaTime.Text;
using Servanda.Agreements;
using Servanda.Status;
using Xunit;
using static Servanda.Tests.Status.Story;

namespace Servanda.Tests.Status;

public sealed class The_time_rules
{
    private static TimeRules In(string zone, WorkCalendar? calendar = null) => new(DateTimeZoneProviders.Tzdb[zone], calendar ?? new WorkCalendar());

    private static Instant Utc(string instant) => InstantPattern.ExtendedIso.Parse(instant).Value;

    private static Instant Local(string zone, string local) => LocalDateTimePattern.ExtendedIso.Parse(local).Value.InZoneLeniently(DateTimeZoneProviders.Tzdb[zone]).ToInstant();

    [Theory]
    // The clock skips half past two: it moves forward.
    [InlineData("Europe/Zurich", "2026-03-28T02:30:00", "1d", "2026-03-29T01:30:00Z")]
    // It skips midnight: the day begins at one.
    [InlineData("Asia/Beirut", "2026-03-28T00:00:00", "1d", "2026-03-28T22:00:00Z")]
    [InlineData("America/Santiago", "2026-09-05T00:30:00", "1d", "2026-09-06T04:30:00Z")]
    // It repeats half past two, or the last hour before midnight: the first of the two.
    [InlineData("Europe/Zurich", "2026-10-24T02:30:00", "1d", "2026-10-25T00:30:00Z")]
    [InlineData("Asia/Beirut", "2026-10-23T23:30:00", "1d", "2026-10-24T20:30:00Z")]
    [InlineData("America/Santiago", "2026-04-03T23:30:00", "1d", "2026-04-05T02:30:00Z")]
    [InlineData("Europe/Zurich", "2026-03-22T02:30:00", "1w", "2026-03-29T01:30:00Z")]
    // Hours elapse, whatever the clock shows; days keep the time of day.
    [InlineData("Europe/Zurich", "2026-03-28T12:00:00", "24h", "2026-03-29T11:00:00Z")]
    [InlineData("Europe/Zurich", "2026-03-28T12:00:00", "1d", "2026-03-29T10:00:00Z")]
    [InlineData("Asia/Kathmandu", "2026-03-28T12:00:00", "72h", "2026-03-31T06:15:00Z")]
    public void Keep_local_time_over_days_and_elapsed_time_over_hours(string zone, string from, string by, string then) =>
        Assert.Equal(Utc(then), In(zone).Shift(Local(zone, from), TimeLength.TryParse(by)!.Value, back: false));

    [Theory]
    [InlineData("Asia/Beirut", 2026, 3, 29, 23)]
    [InlineData("Asia/Beirut", 2026, 10, 24, 25)]
    [InlineData("America/Santiago", 2026, 4, 4, 25)]
    [InlineData("America/Santiago", 2026, 9, 6, 23)]
    [InlineData("Europe/Zurich", 2026, 10, 25, 25)]
    [InlineData("UTC", 2026, 10, 25, 24)]
    public void Let_a_day_end_the_instant_before_the_next_begins_and_stay_a_day_when_moved(string zone, int year, int month, int day, int hours)
    {
        var rules = In(zone);
        var of = TimeRange.OfDay(new LocalDate(year, month, day), rules.Zone);
        Assert.Equal(Duration.FromHours(hours) - Duration.Epsilon, of.Latest - of.Earliest);
        Assert.Equal(TimeRange.OfDay(new LocalDate(year, month, day).PlusDays(1), rules.Zone).Earliest, of.Latest + Duration.Epsilon);
        Assert.Equal(of.Latest, rules.EndOfDay(of.Earliest + Duration.FromHours(12)));
        Assert.Equal(of, rules.Shift(TimeRange.OfDay(new LocalDate(year, month, day).PlusDays(-2), rules.Zone), TimeLength.TryParse("2d")!.Value, back: false));
        Assert.Equal(of, rules.Shift(TimeRange.OfDay(new LocalDate(year, month, day).PlusDays(2), rules.Zone), TimeLength.TryParse("2d")!.Value, back: true));
    }

    [Theory]
    [InlineData("2026-01-31", "1mo", "2026-02-28", "2026-03-01")]
    [InlineData("2026-01-28", "1mo", "2026-02-28", "2026-02-28")]
    [InlineData("2028-02-29", "1y", "2029-02-28", "2029-03-01")]
    [InlineData("2026-08-31", "6mo", "2027-02-28", "2027-03-01")]
    public void Round_months_and_years_as_the_agreement_says(string from, string by, string down, string up)
    {
        foreach (var (rounding, then) in new[] { (MonthRounding.Down, down), (MonthRounding.Up, up) })
        {
            var rules = In("Europe/Zurich", new WorkCalendar { Rounding = rounding });
            Assert.Equal(Some.Stamp(then).In(rules.Zone), rules.Shift(Some.Stamp(from).In(rules.Zone), TimeLength.TryParse(by)!.Value, back: false));
        }
    }

    [Theory]
    [InlineData("2026-01-09", "1bd", false, "2026-01-13")]
    [InlineData("2026-01-10", "1bd", false, "2026-01-13")]
    [InlineData("2026-01-13", "1bd", true, "2026-01-09")]
    [InlineData("2026-01-08", "2bd", false, "2026-01-13")]
    [InlineData("2026-01-08", "0bd", false, "2026-01-08")]
    public void Count_business_days_of_the_calendar_without_the_first(string from, string by, bool back, string then)
    {
        var rules = In("Europe/Zurich", new WorkCalendar { Holidays = [new LocalDate(2026, 1, 12)] });
        Assert.Equal(Some.Stamp(then).In(rules.Zone), rules.Shift(Some.Stamp(from).In(rules.Zone), TimeLength.TryParse(by)!.Value, back));
    }

    [Fact]
    public void Take_the_weekend_of_the_calendar()
    {
        var rules = In("Asia/Beirut", new WorkCalendar { Weekend = [IsoDayOfWeek.Friday] });
        Assert.Equal(new LocalDate(2026, 1, 10), rules.DayOf(rules.Shift(Some.Stamp("2026-01-08").In(rules.Zone).Earliest, TimeLength.TryParse("1bd")!.Value, back: false)));
        Assert.Equal(new LocalDate(2026, 2, 28), rules.DayOf(rules.EndOfMonth(Some.Stamp("2026-02-10").In(rules.Zone).Earliest)));
    }

    [Fact]
    public void Include_the_instant_of_a_deadline_and_no_later_one()
    {
        var act = Some.Act() with { Within = new Window(Some.Day("01-01"), Some.After("entry", "72h")) };
        Given(act).On("01-20").Of("01-10T12:00").Dates("b", "entry").Of("2026-01-13T12:00:00+01:00").Asserts("b", "withdraw").Stands("withdraw", "b", Told.T, Shown.Fulfilled);
        Given(act).On("01-20").Of("01-10T12:00").Dates("b", "entry").Of("2026-01-13T12:00:01+01:00").Asserts("b", "withdraw").Stands("withdraw", "b", Told.F, Shown.FulfilledLate);
    }

    [Fact]
    public void Hold_what_is_known_as_a_day_against_a_deadline_as_that_whole_day()
    {
        var act = Some.Act() with { Within = new Window(Some.Day("01-01"), Some.After("entry", "72h")) };
        Story Of(string day) => Given(act).On("01-20").Of("01-10T12:00").Dates("b", "entry").Of(day).Asserts("b", "withdraw");
        Of("01-12").Stands("withdraw", "b", Told.T, Shown.Fulfilled);
        Of("01-13").Stands("withdraw", "b", Told.N, Shown.DoneTimeUnknown);
        Of("01-14").Stands("withdraw", "b", Told.F, Shown.FulfilledLate);
        // An anchor known as a day makes the deadline an interval as well.
        Story Both(string at) => Given(act).On("01-20").Of("01-10").Dates("b", "entry").Of(at).Asserts("b", "withdraw");
        Both("01-12").Stands("withdraw", "b", Told.T);
        Both("01-13").Stands("withdraw", "b", Told.N);
        Both("01-14").Stands("withdraw", "b", Told.F);
    }

    [Fact]
    public void Let_days_never_touch()
    {
        var act = Some.Act() with { Within = new Window(Some.Day("01-05"), Some.Day("01-10")) };
        Given(act).On("01-20").Of("2026-01-10T23:59:59+01:00").Asserts("b", "withdraw").Stands("withdraw", "all", Told.T, Shown.Fulfilled);
        Given(act).On("01-20").Of("2026-01-11T00:00:00+01:00").Asserts("b", "withdraw").Stands("withdraw", "all", Told.F, Shown.FulfilledLate);
        Given(act).On("01-20").Of("2026-01-04T23:59:59+01:00").Asserts("b", "withdraw").Stands("withdraw", "all", Told.F);
        Given(act).On("01-20").Of("2026-01-05T00:00:00+01:00").Asserts("b", "withdraw").Stands("withdraw", "all", Told.T);
    }
}
