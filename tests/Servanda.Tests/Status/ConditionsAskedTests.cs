using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Status;
using Xunit;
using static Servanda.Tests.Status.Story;

namespace Servanda.Tests.Status;

/// <summary>What each question of the condition language is answered with.</summary>
public sealed class A_condition
{
    private static readonly Provision.Act Withdraw = Some.Act() with { By = ["b"], Within = new Window(Some.Day("01-05"), Some.Day("01-10")) };

    private static ProvisionRef Ref(string id) => new(id);

    private static Told Asked(Story story, string by, Condition condition) => story.By(by).Value(condition).Value;

    [Fact]
    public void Of_the_last_days_asks_for_coverage_of_them_and_is_open_while_fewer_have_run()
    {
        var kept = new Condition.Kept(Ref("halt"), TimeLength.TryParse("7d"));
        var story = Given(Some.Halt()).On("01-20").Of("01-01", "01-20").Observes("monitor", "halt");
        Assert.Equal(Told.N, Asked(story.AsOf("01-06"), "all", kept));
        Assert.Equal(Told.T, Asked(story.AsOf("01-07"), "all", kept));
        Assert.Equal(Told.N, Asked(Given(Some.Halt()).On("01-20"), "all", kept));
        var broken = Given(Some.Halt()).On("01-03").Asserts("a", "halt", "o", "b");
        Assert.Equal(Told.F, Asked(broken.AsOf("01-05"), "all", kept));
        Assert.Equal(Told.F, Asked(broken.AsOf("01-09"), "all", kept));
        Assert.Equal(Told.N, Asked(broken.AsOf("01-10"), "all", kept));
        // Settled against, the incident leaves the days that have not run: it is open on both counts.
        Assert.Equal(Told.A, Asked(broken.Denies("b", "halt", "o").AsOf("01-05"), "all", kept));
    }

    [Fact]
    public void Of_a_declaration_is_answered_by_him_who_declares()
    {
        var declared = new Condition.Declared("withdraw", "envoy");
        Assert.Equal(Told.T, Asked(Given(Withdraw).On("01-06").Asserts("envoy", "withdraw"), "all", declared));
        Assert.Equal(Told.N, Asked(Given(Withdraw).On("01-06").Asserts("b", "withdraw"), "all", declared));
        Assert.Equal(Told.B, Asked(Given(Withdraw).On("01-06").Asserts("envoy", "withdraw").Denies("a", "withdraw"), "all", declared));
        Assert.Equal(Told.F, Asked(Given(Withdraw).On("01-06").Asserts("envoy", "withdraw").Denies("a", "withdraw"), "a", declared));
        Assert.Equal(Told.T, Asked(Given(Withdraw).On("01-06").Asserts("envoy", "withdraw"), "all", new Condition.Declared("withdraw", "mediators")));
        var may = new Provision.Power { Id = "may", Text = "It may", Phase = "one", By = ["a"] };
        Assert.Equal(Told.T, Asked(Given(may).On("01-06").Says("paper", (id, said, _) => new Claim.Exercise { Id = id, Speaker = "paper", Said = said, Provision = "may", Actor = "a" }), "all", new Condition.Declared("may", "a")));
    }

    [Fact]
    public void Counts_an_operand_that_is_written_twice_twice()
    {
        var done = new Condition.Done(Ref("withdraw"));
        var told = Given(Withdraw).On("01-06").Asserts("b", "withdraw");
        Assert.Equal(Told.T, Asked(told, "all", new Condition.AtLeast(2, [done, done, new Condition.Done(Ref("entry"))])));
        Assert.Equal(Told.T, Asked(Given(Withdraw).On("01-06"), "all", new Condition.AtLeast(0, [done])));
        Assert.Equal(Told.F, Asked(told, "all", new Condition.AtLeast(3, [done, done])));
    }

