using System.Text;
using NodaTime;
using Servanda.Agreements;
using Xunit;

namespace Servanda.Tests.Files;

public sealed class A_condition
{
    [Theory]
    [InlineData("done(entry-into-force)")]
    [InlineData("done(captives-for-prisoners) and kept(halt-fire, last 7d)")]
    [InlineData("phase(one, completed)")]
    [InlineData("phase(one, entered)")]
    [InlineData("breached(halt-fire@north) or in-force(halt-fire)")]
    [InlineData("a < b and c <= d or e = f and g >= h or i > j")]
    [InlineData("not (done(a) or done(b)) and not done(c)")]
    [InlineData("not (not done(c))")]
    [InlineData("(done(a) or done(b)) and (done(c) and done(d))")]
    [InlineData("count(trucks) >= 300")]
    [InlineData("count(trucks, zone east) >= 300.5")]
    [InlineData("count(trucks, last 7d) >= 0")]
    [InlineData("count(trucks, zone east, last 5bd) < 3")]
    [InlineData("rate(aid-entry@north) >= 0.8")]
    [InlineData("balance(captives-for-prisoners) >= -3")]
    [InlineData("declared(two, by envoy)")]
    [InlineData("verified(return-captives)")]
    [InlineData("passed(end-of-day(entry-into-force + 90d))")]
    [InlineData("open(return-captives)")]
    [InlineData("done(a) + 3d < 2026-01-10T12:00:00+01:00")]
    [InlineData("start(a@north) - 1mo <= end(one)")]
    [InlineData("end-of-month(end-of-day(2026-01-10)) + 1y = signature")]
    [InlineData("at least 2 of (done(a), done(a) and done(b), at least 0 of (done(c)))")]
    public void Comes_back_as_it_was_written(string text)
    {
        var reading = ConditionParser.ParseCondition(text);
        Assert.Null(reading.Finding);
        Assert.Equal(text, ConditionText.Of(reading.Condition!));
    }

    [Fact]
    public void Says_the_same_however_it_is_spaced() =>
        Assert.Equal("done(a) and kept(b, last 7d) or c + 3d <= d",
            ConditionText.Of(ConditionParser.ParseCondition(" (done( a )and kept(b ,last 7d))\n or  c+3d<=d ").Condition!).Replace("(done(a) and kept(b, last 7d))", "done(a) and kept(b, last 7d)", StringComparison.Ordinal));

    [Fact]
    public void Binds_and_more_closely_than_or_and_not_most_closely()
    {
        var or = Assert.IsType<Condition.Or>(ConditionParser.ParseCondition("done(a) or not done(b) and done(c)").Condition);
        var and = Assert.IsType<Condition.And>(or.Parts[1]);
        Assert.IsType<Condition.Not>(and.Parts[0]);
    }

    [Fact]
    public void Takes_done_as_a_time_only_where_a_comparison_or_a_length_follows()
    {
        Assert.IsType<Condition.Done>(ConditionParser.ParseCondition("done(a)").Condition);
        Assert.IsType<TimeExpression.Done>(Assert.IsType<Condition.Compare>(ConditionParser.ParseCondition("done(a) < b").Condition).Left);
        Assert.IsType<TimeExpression.Shift>(Assert.IsType<Condition.Compare>(ConditionParser.ParseCondition("done(a) + 1d < b").Condition).Left);
    }

    [Fact]
    public void Knows_where_its_parts_stand()
    {
        var and = Assert.IsType<Condition.And>(ConditionParser.ParseCondition("done(a) and  b < c", locate: o => new TextPosition(7, 20 + o)).Condition);
        Assert.Equal([new TextPosition(7, 20), new TextPosition(7, 33)], and.Parts.Select(p => p.Position));
        Assert.Equal(new TextPosition(7, 37), ((Condition.Compare)and.Parts[1]).Right.Position);
    }

