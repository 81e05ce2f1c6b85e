using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Status;
using Xunit;
using static Servanda.Tests.Status.Story;

namespace Servanda.Tests.Status;

/// <summary>Sentences of the semantics about powers and what they do to duties, one by one.</summary>
public sealed class A_power
{
    private static readonly Provision.Act Withdraw = Some.Act() with { Within = new Window(Some.Day("01-05"), Some.Day("01-10")) };

    private static Provision.Power Power(Effect effect, string id = "power", TimeLength? lapses = null, int? times = null, TimeLength? notice = null) =>
        new() { Id = id, Text = "A may", Phase = "one", By = ["a"], Effect = effect, Limits = new PowerLimits(times, notice, lapses) };

    private static TimeLength Length(string text) => TimeLength.TryParse(text)!.Value;

    [Fact]
    public void That_waives_discharges_from_then_on_and_leaves_what_was_breached_before()
    {
        var power = Power(new Effect.Waive(["withdraw"]));
        var before = Given(Withdraw, power).On("01-08").Uses("a", "power").AsOf("01-20").Stands("withdraw", "all", Told.N, Shown.Waived);
        Assert.Equal(Told.F, before.By("all").Breached(Withdraw, null).Value);
        var after = Given(Withdraw, power).On("01-12").SaysNotDone("envoy", "withdraw").Uses("a", "power").Stands("withdraw", "all", Told.F, Shown.NotDoneInTime);
        Assert.Equal(Told.T, after.By("all").Breached(Withdraw, null).Value);
    }

    [Fact]
    public void That_waives_a_prohibition_leaves_an_incident_before_it_and_asks_no_more_after_it()
    {
        var power = Power(new Effect.Waive(["halt"]));
        Given(Some.Halt(), power).On("01-08").Uses("a", "power").On("01-12").Asserts("a", "halt", "o", "b").Of("01-01", "01-08").Observes("monitor", "halt")
            .Stands("halt", "all", Told.T, Shown.Waived);
        Given(Some.Halt(), power).On("01-06").Asserts("a", "halt", "o", "b").On("01-08").Uses("a", "power").Stands("halt", "all", Told.F, Shown.Waived);
    }

    [Fact]
    public void That_terminates_ends_every_duty_that_does_not_survive()
    {
        var silence = Some.Act("silence", "b") with { Survives = true, Within = Withdraw.Within };
        Given(Withdraw, silence, Power(new Effect.Terminate())).On("01-06").Asserts("b", "withdraw").On("01-08").Uses("a", "power").AsOf("01-20")
            .Stands("withdraw", "all", Told.T, Shown.Fulfilled).Stands("silence", "all", Told.N, Shown.OverdueUnreported);
        Given(Withdraw, Power(new Effect.Terminate())).On("01-08").Uses("a", "power").AsOf("01-20").Stands("withdraw", "all", Told.N, Shown.Terminated);
    }

    [Fact]
    public void That_extends_moves_the_deadline_once_for_each_valid_use()
    {
        var story = Given(Withdraw, Power(new Effect.Extend(["withdraw"], Length("5d")))).On("01-06").Uses("a", "power");
        story.AsOf("01-15").Stands("withdraw", "all", Told.N, Shown.Pending).AsOf("01-16").Stands("withdraw", "all", Told.N, Shown.OverdueUnreported);
        story.On("01-09").Uses("a", "power").AsOf("01-20").Stands("withdraw", "all", Told.N, Shown.Pending).AsOf("01-21").Stands("withdraw", "all", Told.N, Shown.OverdueUnreported);
        story.On("01-10").Uses("b", "power").AsOf("01-21").Stands("withdraw", "all", Told.N, Shown.OverdueUnreported);
    }

    [Fact]
    public void That_suspends_a_provision_twice_at_once_moves_its_deadline_by_the_time_of_both_together()
    {
        var either = Power(new Effect.Suspend(["withdraw"], Tolls: true), lapses: Length("4d"));
        var story = Given(Withdraw, either, either with { Id = "other", By = ["b"] }).On("01-06").Uses("a", "power").On("01-08").Uses("b", "other");
        // From the start of the 6th to the start of the 12th: six days.
        story.AsOf("01-16").Stands("withdraw", "all", Told.N, Shown.Pending).AsOf("01-17").Stands("withdraw", "all", Told.N, Shown.OverdueUnreported);
    }

