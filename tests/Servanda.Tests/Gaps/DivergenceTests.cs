using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Gaps;
using Servanda.Status;
using Xunit;
using Record = Servanda.Status.Record;

namespace Servanda.Tests.Gaps;

public sealed class The_agenda_for_talks
{
    private static readonly Instant Today = TimeRange.OfDay(new LocalDate(2026, 1, 24), Some.Zone).Latest;

    private static Agreement Agreement { get; } = AnyRecord.Read("""
        servanda: 1
        id: agenda
        title: Agenda
        time-zone: Europe/Zurich
        actors:
          - {id: a, name: A, role: party}
          - {id: b, name: B, role: party}
        anchors:
          - {id: start}
        phases:
          - id: one
            title: One
            provisions:
              - {id: aside, kind: act, text: Aside, by: [b]}
              - {id: apart, kind: act, text: Apart, by: [b]}
              - {id: either, kind: act, text: Either, by: [b]}
              - {id: always, kind: act, text: Always, by: [b]}
              - {id: from-start, kind: act, text: From the start, by: [b], within: {from: start, to: "start + 40d"}}
          - id: two
            title: Two
            opens: {when: "done(always) and (done(either) or done(aside))", mode: automatic}
        """);

    [Fact]
    public void Is_what_is_contested_in_a_least_set_the_most_blocking_first()
    {
        var divergence = Of(Said("a", "either", deny: true), Said("b", "either"), Said("a", "always", deny: true), Said("b", "always"), Said("a", "apart", deny: true), Said("b", "apart"));

        Assert.Equal("two", divergence.NextPhase?.Id);
        Assert.Equal([("done(always)", 2), ("done(either)", 1)], divergence.Agenda.Select(a => (a.Fact.Ref, a.Blocks)));
        Assert.All(divergence.Agenda, a => Assert.Equal(["a", "b"], a.Fact.By));
        Assert.Equal(["always", "either", "apart"], divergence.Accounts.Select(d => d.Provision.Id));
        Assert.All(divergence.Accounts, d => Assert.Equal(Distance.Opposite, d.Distance));
    }

    [Fact]
    public void Puts_what_one_side_alone_tells_after_what_both_tell_otherwise()
    {
        var divergence = Of(Said("b", "apart"), Said("a", "aside", deny: true), Said("b", "aside"));

        Assert.Equal([("aside", Distance.Opposite), ("apart", Distance.OneSided)], divergence.Accounts.Select(d => (d.Provision.Id, d.Distance)));
    }

    [Fact]
    public void Tells_apart_what_only_dates_make_differ()
    {
        var record = new Record(Agreement, [Said("b", "from-start"), Dated("b", 5), Dated("a", 23)]);
        var compared = new[] { "b", "all" }.Select(id => Standpoint.Of(Agreement).Single(s => s.Id == id)).ToList();
        var difference = Assert.Single(Divergence.Of(record, Today, compared).Accounts);

        Assert.Equal([Told.T, Told.B], difference.Stands.Select(s => s.Value));
        Assert.Equal(Distance.Clock, difference.Distance);
    }

    private static Divergence Of(params Claim[] claims) => Divergence.Of(new Record(Agreement, claims), Today);

    private static Claim Said(string speaker, string provision, bool deny = false) => deny
        ? new Claim.Deny { Id = $"{speaker}-{provision}", Speaker = speaker, Provision = provision, Occurrence = "w", Said = Day(20) }
        : new Claim.Assert { Id = $"{speaker}-{provision}", Speaker = speaker, Provision = provision, Occurrence = "w", Said = Day(20) };

    private static Claim Dated(string speaker, int day) => new Claim.Assert { Id = $"{speaker}-start", Speaker = speaker, Anchor = "start", Said = Day(day) };

    private static Stamp Day(int day) => Stamp.On(new LocalDate(2026, 1, day));
}
