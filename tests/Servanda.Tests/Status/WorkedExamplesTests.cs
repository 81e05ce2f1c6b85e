using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Status;
using Xunit;
using static Servanda.Tests.Status.Story;

namespace Servanda.Tests.Status;

/// <summary>The worked micro-examples of the semantics, one by one.</summary>
public sealed class The_worked_examples
{
    private static Provision.Quota Release => Some.Quota() with { Within = new Window(Some.Day("2025-10-10"), Some.Day("2025-10-13")) };

    [Fact]
    public void All_but_one_by_two_speakers_is_one_account_and_told_not_done()
    {
        Given(Release).On("2025-12-19").Counts("a", "released", 1, Bound.AllBut).Counts("envoy", "released", 1, Bound.AllBut)
            .Stands("release", "all", Told.F, Shown.NotDoneInTime)
            .CountIs("release", "all", 47, 47);
    }

    [Fact]
    public void Two_exact_totals_that_differ_are_contested_between_accounts()
    {
        var story = Given(Some.Quota()).On("12-19").Counts("a", "released", 48).Counts("envoy", "released", 47)
            .Stands("release", "all", Told.B).Stands("release", "a", Told.T).Stands("release", "mediators", Told.F)
            .CountIs("release", "all", 47, 48);
        story.Counts("b", "released", 40, Bound.AtLeast).Stands("release", "all", Told.B).CountIs("release", "all", 47, 48);
    }

    [Fact]
    public void A_justification_disputes_the_exception_and_not_the_event()
    {
        Given(Some.Halt("a")).On("01-10").Of("01-10").Asserts("ministry", "halt", "o", "a").Asserts("a", "halt", "o", "a")
            .Asserts("a", "halt", "o", exception: "answer").Denies("ministry", "halt", "o", exception: "answer")
            .Stands("halt", "all", Told.A).Stands("halt", "b", Told.F).Stands("halt", "a", Told.N);
    }

    [Fact]
    public void A_justification_with_the_rest_observed_leaves_the_dispute_alone()
    {
        Given(Some.Halt("a")).On("01-10").Of("01-10").Asserts("ministry", "halt", "o", "a").Asserts("a", "halt", "o", "a")
            .Asserts("a", "halt", "o", exception: "answer").Denies("ministry", "halt", "o", exception: "answer")
            .Of("01-01", "01-10").Observes("monitor", "halt", found: true, complete: true, occurrences: "o")
            .Stands("halt", "all", Told.B).Stands("halt", "b", Told.F);
    }

    [Fact]
    public void A_contested_start_makes_only_the_deadline_contested()
    {
        var act = Some.Act() with { Within = new Window(Some.At("entry"), Some.After("entry", "72h")) };
        var story = Given(act).On("01-14").Of("01-10T12:00").Dates("a", "entry").Of("01-13T12:00").Dates("b", "entry").AsOf("01-14T00:00");
        Assert.Equal(Told.B, story.By("all").PassedDeadline(act).Value);
        Assert.Equal(Told.T, story.By("a").PassedDeadline(act).Value);
        Assert.Equal(Told.F, story.By("b").PassedDeadline(act).Value);
    }

    [Fact]
    public void Denying_one_performance_says_nothing_of_others_unless_the_policy_does()
    {
        var unknown = Some.Act() with { Silence = SilencePolicy.Unknown };
        Given(Some.Act()).On("10-12").Asserts("b", "withdraw", "o1").Denies("a", "withdraw", "o1")
            .Stands("withdraw", "all", Told.B).Stands("withdraw", "a", Told.F);
        Given(unknown).On("10-12").Asserts("b", "withdraw", "o1").Denies("a", "withdraw", "o1")
            .Stands("withdraw", "all", Told.U).Stands("withdraw", "a", Told.N)
            .On("10-20").SaysNotDone("a", "withdraw")
            .Stands("withdraw", "all", Told.B).Stands("withdraw", "a", Told.F);
    }

    [Fact]
    public void Silence_alone_never_shows_kept()
    {
        var halt = Some.Halt() with { Zones = ["north", "south"], Within = new Window(Some.Day("01-01"), Some.Day("01-07")) };
        var none = Given(halt).On("01-07").Stands("halt", "all", Told.N);
        Assert.Equal(0m, none.By("all").CoverageOf(halt));
        var half = none.Of("01-01", "01-07").Observes("envoy", "halt", "north").Stands("halt", "all", Told.N).Stands("halt", "mediators", Told.N);
        Assert.Equal(0.5m, half.By("all").CoverageOf(halt));
        half.Of("01-03").Asserts("b", "halt", "o", "a", zone: "north").Of("01-04").Denies("a", "halt", "o", "a").Stands("halt", "all", Told.A);
        half.Of("01-01", "01-07").Observes("envoy", "halt", "south").Stands("halt", "mediators", Told.T, Shown.KeptSoFar).Stands("halt", "all", Told.B);
    }

