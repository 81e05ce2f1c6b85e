using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Gaps;
using Servanda.Status;
using Xunit;
using Record = Servanda.Status.Record;

namespace Servanda.Tests.Gaps;

/// <summary>What keeps a phase shut, and that doing it opens the phase.</summary>
public sealed class What_blocks_a_phase
{
    private const int Cases = 500;
    private static readonly string[] Acts = ["one", "two", "three", "four"];
    private static readonly Instant Today = Day(25);

    [Fact]
    public void Is_to_do_what_is_told_not_done_to_report_what_nobody_tells_and_to_settle_what_is_contested()
    {
        var agreement = Agreement("done(one) and done(two) and done(three) and done(four)");
        var blockers = Of(agreement, [NotDone("c1", "a", "one"), Done("c2", "b", "two", "w"), Denied("c3", "a", "two", "w"), Done("c4", "b", "four", "v")]);

        Assert.Equal(Told.F, blockers.Value);
        Assert.Equal(["done(one): do by a", "done(three): verify by monitor", "done(two): settle by a, b"], Assert.Single(blockers.Ways).Needs.SelectMany(n => n.Of).Select(Told_as));
        Assert.Equal(["done(one)", "done(three)", "done(two)"], blockers.Cuts.Select(c => Assert.Single(c).Ref));
    }

    [Fact]
    public void Has_the_cheapest_way_first_and_leaves_any_so_many_of_several_as_they_are()
    {
        var blockers = Of(Agreement("done(dear) or at least 2 of (done(one), done(two), done(three))"), []);

        Assert.Equal([2, 5], blockers.Ways.Select(w => w.Cost));
        Assert.Equal("any 2 of (done(one), done(three), done(two))", Assert.Single(blockers.Ways[0].Needs).Ref);
        Assert.Equal(["any 2 of (done(one), done(three), done(two)) with done(dear)"], blockers.Cuts.Select(c => string.Join(" with ", c.Select(n => n with { } is { Of.Count: > 1 } any ? any.Ref : n.Ref))));
    }

    [Fact]
    public void Of_a_declared_phase_includes_its_declaration_by_those_who_may()
    {
        var agreement = Agreement("done(one)", declared: true);
        var blockers = Of(agreement, [Done("c1", "b", "one", "w")]);

        Assert.Equal(["declared(next): do by envoy"], Assert.Single(blockers.Ways).Needs.SelectMany(n => n.Of).Select(Told_as));
        Assert.Equal(NoWay.OpenAlready, Of(agreement, [Exercise("c1", "envoy")]).Reason);
    }

    [Fact]
    public void Is_beyond_repair_when_a_deadline_has_passed_and_another_way_still_counts()
    {
        var late = NotDone("c1", "a", "early");
        Assert.Equal(NoWay.Impossible, Of(Agreement("done(early)"), [late]).Reason);
        var blockers = Of(Agreement("done(early) or done(one)"), [late]);
        Assert.Equal("done(one)", Assert.Single(Assert.Single(blockers.Ways).Needs).Ref);
        Assert.Equal("its deadline has passed: 2026-01-10", Assert.Single(blockers.Lost).Because);
        // Nobody tells it: a report that it was done in time would still do.
        Assert.Equal(Move.Verify, Assert.Single(Assert.Single(Of(Agreement("done(early)"), []).Ways).Needs).Of[0].Move);
    }

    [Fact]
    public void Is_beyond_repair_where_a_bare_kept_meets_a_told_incident_and_can_recur_where_only_the_last_days_are_asked()
    {
        Claim[] incident = [new Claim.Assert { Id = "c1", Speaker = "a", Provision = "halt", Actor = "b", Occurrence = "o", Said = Stamp.On(new LocalDate(2026, 1, 24)) }];
        Assert.Equal(NoWay.Impossible, Of(Agreement("kept(halt)"), incident).Reason);
        var blockers = Of(Agreement("kept(halt, last 5d)"), incident);
        Assert.Equal(["kept(halt, last 5d): do by b"], Assert.Single(blockers.Ways).Needs.SelectMany(n => n.Of).Select(Told_as));
    }

