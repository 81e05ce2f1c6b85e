using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;

namespace Servanda.Tests.Status;

/// <summary>
/// Agreements and records made at random, for laws that hold for all of them: every kind of provision, window, condition,
/// effect and claim, in numbers that meet each other often. Equal seeds make equal worlds. Days run through January 2026.
/// </summary>
internal static class RandomWorld
{
    private static readonly string[] Speakers = ["a", "b", "ministry", "envoy", "guard", "monitor", "paper", "a visitor"];
    private static readonly string[] Anchors = ["entry", "signature", "acceptance"];
    private static readonly string[] Zones = ["area", "north", "town", "south"];
    private static readonly string[] Counters = ["grown", "level", "trucks", "killed"];
    private static readonly string[] Phases = ["one", "two", "three"];
    private static readonly string[] Ids = ["act", "act-several", "answer", "cure", "quota", "quota-each", "rate", "halt", "open", "swap", "suspend", "resume", "change", "may"];

    /// <summary>An agreement with every kind of provision; what they say, and how, is left to chance.</summary>
    public static Agreement Agreement(Random random)
    {
        var world = new Maker(random);
        var provisions = Ids.Select(world.Provision).ToList();
        return new Agreement
        {
            Id = "random",
            Title = "An agreement made at random",
            Zone = DateTimeZoneProviders.Tzdb[world.Pick("Europe/Zurich", "Asia/Beirut", "UTC")],
            Calendar = new WorkCalendar { Weekend = world.Pick<IReadOnlyList<IsoDayOfWeek>>([IsoDayOfWeek.Saturday, IsoDayOfWeek.Sunday], [IsoDayOfWeek.Friday]), Holidays = [world.Date()], Rounding = world.Pick(MonthRounding.Down, MonthRounding.Up) },
            Actors =
            [
                Some.Actor("a", ActorRole.Party), Some.Actor("b", ActorRole.Party), Some.Actor("ministry", ActorRole.Authority) with { PartOf = "b" },
                Some.Actor("envoy", ActorRole.Mediator), Some.Actor("guard", ActorRole.Guarantor), Some.Actor("monitor", ActorRole.Mechanism), Some.Actor("paper", ActorRole.Outlet),
            ],
            Standpoints =
            [
                new DeclaredStandpoint { Id = "b-alone", Name = "B without its ministry", Speakers = ["b"], Excluding = ["ministry"] },
                new DeclaredStandpoint { Id = "both", Name = "A and B, silence unknown", Speakers = ["a", "b"], Silence = SilencePolicy.Unknown },
                new DeclaredStandpoint { Id = "corroborated", Name = "Corroborated", Speakers = ["a", "b", "envoy", "monitor"], MinimumGrade = Grade.Corroborated },
            ],
            Anchors = [.. Anchors.Select(id => new Anchor(id, id == "signature" || world.Chance(2) ? world.Stamp() : null, null, default))],
            Zones = [new Zone("area", "The area", null, null, default), new Zone("north", "The north", "area", null, default), new Zone("town", "The town", "north", null, default), new Zone("south", "The south", "area", null, default)],
            Counters =
            [
                new Counter { Id = "grown", Unit = "person", Universe = 12, Monotone = true, StaleAfter = world.Chance(2) ? world.Length() : null },
                new Counter { Id = "level", Unit = "person", StaleAfter = world.Chance(2) ? world.Length() : null, Tolerance = 0.25m },
                new Counter { Id = "trucks", Unit = "truck", Monotone = world.Chance(2) },
                new Counter { Id = "killed", Unit = "killed", Monotone = true, Measures = "halt" },
            ],
            Phases = [.. Phases.Select(id => world.Phase(id, [.. provisions.Where(p => p.Phase == id)]))],
        };
    }

    /// <summary>
    /// Claims of every kind about such an agreement, in the order the ledger took them in, which is often not the order in
    /// which they were said or in which things happened: among them denials, retractions, corrections (an id that comes
    /// again), verifications and claims about occurrences that others name.
    /// </summary>
    public static List<Claim> Claims(Random random, Agreement agreement, int count)
    {
        var claims = new List<Claim>();
        var world = new Maker(random);
        var recorded = Instant.FromUtc(2026, 1, 1, 6, 0);
        for (var i = 0; i < count; i++)
        {
            // Several claims of one import share a moment; others arrive weeks after what they speak of.
            recorded += Duration.FromHours(random.Next(3) == 0 ? 0 : random.Next(48));
            claims.Add(world.Claim(agreement, claims, $"c{i}") with { Recorded = recorded });
        }
        return claims;
    }

