using System.Text;
using NodaTime;
using Servanda.Agreements;

namespace Servanda.Tests.Generated;

/// <summary>
/// Lays out an agreement from front to back. A condition only ever names what stands before it, so that no circle of
/// waiting can close; a deadline only ever counts from an anchor or from what it waits for, so that it can be met.
/// </summary>
internal sealed class AgreementGenerator(int seed, int size, int wordsEach)
{
    private static readonly LocalDate Signature = new(2026, 1, 9);

    private static readonly string[] Verbs =
        ["hand over", "register", "publish", "withdraw from", "repair", "open", "survey", "transfer", "restore", "staff", "equip", "map", "clear", "inspect", "pay for", "convene"];

    private static readonly string[] Forbidden = ["shell", "fly drones over", "block", "recruit at", "lay mines near", "arrest people at", "levy tolls at", "jam the radio of"];

    private static readonly string[] Objects =
        ["the heavy weapons", "the assembly points", "the list of persons held", "the crossing posts", "the water stations", "the land titles", "the local councils", "the road to the coast",
         "the health posts", "the schools", "the electoral roll", "the archives", "the former camps", "the mined areas", "the port offices", "the joint commission"];

    private static readonly string[] Fillers =
        ["as the annex sets out", "in the presence of the mechanism", "without prejudice to the other articles", "in each of the districts concerned", "after notice to the other side",
         "with the means that each has", "in full", "for all who live there", "under the same rules for both sides", "and keep a public record of it"];

    private static readonly string[] Topics = ["withdrawal", "disarmament", "captives", "aid", "reconstruction", "political-track", "monitoring", "general"];

    private readonly Chance chance = new(seed);
    private readonly List<Counter> counters = [];
    private readonly List<Provision> before = [];
    private readonly List<string> zones = [];
    private readonly List<string> offices = [];
    private int chapter;
    private int article;

    public Agreement Agreement()
    {
        var zoneList = Zones();
        var actors = Actors();
        var phases = WithRemedies(Phases());
        return new Agreement
        {
            Id = $"generated-{seed}-{size}",
            Title = $"Generated agreement {seed} of {size} provisions",
            Zone = DateTimeZoneProviders.Tzdb["Europe/Zurich"],
            Calendar = new WorkCalendar { Holidays = [new LocalDate(2026, 4, 6), new LocalDate(2026, 5, 1)] },
            Actors = actors,
            Standpoints = [new DeclaredStandpoint { Id = "north-without-offices", Name = "Northland's account without its offices", Speakers = ["north"], Excluding = [.. offices.Take(1)] }],
            Anchors =
            [
                new Anchor("signature", Stamp.On(Signature), "The day of signature", default),
                new Anchor("entry-into-force", Stamp.At(new LocalDateTime(2026, 1, 10, 12, 0).WithOffset(Offset.FromHours(1))), null, default),
                new Anchor("ratification", null, null, default),
            ],
            Zones = zoneList,
            Counters = counters,
            Definitions = [.. Objects.Take(4).Select(o => new Definition(o["the ".Length..], $"What annex {chance.Between(1, 9)} lists under that name", default))],
            Meetings = [.. Enumerable.Range(1, Math.Max(1, size / 100)).Select(n => new Meeting($"talks-{n}", $"Talks {n}", Stamp.On(Signature.PlusDays(14 * n)), "The old customs house", ["envoy", "north", "south"], default))],
            Phases = phases,
        };
    }

    private List<Zone> Zones()
    {
        var list = new List<Zone> { new("whole-area", "The whole area", null, null, default) };
        for (var n = 1; n <= Math.Max(2, size / 20); n++)
        {
            var region = n % 6 == 1 || list.Count == 1;
            var above = region ? "whole-area" : list[^1].PartOf == "whole-area" ? list[^1].Id : list[^1].PartOf!;
            list.Add(new Zone($"zone-{n}", region ? $"Region {n}" : $"District {n}", above, $"zones.geojson#zone-{n}", default));
        }
        zones.AddRange(list.Select(z => z.Id));
        return list;
    }