    [Fact]
    public void A_rate_asks_a_share_of_closed_windows()
    {
        var rate = new Provision.Rate { Id = "aid", Text = "600 a day", Phase = "one", By = ["b"], Counter = "trucks", Target = 600, Per = RatePeriod.Day, Share = 0.8m, Within = new Window(Some.Day("01-01"), null) };
        var story = Given(rate).On("01-10");
        for (var day = 1; day <= 10; day++)
        {
            if (day < 10)
            {
                story.Of($"01-{day:00}").Counts("a", "trucks", 600, unit: "truck");
            }
            if (day <= 8)
            {
                story.Of($"01-{day:00}").Counts("b", "trucks", day <= 5 ? 600 : 500, unit: "truck");
            }
        }
        story.Stands("aid", "a", Told.T, Shown.OnTrack).Stands("aid", "b", Told.F, Shown.Short);
    }

    [Fact]
    public void An_exchange_is_open_where_the_balance_may_be_even()
    {
        var exchange = new Provision.Exchange { Id = "swap", Text = "Ten for one", Phase = "one", Legs = [new ExchangeLeg(["a"], "released", 1), new ExchangeLeg(["b"], "freed", 10)] };
        var story = Given(exchange).On("01-10").Says("envoy", (id, said, of) => new Claim.Count { Id = id, Speaker = "envoy", Said = said, Counter = "released", Figure = new Figure(19, Bound.Between, "person", 20) })
            .Counts("envoy", "freed", 190);
        var balance = story.By("all").BalanceNow(exchange);
        Assert.Equal((0m, 10m), (balance!.Value.Low, balance.Value.High));
        story.Stands("swap", "all", Told.N);
    }

    [Fact]
    public void Accusations_that_neither_denies_stand_apart_by_holder()
    {
        Given(Some.Halt()).On("01-10").Of("01-09").Asserts("a", "halt", "o1", "b").Asserts("b", "halt", "o2", "a")
            .Stands("halt", "a", Told.F, holder: "b").Stands("halt", "a", Told.N, holder: "a")
            .Stands("halt", "b", Told.F, holder: "a").Stands("halt", "b", Told.N, holder: "b")
            .Stands("halt", "all", Told.F, holder: "a").Stands("halt", "all", Told.F, holder: "b");
    }

    [Fact]
    public void A_later_total_of_a_growing_count_contradicts_nobody()
    {
        var story = Given(Some.Quota()).On("12-02").Counts("a", "released", 46).On("12-04").Counts("b", "released", 47);
        story.AsOf("12-02").CountIs("release", "all", 46, 46);
        story.AsOf("12-04").CountIs("release", "all", 47, 47);
    }

    [Fact]
    public void A_figure_counts_in_the_counter_s_unit_whether_one_or_many_and_in_no_other()
    {
        Given(Some.Quota()).On("12-02").Counts("a", "released", 46, unit: "persons").CountIs("release", "all", 46, 46);
        var other = Given(Some.Quota()).On("12-02").Counts("a", "released", 46, unit: "person a day");
        Assert.Null(other.By("all").CountOf(Some.Quota()));
    }

    [Fact]
    public void A_total_told_after_the_deadline_does_not_prove_delivery_in_time()
    {
        var release = Release with { Within = new Window(Some.Day("2025-10-10"), Some.Day("2025-10-13")) };
        Given(release).On("2026-01-27").Counts("a", "released", 48).Stands("release", "all", Told.N, Shown.DoneTimeUnknown)
            .On("2025-10-14").Of("2025-10-13").Counts("b", "released", 24)
            .AsOf("2026-01-28").Stands("release", "all", Told.F, Shown.FulfilledLate);
    }

    [Fact]
    public void A_toll_tells_of_at_least_one_incident_by_the_actor_it_names()
    {
        var halt = Some.Halt();
        Given(halt).On("01-20").Of("01-01", "01-18").Counts("ministry", "killed", 395, Bound.AtLeast, unit: "killed", actor: "a")
            .Of("01-01", "01-19").Counts("a", "killed", 3, unit: "killed", actor: "b")
            .Of("01-20").Asserts("envoy", "halt")
            .Stands("halt", "b", Told.F).Stands("halt", "b", Told.F, holder: "a").Stands("halt", "b", Told.N, holder: "b")
            .Stands("halt", "a", Told.F, holder: "b")
            .Stands("halt", "mediators", Told.F).Stands("halt", "mediators", Told.N, holder: "a").Stands("halt", "mediators", Told.N, holder: "b");
    }
}
