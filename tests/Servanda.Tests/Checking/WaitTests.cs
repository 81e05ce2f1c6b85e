using Servanda.Agreements;
using Servanda.Agreements.Checking;
using Servanda.Tests.Generated;
using Xunit;

namespace Servanda.Tests.Checking;

public sealed class Waiting
{
    private static readonly string[] Names = ["a", "b", "c", "d"];

    /// <summary>Every graph of three provisions, and every eleventh of four, against a fixpoint worked out by hand.</summary>
    [Theory]
    [InlineData(3, 1)]
    [InlineData(4, 11)]
    public void Is_found_to_be_for_ever_exactly_where_it_is(int count, int step)
    {
        var choices = Enumerable.Range(0, count).Select(n => Choices(count, n)).ToList();
        var graphs = choices.Aggregate(1, (product, c) => product * c.Count);
        for (var graph = 0; graph < graphs; graph += step)
        {
            var left = graph;
            var waits = choices.Select(c => { var chosen = c[left % c.Count]; left /= c.Count; return chosen; }).ToList();
            var findings = DraftCheck.Of(Some.Agreement([.. waits.Select((w, n) => Some.Act(Names[n]) with { Applies = Of(w) })]));

            var stuck = Stuck(waits);
            Assert.Equal(stuck, findings.Where(f => f.Code == "unreachable").SelectMany(f => f.Provisions).Order(StringComparer.Ordinal));
            var circles = findings.Where(f => f.Code == "circular-wait").ToList();
            Assert.Equal(stuck.Count > 0, circles.Count > 0);
            foreach (var circle in circles)
            {
                Assert.All(circle.Provisions.Zip([.. circle.Provisions.Skip(1), circle.Provisions[0]]), pair =>
                    Assert.Contains(pair.Second, waits[Array.IndexOf(Names, pair.First)].On));
                Assert.Equal(circle.Provisions.Count, circle.Provisions.Distinct().Count());
            }
        }
    }

    [Fact]
    public void Through_a_way_round_is_no_circle()
    {
        var findings = Check(
            Some.Act("a") with { Applies = Condition("done(b) or done(c)") },
            Some.Act("b") with { Applies = Condition("done(a)") },
            Some.Act("c"));
        Assert.DoesNotContain(findings, f => f.Severity == Severity.Error);
    }

    [Fact]
    public void For_the_opposite_is_taken_as_possible() =>
        Assert.DoesNotContain(Check(Some.Act("a") with { Applies = Condition("not done(b)") }, Some.Act("b") with { Applies = Condition("done(a)") }), f => f.Severity == Severity.Error);

    [Fact]
    public void Is_told_in_its_order_by_article()
    {
        var finding = Assert.Single(Check(
            Some.Act("a") with { Article = "13", Applies = Condition("done(c)") },
            Some.Act("b") with { Article = "14", Applies = Condition("done(a)") },
            Some.Act("c") with { Article = "16", Applies = Condition("done(b)") }), f => f.Code == "circular-wait");
        Assert.Equal("13 waits for 16, which waits for 14, which waits for 13: none of them can come first.", finding.Message);
        Assert.Equal(["a", "c", "b"], finding.Provisions);
    }

    [Fact]
    public void Does_not_happen_in_an_agreement_made_to_be_sound() =>
        Assert.All(Enumerable.Range(1, 12), seed => Assert.DoesNotContain(DraftCheck.Of(Generator.Agreement(seed, 40 * seed)), f => f.Severity == Severity.Error));

    [Fact]
    public void In_a_circle_as_long_as_the_agreement_is_told_shortly()
    {
        var many = Enumerable.Range(0, 20_000).Select(n => Some.Act($"p{n}") with { Applies = Condition($"done(p{(n + 1) % 20_000})") }).ToArray();
        var finding = Assert.Single(DraftCheck.Of(Some.Agreement(many)), f => f.Code == "circular-wait");
        Assert.Equal(20_000, finding.Provisions.Count);
        Assert.True(finding.Message.Length < 400, finding.Message);
    }

    private sealed record Wait(IReadOnlyList<string> On, int Needed);

    private static List<Wait> Choices(int count, int self)
    {
        var others = Names.Take(count).Where((_, n) => n != self).ToList();
        return [.. Enumerable.Range(0, 1 << others.Count).SelectMany(mask =>
        {
            var on = others.Where((_, n) => (mask >> n & 1) == 1).ToList();
            return on.Count == 0 ? [new Wait(on, 0)] : Enumerable.Range(1, on.Count).Select(needed => new Wait(on, needed));
        })];
    }

