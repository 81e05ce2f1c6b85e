using NodaTime;
using Servanda.Access;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Status;
using Xunit;
using Record = Servanda.Status.Record;

namespace Servanda.Tests.Status;

/// <summary>
/// The properties that the semantics promises of every status, each tried on agreements and records made at random. A
/// failure names the seed; the output says how many cases ran.
/// </summary>
public sealed class The_properties_of_status(ITestOutputHelper output)
{
    private static readonly string[] Asked = ["b", "mediators", "verified", "all", "both"];

    [Fact]
    public void Claims_of_one_moment_give_the_same_status_in_any_order() => ForEverySeed(25, (_, random) =>
    {
        var (agreement, claims, at) = World(random, 25);
        // One import: all are recorded in the same instant, each once.
        var together = claims.DistinctBy(c => c.Id).Select(c => c with { Recorded = at }).ToArray();
        var told = Told(new Record(agreement, together), at);
        random.Shuffle(together);
        Same(told, Told(new Record(agreement, together), at));
    });

    [Fact]
    public void As_known_at_a_time_is_a_fresh_run_on_what_was_recorded_by_then() => ForEverySeed(40, (_, random) =>
    {
        var (agreement, claims, at) = World(random, 25);
        var links = RandomWorld.Links(random, claims, 4);
        var known = RandomWorld.Moment(random);
        Same(
            Told(new Record(agreement, claims.Where(c => c.RecordedAt <= known), links.Where(l => l.Recorded <= known)), at),
            Told(new Record(agreement, claims, links, known), at));
    });

    [Fact]
    public void A_claim_made_and_taken_back_leaves_the_status_as_if_never_made() => ForEverySeed(25, (_, random) =>
    {
        var (agreement, claims, at) = World(random, 25);
        var last = claims.Max(c => c.RecordedAt);
        var extra = RandomWorld.Claims(random, agreement, 1)[0] with { Id = "extra", Recorded = last };
        var back = new Claim.Retract { Id = "back", Speaker = extra.Speaker, Said = extra.Said, Of = "extra", Recorded = last };
        Same(Told(new Record(agreement, claims), at), Told(new Record(agreement, [.. claims, extra, back]), at));
        // History apart: as known before it was taken back, it stood.
        Same(Told(new Record(agreement, [.. claims, extra]), at), Told(new Record(agreement, [.. claims, extra, back with { Recorded = last + Duration.FromHours(1) }], null, last), at));
    });

    [Fact]
    public void More_speakers_never_take_away_what_is_told_or_denied() => ForEverySeed(400, (_, random) =>
    {
        var (agreement, claims, at) = World(random, 30);
        (agreement, claims) = WithoutSilenceRules(agreement, claims);
        var record = new Record(agreement, claims);
        Evaluation By(string id) => new(record, Standpoint.Of(agreement).Single(s => s.Id == id), at);
        foreach (var (fewer, more) in new[] { ("b-alone", "both"), ("both", "all"), ("mediators", "all") })
        {
            // Not of quotas: of a count that may fall only the most recent reports stand, and a total told by one more speaker
            // takes the place of the deliveries told one by one. Nor where the two date the window otherwise: a claim that
            // dates an anchor takes the place of the text's own date.
            bool DatedAlike(Provision p) => By(fewer).WindowsOf(By(fewer).AsRead(p)).SequenceEqual(By(more).WindowsOf(By(more).AsRead(p)));
            foreach (var provision in agreement.Provisions.Where(p => p is not Provision.Quota && DatedAlike(p) && (p.Each is null || DatedAlike(agreement.Provision(p.Each)!))))
            {
                var (told, toldMore) = (By(fewer).Performance(provision).Bare, By(more).Performance(provision).Bare);
                Assert.True((!told.P || toldMore.P) && (told.Q || !toldMore.Q), $"{provision.Id}: by {fewer} {told}, by {more} {toldMore}");
            }
        }
    });

