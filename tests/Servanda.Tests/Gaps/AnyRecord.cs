using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Files;
using Servanda.Status;
using Record = Servanda.Status.Record;

namespace Servanda.Tests.Gaps;

/// <summary>
/// Records made at random, from a seed that a failing law names, on one agreement that has every kind of provision, phases
/// that open by themselves and by declaration, and every kind of condition.
/// </summary>
internal static class AnyRecord
{
    private const string Text = """
        servanda: 1
        id: any
        title: Any agreement
        time-zone: Europe/Zurich
        actors:
          - {id: a, name: A, role: party}
          - {id: b, name: B, role: party}
          - {id: ministry, name: Ministry, role: authority, part-of: b, part-of-source: "a test"}
          - {id: envoy, name: Envoy, role: mediator}
          - {id: monitor, name: Monitor, role: mechanism}
          - {id: paper, name: Paper, role: outlet}
        anchors:
          - {id: signature, at: 2026-01-01}
          - {id: entry}
        zones:
          - {id: north, name: North}
          - {id: south, name: South}
        counters:
          - {id: released, unit: person, universe: 14, monotone: true, stale-after: 6d}
          - {id: freed, unit: person, monotone: true}
          - {id: trucks, unit: truck}
          - {id: killed, unit: killed, monotone: true, measures: halt}
        phases:
          - id: one
            title: Phase one
            opens: {when: "done(signature)", mode: automatic}
            completes: {when: "done(withdraw-a) and done(withdraw-b) and kept(halt, last 5d)"}
            provisions:
              - {id: halt, kind: prohibition, text: Fire stops, by: [a, b], responsibility: several, zones: [north, south], within: {from: 2026-01-01}, exceptions: [{id: answer, text: Answer to fire, decided-by: [monitor]}], verified-by: [monitor], remedy: inquiry}
              - {id: inquiry, kind: act, text: Each incident is inquired into, by: [monitor], each: halt, within: {from: start(inquiry), to: "start(inquiry) + 48h"}}
              - {id: road, kind: continuing, text: The road stays open, by: [a, b], responsibility: joint, within: {from: 2026-01-02, to: 2026-01-20}, silence: presume-none}
              - {id: withdraw-a, kind: act, text: A withdraws, by: [a], within: {from: entry, to: "entry + 5d"}, verified-by: [monitor]}
              - {id: withdraw-b, kind: act, text: B withdraws, by: [b], within: {from: 2026-01-01, to: "entry + 9d"}, verified-by: [monitor], silence: unknown}
              - {id: leave, kind: act, text: Both leave, by: [a, b], responsibility: several, verified-by: [monitor]}
              - {id: release, kind: quota, text: B releases ten, by: [b], counter: released, target: 10, within: {from: 2026-01-01, to: 2026-01-12}, readings: [{by: [b], within: {from: entry, to: "entry + 10d"}}]}
              - {id: aid, kind: rate, text: Aid comes in, by: [a], counter: trucks, target: 5, per: week, share: 0.5, within: {from: 2026-01-01}}
              - {id: swap, kind: exchange, text: Two for one, legs: [{by: [b], counter: released, units: 1}, {by: [a], counter: freed, units: 2}], order: any, lag: 24h, total: 8}
              - {id: pause, kind: power, text: A may close the road, by: [a], effect: {suspend: [road], tolls: true}, applies: "breached(halt@b)", limits: {times: 1, lapses: 4d}, decided-by: [monitor]}
          - id: two
            title: Phase two
            opens: {when: "at least 2 of (done(withdraw-a), done(leave), done(release), done(swap)) and (not breached(halt) or done(pause)) and done(entry)", mode: declared, by: [envoy]}
            completes: {when: "done(hand-in) or (verified(leave) and count(freed) >= 6)"}
            provisions:
              - {id: hand-in, kind: act, text: Weapons are handed in, by: [b], verified-by: [monitor], effort: 3}
              - {id: open-gate, kind: power, text: B may open the gate, by: [b], applies: "phase(two, entered)"}
          - id: three
            title: Phase three
            opens: {when: "phase(two, completed) or (passed(entry + 12d) and in-force(leave) and rate(aid) >= 0.5) or balance(swap) < 3 and open(withdraw-b) and declared(hand-in, by monitor)", mode: automatic}
        """;

    public static Agreement Agreement { get; } = Read(Text);

    public static Agreement Read(string text) => AgreementFile.Read("any.yaml", System.Text.Encoding.UTF8.GetBytes(text)) is { Agreement: { } read } ? read
        : throw new InvalidOperationException(string.Join("\n", AgreementFile.Read("any.yaml", System.Text.Encoding.UTF8.GetBytes(text)).Findings.Select(f => f.Message)));

    public static IReadOnlyList<Standpoint> Standpoints { get; } = Standpoint.Of(Agreement);

