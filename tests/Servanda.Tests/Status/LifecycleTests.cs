using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Gaps;
using Servanda.Status;
using Xunit;
using static Servanda.Tests.Status.Story;

namespace Servanda.Tests.Status;

public sealed class A_provision
{
    private static readonly Provision.Act Withdraw = Some.Act() with { Within = new Window(Some.Day("01-05"), Some.Day("01-10")) };

    [Fact]
    public void Is_dormant_then_pending_then_overdue_while_nobody_speaks()
    {
        Given(Withdraw)
            .AsOf("01-04").Stands("withdraw", "all", Told.N, Shown.Dormant)
            .AsOf("01-05").Stands("withdraw", "all", Told.N, Shown.Pending)
            .AsOf("01-10").Stands("withdraw", "all", Told.N, Shown.Pending)
            .AsOf("01-11").Stands("withdraw", "all", Told.N, Shown.OverdueUnreported);
    }

    [Fact]
    public void Is_told_done_in_time_by_an_event_on_the_last_day_and_late_by_one_after_it()
    {
        Given(Withdraw).On("01-12").Of("01-10").Asserts("b", "withdraw").Stands("withdraw", "all", Told.T, Shown.Fulfilled);
        Given(Withdraw).On("01-12").Of("01-11").Asserts("b", "withdraw").Stands("withdraw", "all", Told.F, Shown.FulfilledLate);
        Given(Withdraw).On("01-12").Of("01-10", "01-11").Asserts("b", "withdraw").Stands("withdraw", "all", Told.N, Shown.DoneTimeUnknown);
    }

    [Fact]
    public void Is_told_not_yet_and_then_not_done_in_time_by_one_who_says_so()
    {
        var story = Given(Withdraw).On("01-20").Of("01-08").SaysNotDone("a", "withdraw");
        story.AsOf("01-08").Stands("withdraw", "a", Told.F, Shown.NotYet).Stands("withdraw", "b", Told.N, Shown.Pending);
        story.AsOf("01-09").Stands("withdraw", "a", Told.N, Shown.Pending);
        story.Of("01-12").SaysNotDone("a", "withdraw").AsOf("01-20").Stands("withdraw", "a", Told.F, Shown.NotDoneInTime).Stands("withdraw", "all", Told.F);
    }

    [Fact]
    public void Whose_start_nobody_dates_has_not_begun_and_is_told_done_early()
    {
        var act = Some.Act() with { Within = new Window(Some.At("entry"), Some.After("entry", "72h")) };
        Given(act).On("01-02").Asserts("b", "withdraw").Stands("withdraw", "all", Told.N, Shown.DoneEarly)
            .On("01-03").Of("01-01").Dates("a", "entry").Stands("withdraw", "all", Told.T, Shown.Fulfilled)
            .Stands("withdraw", "b", Told.N, Shown.DoneEarly);
    }

    [Fact]
    public void Is_contested_again_after_a_later_denial()
    {
        var story = Given(Withdraw).On("01-06").Asserts("b", "withdraw", "w");
        story.Stands("withdraw", "all", Told.T, Shown.Fulfilled);
        story.On("01-09").Of("01-06").Denies("a", "withdraw", "w").Stands("withdraw", "all", Told.B, Shown.Contested).Stands("withdraw", "b", Told.T);
        story.KnownAt("01-08").Stands("withdraw", "all", Told.T);
    }

    [Fact]
    public void Takes_the_last_word_of_the_same_speaker()
    {
        Given(Withdraw).On("01-06").Asserts("b", "withdraw", "w").On("01-08").Of("01-06").Denies("b", "withdraw", "w")
            .Stands("withdraw", "b", Told.F).Stands("withdraw", "all", Told.F)
            .KnownAt("01-07").Stands("withdraw", "b", Told.T);
    }

