using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Status;
using Xunit;
using Record = Servanda.Status.Record;

namespace Servanda.Tests.Status;

/// <summary>Laws that hold for every record, tried on records made at random from a seed that the failure names.</summary>
public sealed class The_laws_of_evaluation
{
    private const int Cases = 250;
    private static readonly string[] Standpoints = ["a", "b", "mediators", "verified", "all"];

    private static Agreement Agreement { get; } = Some.Agreement(
        Some.Halt() with { Zones = ["north", "south"] },
        new Provision.Continuing { Id = "open", Text = "The road stays open", Phase = "one", By = ["a", "b"], Responsibility = Responsibility.Joint, Within = new Window(Some.Day("01-02"), Some.Day("01-20")) },
        Some.Act("withdraw-a", "a") with { Within = new Window(Some.At("entry"), Some.After("entry", "5d")), VerifiedBy = ["monitor"] },
        Some.Act("withdraw-b", "b") with { Within = new Window(Some.At("entry"), Some.After("entry", "5d")), VerifiedBy = ["monitor"] },
        new Provision.Quota { Id = "release-a", Text = "A releases", Phase = "one", By = ["a"], Counter = "released", Target = 10, Within = new Window(Some.Day("01-01"), Some.Day("01-12")) },
        new Provision.Quota { Id = "release-b", Text = "B releases", Phase = "one", By = ["b"], Counter = "freed", Target = 10, Within = new Window(Some.Day("01-01"), Some.Day("01-12")) });

    [Fact]
    public void Swapping_the_two_parties_swaps_the_result_and_nothing_else() => ForEverySeed((seed, random) =>
    {
        var claims = Claims(random, 12);
        var asOf = Day(random);
        var told = Letters(claims, asOf);
        var swapped = Letters([.. claims.Select(Swap)], asOf);
        foreach (var ((provision, holder, standpoint), value) in told)
        {
            Assert.Equal((seed, provision, holder, standpoint, value), (seed, provision, holder, standpoint, swapped[(Swap(provision)!, Swap(holder), Swap(standpoint)!)]));
        }
    });

    [Fact]
    public void The_order_in_which_claims_of_one_moment_arrive_changes_nothing() => ForEverySeed((seed, random) =>
    {
        var claims = Claims(random, 10);
        var asOf = Day(random);
        var told = Letters(claims, asOf);
        var shuffled = claims.ToArray();
        random.Shuffle(shuffled);
        Assert.Equal((seed, told), (seed, Letters([.. shuffled], asOf)), SameLetters);
    });

    [Fact]
    public void As_known_at_a_time_is_a_fresh_run_on_what_was_recorded_by_then() => ForEverySeed((seed, random) =>
    {
        var claims = Claims(random, 12);
        var (asOf, knownAt) = (Day(random), Day(random));
        var prefix = claims.Where(c => c.RecordedAt <= knownAt).ToList();
        Assert.Equal((seed, Letters(prefix, asOf)), (seed, Letters(claims, asOf, knownAt)), SameLetters);
    });

    [Fact]
    public void A_claim_taken_back_by_its_speaker_leaves_the_status_as_if_never_made() => ForEverySeed((seed, random) =>
    {
        var claims = Claims(random, 8);
        var asOf = Day(random);
        var extra = Claim(random, 99);
        Claim.Retract retract = new() { Id = "r", Speaker = extra.Speaker, Said = extra.Said, Of = extra.Id };
        Assert.Equal((seed, Letters(claims, asOf)), (seed, Letters([.. claims, extra, retract], asOf)), SameLetters);
    });

    [Fact]
    public void Every_value_is_one_of_the_six_and_a_holder_value_too() => ForEverySeed((_, random) =>
        Assert.All(Letters(Claims(random, 20), Day(random)).Values, v => Assert.Contains(v, "TFBNUA")));

    [Fact]
    public void Duplicated_claims_change_nothing() => ForEverySeed((seed, random) =>
    {
        var claims = Claims(random, 10);
        var asOf = Day(random);
        Assert.Equal((seed, Letters(claims, asOf)), (seed, Letters([.. claims, .. claims], asOf)), SameLetters);
    });

    private static void ForEverySeed(Action<int, Random> law)
    {
        for (var seed = 1; seed <= Cases; seed++)
        {
            law(seed, new Random(seed));
        }
    }

    private static bool SameLetters((int, Dictionary<(string, string?, string), char> Told) a, (int, Dictionary<(string, string?, string), char> Told) b) =>
        a.Item1 == b.Item1 && a.Told.Count == b.Told.Count && a.Told.All(t => b.Told[t.Key] == t.Value);