    [Fact]
    public void The_bounds_of_a_condition_are_exact_where_no_fact_stands_in_both_polarities() => ForEverySeed(400, (_, random) =>
    {
        const int Facts = 6;
        var told = Enumerable.Range(0, Facts).Select(_ => new[] { Servanda.Told.T, Servanda.Told.F, Servanda.Told.B, Servanda.Told.N, Servanda.Told.B, Servanda.Told.N }[random.Next(6)]).ToArray();
        var negated = Enumerable.Range(0, Facts).Select(_ => random.Next(2) == 0).ToArray();
        var formula = Formula(random, negated, 3);
        var agreement = Some.Agreement([.. Enumerable.Range(0, Facts).Select(i => Some.Act($"fact-{i}", "a"))]);
        var claims = told.SelectMany((t, i) => new[]
        {
            t.P ? (Claim)new Claim.Assert { Id = $"y{i}", Speaker = "a", Said = Some.Stamp("01-02"), Provision = $"fact-{i}", Occurrence = "o" } : null,
            t.Q ? null : new Claim.Deny { Id = $"n{i}", Speaker = "b", Said = Some.Stamp("01-02"), Provision = $"fact-{i}", Occurrence = "o" },
        }).OfType<Claim>();
        var value = new Evaluation(new Record(agreement, claims), Standpoint.Of(agreement).Single(s => s.Id == "all"), Some.Stamp("01-05").In(Some.Zone).Latest).Value(formula).Value;
        var answers = Enumerable.Range(0, 1 << Facts).Where(world => told.Select((t, i) => (t, Holds: (world >> i & 1) != 0)).All(x => x.t.IsTrue ? x.Holds : !x.t.IsFalse || !x.Holds))
            .Select(world => Holds(formula, world)).ToList();
        Assert.Equal((answers.TrueForAll(a => a), answers.Exists(a => a)), (value.Lo, value.Hi));
    });

    // Every fact in one polarity only, in any mixture of and, or, at least and double negation.
    private static Condition Formula(Random random, bool[] negated, int depth)
    {
        if (depth == 0 || random.Next(4) == 0)
        {
            var fact = random.Next(negated.Length);
            var done = new Condition.Done(new ProvisionRef($"fact-{fact}"));
            return negated[fact] ? new Condition.Not(done) : done;
        }
        Condition[] parts = [.. Enumerable.Range(0, random.Next(2, 4)).Select(_ => Formula(random, negated, depth - 1))];
        return random.Next(4) switch
        {
            0 => new Condition.And(parts),
            1 => new Condition.Or(parts),
            2 => new Condition.AtLeast(random.Next(0, parts.Length + 2), parts),
            _ => new Condition.Not(new Condition.Not(new Condition.Or(parts))),
        };
    }

    private static bool Holds(Condition formula, int world) => formula switch
    {
        Condition.And { Parts: var parts } => parts.All(p => Holds(p, world)),
        Condition.Or { Parts: var parts } => parts.Any(p => Holds(p, world)),
        Condition.AtLeast { Needed: var needed, Parts: var parts } => parts.Count(p => Holds(p, world)) >= needed,
        Condition.Not { Part: var part } => !Holds(part, world),
        Condition.Done { Ref.Id: var id } => (world >> (id[^1] - '0') & 1) != 0,
        _ => throw new ArgumentException(formula.ToString()),
    };

    [Fact]
    public void Kept_is_what_not_violated_says_bit_by_bit() => ForEverySeed(60, (_, random) =>
    {
        var (agreement, claims, at) = World(random, 25);
        var record = new Record(agreement, claims);
        foreach (var evaluation in Standpoint.Of(agreement).Select(s => new Evaluation(record, s, at)))
        {
            foreach (var provision in agreement.Provisions.Where(p => p.IsNegative))
            {
                var kept = evaluation.Performance(provision);
                var violated = Assert.Single(kept.Parts);
                Assert.Equal((NodeKind.Not, NodeKind.Or), (kept.Kind, violated.Kind));
                Assert.Equal((kept.Value, kept.Value), (!violated.Value, !violated.Parts.Aggregate(Servanda.Told.F, (v, p) => v | p.Value)));
                Assert.Equal(evaluation.Applies(provision).Value & !kept.Value, evaluation.Breached(provision, null).Value);
                Assert.Equal(kept.Value, evaluation.Value(new Condition.Kept(new ProvisionRef(provision.Id), null)).Value);
            }
        }
    });