    /// <summary>Every question about every provision, holder and phase, by name.</summary>
    public static IReadOnlyList<(string Name, Func<Evaluation, Node> Ask)> Questions { get; } =
    [
        .. Agreement.Provisions.SelectMany(p => p.By.Count > 1 ? p.By.Prepend((string?)null) : [null], (p, h) => ($"{p.Id}@{h}", (Func<Evaluation, Node>)(e => e.Performance(p, h)))),
        .. Agreement.Provisions.Where(p => p.Id is "road" or "withdraw-a").Select(p => ($"in-force {p.Id}", (Func<Evaluation, Node>)(e => e.InForce(p)))),
        .. Agreement.Phases.Select(p => ($"{p.Id} opens", (Func<Evaluation, Node>)(e => e.Opens(p)))),
        .. Agreement.Phases.Select(p => ($"{p.Id} entered", (Func<Evaluation, Node>)(e => e.Entered(p)))),
        .. Agreement.Phases.Where(p => p.Completes is not null).Select(p => ($"{p.Id} completes", (Func<Evaluation, Node>)(e => e.Completed(p)))),
    ];

    public static Instant Day(Random random, int last = 25) => TimeRange.OfDay(new LocalDate(2026, 1, random.Next(1, last)), Agreement.Zone).Latest;

    public static Record Of(Random random, int most = 80) => new(Agreement, Claims(random, random.Next(2, most)));

    public static List<Claim> Claims(Random random, int count)
    {
        var claims = new List<Claim>();
        for (var i = 0; i < count; i++)
        {
            claims.Add(Claim(random, i, claims));
        }
        return claims;
    }

    private static Claim Claim(Random random, int index, List<Claim> before)
    {
        T Pick<T>(params T[] from) => from[random.Next(from.Length)];
        var day = new LocalDate(2026, 1, random.Next(1, 22));
        var said = Stamp.On(day.PlusDays(random.Next(0, 3)));
        var happened = random.Next(4) == 0 ? null : new Happened(Stamp.On(day), Stamp.On(day.PlusDays(random.Next(0, 3))));
        var speaker = Pick("a", "b", "ministry", "envoy", "monitor", "paper");
        var actor = Pick("a", "b", null, "unknown");
        var grade = Pick(Grade.Reported, Grade.Reported, Grade.Corroborated, Grade.Verified);
        var id = $"x{index}";
        var act = Pick("withdraw-a", "withdraw-b", "leave", "hand-in");
        return random.Next(18) switch
        {
            0 or 1 => new Claim.Assert { Id = id, Speaker = speaker, Said = said, Happened = happened, Provision = Pick("halt", "road"), Actor = actor, Occurrence = Pick("o1", "o2", null), Zone = Pick("north", "south", null), Grade = grade },
            2 => new Claim.Deny { Id = id, Speaker = speaker, Said = said, Happened = happened, Provision = Pick("halt", "road"), Actor = actor, Occurrence = Pick("o1", "o2", null) },
            3 => new Claim.Assert { Id = id, Speaker = speaker, Said = said, Happened = happened, Provision = "halt", Occurrence = Pick("o1", "o2"), Exception = "answer" },
            4 or 5 => new Claim.Assert { Id = id, Speaker = speaker, Said = said, Happened = happened, Provision = act, Actor = act == "leave" ? actor : null, Occurrence = Pick("w1", "w2", null), Grade = grade },
            6 => new Claim.Deny { Id = id, Speaker = speaker, Said = said, Happened = happened, Provision = act, Actor = act == "leave" ? actor : null, Occurrence = Pick("w1", "w2", null) },
            7 => new Claim.NotDone { Id = id, Speaker = speaker, Said = said, Happened = happened, Provision = Pick("withdraw-a", "withdraw-b", "leave", "release"), Actor = Pick("a", "b") },
            8 or 9 or 10 => new Claim.Count { Id = id, Speaker = speaker, Said = said, Happened = happened, Counter = Pick("released", "freed"), Grade = grade, Figure = new Figure(random.Next(1, 18), Pick(Bound.Exact, Bound.AtLeast, Bound.AtMost, Bound.About), "person") },
            11 => new Claim.Count { Id = id, Speaker = speaker, Said = said, Happened = happened, Counter = "trucks", Figure = new Figure(random.Next(1, 9), Bound.Exact, "truck") },
            12 => new Claim.Coverage { Id = id, Speaker = speaker, Said = said, Happened = new Happened(Stamp.On(new LocalDate(2026, 1, 1)), Stamp.On(day)), Provision = Pick("halt", "road"), Zone = Pick("north", "south", null), FoundSome = false, Grade = grade },
            13 => new Claim.Assert { Id = id, Speaker = speaker, Said = said, Happened = happened, Anchor = "entry" },
            14 => new Claim.Exercise { Id = id, Speaker = Pick("a", "envoy", "b"), Said = said, Happened = happened, Provision = Pick("pause", "open-gate") },
            15 => new Claim.Exercise { Id = id, Speaker = Pick("envoy", "paper"), Said = said, Happened = happened, Phase = "two" },
            16 when before.Count > 0 => new Claim.Verify { Id = id, Speaker = "monitor", Said = said, Of = before[random.Next(before.Count)].Id },
            17 when before.Count > 0 && before[random.Next(before.Count)] is var of => new Claim.Retract { Id = id, Speaker = of.Speaker, Said = said, Of = of.Id },
            _ => new Claim.Assert { Id = id, Speaker = speaker, Said = said, Happened = happened, Provision = "inquiry", Occurrence = Pick("o1", "o2") },
        };
    }
}
