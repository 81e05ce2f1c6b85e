using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Status;
using Xunit;
using static Servanda.Tests.Status.Story;

namespace Servanda.Tests.Status;

public sealed class A_duty_of_several
{
    private static readonly Provision.Act Withdraw = Some.Act() with { By = ["a", "b"], Within = new Window(Some.Day("01-05"), Some.Day("01-10")) };

    [Fact]
    public void That_any_of_them_may_do_is_not_told_undone_by_one_who_did_not()
    {
        var any = Withdraw with { Responsibility = Responsibility.Any };
        Given(any).On("01-08").SaysNotDone("a", "withdraw", "a").Stands("withdraw", "all", Told.N).SaysNotDone("a", "withdraw", "b").Stands("withdraw", "all", Told.F);
        Given(any).On("01-08").SaysNotDone("a", "withdraw").Stands("withdraw", "all", Told.F);
        Given(any).On("01-06").Asserts("b", "withdraw", "w", "b").On("01-08").SaysNotDone("a", "withdraw", "a").Stands("withdraw", "all", Told.T);
        Given(any).On("01-06").Asserts("b", "withdraw", "w", "b").On("01-08").SaysNotDone("a", "withdraw", "b").Stands("withdraw", "all", Told.B);
    }

    [Fact]
    public void That_any_of_them_may_do_is_not_done_by_somebody_else()
    {
        var any = Withdraw with { Responsibility = Responsibility.Any };
        Given(any).On("01-06").Asserts("b", "withdraw", "w", "monitor").Stands("withdraw", "all", Told.F);
        Given(any).On("01-06").Asserts("b", "withdraw", "w", "unknown").Stands("withdraw", "all", Told.T);
        Given(any).On("01-06").Asserts("b", "withdraw", "w", "ministry").Stands("withdraw", "all", Told.T);
        Given(any).On("01-06").Asserts("b", "withdraw", "w", "monitor").Asserts("a", "withdraw", "w", "a").Stands("withdraw", "all", Told.B).Stands("withdraw", "a", Told.T);
        Given(Withdraw with { Responsibility = Responsibility.Joint }).On("01-06").Asserts("b", "withdraw", "w", "monitor").Stands("withdraw", "all", Told.T).Stands("withdraw", "all", Told.T, holder: "b");
    }

    [Fact]
    public void Is_not_told_kept_by_a_report_that_speaks_for_one_of_them()
    {
        Claim Watched(string id, Stamp said, Happened? of, string actor) => new Claim.Coverage { Id = id, Speaker = "monitor", Said = said, Happened = of, Provision = "halt", Actor = actor, FoundSome = false };
        Given(Some.Halt()).On("01-07").Of("01-01", "01-07").Says("monitor", (id, said, of) => Watched(id, said, of, "a"))
            .Stands("halt", "all", Told.N).Stands("halt", "all", Told.T, holder: "a").Stands("halt", "all", Told.N, holder: "b")
            .Of("01-03").Asserts("b", "halt", "o", "a").Stands("halt", "all", Told.A).Stands("halt", "all", Told.B, holder: "a");
        Given(Some.Halt()).On("01-07").Of("01-01", "01-07").Says("monitor", (id, said, of) => Watched(id, said, of, "ministry"))
            .Stands("halt", "all", Told.N, holder: "b");
    }

    [Fact]
    public void Is_answered_in_summary_by_a_report_that_speaks_for_the_one_accused_and_by_no_other()
    {
        Claim Watched(string id, Stamp said, Happened? of, string actor) => new Claim.Coverage { Id = id, Speaker = "monitor", Said = said, Happened = of, Provision = "halt", Actor = actor, FoundSome = false };
        Story Told(string by) => Given(Some.Halt()).On("01-07").Of("01-01", "01-05").Asserts("a", "halt", actor: "b").Of("01-01", "01-07").Says("monitor", (id, said, of) => Watched(id, said, of, by));
        Told("b").Stands("halt", "all", Servanda.Told.A).Stands("halt", "all", Servanda.Told.B, holder: "b");
        Told("a").Stands("halt", "all", Servanda.Told.F).Stands("halt", "all", Servanda.Told.F, holder: "b").Stands("halt", "all", Servanda.Told.T, holder: "a");
    }

