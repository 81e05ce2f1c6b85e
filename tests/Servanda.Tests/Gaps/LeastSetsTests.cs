using Servanda.Gaps;
using Xunit;

namespace Servanda.Tests.Gaps;

public sealed class The_least_sets_of_a_gate
{
    private const int Cases = 600;

    [Fact]
    public void Are_those_of_brute_force_cheapest_first()
    {
        var (shared, most) = (0, 0);
        for (var seed = 1; seed <= Cases; seed++)
        {
            var random = new Random(seed);
            var leaves = random.Next(1, 12);
            var costs = Enumerable.Range(0, leaves).Select(_ => random.Next(0, 4)).ToList();
            var gate = Any(random, leaves, depth: 4, once: seed % 3 == 0 ? new Queue<int>(Enumerable.Range(0, leaves)) : null);
            var found = new LeastSets(costs).Of(gate).ToList();

            Assert.Equal((seed, ByForce(gate, leaves)), (seed, found.Select(s => Mask(s.Leaves)).Order()), Same);
            Assert.All(found, s => Assert.Equal((seed, s.Leaves.Sum(l => costs[l])), (seed, s.Cost)));
            Assert.Equal((seed, found.Select(s => s.Cost).Order()), (seed, found.Select(s => s.Cost)), SameCosts);
            Assert.Equal((seed, ByForce(gate.Dual(), leaves)), (seed, new LeastSets(costs).Of(gate.Dual()).Select(s => Mask(s.Leaves)).Order()), Same);
            shared += gate.Leaves().CountBy(l => l).Any(l => l.Value > 1) ? 1 : 0;
            most = Math.Max(most, found.Count);
        }
        Assert.True(shared > Cases / 3 && most > 20, $"{shared} gates with repeated leaves and at most {most} sets are too few to say anything.");
    }

    [Fact]
    public void Meet_every_cut()
    {
        for (var seed = 1; seed <= 200; seed++)
        {
            var random = new Random(seed);
            var gate = Any(random, 8, depth: 4, once: null);
            var costs = Enumerable.Repeat(1, 8).ToList();
            var cuts = new LeastSets(costs).Of(gate.Dual()).ToList();
            foreach (var cut in cuts)
            {
                Assert.False(gate.Holds(l => !cut.Leaves.Contains(l)), $"seed {seed}: all but a cut opens it");
                Assert.All(cut.Leaves, one => Assert.True(gate.Holds(l => l == one || !cut.Leaves.Contains(l)), $"seed {seed}: {one} can be left out of a cut"));
            }
        }
    }

    [Fact]
    public void Of_what_is_told_once_are_listed_by_name_where_they_cost_the_same()
    {
        for (var seed = 1; seed <= 200; seed++)
        {
            var random = new Random(seed);
            var costs = Enumerable.Range(0, 10).Select(_ => random.Next(0, 3)).ToList();
            var found = new LeastSets(costs).Of(Any(random, 10, depth: 4, once: new Queue<int>(Enumerable.Range(0, 10)))).ToList();
            Assert.True(found.SequenceEqual(found.Order()), $"seed {seed}: not in order");
        }
    }

    [Fact]
    public void Of_thousands_of_facts_come_at_once()
    {
        var random = new Random(7);
        var leaves = 0;
        // A thousand provisions of four facts each: any of two, or both of two others.
        var gate = Gate.AllOf(Enumerable.Range(0, 1000).Select(_ =>
            Gate.AnyOf([new Gate.Leaf(leaves++), new Gate.Leaf(leaves++), Gate.AllOf([new Gate.Leaf(leaves++), new Gate.Leaf(leaves++)])])));
        var costs = Enumerable.Range(0, leaves).Select(_ => random.Next(1, 9)).ToList();
        var best = new LeastSets(costs).Of(gate).Take(21).ToList();
        Assert.Equal(21, best.Count);
        Assert.Equal(Enumerable.Range(0, 1000).Sum(p => Math.Min(Math.Min(costs[4 * p], costs[(4 * p) + 1]), costs[(4 * p) + 2] + costs[(4 * p) + 3])), best[0].Cost);
    }

    private static Gate Any(Random random, int leaves, int depth, Queue<int>? once)
    {
        if (depth == 0 || (depth < 4 && random.Next(4) == 0))
        {
            return once is null ? new Gate.Leaf(random.Next(leaves)) : once.TryDequeue(out var leaf) ? new Gate.Leaf(leaf) : random.Next(2) == 0 ? Gate.True : Gate.False;
        }
        var parts = Enumerable.Range(0, random.Next(2, 5)).Select(_ => Any(random, leaves, depth - 1, once)).ToList();
        return random.Next(3) switch
        {
            0 => Gate.AllOf(parts),
            1 => Gate.AnyOf(parts),
            _ => Gate.AtLeastOf(random.Next(0, parts.Count + 2) is var needed && needed > parts.Count ? parts.Count : needed, parts),
        };
    }

    private static int Mask(IEnumerable<int> leaves) => leaves.Aggregate(0, (mask, leaf) => mask | (1 << leaf));

    private static IEnumerable<int> ByForce(Gate gate, int leaves)
    {
        bool Holds(int mask) => gate.Holds(l => (mask & (1 << l)) != 0);
        return Enumerable.Range(0, 1 << leaves).Where(mask => Holds(mask) && Enumerable.Range(0, leaves).All(l => (mask & (1 << l)) == 0 || !Holds(mask & ~(1 << l))));
    }

    private static bool Same((int, IEnumerable<int> Masks) a, (int, IEnumerable<int> Masks) b) => a.Masks.SequenceEqual(b.Masks);

    private static bool SameCosts((int, IEnumerable<long> Costs) a, (int, IEnumerable<long> Costs) b) => a.Costs.SequenceEqual(b.Costs);
}