    /// <summary>
    /// Of acts, quotas and exchanges with a window of dated bounds, where no claim begins or ends between two instants, no
    /// figure grows stale and nobody says "not done so far" (which speaks of a time that the clock leaves behind), the bits
    /// are the same at both, whatever deadline passes between them.
    /// </summary>
    [Fact]
    public void The_clock_alone_changes_no_bit_of_a_performance() => ForEverySeed(400, (_, random) =>
    {
        var (agreement, claims, at) = World(random, 20);
        (agreement, claims) = WithoutSilenceRules(agreement, claims);
        claims = [.. claims.Where(c => c is not Claim.NotDone)];
        var record = new Record(agreement, claims);
        var next = record.Claims.SelectMany(c => new[] { c.Happened.Earliest, c.Happened.Latest }).Where(t => t > at).DefaultIfEmpty(at + Duration.FromDays(30)).Min() - Duration.Epsilon;
        foreach (var standpoint in Standpoint.Of(agreement))
        {
            foreach (var provision in agreement.Provisions.Where(p => p is Provision.Act { Each: null } or Provision.Quota or Provision.Exchange { Lag: null }))
            {
                Assert.Equal((provision.Id, standpoint.Id, new Evaluation(record, standpoint, at).Performance(provision).Value), (provision.Id, standpoint.Id, new Evaluation(record, standpoint, next).Performance(provision).Value));
            }
        }
    });

    [Fact]
    public void What_a_readership_is_shown_depends_on_no_claim_that_it_may_not_see() => ForEverySeed(15, (_, random) =>
    {
        var (agreement, claims, at) = World(random, 30);
        foreach (var readership in new Readership[] { new Readership.Public(), new Readership.Party("a"), new Readership.Mediators(), new Readership.Named("envoy") })
        {
            var seen = readership.Redacted(claims, agreement);
            Assert.All(seen, c => Assert.True(readership.Sees(c.Visibility, agreement)));
            // What it may not see may say anything, or not be there at all.
            var others = RandomWorld.Claims(random, agreement, 10).Select(c => c with { Id = "x" + c.Id }).Where(c => !readership.Sees(c.Visibility, agreement) && c is not (Claim.Retract or Claim.Verify));
            var shown = Told(new Record(agreement, seen), at);
            Same(shown, Told(new Record(agreement, readership.Redacted([.. others, .. claims], agreement)), at));
            Assert.Equal(new Record(agreement, seen).Findings.Select(f => f.Message), new Record(agreement, readership.Redacted([.. claims, .. others], agreement)).Findings.Select(f => f.Message));
        }
    });

    [Fact]
    public void An_answer_is_the_same_whichever_question_was_asked_first() => ForEverySeed(150, (_, random) =>
    {
        var (agreement, claims, at) = World(random, 20);
        var record = new Record(agreement, claims);
        var standpoint = Standpoint.Of(agreement)[random.Next(5)];
        var asked = new Evaluation(record, standpoint, at);
        var provisions = agreement.Provisions.ToArray();
        random.Shuffle(provisions);
        foreach (var provision in provisions)
        {
            Assert.NotNull(asked.InForce(provision).Question + asked.ShownOf(provision).Code());
        }
        foreach (var provision in provisions)
        {
            var alone = new Evaluation(record, standpoint, at);
            Assert.Equal((provision.Id, alone.Performance(provision).Value, alone.Breached(provision, null).Value, alone.Applies(provision).Value),
                (provision.Id, asked.Performance(provision).Value, asked.Breached(provision, null).Value, asked.Applies(provision).Value));
        }
    });