    /// <summary>Links of those claims to occurrences, and unlinks, made as the claims came in.</summary>
    public static List<Link> Links(Random random, IReadOnlyList<Claim> claims, int count) =>
    [
        .. Enumerable.Range(0, claims.Count == 0 ? 0 : count).Select(_ => claims[random.Next(claims.Count)]).OrderBy(c => c.RecordedAt)
            .Select(c => new Link(c.Id, $"o{random.Next(1, 4)}", random.Next(3) > 0, c.RecordedAt)),
    ];

    /// <summary>An instant within or about the time the claims speak of.</summary>
    public static Instant Moment(Random random) => Instant.FromUtc(2026, 1, 1, 0, 0) + Duration.FromHours(random.Next(24 * 40));

    private sealed class Maker(Random random)
    {
        public T Pick<T>(params T[] from) => from[random.Next(from.Length)];
        public bool Chance(int oneIn) => random.Next(oneIn) == 0;
        public LocalDate Date() => new LocalDate(2026, 1, 1).PlusDays(random.Next(30));
        private T? Perhaps<T>(Func<T> make) where T : class => Chance(2) ? make() : null;

        public Stamp Stamp() => Chance(3)
            ? Agreements.Stamp.At(Date().At(new LocalTime(random.Next(24), 0)).WithOffset(Offset.FromHours(random.Next(-1, 3))))
            : Agreements.Stamp.On(Date());

        public TimeLength Length() => TimeLength.TryParse(Pick("24h", "72h", "2d", "3bd", "1w", "1mo"))!.Value;

        public Phase Phase(string id, IReadOnlyList<Provision> provisions) => new()
        {
            Id = id,
            Title = $"Phase {id}",
            Provisions = provisions,
            Opens = id == "one" || Chance(4) ? null : Chance(2)
                ? new PhaseOpening(Condition(1), EntryMode.Automatic, [])
                : new PhaseOpening(Perhaps(() => Condition(1)), EntryMode.Declared, [Pick("envoy", "a", "mediators")]),
            Completes = Perhaps(() => Condition(2)),
        };