    [Fact]
    public void Is_read_by_a_party_as_that_party_reads_it()
    {
        var later = Withdraw with { Within = new Window(Some.Day("01-05"), Some.Day("01-20")) };
        var act = Withdraw with { Readings = [new PartyReading(["b"], later)] };
        var story = Given(act).On("01-12").Asserts("b", "withdraw").Stands("withdraw", "b", Told.T).Stands("withdraw", "all", Told.F, Shown.FulfilledLate);
        var status = ProvisionStatus.Of(act, story.By("all"));
        Assert.Equal([Told.T], status.Readings.Select(r => r.Value));
        Assert.Empty(ProvisionStatus.Of(act, story.By("b")).Readings);
    }

    [Fact]
    public void Says_since_when_it_has_stood_so_and_how_long_it_is_overdue()
    {
        var status = ProvisionStatus.Of(Withdraw, Given(Withdraw).On("01-06").Of("01-12").SaysNotDone("a", "withdraw").AsOf("01-20").By("all"));
        Assert.Equal((new LocalDate(2026, 1, 12), 8, 10), (status.Since, status.DaysInStatus, status.DaysOverdue));
    }

    [Fact]
    public void Of_several_holders_is_done_when_each_has_done_it()
    {
        var act = Withdraw with { By = ["a", "b"], Responsibility = Responsibility.Several };
        Given(act).On("01-06").Asserts("a", "withdraw", "x", "a").Stands("withdraw", "all", Told.N).Stands("withdraw", "all", Told.T, holder: "a")
            .Asserts("b", "withdraw", "y", "b").Stands("withdraw", "all", Told.T);
        Given(act with { Responsibility = Responsibility.Any }).On("01-06").Asserts("a", "withdraw", "x", "a").Stands("withdraw", "all", Told.T);
        Given(act with { Responsibility = Responsibility.Joint }).On("01-06").Asserts("a", "withdraw", "x", "a").Stands("withdraw", "all", Told.T, holder: "b");
    }

    [Fact]
    public void Whose_actor_is_contested_is_contested_for_each_holder_and_not_in_itself()
    {
        Given(Some.Halt()).On("01-06").Asserts("a", "halt", "o", "b").Asserts("b", "halt", "o", "a")
            .Stands("halt", "all", Told.F).Stands("halt", "all", Told.A, holder: "a").Stands("halt", "all", Told.A, holder: "b")
            .Of("01-01", "01-06").Observes("monitor", "halt", found: true, complete: true, occurrences: "o")
            .Stands("halt", "all", Told.B, holder: "a").Stands("halt", "all", Told.B, holder: "b");
    }

    [Fact]
    public void With_no_actor_named_touches_no_holder()
    {
        Given(Some.Halt()).On("01-06").Asserts("monitor", "halt", "o", "unknown").Stands("halt", "all", Told.F)
            .Stands("halt", "all", Told.N, holder: "a").Stands("halt", "all", Told.N, holder: "b");
    }

    [Fact]
    public void Is_cured_when_its_remedy_is_told_done()
    {
        var remedy = Some.Act("apologise");
        Given(Withdraw with { Remedy = "apologise" }, remedy).On("01-20").Of("01-12").SaysNotDone("a", "withdraw")
            .Stands("withdraw", "all", Told.F, Shown.NotDoneInTime).Stands("apologise", "all", Told.N, Shown.Pending)
            .Of("01-15").Asserts("b", "apologise").Stands("withdraw", "all", Told.F, Shown.Cured);
    }

    [Fact]
    public void That_answers_each_incident_has_one_duty_for_every_one()
    {
        var inquiry = Some.Act("inquire", "monitor") with { Each = "halt", Within = new Window(new TimeExpression.Start(new ProvisionRef("inquire")), new TimeExpression.Shift(new TimeExpression.Start(new ProvisionRef("inquire")), false, TimeLength.TryParse("48h")!.Value)) };
        var story = Given(Some.Halt(), inquiry).On("01-05").Stands("inquire", "all", Told.T, Shown.Dormant)
            .Asserts("a", "halt", "o1", "b").Stands("inquire", "all", Told.N, Shown.Pending);
        story.On("01-06").Asserts("monitor", "inquire", "o1").Stands("inquire", "all", Told.T, Shown.Fulfilled);
        story.On("01-08").Asserts("b", "halt", "o2", "a").Stands("inquire", "all", Told.N);
        story.On("01-20").Of("01-19").Asserts("monitor", "inquire", "o2").Stands("inquire", "all", Told.F, Shown.FulfilledLate);
    }

