using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Status;

namespace Servanda.Files;

/// <summary>An agreement as the tree of its file: what has its default is left out.</summary>
internal static class AgreementTree
{
    public static YamlMap Of(Agreement agreement, IReadOnlyList<Scenario> scenarios) => Map(
        ("servanda", Number(1)),
        ("id", Text(agreement.Id)),
        ("title", Text(agreement.Title)),
        ("time-zone", Text(agreement.Zone.Id)),
        ("calendar", Calendar(agreement.Calendar)),
        ("actors", List(agreement.Actors, Actor)),
        ("standpoints", List(agreement.Standpoints, s => Map(
            ("id", Text(s.Id)), ("name", Text(s.Name)), ("speakers", Texts(s.Speakers)), ("excluding", Texts(s.Excluding)),
            ("minimum-grade", s.MinimumGrade is Grade.Reported ? null : Word(s.MinimumGrade)), ("silence", Word(s.Silence))))),
        ("anchors", List(agreement.Anchors, a => Map(("id", Text(a.Id)), ("at", Stamp(a.At)), ("text", Text(a.Text))))),
        ("zones", List(agreement.Zones, z => Map(("id", Text(z.Id)), ("name", Text(z.Name)), ("part-of", Text(z.PartOf)), ("geometry", Text(z.Geometry))))),
        ("counters", List(agreement.Counters, c => Map(
            ("id", Text(c.Id)), ("unit", Text(c.Unit)), ("universe", Number(c.Universe)), ("monotone", c.Monotone ? Truth(true) : null), ("stale-after", Length(c.StaleAfter)),
            ("tolerance", c.Tolerance == 0.10m ? null : Number(c.Tolerance)), ("measures", Text(c.Measures))))),
        ("definitions", List(agreement.Definitions, d => Map(("term", Text(d.Term)), ("means", Text(d.Means))))),
        ("meetings", List(agreement.Meetings, m => Map(("id", Text(m.Id)), ("title", Text(m.Title)), ("at", Stamp(m.At)), ("place", Text(m.Place)), ("participants", Texts(m.Participants))))),
        ("phases", List(agreement.Phases, Phase)),
        ("scenarios", List(scenarios, Scenario)));

    private static YamlMap? Calendar(WorkCalendar calendar)
    {
        var usual = new WorkCalendar();
        var map = Map(
            ("weekend", calendar.Weekend.SequenceEqual(usual.Weekend) ? null : new YamlList([.. calendar.Weekend.Select(d => Text(d.ToString().ToLowerInvariant())!)], default)),
            ("holidays", Texts(calendar.Holidays.Select(Day))),
            ("rounding", calendar.Rounding == usual.Rounding ? null : Word(calendar.Rounding)));
        return map.Entries.Count == 0 ? null : map;
    }

    private static YamlMap Actor(Actor actor) => Map(
        ("id", Text(actor.Id)), ("name", Text(actor.Name)), ("role", Word(actor.Role)), ("aliases", Texts(actor.Aliases)),
        ("people", List(actor.People, p => Map(("name", Text(p.Name)), ("title", Text(p.Title)), ("aliases", Texts(p.Aliases)), ("from", Text(p.From is { } from ? Day(from) : null)), ("to", Text(p.To is { } to ? Day(to) : null))))),
        ("part-of", Text(actor.PartOf)), ("part-of-source", Text(actor.PartOfSource)));

    private static YamlMap Phase(Phase phase) => Map(
        ("id", Text(phase.Id)),
        ("title", Text(phase.Title)),
        ("opens", phase.Opens is { } opens ? Map(("when", Condition(opens.When)), ("mode", opens.Mode is EntryMode.Automatic && opens.When is not null ? null : Word(opens.Mode)), ("by", Texts(opens.By))) : null),
        ("completes", phase.Completes is { } completes ? Map(("when", Condition(completes))) : null),
        ("provisions", List(phase.Provisions, Provision)));