    private static Condition? Of(Wait wait) => wait.On.Count == 0 ? null
        : new Condition.AtLeast(wait.Needed, [.. wait.On.Select(o => (Condition)new Condition.Done(new ProvisionRef(o)))]);

    private static IReadOnlyList<string> Stuck(List<Wait> waits)
    {
        var possible = new HashSet<string>(StringComparer.Ordinal);
        while (waits.FindIndex(w => !possible.Contains(Names[waits.IndexOf(w)]) && w.On.Count(possible.Contains) >= w.Needed) is var next and >= 0)
        {
            possible.Add(Names[next]);
        }
        return [.. Names.Take(waits.Count).Where(n => !possible.Contains(n))];
    }

    private static IReadOnlyList<Finding> Check(params Provision[] provisions) => DraftCheck.Of(Some.Agreement(provisions));

    private static Condition Condition(string text) => ConditionParser.ParseCondition(text).Condition!;
}

public sealed class A_deadline
{
    /// <summary>Two duties of which one waits for the other, with every start and every end in a few days.</summary>
    [Fact]
    public void Is_impossible_exactly_where_nothing_can_be_done_in_time()
    {
        foreach (var (a, b, c, d) in Enumerable.Range(0, 256).Select(n => (n & 3, n >> 2 & 3, n >> 4 & 3, n >> 6)))
        {
            var findings = DraftCheck.Of(Some.Agreement(
                Some.Act("first") with { Within = Within(a, b) },
                Some.Act("second") with { Within = Within(c, d), Applies = new Condition.Done(new ProvisionRef("first")) }));
            string[] expected = [.. new[] { a > b ? "first" : "", Math.Max(a, c) > d ? "second" : "" }.Where(n => n.Length > 0)];
            var found = findings.Where(f => f.Code == "impossible-deadline").Select(f => f.Provisions[0]).Order(StringComparer.Ordinal);
            Assert.True(expected.SequenceEqual(found), $"first {a} to {b}, second {c} to {d}: {string.Join(' ', found)}");
        }
    }

    [Theory]
    [InlineData("1mo", "27d", true)]
    [InlineData("1mo", "28d", false)]
    [InlineData("5bd", "4d", true)]
    [InlineData("5bd", "5d", false)]
    [InlineData("1d", "22h", true)]
    [InlineData("1d", "23h", false)]
    [InlineData("1y", "364d", true)]
    [InlineData("1y", "365d", false)]
    public void Takes_what_has_to_pass_at_its_shortest(string hasToPass, string isAllowed, bool isImpossible)
    {
        var findings = DraftCheck.Of(Some.Agreement(
            Some.Act("first"),
            Some.Act("second") with { Within = new Window(After("first", hasToPass), After("first", isAllowed)) }));
        Assert.Equal(isImpossible, findings.Any(f => f.Code == "impossible-deadline"));

        static TimeExpression After(string of, string length) => new TimeExpression.Shift(new TimeExpression.Done(new ProvisionRef(of)), false, TimeLength.TryParse(length)!.Value);
    }

    /// <summary>Each counted from the one after it in the file: a chain that no order of the file shortens.</summary>
    [Fact]
    public void At_the_end_of_a_chain_as_long_as_the_agreement_is_found()
    {
        const int Count = 20_000;
        var chain = Enumerable.Range(0, Count).Select(n => Some.Act($"p{n}") with { Within = new Window(n + 1 == Count ? Some.At("signature") : After($"p{n + 1}"), n == 0 ? Some.After("signature", "19998h") : null) }).ToArray();
        var finding = Assert.Single(DraftCheck.Of(Some.Agreement(chain)), f => f.Code == "impossible-deadline");
        Assert.Equal("p0", finding.Provisions[0]);

        static TimeExpression After(string of) => new TimeExpression.Shift(new TimeExpression.Done(new ProvisionRef(of)), false, new TimeLength(1, LengthUnit.Hours));
    }

    [Fact]
    public void Within_a_circle_of_waiting_is_answered()
    {
        var findings = DraftCheck.Of(Some.Agreement(
            Some.Act("a") with { Within = new Window(Done("b"), null) },
            Some.Act("b") with { Within = new Window(Done("a"), Some.Day("03-01")) }));
        Assert.Contains(findings, f => f.Code == "circular-wait");

        static TimeExpression Done(string of) => new TimeExpression.Shift(new TimeExpression.Done(new ProvisionRef(of)), false, new TimeLength(1, LengthUnit.Days));
    }

    private static Window Within(int from, int to) => new(Some.After("signature", $"{from}d"), Some.After("signature", $"{to}d"));
}
