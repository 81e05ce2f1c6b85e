using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Gaps;
using Servanda.Status;
using Xunit;
using Record = Servanda.Status.Record;

namespace Servanda.Tests.Gaps;

public sealed class A_what_if
{
    private static readonly Instant Today = TimeRange.OfDay(new LocalDate(2026, 1, 24), Some.Zone).Latest;

    private static Agreement Agreement { get; } = AnyRecord.Read("""
        servanda: 1
        id: chain
        title: Chain
        time-zone: Europe/Zurich
        actors:
          - {id: a, name: A, role: party}
          - {id: b, name: B, role: party}
        phases:
          - id: one
            title: One
            completes: {when: "done(leave) and kept(halt)"}
            provisions:
              - {id: leave, kind: act, text: B leaves, by: [b], within: {from: 2026-01-01, to: 2026-01-10}, remedy: make-good}
              - {id: make-good, kind: act, text: B makes it good, by: [b], within: {from: start(make-good), to: "start(make-good) + 5d"}}
              - {id: both, kind: act, text: Both do it, by: [a, b], responsibility: several}
              - {id: halt, kind: prohibition, text: Fire stops, by: [a, b], responsibility: several, within: {from: 2026-01-01}}
          - id: two
            title: Two
            opens: {when: "phase(one, completed)", mode: automatic}
            provisions:
              - {id: hand-in, kind: act, text: Weapons are handed in, by: [b], within: {to: "start(hand-in) + 3d"}}
        """);

    [Fact]
    public void Follows_a_phase_that_opens_and_what_is_then_owed()
    {
        var changes = Changes(("leave", Told.T), ("halt", Told.T));
        Assert.Equal(["one completes N>T", "two opens N>T", "two entered N>T", "leave overdue-unreported>fulfilled", "halt no-account>kept-so-far", "halt@a no-account>kept-so-far", "halt@b no-account>kept-so-far", "hand-in dormant>pending"], changes);
    }

    [Fact]
    public void Follows_a_remedy_that_applies() => Assert.Equal(["one completes N>F", "two opens N>F", "two entered N>F", "leave overdue-unreported>not-done-in-time", "make-good dormant>pending"], Changes(("leave", Told.F)));

    [Fact]
    public void Holds_for_each_holder_what_is_assumed_of_all_and_for_all_what_one_broke()
    {
        Assert.Equal(["both pending>fulfilled", "both@a pending>fulfilled", "both@b pending>fulfilled"], Changes(("both", Told.T)));
        Assert.Equal(["both@a pending>fulfilled"], Changes(("both@a", Told.T)));
        Assert.Equal(["one completes N>F", "two opens N>F", "two entered N>F", "halt no-account>not-kept", "halt@a no-account>not-kept"], Changes(("halt@a", Told.F)));
    }

    [Fact]
    public void Begins_where_it_is_assumed_and_changes_nothing_before()
    {
        var evaluation = new Evaluation(new Record(Agreement, []), All, Today, new Assumptions(Values([("leave", Told.T), ("halt", Told.T)]), Values([]), Today));
        Assert.Equal(Told.N, evaluation.At(Today - Duration.FromDays(1)).Entered(Agreement.Phase("two")!).Value);
        Assert.Equal(Today + Duration.FromDays(3), evaluation.DueOf(Agreement.Provision("hand-in")!).Latest);
    }

    [Fact]
    public void Of_claims_counts_for_those_who_would_make_them()
    {
        Claim claim = new Claim.Assert { Id = "c1", Speaker = "a", Provision = "leave", Said = Stamp.On(new LocalDate(2026, 1, 9)) };
        var before = new Record(Agreement, []);
        Assert.Equal(["a", "all"], StatusChange.Between(before, before.With([claim]), Today).Select(c => c.Standpoint.Id).Distinct());
    }

    /// <summary>Assuming what is told already changes nothing, and assuming a part of a condition never takes away from it.</summary>
    [Fact]
    public void Leaves_what_is_told_already_as_it_is()
    {
        for (var seed = 1; seed <= 200; seed++)
        {
            var random = new Random(seed);
            var record = AnyRecord.Of(random);
            var asOf = AnyRecord.Day(random);
            var standpoint = AnyRecord.Standpoints[random.Next(AnyRecord.Standpoints.Count)];
            var evaluation = new Evaluation(record, standpoint, asOf);
            var told = AnyRecord.Agreement.Provisions.Where(p => evaluation.Performance(p).Value is { IsTrue: true } or { IsFalse: true }).ToDictionary(p => p.Id, p => evaluation.Performance(p).Value, StringComparer.Ordinal);
            var assumed = new Evaluation(record, standpoint, asOf, new Assumptions(told, Values([]), asOf));
            Assert.All(AnyRecord.Agreement.Provisions, p => Assert.Equal((seed, p.Id, evaluation.Performance(p).Value), (seed, p.Id, assumed.Performance(p).Value)));
            Assert.All(AnyRecord.Agreement.Phases, p => Assert.Equal((seed, p.Id, evaluation.Opens(p).Value), (seed, p.Id, assumed.Opens(p).Value)));
        }
    }

    private static Standpoint All => Standpoint.Of(Agreement).Single(s => s.Id == Standpoint.AllId);

    private static Dictionary<string, Told> Values(IEnumerable<(string Ref, Told Value)> values) => values.ToDictionary(v => v.Ref, v => v.Value, StringComparer.Ordinal);

    private static IEnumerable<string> Changes(params (string Ref, Told Value)[] assumed)
    {
        var record = new Record(Agreement, []);
        return StatusChange.Between(record, record, Today, new Assumptions(Values(assumed), Values([]), Today)).Where(c => c.Standpoint.Id == Standpoint.AllId)
            .Select(c => $"{c.Reference} {Of(c.Before)}>{Of(c.After)}");
    }

    private static string Of(Standing standing) => standing.Shown?.Code() ?? standing.Value.Letter.ToString();
}
