using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Status;
using Xunit;
using Record = Servanda.Status.Record;

namespace Servanda.Tests.Status;

/// <summary>
/// A small language in which a status is told as a story: what is agreed, who says what on which day, and how it then
/// stands by whose account. Days are written 2026-01-13; the year may be left out.
/// </summary>
internal sealed class Story
{
    private readonly Agreement agreement;
    private readonly List<Claim> claims = [];
    private readonly List<Link> links = [];
    private Stamp today;
    private Stamp? happened;
    private string? happenedTo;
    private string? asOf;
    private string? knownAt;

    private Story(Agreement agreement) => this.agreement = agreement;

    public static Story Given(Agreement agreement) => new(agreement);
    public static Story Given(params Provision[] provisions) => new(Some.Agreement(provisions));

    public Story On(string day)
    {
        today = Some.Stamp(day);
        happened = null;
        happenedTo = null;
        return this;
    }

    /// <summary>What is said next speaks of this time.</summary>
    public Story Of(string from, string? to = null)
    {
        happened = Some.Stamp(from);
        happenedTo = to;
        return this;
    }

    public Story Says(string speaker, Func<string, Stamp, Happened?, Claim> claim)
    {
        var made = claim($"c{claims.Count + 1}", today, happened is { } h ? new Happened(h, happenedTo is null ? h : Some.Stamp(happenedTo)) : null);
        claims.Add(made with { Speaker = speaker });
        return this;
    }

    public Story Asserts(string speaker, string provision, string? occurrence = null, string? actor = null, string? exception = null, string? zone = null, Grade grade = Grade.Reported) =>
        Says(speaker, (id, said, of) => new Claim.Assert { Id = id, Speaker = speaker, Said = said, Happened = of, Provision = provision, Occurrence = occurrence, Actor = actor, Exception = exception, Zone = zone, Grade = grade });

    public Story Denies(string speaker, string provision, string? occurrence = null, string? actor = null, string? exception = null) =>
        Says(speaker, (id, said, of) => new Claim.Deny { Id = id, Speaker = speaker, Said = said, Happened = of, Provision = provision, Occurrence = occurrence, Actor = actor, Exception = exception });

    public Story SaysNotDone(string speaker, string provision, string? actor = null) =>
        Says(speaker, (id, said, of) => new Claim.NotDone { Id = id, Speaker = speaker, Said = said, Happened = of, Provision = provision, Actor = actor });

    public Story Counts(string speaker, string counter, decimal value, Bound bound = Bound.Exact, decimal? of = null, string unit = "person", string? actor = null) =>
        Says(speaker, (id, said, when) => new Claim.Count { Id = id, Speaker = speaker, Said = said, Happened = when, Counter = counter, Actor = actor, Figure = new Figure(value, bound, unit, null, of) });

    public Story Observes(string speaker, string provision, string? zone = null, bool found = false, bool? complete = null, params string[] occurrences) =>
        Says(speaker, (id, said, of) => new Claim.Coverage { Id = id, Speaker = speaker, Said = said, Happened = of, Provision = provision, Zone = zone, FoundSome = found, Complete = complete, Occurrences = occurrences });

    public Story Dates(string speaker, string anchor) =>
        Says(speaker, (id, said, of) => new Claim.Assert { Id = id, Speaker = speaker, Said = said, Happened = of, Anchor = anchor });

    public Story Uses(string speaker, string power) =>
        Says(speaker, (id, said, of) => new Claim.Exercise { Id = id, Speaker = speaker, Said = said, Happened = of, Provision = power });

    public Story Declares(string speaker, string phase) =>
        Says(speaker, (id, said, of) => new Claim.Exercise { Id = id, Speaker = speaker, Said = said, Happened = of, Phase = phase });

    public Story Verifies(string speaker, string claim) =>
        Says(speaker, (id, said, of) => new Claim.Verify { Id = id, Speaker = speaker, Said = said, Happened = of, Of = claim });

    public Story Retracts(string speaker, string claim) =>
        Says(speaker, (id, said, of) => new Claim.Retract { Id = id, Speaker = speaker, Said = said, Happened = of, Of = claim });

    public Story Links(string claim, string occurrence, bool linked = true)
    {
        links.Add(new Link(claim, occurrence, linked, TimeRange.OfDay(today.Day!.Value, DateTimeZone.Utc).Latest));
        return this;
    }

    public Story AsOf(string at)
    {
        asOf = at;
        return this;
    }

    public Story KnownAt(string at)
    {
        knownAt = at;
        return this;
    }

    public Record Record => new(agreement, claims, links, knownAt is null ? null : Some.Stamp(knownAt).In(DateTimeZone.Utc).Latest);

    public Evaluation By(string standpoint) => new(Record, Standpoint.Of(agreement).Single(s => s.Id == standpoint), Some.Stamp(asOf ?? today.ToString()).In(agreement.Zone).Latest);

    public Story Stands(string provision, string by, Told value, Shown? shown = null, string? holder = null)
    {
        var evaluation = By(by);
        var of = agreement.Provision(provision)!;
        Assert.Equal((provision, by, value), (provision, by, evaluation.Performance(of, holder).Value));
        if (shown is { } code)
        {
            Assert.Equal(code.Code(), evaluation.ShownOf(of, holder).Code());
        }
        return this;
    }

    public Story CountIs(string provision, string by, decimal low, decimal? high)
    {
        var accounts = By(by).CountOf(agreement.Provision(provision)!)!;
        Assert.Equal((low, high), (accounts.Min(a => a.Extent.Low), accounts.Any(a => a.Extent.High is null) ? null : accounts.Max(a => a.Extent.High)));
        return this;
    }
}
