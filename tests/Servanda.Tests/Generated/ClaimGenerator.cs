using System.Diagnostics;
using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;

namespace Servanda.Tests.Generated;

/// <summary>Speaks about an agreement day after day, as those who follow it do: mostly reports and denials, now and then a word of will or a correction.</summary>
internal sealed class ClaimGenerator
{
    // A claim is denied, verified or taken back soon or never, and the stream must not hold all it ever made.
    private const int Remembered = 256;

    // A power is an event in the life of a truce, however long its record.
    private const int MostUses = 6;
    private readonly Dictionary<string, int> uses = new(StringComparer.Ordinal);

    private readonly Agreement agreement;
    private readonly Chance chance;
    private readonly List<Provision> provisions;
    private readonly List<Provision> negative, acts, powers;
    private readonly List<Phase> declared;
    private readonly List<Anchor> undated;
    private readonly List<Counter> tolls;
    private readonly List<string> speakers;
    private readonly Queue<Claim> recent = new();
    private LocalDate today;
    private int made;

    public ClaimGenerator(Agreement agreement, int seed)
    {
        this.agreement = agreement;
        chance = new Chance(seed);
        provisions = [.. agreement.Provisions];
        negative = [.. provisions.Where(p => p.IsNegative)];
        acts = [.. provisions.Where(p => p is Provision.Act)];
        powers = [.. provisions.Where(p => p is Provision.Power)];
        declared = [.. agreement.Phases.Where(p => p.Opens?.Mode is EntryMode.Declared)];
        undated = [.. agreement.Anchors.Where(a => a.At is null)];
        tolls = [.. agreement.Counters.Where(c => c.Measures is not null)];
        // Parties speak most, and somebody who is not in the file now and then.
        var named = agreement.Actors.Select(a => a.Id).ToList();
        var parties = agreement.Actors.Where(a => a.Role is ActorRole.Party).Select(a => a.Id).ToList();
        speakers = [.. named, .. parties, .. parties, .. parties, "A resident"];
        today = agreement.Anchors.Select(a => a.At?.DayIn(agreement.Zone)).FirstOrDefault(d => d is not null) ?? new LocalDate(2026, 1, 1);
    }

    /// <summary>Spread over three years whatever their number.</summary>
    public IEnumerable<Claim> Claims(int count)
    {
        var first = today;
        for (made = 1; made <= count; made++)
        {
            today = first.PlusDays((int)(1 + (long)made * 1095 / count));
            var claim = Next();
            recent.Enqueue(claim);
            if (recent.Count > Remembered)
            {
                recent.Dequeue();
            }
            yield return claim;
        }
    }

    private Claim Next()
    {
        var claim = chance.Weighted<Func<Claim?>>(
            (34, Incident), (12, Denial), (16, ActTold), (14, Count), (4, NotDone), (6, Coverage), (2, Exercise), (3, Verification), (1, Retraction), (2, AnchorTold), (6, Will))();
        return claim ?? ActTold() ?? Will();
    }

    private string Id => $"g{made}";
    private Stamp Said => Stamp.On(today);
    private string Speaker => chance.Of(speakers);
    private IReadOnlyList<string> Via => chance.In100(30) && agreement.Actors.FirstOrDefault(a => a.Role is ActorRole.Outlet) is { } outlet ? [outlet.Id] : [];

    private Happened Recently()
    {
        var to = today.PlusDays(-chance.Below(4));
        return new Happened(Stamp.On(to.PlusDays(chance.In100(70) ? 0 : -chance.Between(1, 6))), Stamp.On(to));
    }

    private Claim? Incident()
    {
        if (negative.Count == 0)
        {
            return null;
        }
        var of = chance.Of(negative);
        return new Claim.Assert
        {
            Id = Id,
            Speaker = Speaker,
            Said = Said,
            Via = Via,
            Provision = of.Id,
            Occurrence = chance.In100(85) ? $"o-{made}" : null,
            Actor = of.By.Count == 0 || chance.In100(10) ? Claim.UnknownActor : chance.Of(of.By),
            Happened = Recently(),
            Zone = of.Zones.Count > 0 ? chance.Of(of.Zones) : null,
            Exception = of.Exceptions.Count > 0 && chance.In100(5) ? of.Exceptions[0].Id : null,
            Grade = chance.In100(10) ? Grade.Corroborated : Grade.Reported,
        };
    }

    private Claim? Denial() => recent.LastOrDefault(c => c is Claim.Assert { Anchor: null, Occurrence: not null }) is { } told
        ? new Claim.Deny
        {
            Id = Id,
            Speaker = Other(told.Speaker),
            Said = Said,
            Provision = told.Provision,
            Occurrence = told.Occurrence,
            Actor = told.Actor,
            Exception = told.Exception,
            Happened = told.Happened,
        }
        : null;