    [Fact]
    public void Names_what_it_uses_and_where()
    {
        var names = ConditionParser.ParseCondition("done(a) and done(b@north) < c and count(n, zone z) = 1 and declared(d, by envoy) and phase(p, entered) and balance(x) > 0").Names;
        Assert.Equal(
            [("a", NameFamily.ProvisionOrAnchor), ("b", NameFamily.Provision), ("north", NameFamily.Actor), ("c", NameFamily.Anchor), ("n", NameFamily.Counter), ("z", NameFamily.Zone),
             ("d", NameFamily.ProvisionOrPhase), ("envoy", NameFamily.Actor), ("p", NameFamily.Phase), ("x", NameFamily.Exchange)],
            names.Select(n => (n.Name, n.Family)));
        Assert.Equal(new TextPosition(1, 18), names[1].Position);
    }

    [Fact]
    public void Written_wrongly_says_what_was_expected_and_where()
    {
        string[] wrong =
        [
            "",
            "done",
            "done(",
            "done()",
            "done(a",
            "done(a))",
            "dome(a)",
            "start(a)",
            "signature",
            "done(a) && done(b)",
            "done(a) adn done(b)",
            "done(a) and",
            "and done(a)",
            "not not done(a)",
            "done(Halt_fire)",
            "kept(a, lst 7d)",
            "kept(a, last 7 days)",
            "phase(one, complete)",
            "phase(one)",
            "count(trucks) == 300",
            "count(trucks) >= many",
            "count(trucks, last 7d, zone east) > 1",
            "rate(a) ≥ 0.8",
            "signature -3d < b",
            "signature - 3 < b",
            "signature + 3d + 2h < b",
            "signature + 3d",
            "2026-02-30 < b",
            "2026-01-10T12:00:00 < b",
            "at least two of (done(a))",
            "at least 1.5 of (done(a))",
            "at least 2 (done(a))",
            "at least 2 of ()",
            "declared(two, envoy)",
            "done(a@)",
            "done(a) # later",
            "kept(b) < c",
            "passed(kept(b))",
            "🔥",
        ];
        var text = new StringBuilder();
        foreach (var condition in wrong)
        {
            var reading = ConditionParser.ParseCondition(condition, "c");
            Assert.Null(reading.Condition);
            text.Append(FindingText.Render(reading.Finding!, condition));
        }
        Approved.Text("conditions.txt", text.ToString());
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("not (", ")")]
    [InlineData("at least 1 of (", ")")]
    [InlineData("passed(end-of-day(", "))")]
    [InlineData("a < end-of-day(", ")")]
    public void Nested_too_deep_is_a_finding(string open, string close)
    {
        var deep = string.Concat(Enumerable.Repeat(open, 100_000)) + "done(a)" + string.Concat(Enumerable.Repeat(close, 100_000));
        Assert.Equal("bad-condition", ConditionParser.ParseCondition(deep).Finding?.Code);
    }

    [Fact]
    public void Wide_is_not_deep()
    {
        var wide = string.Join(" and ", Enumerable.Range(0, 20_000).Select(n => $"done(a{n})"));
        Assert.Equal(20_000, Assert.IsType<Condition.And>(ConditionParser.ParseCondition(wide).Condition).Parts.Count);
    }

    [Fact]
    public void Of_any_shape_is_read_back_as_it_was_printed()
    {
        var some = new SomeCondition(new Random(7));
        for (var round = 0; round < 5_000; round++)
        {
            var condition = some.Condition(depth: 5);
            var text = ConditionText.Of(condition);
            var read = ConditionParser.ParseCondition(text, locate: _ => TextPosition.None);
            Assert.True(read.Finding is null, $"{text}: {read.Finding}");
            Assert.Equal(text, ConditionText.Of(read.Condition!));
            if (round < 300)
            {
                Assert.Equivalent(condition, read.Condition, strict: true);
            }
        }
    }