    private List<Actor> Actors()
    {
        var list = new List<Actor>
        {
            Of("north", "Northland", ActorRole.Party) with { Aliases = ["the northern government"], People = [new Person("A. Example", "Foreign Minister", ["the minister"], new LocalDate(2024, 1, 1), null)] },
            Of("south", "Southland", ActorRole.Party) with { Aliases = ["the southern movement"] },
            Of("envoy", "The envoy", ActorRole.Mediator),
            Of("neighbour", "The neighbouring state", ActorRole.Guarantor),
            Of("watch", "Joint Watch", ActorRole.Mechanism),
            Of("wire", "The wire", ActorRole.Outlet),
            Of("relief-agency", "The relief agency", ActorRole.Other),
        };
        for (var n = 1; n <= Math.Max(2, size / 50); n++)
        {
            var of = n % 2 == 1 ? "north" : "south";
            list.Add(Of($"office-{n}", $"Office {n}", ActorRole.Authority) with { PartOf = of, PartOfSource = "Annex 2 of the agreement" });
            offices.Add($"office-{n}");
        }
        return list;

        static Actor Of(string id, string name, ActorRole role) => new() { Id = id, Name = name, Role = role };
    }

    private List<Phase> Phases()
    {
        var phases = new List<Phase>();
        var count = Math.Clamp((int)Math.Sqrt(size) / 2, 1, 400);
        for (chapter = 1; chapter <= count; chapter++)
        {
            var here = size * chapter / count - size * (chapter - 1) / count;
            article = 0;
            var owed = Enumerable.Range(0, here).Select(_ => Next()).ToList();
            phases.Add(new Phase
            {
                Id = $"phase-{chapter}",
                Title = $"Chapter {chapter}",
                Opens = Opening(phases.LastOrDefault()),
                Completes = Completion(owed),
                Provisions = owed,
            });
        }
        return phases;
    }

    // What answers each incident is the remedy; a remedy of another kind would wait for the breach it remedies.
    private static List<Phase> WithRemedies(List<Phase> phases)
    {
        var answers = phases.SelectMany(p => p.Provisions).Where(p => p.Each is not null).DistinctBy(p => p.Each).ToDictionary(p => p.Each!, p => p.Id, StringComparer.Ordinal);
        return [.. phases.Select(phase => phase with { Provisions = [.. phase.Provisions.Select(p => answers.TryGetValue(p.Id, out var remedy) ? p with { Remedy = remedy } : p)] })];
    }

    private PhaseOpening Opening(Phase? previous)
    {
        if (previous is null)
        {
            return new PhaseOpening(new Condition.Done(new ProvisionRef("entry-into-force")), EntryMode.Automatic, []);
        }
        Condition completed = new Condition.Phase(previous.Id, PhaseMoment.Completed);
        return chance.Weighted<Func<PhaseOpening>>(
            (5, () => new PhaseOpening(completed, EntryMode.Automatic, [])),
            (3, () => new PhaseOpening(completed, EntryMode.Declared, ["envoy"])),
            (1, () => new PhaseOpening(new Condition.Or([completed, new Condition.Passed(After("entry-into-force", chapter * 60, LengthUnit.Days))]), EntryMode.Automatic, [])),
            (1, () => new PhaseOpening(null, EntryMode.Declared, ["envoy", "neighbour"])))();
    }

    private Condition? Completion(IReadOnlyList<Provision> owed)
    {
        var acts = owed.Where(p => p is Provision.Act { Each: null, Applies: null } or Provision.Quota { Applies: null }).ToList();
        var parts = new List<Condition>(acts.Where(_ => chance.In100(30)).Take(4).Select(Done));
        if (acts.Count >= 5)
        {
            parts.Add(new Condition.AtLeast(2, [.. acts.Take(4).Select(Done)]));
        }
        if (owed.OfType<Provision.Prohibition>().FirstOrDefault() is { } halt)
        {
            parts.Add(new Condition.Kept(new ProvisionRef(halt.Id), new TimeLength(7, LengthUnit.Days)));
        }
        return parts.Count switch { 0 => null, 1 => parts[0], _ => new Condition.And(parts) };

        static Condition Done(Provision provision) => new Condition.Done(new ProvisionRef(provision.Id));
    }

    private Provision Next()
    {
        article++;
        var number = before.Count + 1;
        var provision = chance.Weighted<Func<int, Provision>>(
            (48, Act), (14, Quota), (6, Rate), (12, Prohibition), (12, Continuing), (4, Exchange), (4, Power))(number);
        var made = Common(provision);
        before.Add(made);
        return made;
    }