    [Fact]
    public void That_suspends_without_tolling_lets_what_falls_due_meanwhile_wait_for_resumption()
    {
        var power = Power(new Effect.Suspend(["withdraw"], Tolls: false), lapses: Length("7d"));
        var story = Given(Withdraw, power).On("01-08").Uses("a", "power");
        story.AsOf("01-12").Stands("withdraw", "all", Told.N, Shown.Suspended);
        Assert.Equal(Told.F, story.By("all").Breached(Withdraw, null).Value & Told.T);
        story.AsOf("01-16").Stands("withdraw", "all", Told.N, Shown.OverdueUnreported);
        Given(Withdraw, Power(new Effect.Suspend(["withdraw"], Tolls: false), lapses: Length("1d"))).On("01-06").Uses("a", "power").AsOf("01-10").Stands("withdraw", "all", Told.N, Shown.Pending);
    }

    [Fact]
    public void That_resumes_ends_a_suspension_before_it_lapses()
    {
        Given(Withdraw, Power(new Effect.Suspend(["withdraw"], Tolls: true)), Power(new Effect.Resume(["withdraw"]), "resume"))
            .On("01-06").Uses("a", "power").AsOf("01-30").Stands("withdraw", "all", Told.N, Shown.Suspended)
            .On("01-08").Uses("a", "resume").AsOf("01-12").Stands("withdraw", "all", Told.N, Shown.Pending).AsOf("01-13").Stands("withdraw", "all", Told.N, Shown.OverdueUnreported);
    }

    [Fact]
    public void That_suspends_what_must_be_kept_up_excuses_a_lapse_meanwhile()
    {
        var open = new Provision.Continuing { Id = "open", Text = "The crossing stays open", Phase = "one", By = ["a"], Within = new Window(Some.Day("01-01"), null) };
        Given(open, Power(new Effect.Suspend(["open"], Tolls: false), lapses: Length("5d")))
            .On("01-06").Uses("a", "power").On("01-08").Asserts("b", "open", "o").AsOf("01-20").Stands("open", "b", Told.F)
            .Stands("open", "all", Told.N).On("01-15").Asserts("b", "open", "later").AsOf("01-20").Stands("open", "all", Told.F, Shown.NotKept);
    }

    [Fact]
    public void That_assigns_puts_another_in_the_place_of_a_holder()
    {
        var several = Withdraw with { By = ["a", "b"], Responsibility = Responsibility.Several };
        var story = Given(several, Power(new Effect.Assign(["withdraw"], "b", "envoy"))).On("01-05").Asserts("a", "withdraw", "x", "a").On("01-06").Asserts("envoy", "withdraw", "y", "envoy")
            .Stands("withdraw", "all", Told.N);
        story.On("01-07").Uses("a", "power").Stands("withdraw", "all", Told.T, Shown.Fulfilled).Stands("withdraw", "all", Told.T, holder: "envoy");
        Assert.Equal(["a", "envoy"], HoldersOf(story));
        Assert.Equal(["a", "b"], HoldersOf(story.AsOf("01-06")));
    }

    private static IEnumerable<string> HoldersOf(Story story) =>
        Board.Of(story.Record, story.By("all").AsOf).Phases[0].Provisions[0].By("all").Holders.Select(h => h.Holder);

    [Fact]
    public void That_opens_a_declared_phase_is_a_declaration_of_it()
    {
        var agreement = Some.Agreement(Power(new Effect.Open("two")));
        agreement = agreement with { Phases = [.. agreement.Phases, new Phase { Id = "two", Title = "Phase two", Opens = new PhaseOpening(null, EntryMode.Declared, ["envoy"]) }] };
        var story = Given(agreement).On("01-06");
        Assert.Equal(Told.N, story.By("all").Entered(agreement.Phase("two")!).Value);
        Assert.Equal(Told.T, story.Uses("a", "power").By("all").Entered(agreement.Phase("two")!).Value);
        Assert.Equal(Told.N, story.By("b").Entered(agreement.Phase("two")!).Value);
    }

