using Microsoft.AspNetCore.Components;
using Servanda.Agreements;
using Servanda.Claims;

namespace Servanda.Web.Words;

/// <summary>What a provision asks for, and where a party's reading departs from its text.</summary>
public static class ProvisionWords
{
    public static MarkupString Of(this Wording w, Window? window) => window switch
    {
        { From: { } from, To: { } to } => w.T("from {0} to {1}", Code(ConditionText.Of(from)), Code(ConditionText.Of(to))),
        { From: { } from } => w.T("from {0}", Code(ConditionText.Of(from))),
        { To: { } to } => w.T("up to {0}", Code(ConditionText.Of(to))),
        _ => w.T("without bounds"),
    };

    /// <summary>How much it asks for; null where it asks for no number.</summary>
    public static MarkupString? Amount(this Wording w, Provision provision, Agreement agreement)
    {
        return provision switch
        {
            Provision.Quota quota => Counted(quota.Target, quota.Counter),
            Provision.Rate rate => w.T("{0} each {1}, in {2} of them", Counted(rate.Target, rate.Counter), w.T(Spelling.Of(rate.Per)), StatusWords.Percent(rate.Share)),
            Provision.Exchange { Legs: [var first, var second, ..] } => w.T("{0} by {1} for {2} by {3}",
                Counted(first.Units, first.Counter), w.Names(first.By, agreement), Counted(second.Units, second.Counter), w.Names(second.By, agreement)),
            _ => null,
        };

        MarkupString Counted(decimal number, string counter) => w.T("{0} ({1})", StatusWords.Number(number), Units.Of(agreement.Counter(counter)?.Unit ?? counter, number));
    }

    /// <summary>What a reading has otherwise than the text.</summary>
    public static MarkupString Differences(this Wording w, Provision text, Provision read, Agreement agreement)
    {
        var parts = new List<MarkupString>();
        if (text.Within != read.Within)
        {
            parts.Add(w.Of(read.Within));
        }
        if (text.Applies != read.Applies)
        {
            parts.Add(read.Applies is null ? w.T("it applies always") : w.T("it applies when {0}", Code(ConditionText.Of(read.Applies))));
        }
        if (w.Amount(read, agreement) is { } amount && amount.Value != w.Amount(text, agreement)?.Value)
        {
            parts.Add(amount);
        }
        if (!text.Exceptions.Select(e => e.Id).SequenceEqual(read.Exceptions.Select(e => e.Id), StringComparer.Ordinal))
        {
            parts.Add(read.Exceptions.Count == 0 ? w.T("without exceptions") : w.T("with the exceptions {0}", string.Join(", ", read.Exceptions.Select(e => e.Id))));
        }
        return w.List(parts);
    }

    /// <summary>Text of the agreement's own language of conditions.</summary>
    public static MarkupString Code(string text) => new($"<code dir=\"ltr\">{System.Net.WebUtility.HtmlEncode(text)}</code>");
}