    private Provision Common(Provision own)
    {
        var holders = Holders(own);
        return own with
        {
            Article = $"{chapter}.{article}",
            By = holders,
            To = own is Provision.Quota ? [holders[0] == "north" ? "south" : "north"] : [],
            Responsibility = holders.Count > 1 ? chance.Of([Responsibility.Several, Responsibility.Joint, Responsibility.Any]) : null,
            Zones = own is Provision.Prohibition or Provision.Continuing || chance.In100(30) ? [chance.Of(zones)] : [],
            Within = own.Within ?? Within(own),
            Applies = own.Applies ?? Applies(own),
            VerifiedBy = own is Provision.Power || holders is ["watch"] ? [] : ["watch"],
            DecidedBy = own is Provision.Power ? ["watch"] : [],
            Silence = chance.In100(10) ? SilencePolicy.Unknown : null,
            Words = chance.In100(20) ? [$"measure {own.Id}"] : [],
            Topic = chance.In100(70) ? chance.Of(Topics) : null,
            Effort = chance.In100(20) ? chance.Between(2, 5) : 1,
            Survives = chance.In100(5),
        };
    }

    private IReadOnlyList<string> Holders(Provision own) => own switch
    {
        Provision.Exchange => ["north", "south"],
        Provision.Act { Each: not null } => ["watch"],
        Provision.Prohibition or Provision.Power => ["north", "south"],
        _ => chance.Weighted<Func<IReadOnlyList<string>>>(
            (4, () => ["north"]), (4, () => ["south"]), (3, () => ["north", "south"]), (1, () => [chance.Of(offices)]), (1, () => ["relief-agency"]))(),
    };

    private Window? Within(Provision own) => own switch
    {
        Provision.Power => new Window(new TimeExpression.Anchor("entry-into-force"), After("entry-into-force", 720, LengthUnit.Days)),
        Provision.Prohibition when chance.In100(60) => new Window(new TimeExpression.Anchor("entry-into-force"), null),
        Provision.Rate or Provision.Prohibition or Provision.Continuing => new Window(new TimeExpression.Anchor("entry-into-force"), After("entry-into-force", chance.Between(90, 720), LengthUnit.Days)),
        // A duty that waits for another runs from that other.
        Provision.Act when chance.In100(20) && Earlier() is { } first =>
            new Window(new TimeExpression.Done(new ProvisionRef(first.Id)), new TimeExpression.Shift(new TimeExpression.Done(new ProvisionRef(first.Id)), false, Length())),
        _ => new Window(new TimeExpression.Start(new ProvisionRef(own.Id)), new TimeExpression.EndOfDay(new TimeExpression.Shift(new TimeExpression.Start(new ProvisionRef(own.Id)), false, Length()))),
    };

    private Condition? Applies(Provision own)
    {
        if (own is Provision.Power { Effect: Effect.Suspend suspend })
        {
            return before.OfType<Provision.Prohibition>().LastOrDefault() is { } halt ? new Condition.Breached(new ProvisionRef(halt.Id)) : null;
        }
        if (own is not (Provision.Act { Each: null } or Provision.Quota) || !chance.In100(25) || Earlier() is not { } first)
        {
            return null;
        }
        Condition done = new Condition.Done(new ProvisionRef(first.Id));
        return chance.Below(4) switch
        {
            0 when Earlier() is { } second => new Condition.Or([done, new Condition.Done(new ProvisionRef(second.Id))]),
            1 => new Condition.And([done, new Condition.Not(new Condition.Breached(new ProvisionRef(first.Id)))]),
            2 when Earlier() is { } second => new Condition.AtLeast(1, [done, new Condition.Verified(new ProvisionRef(second.Id))]),
            _ => done,
        };
    }

    // Of the last few dozen, as drafters refer to what stands nearby.
    private Provision? Earlier()
    {
        var from = Math.Max(0, before.Count - 40);
        for (var tries = 0; tries < 6 && before.Count > from; tries++)
        {
            if (before[chance.Between(from, before.Count - 1)] is var found and (Provision.Act { Each: null } or Provision.Quota))
            {
                return found;
            }
        }
        return null;
    }

    private TimeLength Length() => chance.Weighted(
        (2, new TimeLength(72, LengthUnit.Hours)), (3, new TimeLength(chance.Between(5, 30), LengthUnit.Days)), (2, new TimeLength(10, LengthUnit.BusinessDays)),
        (2, new TimeLength(chance.Between(4, 12), LengthUnit.Weeks)), (2, new TimeLength(6, LengthUnit.Months)), (1, new TimeLength(1, LengthUnit.Years)));