    private static Dictionary<(string Provision, string? Holder, string Standpoint), char> Letters(IReadOnlyList<Claim> claims, Instant asOf, Instant? knownAt = null)
    {
        var record = new Record(Agreement, claims, null, knownAt);
        var letters = new Dictionary<(string, string?, string), char>();
        foreach (var standpoint in Standpoint.Of(Agreement).Where(s => Standpoints.Contains(s.Id, StringComparer.Ordinal)))
        {
            var evaluation = new Evaluation(record, standpoint, asOf);
            foreach (var provision in Agreement.Provisions)
            {
                letters[(provision.Id, null, standpoint.Id)] = evaluation.Performance(provision).Value.Letter;
                foreach (var holder in provision.By.Where(_ => provision.By.Count > 1))
                {
                    letters[(provision.Id, holder, standpoint.Id)] = evaluation.Performance(provision, holder).Value.Letter;
                }
            }
        }
        return letters;
    }

    private static Instant Day(Random random) => TimeRange.OfDay(new LocalDate(2026, 1, random.Next(1, 25)), Some.Zone).Latest;

    private static List<Claim> Claims(Random random, int count) => [.. Enumerable.Range(0, count).Select(i => Claim(random, i))];

    private static Claim Claim(Random random, int index)
    {
        T Pick<T>(params T[] from) => from[random.Next(from.Length)];
        var day = new LocalDate(2026, 1, random.Next(1, 22));
        var said = Stamp.On(day.PlusDays(random.Next(0, 3)));
        var happened = random.Next(4) == 0 ? null : new Happened(Stamp.On(day), Stamp.On(day.PlusDays(random.Next(0, 3))));
        var speaker = Pick("a", "b", "envoy", "monitor", "paper");
        var actor = Pick("a", "b", null, "unknown");
        var id = $"x{index}";
        return random.Next(10) switch
        {
            0 or 1 => new Claim.Assert { Id = id, Speaker = speaker, Said = said, Happened = happened, Provision = Pick("halt", "open"), Actor = actor, Occurrence = Pick("o1", "o2", null), Zone = Pick("north", "south", null), Grade = Pick(Grade.Reported, Grade.Verified) },
            2 => new Claim.Deny { Id = id, Speaker = speaker, Said = said, Happened = happened, Provision = Pick("halt", "open"), Actor = actor, Occurrence = Pick("o1", "o2", null) },
            3 => new Claim.Assert { Id = id, Speaker = speaker, Said = said, Happened = happened, Provision = "halt", Occurrence = Pick("o1", "o2"), Exception = "answer" },
            4 => new Claim.Assert { Id = id, Speaker = speaker, Said = said, Happened = happened, Provision = Pick("withdraw-a", "withdraw-b"), Occurrence = Pick("w1", null) },
            5 => new Claim.Deny { Id = id, Speaker = speaker, Said = said, Happened = happened, Provision = Pick("withdraw-a", "withdraw-b"), Occurrence = Pick("w1", null) },
            6 => new Claim.NotDone { Id = id, Speaker = speaker, Said = said, Happened = happened, Provision = Pick("withdraw-a", "withdraw-b", "release-a", "release-b") },
            7 => new Claim.Count { Id = id, Speaker = speaker, Said = said, Happened = happened, Counter = Pick("released", "freed"), Figure = new Figure(random.Next(1, 14), Pick(Bound.Exact, Bound.AtLeast, Bound.AtMost, Bound.About), "person") },
            8 => new Claim.Coverage { Id = id, Speaker = speaker, Said = said, Happened = new Happened(Stamp.On(new LocalDate(2026, 1, 1)), Stamp.On(day)), Provision = Pick("halt", "open"), Zone = Pick("north", "south", null), FoundSome = false },
            _ => new Claim.Assert { Id = id, Speaker = speaker, Said = said, Happened = happened, Anchor = "entry" },
        };
    }

    private static Claim Swap(Claim claim) => claim switch
    {
        Servanda.Claims.Claim.Count count => count with { Speaker = Swap(count.Speaker)!, Actor = Swap(count.Actor), Counter = count.Counter == "released" ? "freed" : "released" },
        _ => claim with { Speaker = Swap(claim.Speaker)!, Actor = Swap(claim.Actor), Provision = Swap(claim.Provision) },
    };

    private static string? Swap(string? name) => name switch
    {
        "a" => "b",
        "b" => "a",
        not null when name.EndsWith("-a", StringComparison.Ordinal) => name[..^1] + "b",
        not null when name.EndsWith("-b", StringComparison.Ordinal) => name[..^1] + "a",
        _ => name,
    };
}
