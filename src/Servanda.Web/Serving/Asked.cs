using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;
using NodaTime;
using NodaTime.Text;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Status;
using Servanda.Web.Words;

namespace Servanda.Web.Serving;

/// <summary>
/// What a reader asks of a page: about when, as the record stood when, by whose accounts, in which language. All of it is
/// in the address, so that an address says the same to whoever is given it.
/// </summary>
public sealed class Asked
{
    public const string AsOfKey = "asof", KnownKey = "known", LanguageKey = "lang", StandpointKey = "standpoint";
    private static readonly InstantPattern Exactly = InstantPattern.ExtendedIso;

    private readonly IQueryCollection query;
    private readonly Records.Kept kept;

    private Asked(SiteSettings site, LedgerState state, Records.Kept kept, HttpRequest request) =>
        (Site, State, this.kept, query, Path) = (site, state, kept, request.Query, request.Path.Value ?? "/");

    public SiteSettings Site { get; }
    public Agreement Agreement => Site.Agreement;
    public DateTimeZone Zone => Agreement.Zone;

    /// <summary>The ledger now, whatever is asked.</summary>
    public LedgerState State { get; }

    /// <summary>The page's own address, without what is asked of it.</summary>
    public string Path { get; }
    public required Instant AsOf { get; init; }
    public required Stamp? AsOfGiven { get; init; }

    /// <summary>As known when; null counts everything recorded.</summary>
    public required Instant? KnownAt { get; init; }
    public required Stamp? KnownGiven { get; init; }
    public required Wording W { get; init; }

    /// <summary>Whose accounts the page shows.</summary>
    public required IReadOnlyList<Standpoint> Standpoints { get; init; }
    public required bool StandpointsChosen { get; init; }

    /// <summary>Whether the page follows the clock or the ledger, so that it may say something else tomorrow.</summary>
    public bool IsLive => AsOfGiven is null || KnownGiven is null;

    /// <summary>The entries that were there as the record stood.</summary>
    public IEnumerable<EntryLine> Entries => KnownAt is { } known ? State.Entries.Where(e => e.Recorded <= known) : State.Entries;

    /// <summary>Those about a claim or a document.</summary>
    public IReadOnlyList<EntryLine> EntriesAbout(string id) => [.. State.About(id).Where(e => KnownAt is not { } known || e.Recorded <= known)];

    public TimeRules Rules => field ??= new TimeRules(Zone, Agreement.Calendar);

    public LocalDate Today => AsOf.InZone(Zone).Date;

    public string? Query(string key) => query.TryGetValue(key, out var values) && values is [{ Length: > 0 } one, ..] ? one : null;

    public IReadOnlyList<string> QueryAll(string key) => Listed(query, key);