    [Fact]
    public void Is_not_told_broken_in_summary_by_one_who_has_since_denied_it()
    {
        var told = Given(Some.Halt()).On("01-06").Of("01-01", "01-05").Asserts("a", "halt", actor: "b").Stands("halt", "all", Told.F);
        told.On("01-08").Of("01-01", "01-05").Denies("a", "halt", actor: "b").Stands("halt", "all", Told.N).Stands("halt", "a", Told.N);
        // Both of one day: neither is the later.
        Given(Some.Halt()).On("01-06").Of("01-01", "01-05").Asserts("a", "halt", actor: "b").Denies("a", "halt", actor: "b").Stands("halt", "all", Told.A);
        // Said again afterwards, it stands again.
        Given(Some.Halt()).On("01-06").Of("01-01", "01-05").Denies("a", "halt", actor: "b").On("01-08").Of("01-01", "01-05").Asserts("a", "halt", actor: "b").Stands("halt", "all", Told.F);
    }

    [Fact]
    public void For_each_incident_asks_it_of_every_holder()
    {
        var inquiry = Withdraw with { Id = "inquire", Each = "halt", Responsibility = Responsibility.Several, Within = new Window(new TimeExpression.Start(new ProvisionRef("inquire")), null) };
        Given(Some.Halt(), inquiry).On("01-05").Asserts("a", "halt", "o", "b").On("01-06").Asserts("a", "inquire", "o", "a")
            .Stands("inquire", "all", Told.N).Stands("inquire", "all", Told.T, holder: "a").Stands("inquire", "all", Told.N, holder: "b")
            .Asserts("b", "inquire", "o", "b").Stands("inquire", "all", Told.T, holder: "b").Stands("inquire", "all", Told.T);
    }
}

public sealed class A_duty_for_each_incident
{
    private static readonly TimeExpression Start = new TimeExpression.Start(new ProvisionRef("inquire"));
    private static readonly Provision.Act Inquire = Some.Act("inquire", "monitor") with { Each = "halt", Within = new Window(Start, new TimeExpression.Shift(Start, false, TimeLength.TryParse("2d")!.Value)) };

    [Fact]
    public void Is_as_contested_as_the_incident()
    {
        Given(Some.Halt(), Inquire).On("01-05").Asserts("a", "halt", "o", "b").Denies("b", "halt", "o")
            .Stands("inquire", "all", Told.U).Stands("inquire", "a", Told.N).Stands("inquire", "b", Told.T, Shown.Dormant);
    }

    [Fact]
    public void Runs_from_when_each_standpoint_dates_the_incident()
    {
        var story = Given(Some.Halt(), Inquire).On("01-09").Of("01-02").Asserts("a", "halt", "o", "b").Of("01-06").Asserts("b", "halt", "o", "b");
        story.AsOf("01-06").Stands("inquire", "a", Told.N, Shown.OverdueUnreported).Stands("inquire", "b", Told.N, Shown.Pending);
        story.Of("01-07").Asserts("monitor", "inquire", "o").AsOf("01-09").Stands("inquire", "all", Told.B);
    }

    [Fact]
    public void Is_owed_only_where_its_condition_was_told_when_the_incident_happened()
    {
        var inquire = Inquire with { Applies = new Condition.Done(new ProvisionRef("entry")) };
        var story = Given(Some.Halt(), inquire).On("01-04").Dates("a", "entry").On("01-03").Asserts("a", "halt", "early", "b").AsOf("01-10").Stands("inquire", "a", Told.T);
        story.On("01-05").Asserts("a", "halt", "late", "b").AsOf("01-10").Stands("inquire", "a", Told.N);
        Assert.Equal(Told.N, story.By("a").Breached(inquire, null).Value);
        story.On("01-09").Says("a", (id, said, _) => new Claim.NotDone { Id = id, Speaker = "a", Said = said, Provision = "inquire", Occurrence = "late" }).AsOf("01-10");
        Assert.Equal(Told.T, story.By("a").Breached(inquire, null).Value);
    }
}

