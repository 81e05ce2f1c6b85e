namespace Servanda.Agreements.Checking;

/// <summary>Times that the draft itself dates: those counted from a date or from an anchor with one.</summary>
internal sealed class FixedTimes(Agreement agreement)
{
    private readonly TimeRules rules = new(agreement.Zone, agreement.Calendar);

    /// <summary>Null for a time that only what happens will date.</summary>
    public TimeRange? Of(TimeExpression time) => time switch
    {
        TimeExpression.Fixed { Stamp: var stamp } => stamp.In(agreement.Zone),
        TimeExpression.Anchor { Id: var id } => agreement.Anchor(id)?.At?.In(agreement.Zone),
        TimeExpression.EndOfDay { Of: var of } => Of(of) is { } day ? rules.EndOfDay(day) : null,
        TimeExpression.EndOfMonth { Of: var of } => Of(of) is { } month ? rules.EndOfMonth(month) : null,
        TimeExpression.Shift { Of: var of, Back: var back, By: var by } => IsInTheCalendar(by) && Of(of) is { } from ? rules.Shift(from, by, back) : null,
        _ => null,
    };

    // Longer lengths, and business days of a week without any, lead out of the calendar.
    private bool IsInTheCalendar(TimeLength by) => by.Amount <= 5000 && (by.Unit is not LengthUnit.Years || by.Amount <= 500)
        && (by.Unit is not LengthUnit.BusinessDays || agreement.Calendar.Weekend.Distinct().Count() < 7);
}