    private static IReadOnlyList<string> Listed(IQueryCollection query, string key) =>
        [.. query[key].OfType<string>().SelectMany(v => v.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Distinct(StringComparer.Ordinal)];

    /// <summary>Computes on the record as asked, once for all who ask the same.</summary>
    /// <param name="question">What tells it from other questions, besides its type.</param>
    public T Ask<T>(string question, Func<Record, T> answer) where T : notnull => kept.Ask($"{typeof(T).Name} {question}", AsOf, answer);

    public Board Board() => Ask("", record => Status.Board.Of(record, AsOf));

    /// <summary>By whose account the page is, where it is by one: the account that <c>by</c> names; all where none is named.</summary>
    /// <exception cref="WrongAddressException">The agreement has no such account.</exception>
    public Standpoint By => Standpoint(Query("by") ?? Status.Standpoint.AllId);

    /// <exception cref="WrongAddressException">The agreement has no such account.</exception>
    public Standpoint Standpoint(string id) => Named(Agreement, W, id);

    private static Standpoint Named(Agreement agreement, Wording wording, string id)
    {
        var all = Status.Standpoint.Of(agreement);
        return all.FirstOrDefault(s => s.Id == id) ?? throw new WrongAddressException(wording.Plain("There is no standpoint “{0}”.", id), wording.Plain("There are: {0}.", string.Join(", ", all.Select(s => s.Id))));
    }

    /// <summary>The address of another page with the same questions of time, account and language.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="more">What is asked besides, or instead; null leaves a question out.</param>
    public string Link(string path, params ReadOnlySpan<(string Key, string? Value)> more)
    {
        var parts = new List<(string Key, string Value)>();
        foreach (var key in (string[])[AsOfKey, KnownKey, StandpointKey, LanguageKey])
        {
            if (!Names(more, key))
            {
                parts.AddRange(query[key].OfType<string>().Where(v => v.Length > 0).Select(v => (key, v)));
            }
        }
        foreach (var (key, value) in more)
        {
            if (!string.IsNullOrEmpty(value))
            {
                parts.Add((key, value));
            }
        }
        return path + Written(parts);
    }

    /// <summary>This page with something asked otherwise, and the rest as it is.</summary>
    public string Here(params ReadOnlySpan<(string Key, string? Value)> otherwise)
    {
        var parts = new List<(string Key, string Value)>();
        foreach (var (key, values) in query)
        {
            if (!Names(otherwise, key))
            {
                parts.AddRange(values.OfType<string>().Where(v => v.Length > 0).Select(v => (key, v)));
            }
        }
        foreach (var (key, value) in otherwise)
        {
            if (!string.IsNullOrEmpty(value))
            {
                parts.Add((key, value));
            }
        }
        return Path + Written(parts);
    }

    /// <summary>What the page is asked besides, for a form that asks one thing otherwise.</summary>
    public IEnumerable<(string Key, string Value)> Others(params string[] but) =>
        query.Where(q => !but.Contains(q.Key, StringComparer.Ordinal)).SelectMany(q => q.Value.OfType<string>().Where(v => v.Length > 0).Select(v => (q.Key, v)));

    /// <summary>A day, as a link to this page about it.</summary>
    public Microsoft.AspNetCore.Components.MarkupString Dated(LocalDate day) =>
        Wording.Link(Here((AsOfKey, StatusWords.Day(day).Text)), StatusWords.Day(day).Text, "ltr");

    /// <summary>The address that says the same whenever it is opened: both times absolute.</summary>
    public string Frozen => Here((AsOfKey, AsOfText), (KnownKey, KnownText), (LanguageKey, W.Language.Code));

    /// <summary>About when, as an address has it.</summary>
    public string AsOfText => TimeRange.EndsItsDay(AsOf, Zone) ? LocalDatePattern.Iso.Format(AsOf.InZone(Zone).Date) : Exactly.Format(AsOf);

    public string? KnownText => KnownMoment is { } known ? TimeRange.EndsItsDay(known, DateTimeZone.Utc) ? LocalDatePattern.Iso.Format(known.InUtc().Date) : Exactly.Format(known) : null;

    /// <summary>As known when: what was asked, or else when the last claim was recorded; null with none.</summary>
    public Instant? KnownMoment => KnownAt ?? State.LastRecorded;


    private static bool Names(ReadOnlySpan<(string Key, string? Value)> parts, string key)
    {
        foreach (var part in parts)
        {
            if (part.Key == key)
            {
                return true;
            }
        }
        return false;
    }

    private static string Written(List<(string Key, string Value)> parts) =>
        parts.Count == 0 ? "" : "?" + string.Join('&', parts.Select(p => $"{UrlEncoder.Default.Encode(p.Key)}={UrlEncoder.Default.Encode(p.Value)}"));

    /// <exception cref="WrongAddressException">What is asked is no date, or no standpoint of the agreement.</exception>
    public static Asked Of(SiteSettings site, Records records, HttpRequest request)
    {
        var wording = Wording.In(LanguageOf(request));
        var (asOf, known) = (Time(AsOfKey), Time(KnownKey));
        var all = Status.Standpoint.Of(site.Agreement);
        var chosen = Listed(request.Query, StandpointKey).Select(id => Named(site.Agreement, wording, id)).ToList();
        var state = site.Source.Now();
        var knownAt = WhenAsked.KnownAt(known);
        return new Asked(site, state, records.At(state, knownAt), request)
        {
            AsOf = asOf is null ? Minute(site.Clock.GetCurrentInstant()) : WhenAsked.AsOf(asOf, site.Agreement.Zone, site.Clock),
            AsOfGiven = asOf,
            KnownAt = knownAt,
            KnownGiven = known,
            W = wording,
            Standpoints = chosen.Count == 0 ? all : chosen,
            StandpointsChosen = chosen.Count > 0,
        };

        Stamp? Time(string key) => request.Query[key] is [{ Length: > 0 } text, ..]
            ? Stamp.TryParse(text.Trim()) ?? throw new WrongAddressException(wording.Plain("“{0}” is no date.", text), wording.Plain("Write a day such as {0}, or a time such as {1}.", new Ltr("2026-01-19"), new Ltr("2026-01-19T12:00:00Z")))
            : null;
    }

    /// <summary>The language asked for in the address, then the one the browser prefers.</summary>
    public static Language LanguageOf(HttpRequest request) =>
        Language.Named(request.Query[LanguageKey]) ?? Language.Accepted(request.Headers.AcceptLanguage);

    // A page about now is about this minute, so that everybody who looks at it in that minute sees one page.
    private static Instant Minute(Instant now) => now - Duration.FromTicks(now.ToUnixTimeTicks() % NodaConstants.TicksPerMinute);
}

/// <summary>An address that asks something that cannot be answered; what to do about it, in the reader's language.</summary>
public sealed class WrongAddressException(string problem, string remedy) : Exception(problem)
{
    public string Remedy => remedy;
}