    [Fact]
    public void Of_a_count_in_a_zone_or_over_the_last_days_reads_what_speaks_of_them()
    {
        Claim Trucks(string id, Stamp said, Happened? of, string? zone, decimal value) => new Claim.Count { Id = id, Speaker = "b", Said = said, Happened = of, Counter = "trucks", Zone = zone, Figure = new Figure(value, Bound.Exact, "truck") };
        var story = Given(Withdraw).On("01-20").Of("01-19").Says("b", (id, said, of) => Trucks(id, said, of, "town", 30)).Of("01-19").Says("b", (id, said, of) => Trucks(id, said, of, null, 90));
        Condition Count(string? zone, string? last, Comparison comparison, decimal number) => new Condition.Count("trucks", zone, last is null ? null : TimeLength.TryParse(last), comparison, number);
        Assert.Equal(Told.T, Asked(story, "all", Count(null, null, Comparison.Equal, 90)));
        Assert.Equal(Told.T, Asked(story, "all", Count("town", null, Comparison.Equal, 30)));
        Assert.Equal(Told.T, Asked(story, "all", Count("north", null, Comparison.AtLeast, 30)));
        Assert.Equal(Told.N, Asked(story, "all", Count("north", null, Comparison.AtLeast, 31)));
        Assert.Equal(Told.F, Asked(story, "all", Count("north", null, Comparison.AtLeast, 91)));
        Assert.Equal(Told.F, Asked(story, "all", Count("south", null, Comparison.AtLeast, 91)));
        Assert.Equal(Told.T, Asked(story, "all", Count(null, "7d", Comparison.AtLeast, 90)));
        Assert.Equal(Told.N, Asked(story.AsOf("01-28"), "all", Count(null, "7d", Comparison.AtLeast, 90)));
    }

    [Fact]
    public void On_itself_has_no_account_to_answer_from()
    {
        var self = Withdraw with { Applies = new Condition.Done(Ref("withdraw")) };
        Given(self).On("01-06").Stands("withdraw", "all", Told.N, Shown.Dormant);
        var phase = new Phase { Id = "two", Title = "Two", Opens = new PhaseOpening(new Condition.Phase("two", PhaseMoment.Entered), EntryMode.Automatic, []) };
        var agreement = Some.Agreement(Withdraw) with { Phases = [.. Some.Agreement(Withdraw).Phases, phase] };
        Assert.Equal(Told.N, Given(agreement).On("01-06").By("all").Entered(phase).Value);
    }

    [Fact]
    public void Compares_times_by_every_account_of_when()
    {
        Condition Before(string day) => new Condition.Compare(Some.At("entry"), Comparison.Less, Some.Day(day));
        var story = Given(Withdraw).On("01-12").Of("01-06").Dates("a", "entry").Of("01-10").Dates("b", "entry");
        Assert.Equal(Told.B, Asked(story, "all", Before("01-08")));
        Assert.Equal(Told.T, Asked(story, "a", Before("01-08")));
        Assert.Equal(Told.F, Asked(story, "b", Before("01-08")));
        Assert.Equal(Told.N, Asked(story, "b", Before("01-10")));
        Assert.Equal(Told.N, Asked(story, "mediators", Before("01-08")));
    }

    [Fact]
    public void Of_an_anchor_that_the_text_dates_is_contested_where_a_speaker_denies_it()
    {
        var done = new Condition.Done(Ref("signature"));
        var story = Given(Withdraw).On("01-06").Says("a", (id, said, _) => new Claim.Deny { Id = id, Speaker = "a", Said = said, Anchor = "signature" });
        Assert.Equal(Told.F, Asked(story, "a", done));
        Assert.Equal(Told.T, Asked(story, "b", done));
        Assert.Equal(Told.B, Asked(story, "all", done));
    }

    [Fact]
    public void Is_answered_for_every_agreement_and_record_without_a_fault()
    {
        var values = new HashSet<Told>();
        for (var seed = 1; seed <= 150; seed++)
        {
            var random = new Random(seed);
            var agreement = RandomWorld.Agreement(random);
            var claims = RandomWorld.Claims(random, agreement, 40);
            var board = Board.Of(new Servanda.Status.Record(agreement, claims, RandomWorld.Links(random, claims, 4)), RandomWorld.Moment(random));
            values.UnionWith(board.Phases.SelectMany(p => p.Provisions).SelectMany(p => p.Status).Select(s => s.Status.Value));
        }
        Assert.Equal(6, values.Count);
    }
}