    [Fact]
    public void Is_suspended_by_a_power_validly_used_and_resumes_when_that_lapses()
    {
        var power = new Provision.Power
        {
            Id = "suspend",
            Text = "Either side may suspend",
            Phase = "one",
            By = ["a"],
            Applies = new Condition.Breached(new ProvisionRef("halt")),
            Effect = new Effect.Suspend(["withdraw"], Tolls: true),
            Limits = new PowerLimits(1, null, TimeLength.TryParse("7d")),
        };
        var story = Given(Some.Halt(), Withdraw, power).On("01-06").Asserts("monitor", "halt", "o", "b").On("01-08").Uses("a", "suspend");
        story.Stands("suspend", "all", Told.T, Shown.Used).Stands("withdraw", "all", Told.N, Shown.Suspended);
        story.AsOf("01-12").Stands("withdraw", "all", Told.N, Shown.Suspended);
        story.AsOf("01-16").Stands("withdraw", "all", Told.N, Shown.Pending);
        story.AsOf("01-18").Stands("withdraw", "all", Told.N, Shown.OverdueUnreported);
        story.Stands("suspend", "b", Told.N, Shown.Dormant);
    }

    [Fact]
    public void That_is_a_power_is_told_invalid_when_used_without_its_condition()
    {
        var power = new Provision.Power { Id = "suspend", Text = "A may suspend", Phase = "one", By = ["a"], Applies = new Condition.Done(new ProvisionRef("withdraw")) };
        Given(Withdraw, power).On("01-12").Of("01-12").SaysNotDone("b", "withdraw").Uses("a", "suspend").Stands("suspend", "all", Told.F, Shown.Dormant);
        Given(power with { Applies = null }).On("01-12").Uses("b", "suspend").Stands("suspend", "all", Told.F, Shown.UseInvalid);
    }

    [Fact]
    public void Verified_by_its_verifier_counts_as_verified_whoever_said_it()
    {
        var act = Withdraw with { VerifiedBy = ["monitor"] };
        Given(act).On("01-06").Asserts("b", "withdraw", "w").Asserts("paper", "withdraw", "w").Stands("withdraw", "verified", Told.N)
            .On("01-07").Verifies("paper", "c1").Stands("withdraw", "verified", Told.N)
            .Verifies("monitor", "c1").Stands("withdraw", "verified", Told.T);
    }

    [Fact]
    public void Told_only_in_an_outlets_own_voice_stands_under_all_and_nowhere_else()
    {
        var story = Given(Withdraw).On("01-06").Asserts("paper", "withdraw");
        story.Stands("withdraw", "all", Told.T);
        foreach (var standpoint in new[] { "a", "b", "mediators", "verified" })
        {
            Assert.False(story.By(standpoint).Performance(Withdraw).Value.IsTrue);
        }
    }

    [Fact]
    public void Presumed_from_silence_carries_the_mark_until_somebody_speaks()
    {
        var halt = Some.Halt() with { Silence = SilencePolicy.PresumeNone };
        var story = Given(halt).On("01-06");
        Assert.True(story.By("all").Performance(halt) is { Value.IsTrue: true, Presumed: true });
        Assert.True(story.By("verified").Performance(halt) is { Value.IsTrue: false, Presumed: false });
        story.Asserts("a", "halt", "o", "b");
        Assert.True(story.By("all").Performance(halt) is { Value.IsFalse: true, Presumed: false });
    }
}