    [Fact]
    public void Takes_effect_after_its_notice_and_only_as_often_as_it_may_be_used()
    {
        var story = Given(Withdraw, Power(new Effect.Extend(["withdraw"], Length("5d")), times: 1, notice: Length("48h"))).On("01-06").Uses("a", "power");
        story.AsOf("01-07").Stands("withdraw", "all", Told.N);
        Assert.Equal(Some.Stamp("01-10").In(Some.Zone).Latest, story.By("all").DueOf(Withdraw).Latest);
        Assert.Equal(Some.Stamp("01-15").In(Some.Zone).Latest, story.AsOf("01-08").By("all").DueOf(Withdraw).Latest);
        Assert.Equal(Some.Stamp("01-15").In(Some.Zone).Latest, story.On("01-09").Uses("a", "power").AsOf("01-20").By("all").DueOf(Withdraw).Latest);
        // An invalid use does not use it up.
        var invalid = Given(Withdraw, Power(new Effect.Extend(["withdraw"], Length("5d")), times: 1)).On("01-05").Uses("b", "power").On("01-06").Uses("a", "power");
        Assert.Equal(Some.Stamp("01-15").In(Some.Zone).Latest, invalid.AsOf("01-08").By("all").DueOf(Withdraw).Latest);
    }

    [Fact]
    public void Used_on_the_very_day_its_condition_came_true_is_neither_valid_nor_invalid_unless_an_hour_is_known()
    {
        var power = Power(new Effect.Waive(["withdraw"])) with { Applies = new Condition.Done(new ProvisionRef("withdraw")) };
        Given(Withdraw, power).On("01-06").Of("01-06T10:00").Asserts("b", "withdraw").Of("01-06").Uses("a", "power").Stands("power", "all", Told.N);
        Given(Withdraw, power).On("01-06").Of("01-06T10:00").Asserts("b", "withdraw").Of("01-06T11:00").Uses("a", "power").Stands("power", "all", Told.T, Shown.Used);
        Given(Withdraw, power).On("01-06").Of("01-06T10:00").Asserts("b", "withdraw").Of("01-06T09:00").Uses("a", "power").Stands("power", "all", Told.N);
    }
}

/// <summary>Sentences about holders, silence, coverage and who speaks.</summary>
public sealed class An_account
{
    [Fact]
    public void Of_what_any_holder_may_do_counts_no_outsider_and_everyone_unnamed()
    {
        var act = Some.Act() with { By = ["a", "b"], Responsibility = Responsibility.Any };
        Given(act).On("01-06").Asserts("paper", "withdraw", "x", "unknown").Stands("withdraw", "all", Told.T);
        Given(act).On("01-06").Asserts("paper", "withdraw", "x", "ministry").Stands("withdraw", "all", Told.T);
        Given(act).On("01-06").Asserts("paper", "withdraw", "x", "envoy").Stands("withdraw", "all", Told.F);
    }

    [Fact]
    public void Of_one_holder_s_quiet_is_none_of_the_other_s()
    {
        Given(Some.Halt()).On("01-06").Of("01-01", "01-06").Says("monitor", (id, said, of) => new Claim.Coverage { Id = id, Speaker = "monitor", Said = said, Happened = of, Provision = "halt", Actor = "a", FoundSome = false })
            .Stands("halt", "all", Told.T, holder: "a").Stands("halt", "all", Told.N, holder: "b").Stands("halt", "all", Told.N);
    }

    [Fact]
    public void Repeated_by_many_outlets_is_one_speaker_s()
    {
        var story = Given(Some.Quota()).On("12-02");
        foreach (var outlet in new[] { "paper", "wire" })
        {
            story.Says("b", (id, said, of) => new Claim.Count { Id = id, Speaker = "b", Via = [outlet], Said = said, Counter = "released", Figure = new Figure(47, Bound.Exact, "person") });
        }
        Assert.Equal(["b"], Assert.Single(story.By("all").CountOf(Some.Quota())!).Speakers);
    }

