using Microsoft.AspNetCore.Components;
using NodaTime;
using NodaTime.Text;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Status;

namespace Servanda.Web.Words;

/// <summary>How a status looks: its sign, and the name of its colour. The sign and the word stand together, so that no colour is needed to read it.</summary>
public readonly record struct Look(string Sign, string Name)
{
    public static Look ToldSo { get; } = new("✓", "so");
    public static Look ToldNot { get; } = new("✗", "not");
    public static Look Contested { get; } = new("≠", "contested");
    public static Look Open { get; } = new("?", "open");
    public static Look NoAccount { get; } = new("·", "none");
    public static Look Resting { get; } = new("–", "rest");

    public static Look Of(Shown shown) => shown switch
    {
        Shown.Fulfilled or Shown.FulfilledLate or Shown.DoneTimeUnknown or Shown.DoneEarly or Shown.KeptSoFar or Shown.Kept or Shown.OnTrack or Shown.Used or Shown.Cured => ToldSo,
        Shown.NotDoneInTime or Shown.NotKept or Shown.Short or Shown.UseInvalid or Shown.NotYet => ToldNot,
        Shown.Contested or Shown.DormantContested or Shown.SuspendedContested => Contested,
        Shown.Open => Open,
        Shown.Pending or Shown.OverdueUnreported or Shown.NoAccount or Shown.Unused => NoAccount,
        Shown.Dormant or Shown.Suspended or Shown.Waived or Shown.Superseded or Shown.Terminated or Shown.Ended => Resting,
    };

    public static Look Of(Told value) => value.Letter switch
    {
        'T' => ToldSo,
        'F' => ToldNot,
        'B' => Contested,
        'N' => NoAccount,
        _ => Open,
    };
}

/// <summary>Words for statuses, times and figures. Each says what is told, never that it is so.</summary>
public static class StatusWords
{
    private static readonly LocalDateTimePattern MinutePattern = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd HH':'mm");

    public static MarkupString Of(this Wording w, Shown shown) => w.T(shown.Words());

    /// <summary>A yes/no question's value.</summary>
    public static MarkupString Of(this Wording w, Told value) => w.T(English(value));

    public static string Plain(this Wording w, Told value) => w.Plain(English(value));

    /// <summary>A value in English, which is what its translations are looked up by.</summary>
    public static string English(Told value) => value.Letter switch
    {
        'T' => "told yes",
        'F' => "told no",
        'B' => "contested",
        'N' => "no account",
        'A' => "open: contested, and unreported",
        'U' => "open: contested or unreported",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

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
        return TimeRange.OfDay(local.Date, zone).Latest - at < Duration.FromSeconds(1) ? Day(local.Date) : new(MinutePattern.Format(local.LocalDateTime));
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
        var wholeDays = first.TimeOfDay == LocalTime.Midnight && TimeRange.OfDay(last.Date, zone).Latest - latest < Duration.FromSeconds(1);
        return wholeDays && first.Date == last.Date ? w.T("{0}, the hour not known", Day(first.Date))
            : wholeDays ? w.T("between {0} and {1}", Day(first.Date), Day(last.Date))
            : w.T("between {0} and {1}", new Ltr(MinutePattern.Format(first.LocalDateTime)), new Ltr(MinutePattern.Format(last.LocalDateTime)));
    }

    public static Ltr Number(decimal number) => new(Serving.Asked.Number(number));

    public static MarkupString Range(this Wording w, Extent extent) => extent.High is not { } high ? w.T("{0} or more", Number(extent.Low))
        : high == extent.Low ? w.T("{0}", Number(high)) : w.T("{0} to {1}", Number(extent.Low), Number(high));

    /// <summary>A figure in its speaker's terms: "at least 41 killed".</summary>
    public static MarkupString Of(this Wording w, Figure figure)
    {
        var value = Number(figure.Value);
        var number = figure.Bound switch
        {
            Bound.Exact => w.T("{0}", value),
            Bound.AtLeast => w.T("at least {0}", value),
            Bound.MoreThan => w.T("more than {0}", value),
            Bound.About => w.T("about {0}", value),
            Bound.AtMost => w.T("at most {0}", value),
            Bound.AllBut => w.T("all but {0}", value),
            Bound.Between => w.T("between {0} and {1}", value, Number(figure.High ?? figure.Value)),
        };
        return figure.Of is { } of ? w.T("{0} of {1} ({2})", number, Number(of), Units.Many(figure.Unit)) : w.T("{0} ({1})", number, Units.Of(figure.Unit, figure.Value));
    }
}
