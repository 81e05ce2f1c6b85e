using Servanda.Agreements;

namespace Servanda.Cli.Screens;

/// <summary>Where a party's reading of a provision departs from the text.</summary>
internal static class ReadingWords
{
    public static IEnumerable<string> Differences(Provision text, Provision reading)
    {
        if (text.Within != reading.Within)
        {
            yield return $"it runs {Window(reading.Within)}, where the text has {Window(text.Within)}";
        }
        if (text.Applies != reading.Applies)
        {
            yield return $"it applies {Condition(reading.Applies)}, where the text has {Condition(text.Applies)}";
        }
        if (Amount(text) is var written && Amount(reading) is var read && written != read)
        {
            yield return $"it asks for {read}, where the text has {written}";
        }
        if (!text.Exceptions.Select(e => e.Id).SequenceEqual(reading.Exceptions.Select(e => e.Id), StringComparer.Ordinal))
        {
            yield return $"its exceptions are {Exceptions(reading)}, where the text has {Exceptions(text)}";
        }
    }

    private static string Window(Window? window) => window switch
    {
        null or { From: null, To: null } => "without bounds",
        { From: { } from, To: null } => $"from {ConditionText.Of(from)}",
        { From: null, To: { } to } => $"to {ConditionText.Of(to)}",
        { From: { } from, To: { } to } => $"from {ConditionText.Of(from)} to {ConditionText.Of(to)}",
    };

    private static string Condition(Condition? condition) => condition is null ? "always" : $"when {ConditionText.Of(condition)}";

    private static string Amount(Provision provision) => provision switch
    {
        Provision.Quota quota => $"{Words.Number(quota.Target)} counted as {quota.Counter}",
        Provision.Rate rate => $"{Words.Number(rate.Target)} per {Spelling.Of(rate.Per)}, in {Words.Number(rate.Share * 100)} % of them, counted as {rate.Counter}",
        _ => "",
    };

    private static string Exceptions(Provision provision) => provision.Exceptions.Count == 0 ? "none" : string.Join(", ", provision.Exceptions.Select(e => e.Id));
}