    [Fact]
    public void Leaves_out_what_waits_on_the_very_phase()
    {
        Assert.Equal(NoWay.Impossible, Of(Agreement("done(within)"), []).Reason);
        Assert.Equal("done(one)", Assert.Single(Assert.Single(Of(Agreement("done(within) or done(one)"), []).Ways).Needs).Ref);
    }

    [Fact]
    public void Includes_what_has_to_come_before_something_can_be_done()
    {
        var blockers = Of(Agreement("done(after)"), []);
        Assert.Equal(["declared(middle)", "done(after)", "done(one)"], Assert.Single(blockers.Ways).Needs.Select(n => n.Ref));
        var undated = Of(Agreement("done(from-start)"), []);
        Assert.Equal(["done(from-start): do by a", "done(start): verify by monitor"], Assert.Single(undated.Ways).Needs.SelectMany(n => n.Of).Select(Told_as));
    }

    [Fact]
    public void Never_counts_a_breach_as_a_way()
    {
        var blockers = Of(Agreement("breached(halt) and done(one)"), [Coverage("c1", "monitor")]);
        Assert.Equal(NoWay.Impossible, blockers.Reason);
        Assert.All(Of(Agreement("breached(one) or done(two)"), []).Ways.SelectMany(w => w.Needs).SelectMany(n => n.Of), f => Assert.True(f.Move != Move.Do || !f.Ref.StartsWith("not ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Is_only_the_clock_where_a_time_has_to_pass()
    {
        var fact = Assert.Single(Assert.Single(Of(Agreement("passed(2026-02-01)"), []).Ways).Needs).Of[0];
        Assert.Equal((Move.Wait, 0, Day(32)), (fact.Move, fact.Cost, fact.Until));
    }

    /// <summary>Read as a function of its facts, each set opens the phase and no part of it does; brute force finds no other.</summary>
    [Fact]
    public void Is_every_least_set_and_nothing_else()
    {
        for (var seed = 1; seed <= Cases; seed++)
        {
            var random = new Random(seed);
            var names = Enumerable.Range(0, 7).Select(n => $"p{n}").ToList();
            var condition = Condition(random, [.. names.Select(n => $"done({n})")], depth: 3);
            var told = names.Where(_ => random.Next(6) == 0).ToList();
            var agreement = AnyRecord.Read(Plain(names, condition));
            var blockers = Blockers.Of(new Evaluation(new Record(agreement, told.Select((t, n) => Done($"c{n}", "b", t, "w"))), All(agreement), Today), agreement.Phase("next")!);
            if (blockers.Capped)
            {
                continue;
            }
            var open = names.Except(told).ToList();
            bool Opens(int mask) => new Evaluation(new Record(agreement, told.Concat(open.Where((_, n) => (mask & (1 << n)) != 0)).Select((t, n) => Done($"c{n}", "b", t, "w"))), All(agreement), Today).Opens(agreement.Phase("next")!).Value.IsTrue;
            var opening = Enumerable.Range(0, 1 << open.Count).Select(Opens).ToList();
            var least = Enumerable.Range(0, opening.Count).Where(m => opening[m] && open.Select((_, n) => 1 << n).All(b => (m & b) == 0 || !opening[m & ~b])).Select(m => Names(open, m)).Where(n => n.Length > 0).Order(StringComparer.Ordinal);
            var cuts = Enumerable.Range(0, opening.Count).Select(m => opening.Count - 1 - m).Where(m => !opening[m] && open.Select((_, n) => 1 << n).All(b => (m & b) != 0 || opening[m | b])).Select(m => Names(open, opening.Count - 1 - m)).Where(n => n.Length > 0).Order(StringComparer.Ordinal);

            Assert.Equal((seed, condition, string.Join("; ", least)), (seed, condition, string.Join("; ", blockers.Ways.SelectMany(w => SpeltOut(w.Needs)).Order(StringComparer.Ordinal))));
            if (!blockers.CutsCapped)
            {
                Assert.Equal((seed, condition, string.Join("; ", cuts)), (seed, condition, string.Join("; ", blockers.Cuts.SelectMany(SpeltOut).Order(StringComparer.Ordinal))));
            }
        }
    }

    /// <summary>Claims that carry out every move of a set make the condition told met by that account, and those for all but one do not.</summary>
    [Fact]
    public void Opens_the_phase_in_the_evaluation_once_every_move_is_carried_out()
    {
        var carriedOut = new Dictionary<string, int>(StringComparer.Ordinal);
        var leftOut = 0;
        string[] leaves = ["done(one)", "done(two)", "done(three)", "done(four)", "done(dear)", "done(both)", "done(release)", "done(swap)", "done(after)", "done(from-start)", "done(gate)", "kept(halt, last 5d)", "not done(four)",
            "verified(two)", "count(released) >= 9", "done(start)", "phase(middle, entered)", "declared(one, by envoy)", "not breached(release)", "in-force(both)"];
        for (var seed = 1; seed <= Cases; seed++)
        {
            var random = new Random(seed);
            var agreement = Agreement(Condition(random, leaves, depth: 3), declared: random.Next(2) == 0);
            var claims = Enumerable.Range(0, random.Next(0, 50)).Select(n => Any(random, $"x{n}")).ToList();
            var standpoint = Standpoint.Of(agreement).Where(s => s.Id is "a" or "mediators" or "all" or "verified").ElementAt(Math.Min(3, random.Next(6)));
            var evaluation = new Evaluation(new Record(agreement, claims), standpoint, Today);
            var next = agreement.Phase("next")!;
            foreach (var way in Blockers.Of(evaluation, next).Ways.Take(4))
            {
                var moves = way.Needs.SelectMany(n => n.Of.Take(n.Needed)).ToList();
                var done = moves.Select((m, n) => CarryOut(m, evaluation, $"h{n}")).ToList();
                if (done.Contains(null))
                {
                    continue;
                }
                var after = new Evaluation(new Record(agreement, [.. claims, .. done.SelectMany(d => d!)]), standpoint, Today);
                Assert.True(after.Opens(next).Value.IsTrue && after.Entered(next).Value.IsTrue,
                    $"seed {seed} by {standpoint.Id}: {string.Join("; ", moves.Select(Told_as))} leaves {string.Join(", ", OpenFacts.Of(after.Opens(next)).Contested.Concat(OpenFacts.Of(after.Opens(next)).Unreported))} open of {ConditionText.Of(next.Opens!.When!)}");
                foreach (var left in moves.Where(_ => !moves.Exists(DoesMore)))
                {
                    var but = new Evaluation(new Record(agreement, [.. claims, .. done.Where((_, n) => moves[n] != left).SelectMany(d => d!)]), standpoint, Today);
                    Assert.False(but.Opens(next).Value.IsTrue && but.Entered(next).Value.IsTrue, $"seed {seed} by {standpoint.Id}: {left.Ref} can be left out of {string.Join("; ", moves.Select(Told_as))} in {ConditionText.Of(next.Opens!.When!)}");
                    leftOut++;
                }
                foreach (var move in moves)
                {
                    carriedOut[$"{move.Move}"] = carriedOut.GetValueOrDefault($"{move.Move}") + 1;
                }
            }
        }
        Assert.True(leftOut > 100 && carriedOut[nameof(Move.Do)] > 500 && carriedOut[nameof(Move.Verify)] > 500 && carriedOut[nameof(Move.Settle)] > 50, string.Join(", ", carriedOut));
    }

    [Fact]
    public void Comes_at_once_for_a_thousand_provisions()
    {
        var names = Enumerable.Range(0, 1000).Select(n => $"p{n}").ToList();
        var condition = string.Join(" and ", names.Chunk(4).Select(c => $"(done({c[0]}) or done({c[1]}) and done({c[2]}) or at least 2 of (done({c[0]}), done({c[2]}), done({c[3]})))"));
        var agreement = AnyRecord.Read(Plain(names, condition));
        var evaluation = new Evaluation(new Record(agreement, []), All(agreement), Today);
        evaluation.Opens(agreement.Phase("next")!);
        var blockers = Blockers.Of(evaluation, agreement.Phase("next")!);
        Assert.Equal(250, blockers.Ways[0].Cost);
        Assert.True(blockers.Capped);
    }

    // Agreements ------------------------------------------------------------------------------------------------------

    private static Agreement Agreement(string opens, bool declared = false) => Agreement(opens, declared ? "declared, by: [envoy]" : "automatic");

    private static Agreement Agreement(string opens, string mode) => AnyRecord.Read($$"""
        servanda: 1
        id: any
        title: Any agreement
        time-zone: Europe/Zurich
        actors:
          - {id: a, name: A, role: party}
          - {id: b, name: B, role: party}
          - {id: envoy, name: Envoy, role: mediator}
          - {id: monitor, name: Monitor, role: mechanism}
        anchors:
          - {id: start}
        counters:
          - {id: released, unit: person, monotone: true}
          - {id: freed, unit: person, monotone: true}
        phases:
          - id: first
            title: First
            provisions:
              - {id: halt, kind: prohibition, text: Fire stops, by: [a, b], responsibility: several, within: {from: 2026-01-01}, verified-by: [monitor]}
              - {id: one, kind: act, text: One, by: [a], verified-by: [monitor]}
              - {id: two, kind: act, text: Two, by: [b], within: {from: 2026-01-01, to: 2026-03-01}, verified-by: [monitor]}
              - {id: three, kind: act, text: Three, by: [b], silence: unknown, verified-by: [monitor]}
              - {id: four, kind: act, text: Four, by: [b], silence: unknown, verified-by: [monitor]}
              - {id: dear, kind: act, text: Dear, by: [a], effort: 5}
              - {id: both, kind: act, text: Both, by: [a, b], responsibility: several}
              - {id: early, kind: act, text: Early, by: [a], within: {from: 2026-01-01, to: 2026-01-10} }
              - {id: release, kind: quota, text: Release, by: [b], counter: released, target: 10, within: {from: 2026-01-01, to: 2026-03-01} }
              - {id: swap, kind: exchange, text: Swap, legs: [{by: [b], counter: released, units: 1}, {by: [a], counter: freed, units: 2}], order: any, total: 8}
              - {id: from-start, kind: act, text: From the start, by: [a], within: {from: start, to: "start + 20d"}, verified-by: [monitor]}
              - {id: gate, kind: power, text: The gate, by: [b], applies: "done(one)"}
          - id: middle
            title: Middle
            opens: {when: "done(one)", mode: declared, by: [envoy]}
            provisions:
              - {id: after, kind: act, text: After, by: [b], verified-by: [monitor]}
          - id: next
            title: Next
            opens: {when: "{{opens}}", mode: {{mode}} }
            provisions:
              - {id: within, kind: act, text: Within, by: [b]}
        """);

    private static string Plain(IEnumerable<string> names, string condition) => Plain(string.Join('\n', names.Select(n => "      - {id: " + n + ", kind: act, text: It, by: [b]}")), condition);

    private static string Plain(string provisions, string condition) => $$"""
        servanda: 1
        id: any
        title: Any agreement
        time-zone: Europe/Zurich
        actors:
          - {id: b, name: B, role: party}
        phases:
          - id: first
            title: First
            provisions:
        {{provisions}}
          - id: next
            title: Next
            opens: {when: "{{condition}}", mode: automatic}
        """;

    private static string Condition(Random random, string[] leaves, int depth)
    {
        if (depth == 0 || random.Next(5) == 0)
        {
            return leaves[random.Next(leaves.Length)];
        }
        var parts = Enumerable.Range(0, random.Next(2, 4)).Select(_ => Condition(random, leaves, depth - 1)).ToList();
        return random.Next(3) switch
        {
            0 => $"({string.Join(" and ", parts)})",
            1 => $"({string.Join(" or ", parts)})",
            _ => $"at least {random.Next(1, parts.Count + 1)} of ({string.Join(", ", parts)})",
        };
    }

    // Claims ----------------------------------------------------------------------------------------------------------

    private static Claim Any(Random random, string id)
    {
        T Pick<T>(params T[] from) => from[random.Next(from.Length)];
        var day = Stamp.On(new LocalDate(2026, 1, random.Next(2, 24)));
        var speaker = Pick("a", "b", "envoy", "monitor");
        var grade = Pick(Grade.Reported, Grade.Verified);
        var act = Pick([.. Acts, "both", "early", "after"]);
        var actor = act == "both" ? Pick("a", "b") : null;
        return random.Next(8) switch
        {
            0 or 1 or 2 => new Claim.Assert { Id = id, Speaker = speaker, Provision = act, Actor = actor, Occurrence = Pick("w", "v"), Said = day, Grade = grade },
            3 or 4 => new Claim.Deny { Id = id, Speaker = speaker, Provision = act, Actor = actor, Occurrence = Pick("w", "v"), Said = day, Grade = grade },
            5 => new Claim.NotDone { Id = id, Speaker = speaker, Provision = act, Actor = actor, Said = day, Grade = grade },
            6 => new Claim.Count { Id = id, Speaker = speaker, Counter = Pick("released", "freed"), Figure = new Figure(random.Next(1, 12), Pick(Bound.Exact, Bound.AtMost), "person"), Said = day, Grade = grade },
            _ => new Claim.Assert { Id = id, Speaker = speaker, Anchor = "start", Said = day, Grade = grade },
        };
    }

    private static Claim Done(string id, string speaker, string provision, string occurrence) => new Claim.Assert { Id = id, Speaker = speaker, Provision = provision, Occurrence = occurrence, Said = Stamp.On(new LocalDate(2026, 1, 5)) };

    private static Claim Denied(string id, string speaker, string provision, string occurrence) => new Claim.Deny { Id = id, Speaker = speaker, Provision = provision, Occurrence = occurrence, Said = Stamp.On(new LocalDate(2026, 1, 5)) };

    private static Claim NotDone(string id, string speaker, string provision) => new Claim.NotDone { Id = id, Speaker = speaker, Provision = provision, Said = Stamp.On(new LocalDate(2026, 1, 25)) };

    private static Claim Exercise(string id, string speaker) => new Claim.Exercise { Id = id, Speaker = speaker, Phase = "next", Said = Stamp.On(new LocalDate(2026, 1, 20)) };

    private static Claim Coverage(string id, string speaker) => new Claim.Coverage { Id = id, Speaker = speaker, Provision = "halt", FoundSome = false, Said = Stamp.On(new LocalDate(2026, 1, 25)), Happened = Over(1, 25) };

    // What a counted speaker would say once the move is made: now, verified, and later than anything said before. Null where no claim does it alone.
    private static IReadOnlyList<Claim>? CarryOut(OpenFact move, Evaluation evaluation, string id)
    {
        var speaker = evaluation.Standpoint switch { Standpoint.OfParty { Party: var p } => p, Standpoint.OfMediators => "envoy", _ => "monitor" };
        var said = Stamp.On(new LocalDate(2026, 2, 20));
        var now = new Happened(Stamp.At(Today.WithOffset(Offset.FromHours(1))), Stamp.At(Today.WithOffset(Offset.FromHours(1))));
        var provision = move.Provision is { } of ? evaluation.Record.Agreement.Provision(of) : null;
        var at = provision is Provision.Act ? Within(evaluation.WindowsOf(provision)) : now;
        Claim Count(string counter, decimal number, Bound bound) => new Claim.Count { Id = $"{id}-{counter}", Speaker = speaker, Counter = counter, Figure = new Figure(number, bound, "person"), Said = said, Happened = now, Grade = Grade.Verified };
        Claim Assert(string occurrence, string by, string n) => new Claim.Assert { Id = $"{id}{n}", Speaker = by, Provision = provision!.Id, Actor = move.Holder, Occurrence = occurrence, Said = said, Happened = at, Grade = Grade.Verified };
        return move switch
        {
            { Ref: "not done(four)", Move: Move.Verify, Value: var value } when value == Told.N => [new Claim.NotDone { Id = id, Speaker = speaker, Provision = "four", Said = said, Happened = now, Grade = Grade.Verified }],
            { Move: Move.Wait } => null,
            _ when at is null => null,
            _ when move.Ref.StartsWith("not ", StringComparison.Ordinal) => null,
            { Phase: { } phase } => [new Claim.Exercise { Id = id, Speaker = speaker, Actor = "envoy", Phase = phase, Said = said, Happened = now, Grade = Grade.Verified }],
            { Ref: "done(start)" } => [new Claim.Assert { Id = id, Speaker = speaker, Anchor = "start", Said = said, Happened = now, Grade = Grade.Verified }],
            { Ref: "declared(one, by envoy)", Move: Move.Do } => [new Claim.Exercise { Id = id, Speaker = speaker, Provision = "one", Actor = "envoy", Said = said, Happened = now, Grade = Grade.Verified }],
            { Ref: "declared(one, by envoy)" } => null,
            { Ref: "done(release)" or "count(released) >= 9" } => [Count("released", 12, Bound.AtLeast)],
            { Ref: "done(swap)" } => [Count("released", 12, Bound.Exact), Count("freed", 24, Bound.Exact)],
            { Ref: "kept(halt, last 5d)", Move: Move.Verify } => [new Claim.Coverage { Id = id, Speaker = speaker, Provision = "halt", FoundSome = false, Said = said, Happened = Over(10, 25), Grade = Grade.Verified }],
            { Ref: "kept(halt, last 5d)" } => null,
            _ when provision is Provision.Power => [new Claim.Exercise { Id = id, Speaker = speaker, Actor = move.By[0], Provision = provision.Id, Said = said, Happened = now, Grade = Grade.Verified }],
            // Those who deny a performance say so no longer: each now says with the others that it was made.
            { Move: Move.Settle, Holder: not null } => null,
            { Move: Move.Settle } when provision is Provision.Act => [.. evaluation.OccurrencesOf(provision).SelectMany(o => evaluation.Record.Claims.Where(c => c.Provision == provision && evaluation.Admits(c) && move.By.Contains(c.Speaker, StringComparer.Ordinal)).Select(c => c.Speaker).Distinct(StringComparer.Ordinal).Select(s => Assert(o.Id, s, $"-{o.Id}-{s}")))],
            _ when provision is Provision.Act => [Assert($"new-{id}", speaker, "")],
            _ => null,
        };
    }

    // One count answers several questions and what is verified or declared done is told done, so such moves may do more than
    // is asked of them. A phase is to be declared once its condition is met, though a declaration counts without.
    private static bool DoesMore(OpenFact move) => move.Ref is "done(two)" or "done(release)" or "done(swap)" or "count(released) >= 9" or "verified(two)" or "declared(one, by envoy)" or "declared(middle)";

    // A report can speak of an earlier time: the last that every account of the window has in it.
    private static Happened? Within(IReadOnlyList<CandidateWindow> windows)
    {
        var from = windows.Where(w => w.From is not null).Select(w => w.From!.Value.Earliest).DefaultIfEmpty(Instant.MinValue).Max();
        var to = windows.Where(w => w.To is not null).Select(w => w.To!.Value.Earliest).Append(Today).Min();
        return from > to ? null : new Happened(Stamp.At(to.WithOffset(Offset.FromHours(1))), Stamp.At(to.WithOffset(Offset.FromHours(1))));
    }

    private static Happened Over(int from, int to) => new(Stamp.On(new LocalDate(2026, 1, from)), Stamp.On(new LocalDate(2026, 1, to)));

    // Answers ---------------------------------------------------------------------------------------------------------

    private static Blockers Of(Agreement agreement, IReadOnlyList<Claim> claims) => Blockers.Of(new Evaluation(new Record(agreement, claims), All(agreement), Today), agreement.Phase("next")!);

    private static Standpoint All(Agreement agreement) => Standpoint.Of(agreement).Single(s => s.Id == Standpoint.AllId);

    private static Instant Day(int day) => TimeRange.OfDay(new LocalDate(2026, 1, 1).PlusDays(day - 1), Some.Zone).Latest;

    private static string Told_as(OpenFact fact) => $"{fact.Ref}: {Spelling.Of(fact.Move)} by {string.Join(", ", fact.By)}";

    private static string Names(IReadOnlyList<string> open, int mask) => string.Join('+', open.Where((_, n) => (mask & (1 << n)) != 0).Select(n => $"done({n})").Order(StringComparer.Ordinal));

    // "Any 2 of these 3" is as many sets as there are choices.
    private static IEnumerable<string> SpeltOut(IReadOnlyList<Need> needs) =>
        needs.Aggregate<Need, IEnumerable<IEnumerable<string>>>([[]], (sets, need) => [.. sets.SelectMany(s => Choices([.. need.Of.Select(f => f.Ref)], need.Needed).Select(s.Concat))])
            .Select(s => string.Join('+', s.Order(StringComparer.Ordinal)));

    private static IEnumerable<IEnumerable<string>> Choices(IReadOnlyList<string> of, int needed) => Enumerable.Range(0, 1 << of.Count).Where(m => System.Numerics.BitOperations.PopCount((uint)m) == needed).Select(m => of.Where((_, n) => (m & (1 << n)) != 0));
}