    private static YamlMap Provision(Provision provision) => Map(
    [
        ("id", Text(provision.Id)), ("kind", Text(provision.Kind)), ("article", Text(provision.Article)), ("text", Text(provision.Text)),
        ("by", Texts(provision.By)), ("to", Texts(provision.To)), ("responsibility", Word(provision.Responsibility)), ("zones", Texts(provision.Zones)),
        .. Own(provision),
        ("within", Within(provision.Within)), ("applies", Condition(provision.Applies)), ("each", Text(provision.Each)), ("exceptions", Exceptions(provision.Exceptions)),
        ("verified-by", Texts(provision.VerifiedBy)), ("decided-by", Texts(provision.DecidedBy)), ("silence", Word(provision.Silence)), ("remedy", Text(provision.Remedy)),
        ("words", Texts(provision.Words)), ("topic", Text(provision.Topic)), ("effort", provision.Effort == 1 ? null : Number(provision.Effort)), ("survives", provision.Survives ? Truth(true) : null),
        ("readings", List(provision.Readings, r => Reading(provision, r))),
    ]);

    private static (string, YamlNode?)[] Own(Provision provision) => provision switch
    {
        Provision.Quota quota => [("counter", Text(quota.Counter)), ("target", Number(quota.Target))],
        Provision.Rate rate => [("counter", Text(rate.Counter)), ("target", Number(rate.Target)), ("per", Word(rate.Per)), ("share", rate.Share == 1m ? null : Number(rate.Share))],
        Provision.Exchange exchange =>
        [
            ("legs", List(exchange.Legs, leg => Map(("by", Texts(leg.By)), ("counter", Text(leg.Counter)), ("units", Number(leg.Units))))),
            ("order", exchange.Order is LegOrder.Any ? null : Word(exchange.Order)), ("lag", Length(exchange.Lag)), ("total", Number(exchange.Total)),
        ],
        Provision.Power power =>
        [
            ("effect", EffectOf(power.Effect)),
            ("limits", power.Limits is { Times: null, Notice: null, Lapses: null } ? null : Map(("times", Number(power.Limits.Times)), ("notice", Length(power.Limits.Notice)), ("lapses", Length(power.Limits.Lapses)))),
        ],
        _ => [],
    };

    // Only what is read otherwise; one that reads all of it alike still has to say something.
    private static YamlMap Reading(Provision provision, PartyReading reading)
    {
        var read = reading.As;
        (string Key, YamlNode? Value)[] differing =
        [
            ("counter", CounterOf(read) == CounterOf(provision) ? null : Text(CounterOf(read))),
            ("target", TargetOf(read) == TargetOf(provision) ? null : Number(TargetOf(read))),
            ("per", (read as Provision.Rate)?.Per == (provision as Provision.Rate)?.Per ? null : Word((read as Provision.Rate)?.Per)),
            ("share", (read as Provision.Rate)?.Share == (provision as Provision.Rate)?.Share ? null : Number((read as Provision.Rate)?.Share)),
            ("within", read.Within == provision.Within ? null : Within(read.Within)),
            ("applies", read.Applies == provision.Applies ? null : Condition(read.Applies)),
            ("exceptions", ReferenceEquals(read.Exceptions, provision.Exceptions) ? null : Exceptions(read.Exceptions)),
        ];
        return Map([("by", Texts(reading.By)), .. differing.Any(d => d.Value is not null) ? differing
            : [("target", Number(TargetOf(read))), ("within", Within(read.Within)), ("applies", Condition(read.Applies)), ("exceptions", Exceptions(read.Exceptions))]]);
    }

    private static string? CounterOf(Provision provision) => provision switch { Provision.Quota quota => quota.Counter, Provision.Rate rate => rate.Counter, _ => null };

    private static decimal? TargetOf(Provision provision) => provision switch { Provision.Quota quota => quota.Target, Provision.Rate rate => rate.Target, _ => null };

    private static YamlMap? Within(Window? within) => within is null ? null : Map(("from", Time(within.From)), ("to", Time(within.To)));

    private static YamlNode? Exceptions(IReadOnlyList<ProvisionException> exceptions) =>
        List(exceptions, e => Map(("id", Text(e.Id)), ("text", Text(e.Text)), ("decided-by", Texts(e.DecidedBy))));