    [Fact]
    public void Taken_back_and_the_taking_back_taken_back_stands_in_whatever_order_it_came()
    {
        Given(Some.Act()).On("01-06").Asserts("b", "withdraw").Retracts("b", "c1").Stands("withdraw", "all", Told.N)
            .Retracts("b", "c2").Stands("withdraw", "all", Told.T);
        Given(Some.Act()).On("01-06").Retracts("b", "c2").Retracts("b", "c3").Asserts("b", "withdraw").Stands("withdraw", "all", Told.T);
        Given(Some.Act()).On("01-06").Asserts("b", "withdraw").Retracts("a", "c1").Stands("withdraw", "all", Told.T);
    }

    [Fact]
    public void Corrected_after_it_was_taken_back_stays_taken_back()
    {
        Given(Some.Act()).On("01-06").Asserts("b", "withdraw", "w").On("01-07").Retracts("b", "c1")
            .On("01-08").Says("b", (_, said, of) => new Claim.Assert { Id = "c1", Speaker = "b", Said = said, Happened = of, Provision = "withdraw", Occurrence = "w", Note = "another note" })
            .Stands("withdraw", "all", Told.N);
    }

    [Fact]
    public void Linked_and_unlinked_is_an_occurrence_of_its_own_again()
    {
        var story = Given(Some.Act()).On("01-06").Asserts("b", "withdraw").Denies("a", "withdraw", "w").Stands("withdraw", "all", Told.T);
        story.Links("c1", "w").Stands("withdraw", "all", Told.B);
        story.Links("c1", "w", linked: false).Stands("withdraw", "all", Told.T);
        Assert.Contains(story.Links("c1", "x").Links("c1", "y").Record.Findings, f => f.Code == "linked-twice");
    }

    [Fact]
    public void Of_a_later_word_supersedes_a_use_of_a_power_too()
    {
        var power = new Provision.Power { Id = "power", Text = "A may", Phase = "one", By = ["a"] };
        Given(power).On("01-06").Says("a", (id, said, of) => new Claim.Exercise { Id = id, Speaker = "a", Said = said, Provision = "power", Occurrence = "u" }).Stands("power", "all", Told.T, Shown.Used)
            .On("01-07").Of("01-06").Denies("a", "power", "u").Stands("power", "all", Told.F, Shown.UseInvalid);
    }

    [Fact]
    public void Of_closed_windows_short_of_the_share_is_not_done_in_time_and_can_no_longer_be_reached()
    {
        var rate = new Provision.Rate { Id = "aid", Text = "Ten a day", Phase = "one", By = ["b"], Counter = "trucks", Target = 10, Per = RatePeriod.Day, Share = 0.5m, Within = new Window(Some.Day("01-01"), Some.Day("01-09")) };
        var story = Given(rate).On("01-20");
        for (var day = 1; day <= 9; day++)
        {
            story.Of($"01-{day:00}").Counts("envoy", "trucks", day <= 4 ? 10 : 0, unit: "truck");
        }
        story.Stands("aid", "all", Told.F, Shown.NotDoneInTime);
        Assert.Equal(Told.T, story.By("all").Breached(rate, null).Value);
        // After six days, four of them reached, three are left and one more is enough.
        Assert.Equal(Told.F, story.AsOf("01-06").By("all").Breached(rate, null).Value);
    }

    [Fact]
    public void That_answers_an_incident_is_owed_only_where_the_incident_and_its_condition_are_told()
    {
        var inquiry = Some.Act("inquire", "monitor") with { Each = "halt", Applies = new Condition.Done(new ProvisionRef("entry")) };
        var story = Given(Some.Halt(), inquiry).On("01-10").Of("01-08").Dates("envoy", "entry").Of("01-06").Asserts("a", "halt", "early", "b");
        story.Stands("inquire", "all", Told.T);
        story.Of("01-09").Asserts("a", "halt", "later", "b").Stands("inquire", "all", Told.N);
    }

