using System.Globalization;
using Microsoft.AspNetCore.Components;
using NodaTime;
using NodaTime.Text;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Status;

namespace Servanda.Web.Words;

/// <summary>Words for statuses, times and figures. Each says what is told, never that it is so.</summary>
public static class StatusWords
{
    private static readonly LocalDateTimePattern MinutePattern = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd HH':'mm");

    public static MarkupString Of(this Wording w, Shown shown) => w.T(shown.Words());

    /// <summary>A yes/no question's value.</summary>
    public static MarkupString Of(this Wording w, Told value) => w.T(Look.Words(value));

    /// <summary>A question of a proof, put together in the reader's language where there are words for it.</summary>
    public static MarkupString Of(this Wording w, Phrase phrase)
    {
        var (template, arguments) = phrase.Taken();
        return template.Length == 0 ? default
            : w.Has(template) || !template.Any(char.IsAsciiLetter) ? w.T(template, [.. arguments.Select(a => a is Phrase inner ? w.Of(inner) : a)])
            : new MarkupString($"<bdi lang=\"en\">{System.Net.WebUtility.HtmlEncode(phrase.ToString())}</bdi>");
    }

    public static Ltr Day(LocalDate day) => new(LocalDatePattern.Iso.Format(day));

    /// <summary>A time to the minute; the end of a day is the day.</summary>
    public static Ltr Time(Instant at, DateTimeZone zone)
    {
        var local = at.InZone(zone);
        return TimeRange.EndsItsDay(at, zone) ? Day(local.Date) : new(MinutePattern.Format(local.LocalDateTime));
    }

    public static Ltr Said(Stamp stamp, DateTimeZone zone) => stamp.Day is { } day ? Day(day) : Time(stamp.Instant!.Value.ToInstant(), zone);

    /// <summary>The days that a claim speaks of.</summary>
    public static MarkupString Days(this Wording w, TimeRange range, TimeRules rules)
    {
        var (from, to) = (rules.DayOf(range.Earliest), rules.DayOf(range.Latest));
        return from == to ? w.T("{0}", Day(from)) : w.T("{0} to {1}", Day(from), Day(to));
    }

    /// <summary>A time known between two: a day where that is all that is known.</summary>
    public static MarkupString Between(this Wording w, Instant earliest, Instant latest, DateTimeZone zone)
    {
        if (earliest == latest)
        {
            return w.T("{0}", Time(latest, zone));
        }
        var (first, last) = (earliest.InZone(zone), latest.InZone(zone));
        var wholeDays = first.TimeOfDay == LocalTime.Midnight && TimeRange.EndsItsDay(latest, zone);
        return wholeDays && first.Date == last.Date ? w.T("{0}, the hour not known", Day(first.Date))
            : wholeDays ? w.T("between {0} and {1}", Day(first.Date), Day(last.Date))
            : w.T("between {0} and {1}", new Ltr(MinutePattern.Format(first.LocalDateTime)), new Ltr(MinutePattern.Format(last.LocalDateTime)));
    }

    public static Ltr Number(decimal number) => new(number.ToString("0.############", CultureInfo.InvariantCulture));

    public static Ltr Percent(decimal share) => new($"{Number(share * 100)} %");

    public static MarkupString Range(this Wording w, Extent extent) => extent.High is not { } high ? w.T("{0} or more", Number(extent.Low))
        : high == extent.Low ? w.T("{0}", Number(high)) : w.T("{0} to {1}", Number(extent.Low), Number(high));

    /// <summary>A figure in its speaker's terms: "at least 41 killed".</summary>
    public static MarkupString Of(this Wording w, Figure figure) => Worded<MarkupString>(figure, (text, arguments) => w.T(text, arguments));

    /// <summary>The same as plain text.</summary>
    public static string Plain(this Wording w, Figure figure) => Worded<string>(figure, (text, arguments) => w.Plain(text, arguments));

    private static TWords Worded<TWords>(Figure figure, Func<string, object?[], TWords> say)
    {
        var value = Number(figure.Value);
        var number = figure.Bound switch
        {
            Bound.Exact => say("{0}", [value]),
            Bound.AtLeast => say("at least {0}", [value]),
            Bound.MoreThan => say("more than {0}", [value]),
            Bound.About => say("about {0}", [value]),
            Bound.AtMost => say("at most {0}", [value]),
            Bound.AllBut => say("all but {0}", [value]),
            Bound.Between => say("between {0} and {1}", [value, Number(figure.High ?? figure.Value)]),
        };
        return figure.Of is { } of ? say("{0} of {1} ({2})", [number, Number(of), Units.Many(figure.Unit)]) : say("{0} ({1})", [number, Units.Of(figure.Unit, figure.Value)]);
    }
}