    private static YamlMap? EffectOf(Effect? effect) => effect switch
    {
        null => null,
        Effect.Suspend suspend => Map(("suspend", Texts(suspend.Of)), ("tolls", suspend.Tolls ? Truth(true) : null)),
        Effect.Resume resume => Map(("resume", Texts(resume.Of))),
        Effect.Waive waive => Map(("waive", Texts(waive.Of))),
        Effect.Extend extend => Map(("extend", Map(("of", Texts(extend.Of)), ("by", Length(extend.By))))),
        Effect.Assign assign => Map(("assign", Map(("of", Texts(assign.Of)), ("from", Text(assign.From)), ("to", Text(assign.To))))),
        Effect.Open open => Map(("open", Text(open.Phase))),
        Effect.Terminate => Map(("terminate", Text("agreement"))),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static YamlMap Scenario(Scenario scenario) => Map(
        ("title", Text(scenario.Title)),
        ("claims", scenario.Claims.Count == 0 ? new YamlList([], default) : List(scenario.Claims, Claim)),
        ("expect", List(scenario.Expect, e => Map(
            ("as-of", Stamp(e.AsOf)), ("known-at", Stamp(e.KnownAt)), ("standpoint", e.Standpoint == "all" ? null : Text(e.Standpoint)), ("provision", Text(e.Provision)), ("phase", Text(e.Phase)),
            ("question", e.Phase is null || e.Question is PhaseQuestion.Opens ? null : Word(e.Question)), ("holder", Text(e.Holder)), ("value", Text(e.Value.ToString())), ("shown", Word(e.Shown))))));

    private static YamlMap Claim(Claim claim)
    {
        var json = ClaimJson.Write(claim);
        // The reader gives one to a claim that has none.
        if (claim.Id.StartsWith(ScenarioReader.GivenId, StringComparison.Ordinal))
        {
            json.Remove("id");
        }
        return (YamlMap)Json(json);
    }

    private static YamlNode Json(JsonNode node) => node switch
    {
        JsonObject members => new YamlMap([.. members.Select(m => KeyValuePair.Create(YamlLayout.Text(m.Key), Json(m.Value!)))], default),
        JsonArray items => new YamlList([.. items.Select(i => Json(i!))], default),
        JsonValue value when value.GetValueKind() is JsonValueKind.String => Text(value.GetValue<string>())!,
        _ => Plain(node.ToJsonString()),
    };

    private static YamlMap Map(params ReadOnlySpan<(string Key, YamlNode? Value)> entries)
    {
        var set = new List<KeyValuePair<YamlText, YamlNode>>();
        foreach (var (key, value) in entries)
        {
            if (value is not null)
            {
                set.Add(new(Plain(key), value));
            }
        }
        return new YamlMap(set, default);
    }

    private static YamlList? List<T>(IReadOnlyList<T> items, Func<T, YamlMap> node) => items.Count == 0 ? null : new YamlList([.. items.Select(node)], default);

    private static YamlList? Texts(IEnumerable<string> texts) => new YamlList([.. texts.Select(t => YamlLayout.Text(t))], default) is { Items.Count: > 0 } list ? list : null;

    private static YamlText Plain(string text) => new(text, default, 0, 0, YamlDotNet.Core.ScalarStyle.Plain);

    private static YamlText? Text(string? text) => text is null ? null : YamlLayout.Text(text);

    private static YamlText? Word<T>(T? word) where T : struct, Enum => word is { } value ? Word(value) : null;

    private static YamlText Word<T>(T word) where T : struct, Enum => Plain(Spelling.Of(word));

    private static YamlText? Number(decimal? number) => number is { } value ? Plain(value.ToString(CultureInfo.InvariantCulture)) : null;

    private static YamlText Truth(bool truth) => Plain(truth ? "true" : "false");

    private static YamlText? Stamp(Stamp? stamp) => stamp is { } value ? Plain(value.ToString()) : null;

    private static string Day(LocalDate day) => LocalDatePattern.Iso.Format(day);

    private static YamlText? Length(TimeLength? length) => length is { } value ? Plain(value.ToString()) : null;

    private static YamlText? Condition(Condition? condition) => condition is null ? null : Plain(ConditionText.Of(condition));

    private static YamlText? Time(TimeExpression? time) => time is null ? null : Plain(ConditionText.Of(time));
}