        public Provision Provision(string id)
        {
            var phase = random.Next(3) switch { 0 => "two", _ => "one" };
            string[] both = ["a", "b"];
            var several = new { By = both, Responsibility = (Responsibility?)Pick(Responsibility.Several, Responsibility.Joint, Responsibility.Any) };
            var alone = Chance(2);
            Provision made = id switch
            {
                "act" => new Provision.Act { Id = id, Text = id, Phase = phase, By = [Pick(both)], Remedy = "cure", Within = Within(), Applies = Sometimes(3), Silence = Silence() },
                "act-several" => new Provision.Act { Id = id, Text = id, Phase = phase, By = several.By, Responsibility = several.Responsibility, Within = Within(), Silence = Silence(), Zones = [.. Perhaps(() => Pick(Zones)) is { } zone ? [zone] : Array.Empty<string>()] },
                "answer" => new Provision.Act { Id = id, Text = id, Phase = phase, By = alone ? ["monitor"] : several.By, Responsibility = alone ? null : several.Responsibility, Each = Pick("halt", "act"), Within = new Window(Start(id), new TimeExpression.Shift(Start(id), false, Length())), Silence = Silence() },
                "cure" => new Provision.Act { Id = id, Text = id, Phase = phase, By = ["b"], Within = Chance(2) ? new Window(null, new TimeExpression.Shift(Start(id), false, Length())) : null },
                "quota" => new Provision.Quota { Id = id, Text = id, Phase = phase, By = [Pick(both)], Counter = Pick("grown", "level"), Target = random.Next(3, 12), Within = Within(), Silence = Silence(), Applies = Sometimes(4) },
                "quota-each" => new Provision.Quota { Id = id, Text = id, Phase = phase, By = several.By, Responsibility = several.Responsibility, Counter = Pick("grown", "level"), Target = random.Next(3, 12), Within = Within(), Silence = Silence() },
                "rate" => new Provision.Rate { Id = id, Text = id, Phase = phase, By = ["a"], Counter = "trucks", Zones = Pick<IReadOnlyList<string>>([], [], ["north"]), Target = 6, Per = Pick(RatePeriod.Day, RatePeriod.Week, RatePeriod.Calendar), Share = Pick(1m, 0.8m, 0.5m), Within = Within(), Silence = Silence() },
                "halt" => new Provision.Prohibition { Id = id, Text = id, Phase = phase, By = several.By, Responsibility = several.Responsibility, Within = Within(), Zones = Pick<IReadOnlyList<string>>([], ["area"], ["north", "south"]), Exceptions = [new ProvisionException("reply", "Answer to fire", ["monitor"])], Remedy = Perhaps(() => "cure"), Silence = Silence() },
                "open" => new Provision.Continuing { Id = id, Text = id, Phase = phase, By = several.By, Responsibility = several.Responsibility, Within = Within(), Zones = Pick<IReadOnlyList<string>>([], ["town"]), Silence = Silence() },
                "swap" => new Provision.Exchange { Id = id, Text = id, Phase = phase, Legs = [new ExchangeLeg(["a"], "grown", 1), new ExchangeLeg(["b"], "level", random.Next(1, 3))], Order = Pick(LegOrder.FirstLegFirst, LegOrder.Together, LegOrder.Any), Lag = Chance(2) ? Length() : null, Total = Chance(2) ? random.Next(2, 10) : null, Within = Within() },
                "suspend" => new Provision.Power { Id = id, Text = id, Phase = phase, By = both, Responsibility = Responsibility.Any, Applies = Sometimes(2), Effect = new Effect.Suspend([Pick("act", "halt"), Pick("quota", "open", "rate")], Chance(2)), Limits = Limits() },
                "resume" => new Provision.Power { Id = id, Text = id, Phase = phase, By = both, Responsibility = Responsibility.Any, Effect = new Effect.Resume([Pick("act", "halt", "quota", "open")]), Limits = Limits() },
                "change" => new Provision.Power { Id = id, Text = id, Phase = phase, By = [Pick(both)], Applies = Sometimes(3), Effect = Pick<Func<Effect>>(() => new Effect.Waive([Pick("act", "quota")]), () => new Effect.Extend([Pick("act", "quota")], Length()), () => new Effect.Assign([Pick("act", "quota")], Pick(both), Pick("a", "b")), () => new Effect.Terminate(), () => new Effect.Open("three"))(), Limits = Limits() },
                _ => new Provision.Power { Id = id, Text = id, Phase = phase, By = [Pick(both)], Within = Within(), Limits = Limits() },
            };
            made = made with { VerifiedBy = Pick<IReadOnlyList<string>>([], ["monitor"], ["monitor", "envoy"]), Survives = Chance(3) };
            return Chance(4) ? made with { Readings = [new PartyReading([Pick(both)], made with { Within = Within() })] } : made;
        }

        private static TimeExpression.Start Start(string id) => new(new ProvisionRef(id));
        private SilencePolicy? Silence() => Pick<SilencePolicy?>(null, SilencePolicy.Unknown, SilencePolicy.IssueOnly, SilencePolicy.PresumeNone);
        private PowerLimits Limits() => new(Chance(2) ? random.Next(1, 3) : null, Chance(3) ? Length() : null, Chance(2) ? Length() : null);
        private Condition? Sometimes(int oneIn) => Chance(oneIn) ? Condition(1) : null;

        private Window? Within() => Chance(6) ? null : new Window(Perhaps(() => Time(1)), Perhaps(() => Time(2)));

        private TimeExpression Time(int depth) => random.Next(depth > 0 ? 10 : 5) switch
        {
            0 or 1 => new TimeExpression.Fixed(Stamp()),
            2 or 3 or 4 => new TimeExpression.Anchor(Pick(Anchors)),
            5 or 6 or 7 => new TimeExpression.Shift(Time(depth - 1), Chance(5), Length()),
            8 => Pick<TimeExpression>(new TimeExpression.EndOfDay(Time(depth - 1)), new TimeExpression.EndOfMonth(Time(depth - 1))),
            _ => Pick<TimeExpression>(new TimeExpression.Done(new ProvisionRef("act")), new TimeExpression.Done(new ProvisionRef("quota")), Start("cure"), new TimeExpression.End("one")),
        };