    [Fact]
    public void That_comes_to_refer_to_itself_ends_with_no_account()
    {
        var itself = Some.Act("itself") with { Within = new Window(new TimeExpression.Done(new ProvisionRef("itself")), null) };
        Given(itself).On("01-06").Asserts("b", "itself").Stands("itself", "all", Told.N);
        var waiting = Some.Act("waiting") with { Applies = new Condition.InForce(new ProvisionRef("waiting")) };
        Assert.Equal(Told.N, Given(waiting).On("01-06").By("all").Applies(waiting).Value);
        var verified = Some.Halt();
        var agreement = Some.Agreement(verified);
        agreement = agreement with { Phases = [agreement.Phases[0] with { Opens = new PhaseOpening(new Condition.Verified(new ProvisionRef("halt")), EntryMode.Automatic, []) }] };
        Assert.Equal(Told.N, Given(agreement).On("01-06").By("all").Opens(agreement.Phases[0]).Value);
    }
}

public sealed class Time_arithmetic
{
    private static Instant Shifted(string zone, Instant from, string by, WorkCalendar? calendar = null, bool back = false) =>
        new TimeRules(DateTimeZoneProviders.Tzdb[zone], calendar ?? new WorkCalendar()).Shift(from, TimeLength.TryParse(by)!.Value, back);

    private static Instant Local(string zone, int year, int month, int day, int hour, int minute = 0) =>
        DateTimeZoneProviders.Tzdb[zone].AtLeniently(new LocalDateTime(year, month, day, hour, minute)).ToInstant();

    [Fact]
    public void Moves_a_local_time_that_the_clock_skips_forward_and_takes_the_first_of_two()
    {
        // Zurich: 2026-03-29 02:00 to 03:00 does not exist, 2026-10-25 02:00 to 03:00 comes twice.
        Assert.Equal(Instant.FromUtc(2026, 3, 29, 1, 30), Shifted("Europe/Zurich", Local("Europe/Zurich", 2026, 3, 28, 2, 30), "1d"));
        Assert.Equal(Instant.FromUtc(2026, 10, 25, 0, 30), Shifted("Europe/Zurich", Local("Europe/Zurich", 2026, 10, 24, 2, 30), "1d"));
        Assert.Equal(Local("Europe/Zurich", 2026, 3, 28, 2, 30) + Duration.FromHours(24), Shifted("Europe/Zurich", Local("Europe/Zurich", 2026, 3, 28, 2, 30), "24h"));
    }

    [Fact]
    public void Begins_a_day_when_it_begins_also_where_midnight_does_not_exist()
    {
        // Beirut: the clocks of 2026-03-29 go from 00:00 to 01:00.
        var zone = DateTimeZoneProviders.Tzdb["Asia/Beirut"];
        var before = TimeRange.OfDay(new LocalDate(2026, 3, 28), zone);
        var day = TimeRange.OfDay(new LocalDate(2026, 3, 29), zone);
        Assert.Equal(before.Latest + Duration.Epsilon, day.Earliest);
        Assert.Equal(Duration.FromHours(23), day.Latest + Duration.Epsilon - day.Earliest);
        Assert.Equal(day.Earliest, Shifted("Asia/Beirut", before.Earliest, "1d"));
    }

    [Fact]
    public void Counts_business_days_without_day_nought_and_rounds_months_as_declared()
    {
        var calendar = new WorkCalendar { Holidays = [new LocalDate(2026, 1, 12)] };
        Assert.Equal(Local("UTC", 2026, 1, 13, 9), Shifted("UTC", Local("UTC", 2026, 1, 9, 9), "1bd", calendar));
        Assert.Equal(Local("UTC", 2026, 1, 9, 9), Shifted("UTC", Local("UTC", 2026, 1, 11, 9), "1bd", calendar, back: true));
        Assert.Equal(Local("UTC", 2026, 2, 28, 9), Shifted("UTC", Local("UTC", 2026, 1, 31, 9), "1mo"));
        Assert.Equal(Local("UTC", 2026, 3, 1, 9), Shifted("UTC", Local("UTC", 2026, 1, 31, 9), "1mo", calendar with { Rounding = MonthRounding.Up }));
        Assert.Equal(Local("UTC", 2025, 3, 1, 9), Shifted("UTC", Local("UTC", 2024, 2, 29, 9), "1y", calendar with { Rounding = MonthRounding.Up }));
    }