    [Fact]
    public void Of_random_letters_never_throws()
    {
        string[] pieces = ["done(", "a", ")", " and ", " or ", "not ", "at least ", "2", " of (", ",", " - ", "+", "3d", "<=", "2026-01-10", "T12:00", "@", "\ud83d", "\udd25", "é", "\0", "end-of-day(", "-", "phase(", "completed", "\n"];
        var random = new Random(3);
        for (var round = 0; round < 50_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(pieces.Length)]));
            var reading = ConditionParser.ParseCondition(text);
            Assert.True(reading.Condition is null != reading.Finding is null);
            var time = ConditionParser.ParseTime(text);
            Assert.True(time.Time is null != time.Finding is null);
        }
    }

    /// <summary>Conditions of every kind, made up.</summary>
    private sealed class SomeCondition(Random random)
    {
        private static readonly LengthUnit[] Units = Enum.GetValues<LengthUnit>();

        public Condition Condition(int depth)
        {
            switch (random.Next(depth == 0 ? 4 : 0, 17))
            {
                case 0: return new Condition.And(Conditions(depth, 2));
                case 1: return new Condition.Or(Conditions(depth, 2));
                case 2: return new Condition.Not(Condition(depth - 1));
                case 3: return new Condition.AtLeast(random.Next(-1, 4), Conditions(depth, 1));
                case 4: return new Condition.Done(Ref());
                case 5: return new Condition.Kept(Ref(), random.Next(2) == 0 ? null : Length());
                case 6: return new Condition.Breached(Ref());
                case 7: return new Condition.InForce(Ref());
                case 8: return new Condition.Phase(Name(), random.Next(2) == 0 ? PhaseMoment.Entered : PhaseMoment.Completed);
                case 9: return new Condition.Count(Name(), random.Next(2) == 0 ? null : Name(), random.Next(2) == 0 ? null : Length(), Comparison(), random.Next(1000) / 8m);
                case 10: return new Condition.Rate(Ref(), Comparison(), random.Next(100) / 100m);
                case 11: return new Condition.Balance(Name(), Comparison(), random.Next(-100, 100));
                case 12: return new Condition.Declared(Name(), Name());
                case 13: return new Condition.Verified(Ref());
                case 14: return new Condition.Passed(Time(3));
                case 15: return new Condition.Open(Ref());
                default: return new Condition.Compare(Time(3), Comparison(), Time(3));
            }
        }

        private List<Condition> Conditions(int depth, int least) => [.. Enumerable.Range(0, random.Next(least, least + 3)).Select(_ => Condition(depth - 1))];

        private TimeExpression Time(int depth)
        {
            var moment = Moment(depth);
            return random.Next(2) == 0 ? moment : new TimeExpression.Shift(moment, random.Next(2) == 0, Length());
        }

        private TimeExpression Moment(int depth) => random.Next(depth == 0 ? 2 : 0, 8) switch
        {
            0 => new TimeExpression.EndOfDay(Time(depth - 1)),
            1 => new TimeExpression.EndOfMonth(Time(depth - 1)),
            2 => new TimeExpression.Anchor(Name()),
            3 => new TimeExpression.Start(Ref()),
            4 => new TimeExpression.Done(Ref()),
            5 => new TimeExpression.End(Name()),
            6 => new TimeExpression.Fixed(Stamp.On(new LocalDate(2026, 1, 1).PlusDays(random.Next(500)))),
            _ => new TimeExpression.Fixed(Stamp.At(new LocalDateTime(2026, 1, 1, 0, 0).PlusSeconds(random.Next(5_000_000)).WithOffset(Offset.FromHoursAndMinutes(random.Next(-5, 14), random.Next(2) * 30)))),
        };

        private ProvisionRef Ref() => new(Name(), random.Next(2) == 0 ? null : Name());
        private string Name() => ((string[])["a", "halt-fire", "x1", "last", "zone", "of-", "done", "at"])[random.Next(8)];
        private TimeLength Length() => new(random.Next(100), Units[random.Next(Units.Length)]);
        private Comparison Comparison() => Enum.GetValues<Comparison>()[random.Next(5)];
    }
}