public sealed class A_count
{
    [Fact]
    public void Of_single_deliveries_is_open_upwards_where_one_is_told_as_at_least()
    {
        Claim Delivered(string id, Stamp said, decimal value, Bound bound) => new Claim.Assert { Id = id, Speaker = "b", Said = said, Provision = "release", Occurrence = id, Figure = new Figure(value, bound, "person") };
        Given(Some.Quota(10)).On("01-06").Says("b", (id, said, _) => Delivered(id, said, 6, Bound.Exact)).Stands("release", "all", Told.F)
            .Says("b", (id, said, _) => Delivered(id, said, 2, Bound.AtLeast)).Stands("release", "all", Told.N);
        Given(Some.Quota(10) with { Silence = SilencePolicy.Unknown }).On("01-06").Says("b", (id, said, _) => Delivered(id, said, 6, Bound.Exact)).Stands("release", "all", Told.N);
    }

    [Fact]
    public void Adds_what_a_speaker_tells_of_after_its_own_total()
    {
        Given(Some.Quota(10)).On("01-06").Counts("b", "released", 6).On("01-08")
            .Says("b", (id, said, _) => new Claim.Assert { Id = id, Speaker = "b", Said = said, Provision = "release", Figure = new Figure(4, Bound.Exact, "person") })
            .Stands("release", "all", Told.T).AsOf("01-07").Stands("release", "all", Told.F);
    }

    [Fact]
    public void Carries_a_bound_of_a_growing_count_to_the_days_it_holds_for()
    {
        // "At most 30" of the tenth caps every earlier day; "46" of the second floors every later one.
        Given(Some.Quota()).On("12-02").Counts("a", "released", 46).On("12-04").Counts("b", "released", 44).CountIs("release", "all", 44, 46);
        Given(Some.Quota()).On("12-02").Counts("a", "released", 40, Bound.AtLeast).On("12-04").Counts("b", "released", 45, Bound.AtMost).CountIs("release", "all", 40, 45);
        Given(Some.Quota()).On("12-02").Counts("a", "released", 46).On("12-04").Counts("b", "released", 47, Bound.AtLeast).CountIs("release", "all", 47, null);
    }

    [Fact]
    public void Presumes_an_upper_bound_until_it_is_stale()
    {
        var agreement = Some.Agreement(Some.Quota(10)) with { Counters = [new Counter { Id = "released", Unit = "person", Monotone = true, StaleAfter = TimeLength.TryParse("14d") }] };
        var story = Given(agreement).On("01-06").Counts("a", "released", 4).Stands("release", "all", Told.F);
        Assert.False(story.By("all").Performance(agreement.Provision("release")!).Presumed);
        story.AsOf("01-20").Stands("release", "all", Told.F);
        Assert.True(story.By("all").Performance(agreement.Provision("release")!).Presumed);
        story.AsOf("01-21").Stands("release", "all", Told.N);
        Assert.False(story.By("all").Performance(agreement.Provision("release")!).Presumed);
    }

    [Fact]
    public void Takes_a_word_on_the_target_as_a_report_of_its_day()
    {
        Given(Some.Quota(10)).On("01-06").Asserts("b", "release").Stands("release", "all", Told.T).SaysNotDone("a", "release").Stands("release", "all", Told.B).Stands("release", "a", Told.F)
            .Counts("envoy", "released", 12).Stands("release", "all", Told.B).Stands("release", "mediators", Told.T);
        Given(Some.Quota(10)).On("01-06").Denies("a", "release").Stands("release", "all", Told.F);
    }

