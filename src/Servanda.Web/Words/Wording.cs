using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;

namespace Servanda.Web.Words;

/// <summary>A part of a sentence that runs from left to right in every language: a date, a number, a ratio, an id.</summary>
public readonly record struct Ltr(string Text)
{
    public override string ToString() => Text;
}

/// <summary>
/// The texts of the interface in one language. Names, quotations, dates and numbers that are set into a sentence are
/// isolated from it, so that no direction of writing turns them round.
/// </summary>
public sealed class Wording
{
    private static readonly ConcurrentDictionary<string, Wording> Made = new(StringComparer.Ordinal);
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly Catalog catalog;

    private Wording(Language language) => (Language, catalog) = (language, Catalog.Of(language));

    public Language Language { get; }

    public static Wording In(Language language) => Made.GetOrAdd(language.Code, _ => new Wording(language));

    /// <summary>Whether there are words for it in this language.</summary>
    public bool Has(string english) => Language == Language.English || Language == Language.Pseudo || catalog.Find(english) is not null;

    /// <summary>A sentence as markup.</summary>
    /// <param name="english">The English text, with {0} where arguments go.</param>
    /// <param name="arguments">Markup stands as it is; <see cref="Ltr"/>, numbers and any text are isolated.</param>
    public MarkupString T(string english, params ReadOnlySpan<object?> arguments) => new(Filled(Of(english), arguments, markup: true));

    /// <summary>A sentence whose form depends on a number, which is its {0}.</summary>
    public MarkupString N(long number, string one, string many, params ReadOnlySpan<object?> rest) => new(Filled(Of(number, one, many), [number, .. rest], markup: true));

    /// <summary>A sentence as plain text, for attributes, titles and files.</summary>
    public string Plain(string english, params ReadOnlySpan<object?> arguments) => Filled(Of(english), arguments, markup: false);

    public string PlainN(long number, string one, string many, params ReadOnlySpan<object?> rest) => Filled(Of(number, one, many), [number, .. rest], markup: false);

    /// <summary>Several as one enumeration: "a, b and c".</summary>
    public MarkupString List(IReadOnlyList<MarkupString> items, bool either = false) => items.Count switch
    {
        0 => default,
        1 => items[0],
        _ => T(either ? "{0} or {1}" : "{0} and {1}", new MarkupString(string.Join(Comma, items.Take(items.Count - 1).Select(i => i.Value))), items[^1]),
    };

    public string PlainList(IReadOnlyList<string> items, bool either = false) => items.Count switch
    {
        0 => "",
        1 => items[0],
        _ => Plain(either ? "{0} or {1}" : "{0} and {1}", string.Join(Comma, items.Take(items.Count - 1)), items[^1]),
    };

    private string Comma => Language.Code == "ar" ? "، " : ", ";

    /// <summary>Text of somebody else's, isolated: a name, a quotation.</summary>
    public static MarkupString Content(string text) => new($"<bdi>{Html.Encode(text)}</bdi>");

    /// <summary>A link whose words are somebody else's.</summary>
    public static MarkupString Link(string to, string text, string direction = "auto") => new($"<a href=\"{Html.Encode(to)}\" dir=\"{direction}\">{Html.Encode(text)}</a>");

    public static MarkupString LeftToRight(string text) => new($"<bdi dir=\"ltr\">{Html.Encode(text)}</bdi>");

    private string Of(string english) => Language == Language.Pseudo ? $"⟦{english}⟧" : catalog.Find(english) is [var text, ..] ? text : english;

    private string Of(long number, string one, string many)
    {
        var form = Language.Plural(Math.Abs(number));
        return Language == Language.Pseudo ? $"⟦{(form == 0 ? one : many)}⟧"
            : catalog.Find(one) is { } forms ? forms[Math.Min(form, forms.Length - 1)]
            : Language.English.Plural(number) == 0 ? one : many;
    }

    private string Filled(string text, ReadOnlySpan<object?> arguments, bool markup)
    {
        var filled = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            var open = text.IndexOf('{', at);
            if (open < 0 || open + 2 >= text.Length || text[open + 2] != '}' || text[open + 1] - '0' is < 0 or > 9)
            {
                var end = open < 0 ? text.Length : open + 1;
                filled.Append(markup ? Html.Encode(text[at..end]) : text[at..end]);
                at = end;
                continue;
            }
            filled.Append(markup ? Html.Encode(text[at..open]) : text[at..open]);
            var argument = arguments[text[open + 1] - '0'];
            filled.Append(markup ? Markup(argument) : Isolated(argument));
            at = open + 3;
        }
        return filled.ToString();
    }

    private static string Markup(object? argument) => argument switch
    {
        null => "",
        MarkupString markup => markup.Value,
        string text => Content(text).Value,
        IFormattable number => LeftToRight(number.ToString(null, CultureInfo.InvariantCulture)).Value,
        _ => LeftToRight(argument.ToString() ?? "").Value,
    };

    private string Isolated(object? argument)
    {
        var text = argument switch { null => "", IFormattable number => number.ToString(null, CultureInfo.InvariantCulture), _ => argument.ToString() ?? "" };
        // U+2066 left-to-right isolate, U+2068 first strong isolate, U+2069 their end.
        return text.Length == 0 || !Language.RightToLeft ? text : $"{(argument is string ? '\u2068' : '\u2066')}{text}\u2069";
    }
}
