using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Status;
using Servanda.Status.Folding;
using Servanda.Tests.Generated;
using Xunit;
using Record = Servanda.Status.Record;

namespace Servanda.Tests.Status;

/// <summary>The fold answers for every standpoint at once what the evaluation answers one question at a time.</summary>
public sealed class The_fold_over_time
{
    private const int Cases = 30;
    private const int Worlds = 120;

    [Fact]
    public void It_equals_the_evaluation_on_generated_agreements()
    {
        var compared = 0;
        for (var seed = 1; seed <= Cases; seed++)
        {
            var random = new Random(seed);
            var agreement = Generator.Agreement(seed, 12 + random.Next(30));
            var claims = Generator.Claims(agreement, seed, 60 + random.Next(240)).ToList();
            compared += Same(seed, agreement, claims, AsOf(random, claims));
        }
        // Only an agreement whose conditions refer to themselves is left to the evaluation.
        Assert.True(compared > 1000, $"only {compared} statuses were compared");
    }

    [Fact]
    public void It_equals_the_evaluation_on_worlds_of_every_kind()
    {
        var compared = 0;
        for (var seed = 1; seed <= Worlds; seed++)
        {
            var random = new Random(seed);
            var agreement = RandomWorld.Agreement(random);
            var claims = RandomWorld.Claims(random, agreement, 40);
            compared += Same(seed, agreement, claims, RandomWorld.Moment(random), RandomWorld.Links(random, claims, 4));
        }
        Assert.True(compared > 6000, $"only {compared} statuses were compared");
    }

    private static Instant AsOf(Random random, List<Claim> claims) => claims[random.Next(claims.Count)].HappenedIn(Some.Zone).Latest + Duration.FromHours(random.Next(100));

    private static int Same(int seed, Agreement agreement, IReadOnlyList<Claim> claims, Instant asOf, IReadOnlyList<Link>? links = null)
    {
        var record = new Record(agreement, claims, links);
        var standpoints = Standpoint.Of(agreement);
        if (StatusFold.Of(record, standpoints) is not { } fold)
        {
            return 0;
        }
        fold.AdvanceTo(asOf);
        var compared = 0;
        var wrong = new List<string>();
        for (var s = 0; s < standpoints.Count; s++)
        {
            var evaluation = new Evaluation(record, standpoints[s], asOf);
            foreach (var provision in agreement.Provisions)
            {
                if (!fold.Folds(provision))
                {
                    continue;
                }
                compared++;
                var who = $"seed {seed}, {provision.Id} ({provision.Kind}) by {standpoints[s].Id}, as of {asOf}";
                foreach (var holder in provision.By.Where(_ => provision.By.Count > 1).Prepend(null))
                {
                    var node = evaluation.Performance(provision, holder);
                    Add($"{who} {holder} value", node.Value, fold.Performance(provision, holder, s));
                    Add($"{who} {holder} shown", evaluation.ShownOf(provision, holder), fold.ShownOf(provision, holder, s));
                }
                Add($"{who} since", evaluation.ShownSince(provision), fold.ShownSince(provision, s));
            }
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong.Take(12)));
        return compared;

        void Add<T>(string what, T expected, T actual)
        {
            if (!Equals(expected, actual))
            {
                wrong.Add($"{what}: evaluation {expected}, fold {actual}");
            }
        }
    }
}