    [Fact]
    public void Of_a_place_within_the_place_asked_about_is_a_lower_bound_of_it()
    {
        Claim Of(string id, Stamp said, string? zone, decimal value) => new Claim.Count { Id = id, Speaker = "b", Said = said, Counter = "released", Zone = zone, Figure = new Figure(value, Bound.Exact, "person") };
        Given(Some.Quota(10)).On("01-06").Says("b", (id, said, _) => Of(id, said, "town", 4)).CountIs("release", "all", 4, null)
            .Says("b", (id, said, _) => Of(id, said, "north", 7)).CountIs("release", "all", 7, null)
            .Says("b", (id, said, _) => Of(id, said, null, 9)).CountIs("release", "all", 9, 9);
        var north = Some.Quota(10) with { Zones = ["north"] };
        Given(north).On("01-06").Says("b", (id, said, _) => Of(id, said, "north", 7)).CountIs("release", "all", 7, 7);
        Given(north).On("01-06").Says("b", (id, said, _) => Of(id, said, "town", 7)).CountIs("release", "all", 7, null);
        Assert.Null(Given(north).On("01-06").Says("b", (id, said, _) => Of(id, said, "south", 7)).By("all").CountOf(north));
    }

    [Fact]
    public void Of_one_of_those_who_owe_it_together_is_a_lower_bound_of_the_whole()
    {
        var joint = Some.Quota(10) with { By = ["a", "b"], Responsibility = Responsibility.Joint };
        Given(joint).On("01-06").Counts("envoy", "released", 4, actor: "a").Counts("envoy", "released", 5, actor: "b").CountIs("release", "all", 5, null).Stands("release", "all", Told.N);
    }
}

public sealed class A_rate
{
    private static readonly Provision.Rate Aid = new() { Id = "aid", Text = "Trucks", Phase = "one", By = ["b"], Counter = "trucks", Target = 10, Per = RatePeriod.Day, Share = 0.5m, Within = new Window(Some.Day("01-01"), Some.Day("01-04")) };

    private static Story Told(params (string Speaker, int Day, decimal Trucks)[] reports)
    {
        var story = Given(Aid).On("01-20");
        foreach (var (speaker, day, trucks) in reports)
        {
            story.Of($"01-{day:00}").Counts(speaker, "trucks", trucks, unit: "truck");
        }
        return story;
    }

    [Theory]
    [InlineData(Comparison.AtLeast, "0.5", "B")]
    [InlineData(Comparison.AtLeast, "0.25", "T")]
    [InlineData(Comparison.Greater, "0.5", "F")]
    [InlineData(Comparison.Less, "0.5", "B")]
    [InlineData(Comparison.AtMost, "0.5", "T")]
    [InlineData(Comparison.Equal, "0.25", "B")]
    [InlineData(Comparison.Equal, "1", "F")]
    public void Compares_the_share_of_windows_bit_by_bit(Comparison comparison, string number, string letter)
    {
        // One day told reached, one contested, two told not reached.
        var story = Told(("b", 1, 10), ("b", 2, 12), ("a", 2, 8), ("a", 3, 1), ("a", 4, 1));
        Assert.Equal(letter, story.By("all").Value(new Condition.Rate(new ProvisionRef("aid"), comparison, decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture))).Value.ToString());
    }

    [Fact]
    public void Is_breached_once_the_windows_still_to_come_cannot_reach_the_share()
    {
        var story = Told(("b", 1, 1), ("b", 2, 1), ("b", 3, 1), ("b", 4, 1));
        Assert.Equal(Servanda.Told.F, story.AsOf("01-02").By("all").Breached(Aid, null).Value);
        Assert.Equal(Servanda.Told.T, story.AsOf("01-03").By("all").Breached(Aid, null).Value);
        Assert.Equal(Servanda.Told.T, story.AsOf("01-10").By("all").Breached(Aid, null).Value);
        story.Stands("aid", "all", Servanda.Told.F, Shown.NotDoneInTime);
    }

    [Fact]
    public void Of_one_window_that_is_over_and_not_reached_is_breached()
    {
        var one = Aid with { Within = new Window(Some.Day("01-01"), Some.Day("01-01")) };
        Assert.Equal(Servanda.Told.T, Given(one).On("01-10").Of("01-01").Counts("b", "trucks", 1, unit: "truck").By("all").Breached(one, null).Value);
    }

    [Fact]
    public void Does_not_ask_for_what_was_suspended()
    {
        var suspend = new Provision.Power { Id = "may", Text = "It may", Phase = "one", By = ["a"], Effect = new Effect.Suspend(["aid"], Tolls: false), Limits = new PowerLimits(null, null, TimeLength.TryParse("2d")) };
        var story = Given(Aid with { Share = 1 }, suspend).On("01-02").Uses("a", "may").On("01-20").Of("01-01").Counts("b", "trucks", 10, unit: "truck").Of("01-02").Counts("b", "trucks", 0, unit: "truck").Of("01-03").Counts("b", "trucks", 0, unit: "truck").Of("01-04").Counts("b", "trucks", 10, unit: "truck");
        story.Stands("aid", "all", Servanda.Told.T, Shown.Fulfilled).Stands("aid", "b", Servanda.Told.F, Shown.NotDoneInTime);
    }
}