    [Fact]
    public void Beyond_the_calendar_is_a_time_that_never_comes()
    {
        var far = Shifted("UTC", Local("UTC", 2026, 1, 1, 0), "100000y");
        Assert.True(far > Local("UTC", 2999, 12, 31, 0));
        Assert.Equal(far, Shifted("UTC", far, "100000y"));
        Assert.True(Shifted("UTC", Local("UTC", 2026, 1, 1, 0), "100000y", back: true) < Local("UTC", 1000, 1, 1, 0));
        Assert.True(Shifted("UTC", Local("UTC", 2026, 1, 1, 0), "3bd", new WorkCalendar { Weekend = [.. Enum.GetValues<IsoDayOfWeek>()] }) > Local("UTC", 2999, 12, 31, 0));
    }
}

/// <summary>What does not add up in the claims: reported with the claims named, never corrected.</summary>
public sealed class Figures_that_do_not_add_up
{
    private static IReadOnlyList<Finding> Found(Story story) => [.. story.Record.Findings, .. FigureFindings.Of(story.Record)];

    private static Func<string, Stamp, Happened?, Claim> Count(string counter, decimal value, string unit = "person", string? zone = null, string? actor = null, Bound bound = Bound.Exact) => (id, said, of) =>
        new Claim.Count { Id = id, Speaker = "x", Said = said, Happened = of, Counter = counter, Figure = new Figure(value, bound, unit), Zone = zone, Actor = actor };

    [Fact]
    public void Fall_where_they_can_only_grow()
    {
        var story = Given(Some.Quota()).On("01-02").Says("a", Count("released", 20)).On("01-04").Says("a", Count("released", 18));
        var finding = Assert.Single(Found(story));
        Assert.Equal("falling-series", finding.Code);
        Assert.Contains("c1", finding.Message, StringComparison.Ordinal);
        Assert.Contains("c2", finding.Message, StringComparison.Ordinal);
        story.AsOf("01-03").CountIs("release", "all", 20, 20).AsOf("01-05").CountIs("release", "all", 18, 18);
        Assert.Empty(Found(Given(Some.Quota()).On("01-02").Says("a", Count("released", 20)).On("01-04").Says("b", Count("released", 18)).Says("a", Count("released", 20))));
    }

    [Fact]
    public void Disagree_with_the_difference_of_two_totals()
    {
        Story Told(decimal between) => Given(Some.Quota()).On("01-20").Of("01-01", "01-10").Says("a", Count("released", 10)).Of("01-01", "01-12").Says("a", Count("released", 15)).Of("01-11", "01-12").Says("a", Count("released", between));
        Assert.Equal("difference-disagrees", Assert.Single(Found(Told(7))).Code);
        Assert.Empty(Found(Told(5)));
    }

    [Fact]
    public void Come_to_more_in_their_parts_than_in_their_total()
    {
        Story Told(decimal north, decimal south) => Given(Some.Quota()).On("01-20").Says("a", Count("released", 10)).Says("a", Count("released", north, zone: "north")).Says("a", Count("released", south, zone: "south")).Says("a", Count("released", 1, zone: "town"));
        Assert.Equal("parts-exceed-total", Assert.Single(Found(Told(6, 5))).Code);
        Assert.Empty(Found(Told(6, 4)));
    }

    [Fact]
    public void Are_in_a_unit_other_than_their_counter_s() =>
        Assert.Equal("other-unit", Assert.Single(Found(Given(Some.Quota()).On("01-20").Says("a", Count("released", 10, "bus")))).Code);

    [Fact]
    public void Date_one_event_twice()
    {
        var story = Given(Some.Halt()).On("01-20").Of("01-06").Asserts("a", "halt", "o", "b").Of("01-08").Asserts("b", "halt", "o", "b");
        Assert.Equal(("two-dates", Severity.Note), Assert.Single(Found(story)) is var f ? (f.Code, f.Severity) : default);
    }
}