    private static TimeExpression.Shift After(string anchor, int amount, LengthUnit unit) => new(new TimeExpression.Anchor(anchor), false, new TimeLength(amount, unit));

    private Provision Act(int n)
    {
        var act = new Provision.Act { Id = $"act-{n}", Text = Text(), Phase = PhaseId };
        // One act in eight answers each incident under a halt, and is that halt's remedy.
        return chance.In100(12) && before.LastOrDefault(p => p is Provision.Prohibition) is { } halt
            ? act with { Each = halt.Id, Within = new Window(new TimeExpression.Start(new ProvisionRef(act.Id)), new TimeExpression.Shift(new TimeExpression.Start(new ProvisionRef(act.Id)), false, new TimeLength(48, LengthUnit.Hours))) }
            : act;
    }

    private Provision Quota(int n)
    {
        var target = chance.Of([10m, 30m, 48m, 120m, 250m, 1000m]);
        return new Provision.Quota { Id = $"quota-{n}", Text = Text(), Phase = PhaseId, Counter = Counter($"count-{n}", "person", target), Target = target };
    }

    private Provision Rate(int n) => new Provision.Rate
    {
        Id = $"rate-{n}",
        Text = Text(),
        Phase = PhaseId,
        Counter = Counter($"count-{n}", "truck", null),
        Target = chance.Between(5, 60) * 10,
        Per = chance.Of([RatePeriod.Day, RatePeriod.Week, RatePeriod.Calendar]),
        Share = chance.Of([1m, 0.9m, 0.8m, 0.5m]),
    };

    private Provision Prohibition(int n)
    {
        var id = $"halt-{n}";
        if (chance.In100(40))
        {
            counters.Add(new Counter { Id = $"toll-{n}", Unit = "killed", Monotone = true, Measures = id });
        }
        return new Provision.Prohibition
        {
            Id = id,
            Text = Text(Forbidden, "do not "),
            Phase = PhaseId,
            Exceptions = chance.In100(50) ? [new ProvisionException("answer-to-fire", "Immediate answer to fire received", ["watch"])] : [],
        };
    }

    private Provision Continuing(int n) => new Provision.Continuing { Id = $"keep-{n}", Text = Text(), Phase = PhaseId };

    private Provision Exchange(int n)
    {
        var total = chance.Of([20m, 30m, 60m]);
        return new Provision.Exchange
        {
            Id = $"exchange-{n}",
            Text = Text(),
            Phase = PhaseId,
            Legs = [new ExchangeLeg(["south"], Counter($"first-{n}", "person", total), 1), new ExchangeLeg(["north"], Counter($"second-{n}", "person", total * 10), 10)],
            Order = chance.Of([LegOrder.FirstLegFirst, LegOrder.Together, LegOrder.Any]),
            Lag = new TimeLength(24, LengthUnit.Hours),
            Total = total,
        };
    }

    private Provision Power(int n)
    {
        var on = before.LastOrDefault(p => p is Provision.Continuing);
        return new Provision.Power
        {
            Id = $"power-{n}",
            Text = Text(),
            Phase = PhaseId,
            Effect = on is null ? null : chance.Weighted<Effect>(
                (4, new Effect.Suspend([on.Id], Tolls: true)), (1, new Effect.Extend([on.Id], new TimeLength(7, LengthUnit.Days))), (1, new Effect.Waive([on.Id]))),
            Limits = new PowerLimits(chance.Between(1, 3), new TimeLength(48, LengthUnit.Hours), new TimeLength(7, LengthUnit.Days)),
        };
    }

    private string PhaseId => $"phase-{chapter}";

    private string Counter(string id, string unit, decimal? universe)
    {
        counters.Add(new Counter { Id = id, Unit = unit, Universe = universe, Monotone = unit == "person", StaleAfter = chance.In100(20) ? new TimeLength(14, LengthUnit.Days) : null });
        return id;
    }

    private string Text(string[]? verbs = null, string not = "")
    {
        var text = new StringBuilder($"They {not}{chance.Of(verbs ?? Verbs)} {chance.Of(Objects)}");
        for (var words = 5; words < wordsEach; words += 5)
        {
            text.Append(", ").Append(chance.Of(Fillers));
        }
        return text.ToString();
    }
}