public sealed class An_exchange
{
    private static readonly Provision.Exchange Swap = new()
    {
        Id = "swap",
        Text = "Two for one",
        Phase = "one",
        By = ["a", "b"],
        Legs = [new ExchangeLeg(["a"], "released", 1), new ExchangeLeg(["b"], "freed", 2)],
        Total = 10,
        Within = new Window(Some.Day("01-05"), Some.Day("01-10")),
    };

    [Fact]
    public void Told_complete_after_its_deadline_is_told_done_late()
    {
        Given(Swap).On("01-10").Counts("envoy", "released", 6).Counts("envoy", "freed", 12).Stands("swap", "all", Told.F, Shown.NotYet)
            .On("01-15").Counts("envoy", "released", 10).Counts("envoy", "freed", 20).Stands("swap", "all", Told.F, Shown.FulfilledLate);
        Given(Swap).On("01-15").Counts("envoy", "released", 10).Counts("envoy", "freed", 20).Stands("swap", "all", Told.N, Shown.DoneTimeUnknown);
        Given(Swap).On("01-09").Counts("envoy", "released", 10).Counts("envoy", "freed", 20).AsOf("01-15").Stands("swap", "all", Told.T, Shown.Fulfilled);
    }

    [Fact]
    public void Says_who_owes_and_lets_the_lag_run_first()
    {
        var lagged = Swap with { Total = null, Lag = TimeLength.TryParse("48h") };
        var story = Given(lagged).On("01-05").Counts("envoy", "released", 2).Counts("envoy", "freed", 0).Stands("swap", "all", Told.N);
        story.AsOf("01-08").Stands("swap", "all", Told.F);
        Assert.Equal((4m, 4m), (story.By("all").BalanceNow(lagged)!.Value.Low!.Value, story.By("all").BalanceNow(lagged)!.Value.High!.Value));
        Assert.Equal(Told.T, story.By("all").Value(new Condition.Balance("swap", Comparison.Equal, 4)).Value);
        Given(lagged).On("01-05").Counts("envoy", "released", 2).Counts("envoy", "freed", 4).AsOf("01-20").Stands("swap", "all", Told.T);
        Given(lagged).On("01-05").Counts("envoy", "released", 0).Counts("envoy", "freed", 4).AsOf("01-20").Stands("swap", "all", Told.F);
    }

    [Fact]
    public void Counts_for_a_leg_only_what_is_not_told_of_others()
    {
        Given(Swap with { Total = 4 }).On("01-06").Counts("envoy", "released", 4, actor: "b").Counts("envoy", "freed", 8).Stands("swap", "all", Told.N);
    }
}