    private Claim? ActTold() => acts.Count == 0 ? null : chance.Of(acts) is var of && chance.In100(80)
        ? new Claim.Assert { Id = Id, Speaker = Speaker, Said = Said, Via = Via, Provision = of.Id, Occurrence = $"o-{made}", Actor = of.By.Count > 1 ? chance.Of(of.By) : null, Happened = Recently() }
        : new Claim.Deny { Id = Id, Speaker = Speaker, Said = Said, Provision = of.Id, Happened = Recently() };

    private Claim? Count()
    {
        if (agreement.Counters.Count == 0)
        {
            return null;
        }
        var counter = tolls.Count > 0 && chance.In100(25) ? chance.Of(tolls) : chance.Of(agreement.Counters);
        var most = (int)(counter.Universe ?? 400m);
        var value = chance.Between(0, most);
        var figure = chance.Weighted(
            (5, new Figure(value, Bound.Exact, counter.Unit)), (4, new Figure(value, Bound.AtLeast, counter.Unit)), (1, new Figure(value, Bound.MoreThan, counter.Unit)),
            (2, new Figure(value, Bound.About, counter.Unit)), (1, new Figure(value, Bound.AtMost, counter.Unit)), (1, new Figure(value, Bound.Between, counter.Unit, High: value + 10)),
            (1, new Figure(chance.Between(0, Math.Min(3, most)), Bound.AllBut, counter.Unit, Of: most)));
        return new Claim.Count { Id = Id, Speaker = Speaker, Said = Said, Via = Via, Counter = counter.Id, Provision = counter.Measures, Figure = figure, Happened = Recently() };
    }

    private Claim NotDone()
    {
        var of = chance.Of(provisions);
        return new Claim.NotDone { Id = Id, Speaker = Speaker, Said = Said, Provision = of.Id, Actor = of.By.Count > 0 ? of.By[0] : null, Happened = Recently() };
    }

    private Claim? Coverage()
    {
        if (negative.Count == 0)
        {
            return null;
        }
        var of = chance.Of(negative);
        return new Claim.Coverage
        {
            Id = Id,
            Speaker = of.VerifiedBy.Count > 0 ? of.VerifiedBy[0] : Speaker,
            Said = Said,
            Provision = of.Id,
            Zone = of.Zones.Count > 0 ? of.Zones[0] : null,
            Happened = new Happened(Stamp.On(today.PlusDays(-7)), Stamp.On(today.PlusDays(-1))),
            FoundSome = false,
            Complete = chance.In100(60) ? true : null,
        };
    }

    private Claim? Exercise() => declared.Count > 0 && chance.In100(20) && chance.Of(declared) is var phase
        ? new Claim.Exercise { Id = Id, Speaker = chance.Of(phase.Opens!.By), Said = Said, Phase = phase.Id, Happened = Recently() }
        : powers.Count > 0 && chance.Of(powers) is var power && uses.GetValueOrDefault(power.Id) < MostUses
            ? Used(power)
            : null;

    private Claim.Exercise Used(Provision power)
    {
        uses[power.Id] = uses.GetValueOrDefault(power.Id) + 1;
        return new Claim.Exercise { Id = Id, Speaker = power.By.Count > 0 ? chance.Of(power.By) : Speaker, Said = Said, Provision = power.Id, Happened = Recently() };
    }

    private Claim? Verification() => recent.LastOrDefault(c => c is Claim.Assert { Anchor: null }) is { } told && agreement.Provision(told.Provision!) is { VerifiedBy: [var verifier, ..] }
        ? new Claim.Verify { Id = Id, Speaker = verifier, Said = Said, Of = told.Id, Note = "Visited the place" }
        : null;

    private Claim? Retraction() => recent.FirstOrDefault(c => c is not (Claim.Retract or Claim.Verify)) is { } told
        ? new Claim.Retract { Id = Id, Speaker = told.Speaker, Said = Said, Of = told.Id }
        : null;

    private Claim? AnchorTold() => undated.Count == 0 ? null : new Claim.Assert { Id = Id, Speaker = Speaker, Said = Said, Anchor = chance.Of(undated).Id, Happened = Recently() };

    private Claim Will()
    {
        var of = chance.Of(provisions);
        Claim will = chance.Below(4) switch
        {
            0 => new Claim.Demand { Id = Id, Speaker = Speaker, Said = Said },
            1 => new Claim.Position { Id = Id, Speaker = Speaker, Said = Said },
            2 => new Claim.Commitment { Id = Id, Speaker = Speaker, Said = Said },
            3 => new Claim.Expectation { Id = Id, Speaker = Speaker, Said = Said },
            _ => throw new UnreachableException(),
        };
        return will with
        {
            Provision = of.Id,
            Topic = of.Topic,
            Stance = chance.Of([Stance.For, Stance.Against, Stance.Conditional]),
            Toward = of.By.Count > 0 ? [of.By[0]] : [],
            Meeting = agreement.Meetings.Count > 0 && chance.In100(20) ? chance.Of(agreement.Meetings).Id : null,
        };
    }

    private string Other(string speaker) => agreement.Actors.FirstOrDefault(a => a.Role is ActorRole.Party && !agreement.IsPartOf(speaker, a.Id))?.Id ?? speaker;
}