    // Silence means nothing, figures do not age, windows have dated bounds, every duty stands from the start, and no anchor has
    // a date that a later account could take the place of: what is left is what claims alone decide.
    private static (Agreement, List<Claim>) WithoutSilenceRules(Agreement agreement, List<Claim> claims)
    {
        static bool Dated(TimeExpression? time) => time switch
        {
            null or TimeExpression.Fixed or TimeExpression.Anchor => true,
            TimeExpression.Shift { Of: var of } => Dated(of),
            TimeExpression.EndOfDay { Of: var of } => Dated(of),
            TimeExpression.EndOfMonth { Of: var of } => Dated(of),
            _ => false,
        };
        var plain = agreement with
        {
            Anchors = [.. agreement.Anchors.Select(a => a with { At = null })],
            Counters = [.. agreement.Counters.Select(c => c with { StaleAfter = null })],
            Standpoints = [.. agreement.Standpoints.Select(s => s with { Silence = null })],
            Phases =
            [
                .. agreement.Phases.Select(p => p with
                {
                    Opens = null,
                    Provisions =
                    [
                        .. p.Provisions.Where(x => x is not Provision.Power && x.Each is null)
                            .Select(x => x with { Silence = SilencePolicy.Unknown, Applies = null, Readings = [], Within = Dated(x.Within?.From) && Dated(x.Within?.To) ? x.Within : null }),
                    ],
                }),
            ],
        };
        // On a quota, items beside totals are left out: an item that becomes contested stops adding to its speaker's total.
        return (plain, [.. claims.Where(c => !(c is Claim.Assert or Claim.Deny && c.Figure is not null))
            .Select(c => c is Claim.Assert { Anchor: not null } or Claim.Deny { Anchor: not null } ? c with { Happened = new Happened(Stamp.On(c.Said.DayIn(plain.Zone)), Stamp.On(c.Said.DayIn(plain.Zone))) } : c)]);
    }

    private static (Agreement Agreement, List<Claim> Claims, Instant At) World(Random random, int claims)
    {
        var agreement = RandomWorld.Agreement(random);
        return (agreement, RandomWorld.Claims(random, agreement, claims), RandomWorld.Moment(random));
    }

    /// <summary>Everything a board says of every provision, holder and phase by every standpoint, in one list.</summary>
    private static List<string> Told(Record record, Instant at)
    {
        var told = new List<string>();
        foreach (var standpoint in Standpoint.Of(record.Agreement).Where(s => Asked.Contains(s.Id, StringComparer.Ordinal)))
        {
            var evaluation = new Evaluation(record, standpoint, at);
            foreach (var phase in record.Agreement.Phases)
            {
                told.Add($"{standpoint.Id} {phase.Id} opens {evaluation.Opens(phase).Value} entered {evaluation.Entered(phase).Value} completes {evaluation.Completed(phase).Value}");
            }
            foreach (var provision in record.Agreement.Provisions)
            {
                var node = evaluation.Performance(provision);
                told.Add($"{standpoint.Id} {provision.Id} {node.Value} bare {node.Bare} {evaluation.ShownOf(provision).Code()} since {(standpoint.Id == "all" ? evaluation.ShownSince(provision) : null)} due {evaluation.DueOf(provision)} in force {evaluation.InForce(provision).Value}");
                foreach (var holder in provision.By.Where(_ => provision.By.Count > 1))
                {
                    told.Add($"{standpoint.Id} {provision.Id}@{holder} {evaluation.Performance(provision, holder).Value} {evaluation.ShownOf(provision, holder).Code()} breached {evaluation.Breached(provision, holder).Value}");
                }
            }
        }
        return told;
    }

    private static void Same(List<string> expected, List<string> actual) =>
        Assert.Equal(string.Join('\n', expected.Except(actual)), string.Join('\n', actual.Except(expected)));

    private void ForEverySeed(int cases, Action<int, Random> law)
    {
        for (var seed = 1; seed <= cases; seed++)
        {
            try
            {
                law(seed, new Random(seed));
            }
            catch (Exception failure)
            {
                throw new Xunit.Sdk.XunitException($"seed {seed}: {failure.Message}", failure);
            }
        }
        output.WriteLine($"{cases} cases, seeds 1 to {cases}");
    }
}