        private ProvisionRef Ref(params string[] ids) => new(Pick(ids), Chance(4) ? Pick("a", "b") : null);

        public Condition Condition(int depth) => random.Next(depth > 0 ? 20 : 15) switch
        {
            0 => new Condition.Done(new ProvisionRef(Pick(Anchors))),
            1 or 2 => new Condition.Done(Ref("act", "act-several", "quota", "swap", "cure", "answer")),
            3 => new Condition.Kept(Ref("halt", "open"), null),
            4 => new Condition.Kept(Ref("halt", "open"), Length()),
            5 or 6 => new Condition.Breached(Ref("act", "act-several", "quota", "rate", "halt", "open", "swap")),
            7 => new Condition.InForce(Ref("act", "halt", "quota")),
            8 => new Condition.Phase(Pick("one", "two"), Pick(PhaseMoment.Entered, PhaseMoment.Completed)),
            9 => new Condition.Count(Pick("grown", "level"), Chance(3) ? Pick(Zones) : null, Chance(3) ? Length() : null, AnyComparison(), random.Next(12)),
            10 => new Condition.Rate(new ProvisionRef("rate"), AnyComparison(), Pick(0.5m, 0.8m)),
            11 => new Condition.Balance("swap", AnyComparison(), random.Next(-3, 4)),
            12 => new Condition.Declared(Pick("two", "may", "act"), Pick("a", "envoy")),
            13 => Pick<Condition>(new Condition.Verified(Ref("act", "halt", "quota")), new Condition.Open(Ref("act", "quota"))),
            14 => Pick<Condition>(new Condition.Passed(Time(1)), new Condition.Compare(Time(1), AnyComparison(), Time(1))),
            15 or 16 => new Condition.And([Condition(depth - 1), Condition(depth - 1)]),
            17 => new Condition.Or([Condition(depth - 1), Condition(depth - 1)]),
            18 => new Condition.Not(Condition(depth - 1)),
            _ => new Condition.AtLeast(random.Next(1, 4), [Condition(depth - 1), Condition(depth - 1), Condition(depth - 1)]),
        };

        private Comparison AnyComparison() => Pick(Comparison.Less, Comparison.AtMost, Comparison.Equal, Comparison.AtLeast, Comparison.Greater);

        public Claim Claim(Agreement agreement, List<Claim> earlier, string id)
        {
            var happened = Chance(4) ? null : Period();
            var said = Agreements.Stamp.On((happened?.To.DayIn(DateTimeZone.Utc) ?? Date()).PlusDays(random.Next(4)));
            var speaker = Pick(Speakers);
            if (earlier.Count > 0 && Chance(12))
            {
                var of = Pick([.. earlier]);
                return random.Next(4) switch
                {
                    // Somebody who is not its speaker also tries, and a retraction may itself be taken back.
                    0 or 1 => new Claim.Retract { Id = id, Speaker = Chance(4) ? speaker : of.Speaker, Said = said, Of = of.Id },
                    2 => new Claim.Verify { Id = id, Speaker = Pick("monitor", "envoy", "paper"), Said = said, Of = of.Id },
                    _ => About(agreement, of.Id, of.Speaker, said, happened),
                };
            }
            return About(agreement, id, speaker, said, happened);
        }

        private Happened Period()
        {
            var from = Stamp();
            return from.Day is { } day && Chance(2) ? new Happened(from, Agreements.Stamp.On(day.PlusDays(random.Next(1, 8)))) : new Happened(from, from);
        }

        private Claim About(Agreement agreement, string id, string speaker, Stamp said, Happened? happened)
        {
            var provision = Pick([.. agreement.Provisions]);
            var negative = Pick("halt", "open");
            var actor = Pick("a", "b", "ministry", null, null, Servanda.Claims.Claim.UnknownActor);
            var occurrence = Pick("o1", "o2", "o3", null);
            var zone = Chance(2) ? Pick(Zones) : null;
            var positive = Pick("act", "act-several", "cure", "answer", "quota", "quota-each");
            Claim made = random.Next(21) switch
            {
                0 or 1 or 2 => new Claim.Assert { Id = id, Speaker = speaker, Said = said, Provision = negative, Zone = zone, Polarity = Chance(5) ? Polarity.Fulfilment : null, Occurrence = occurrence },
                3 or 4 => new Claim.Deny { Id = id, Speaker = speaker, Said = said, Provision = negative, Occurrence = occurrence },
                5 => Chance(2)
                    ? new Claim.Assert { Id = id, Speaker = speaker, Said = said, Provision = "halt", Exception = "reply", Occurrence = occurrence ?? "o1" }
                    : new Claim.Deny { Id = id, Speaker = speaker, Said = said, Provision = "halt", Exception = "reply", Occurrence = occurrence ?? "o1" },
                6 or 7 or 8 => new Claim.Assert { Id = id, Speaker = speaker, Said = said, Provision = positive, Occurrence = occurrence, Figure = positive.StartsWith("quota", StringComparison.Ordinal) ? Perhaps(Figure) : null },
                9 => new Claim.Deny { Id = id, Speaker = speaker, Said = said, Provision = positive, Occurrence = occurrence, Figure = positive.StartsWith("quota", StringComparison.Ordinal) ? Perhaps(Figure) : null },
                10 => new Claim.NotDone { Id = id, Speaker = speaker, Said = said, Provision = Pick("act", "act-several", "answer", "cure", "quota"), Occurrence = Chance(3) ? occurrence : null },
                11 or 12 => new Claim.Count { Id = id, Speaker = speaker, Said = said, Counter = Pick("grown", "level"), Figure = Figure(), Zone = Chance(4) ? zone : null, Provision = Chance(3) ? Pick("quota", "quota-each") : null },
                13 => new Claim.Count { Id = id, Speaker = speaker, Said = said, Counter = Pick(Counters), Figure = Figure() with { Unit = Pick("truck", "person", "killed") } },
                14 => new Claim.Coverage { Id = id, Speaker = speaker, Said = said, Provision = negative, Zone = zone, FoundSome = Chance(3), Complete = Pick<bool?>(null, true, false), Occurrences = Pick<IReadOnlyList<string>>([], ["o1"], ["o1", "o2"]) },
                15 or 16 => new Claim.Exercise { Id = id, Speaker = speaker, Said = said, Provision = Pick("suspend", "resume", "change", "may"), Occurrence = Chance(3) ? occurrence : null },
                17 => new Claim.Exercise { Id = id, Speaker = Pick("envoy", "a", "guard", "mediators"), Said = said, Phase = Pick("two", "three") },
                18 => new Claim.Assert { Id = id, Speaker = speaker, Said = said, Anchor = Pick(Anchors) },
                19 => Chance(3) ? new Claim.Deny { Id = id, Speaker = speaker, Said = said, Anchor = Pick(Anchors) } : new Claim.Assert { Id = id, Speaker = speaker, Said = said, Anchor = Pick(Anchors) },
                _ => Pick<Func<Claim>>(
                    () => new Claim.Position { Id = id, Speaker = speaker, Said = said, Provision = provision.Id, Stance = Pick(Stance.For, Stance.Against) },
                    () => new Claim.Demand { Id = id, Speaker = speaker, Said = said, Provision = provision.Id },
                    () => new Claim.Commitment { Id = id, Speaker = speaker, Said = said, Provision = provision.Id },
                    () => new Claim.Expectation { Id = id, Speaker = speaker, Said = said, Provision = provision.Id })(),
            };
            return made with
            {
                Happened = happened,
                Actor = made is Claim.Exercise && !Chance(5) ? null : actor,
                Via = Chance(4) ? ["wire"] : [],
                Grade = Pick(Grade.Reported, Grade.Reported, Grade.Corroborated, Grade.Verified),
                Visibility = Chance(4) ? new Visibility(Pick("parties", "side:a", "side:b", "mediators", "names"), ["envoy"]) : Visibility.Public,
            };
        }

        private Figure Figure() => random.Next(7) switch
        {
            0 => new Figure(random.Next(8), Bound.AtLeast, "person"),
            1 => new Figure(random.Next(8), Bound.MoreThan, "person"),
            2 => new Figure(random.Next(14), Bound.AtMost, "person"),
            3 => new Figure(random.Next(4), Bound.AllBut, "person", null, Chance(2) ? 12 : null),
            4 => new Figure(random.Next(12), Bound.About, "person"),
            5 => new Figure(random.Next(5), Bound.Between, "person", random.Next(5, 12)),
            _ => new Figure(random.Next(12), Bound.Exact, "persons"),
        };
    }
}
