using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Status;
using Xunit;
using static Servanda.Tests.Status.Story;

namespace Servanda.Tests.Status;

public sealed class The_use_of_a_power
{
    private static readonly Provision.Act Withdraw = Some.Act() with { Within = new Window(Some.Day("01-05"), Some.Day("01-10")) };

    private static Provision.Power May(Effect? effect, string by = "a", Condition? applies = null, int? times = null, string? notice = null, string? lapses = null, string id = "may") => new()
    {
        Id = id,
        Text = "It may",
        Phase = "one",
        By = [by],
        Effect = effect,
        Applies = applies,
        Limits = new PowerLimits(times, notice is null ? null : TimeLength.TryParse(notice), lapses is null ? null : TimeLength.TryParse(lapses)),
    };

    private static Condition Breached(string of) => new Condition.Breached(new ProvisionRef(of));

    [Fact]
    public void Without_an_effect_is_a_bare_permission()
    {
        Given(May(null)).On("01-06").Stands("may", "all", Told.N, Shown.Unused).Uses("a", "may").Stands("may", "all", Told.T, Shown.Used)
            .Stands("may", "b", Told.N, Shown.Unused);
        Given(May(null)).On("01-06").Uses("b", "may").Stands("may", "b", Told.F, Shown.UseInvalid).Uses("a", "may").Stands("may", "b", Told.N).Stands("may", "all", Told.T);
    }

    [Fact]
    public void Used_on_the_very_day_its_condition_came_true_is_neither_valid_nor_invalid_unless_the_hours_are_known()
    {
        var may = May(null, applies: Breached("halt"));
        Given(Some.Halt(), may).On("01-12").Asserts("monitor", "halt", "o", "b").Uses("a", "may").Stands("may", "all", Told.N);
        Given(Some.Halt(), may).On("01-12").Asserts("monitor", "halt", "o", "b").On("01-13").Uses("a", "may").Stands("may", "all", Told.T);
        Given(Some.Halt(), may).On("01-11").Uses("a", "may").On("01-12").Asserts("monitor", "halt", "o", "b").Stands("may", "all", Told.N);
        Given(Some.Halt(), may).On("01-12").Of("01-12T10:00").Asserts("monitor", "halt", "o", "b").Of("01-12T11:00").Uses("a", "may").Stands("may", "all", Told.T);
        Given(Some.Halt(), may).On("01-12").Of("01-12T10:00").Asserts("monitor", "halt", "o", "b").Of("01-12T09:00").Uses("a", "may").Stands("may", "all", Told.N);
        Given(Some.Halt(), may).On("01-12").Asserts("monitor", "halt", "o", "b").Of("01-12T11:00").Uses("a", "may").Stands("may", "all", Told.N);
        // Told kept by one who watched the whole time, the condition is told not to hold: the use is told invalid.
        Given(Some.Halt(), may).On("01-12").Of("01-01", "01-12").Observes("monitor", "halt").Of("01-11").Uses("a", "may").Stands("may", "all", Told.F);
    }

    [Fact]
    public void Is_limited_by_the_valid_uses_before_it_and_by_no_other()
    {
        var extend = May(new Effect.Extend(["withdraw"], TimeLength.TryParse("5d")!.Value), times: 1);
        var story = Given(Withdraw, extend).On("01-06").Uses("b", "may").On("01-07").Uses("a", "may").On("01-08").Uses("a", "may");
        story.AsOf("01-15").Stands("withdraw", "all", Told.N, Shown.Pending).AsOf("01-16").Stands("withdraw", "all", Told.N, Shown.OverdueUnreported);
    }

    [Fact]
    public void Extends_once_for_every_valid_exercise()
    {
        var extend = May(new Effect.Extend(["withdraw"], TimeLength.TryParse("5d")!.Value));
        var story = Given(Withdraw, extend).On("01-06").Uses("a", "may").On("01-07").Uses("a", "may");
        story.AsOf("01-20").Stands("withdraw", "all", Told.N, Shown.Pending).AsOf("01-21").Stands("withdraw", "all", Told.N, Shown.OverdueUnreported);
        // One who does not admit the exercise keeps the first deadline.
        story.AsOf("01-11").Stands("withdraw", "b", Told.N, Shown.OverdueUnreported);
    }

    [Fact]
    public void Takes_effect_after_its_notice_and_until_it_lapses()
    {
        var suspend = May(new Effect.Suspend(["withdraw"], Tolls: true), notice: "48h", lapses: "2d");
        var story = Given(Withdraw, suspend).On("01-06").Of("01-06T00:00").Uses("a", "may").Of("01-06");
        story.AsOf("01-07").Stands("withdraw", "all", Told.N, Shown.Pending)
            .AsOf("01-08").Stands("withdraw", "all", Told.N, Shown.Suspended)
            .AsOf("01-10").Stands("withdraw", "all", Told.N, Shown.Pending)
            .AsOf("01-12").Stands("withdraw", "all", Told.N, Shown.Pending)
            .AsOf("01-13").Stands("withdraw", "all", Told.N, Shown.OverdueUnreported);
    }

    [Fact]
    public void That_suspends_without_tolling_makes_what_falls_due_meanwhile_due_at_resumption()
    {
        var suspend = May(new Effect.Suspend(["withdraw"], Tolls: false));
        var resume = May(new Effect.Resume(["withdraw"]), id: "resume");
        var story = Given(Withdraw, suspend, resume).On("01-08").Uses("a", "may").On("01-15").Of("01-15T00:00").Uses("a", "resume").Of("01-15");
        story.AsOf("01-14").Stands("withdraw", "all", Told.N, Shown.Suspended);
        Assert.Equal(Told.F, story.By("all").PassedDeadline(Withdraw).Value);
        story.AsOf("01-15").Stands("withdraw", "all", Told.N, Shown.OverdueUnreported);
        Assert.Equal(Some.Stamp("01-15T00:00").In(Some.Zone).Latest, story.By("all").DueOf(Withdraw).Latest);
        // A due day after the resumption stays where it was.
        var early = Given(Withdraw, suspend, resume).On("01-06").Uses("a", "may").On("01-08").Uses("a", "resume");
        early.AsOf("01-10").Stands("withdraw", "all", Told.N, Shown.Pending).AsOf("01-11").Stands("withdraw", "all", Told.N, Shown.OverdueUnreported);
    }

    [Fact]
    public void That_suspends_beside_another_tolls_the_time_once()
    {
        var story = Given(Withdraw, May(new Effect.Suspend(["withdraw"], Tolls: true), lapses: "4d"), May(new Effect.Suspend(["withdraw"], Tolls: true), by: "b", lapses: "4d", id: "other"))
            .On("01-06").Uses("a", "may").On("01-08").Uses("b", "other");
        // Suspended from the 6th to the 12th: six days.
        story.AsOf("01-16").Stands("withdraw", "all", Told.N, Shown.Pending).AsOf("01-17").Stands("withdraw", "all", Told.N, Shown.OverdueUnreported);
    }

    [Fact]
    public void That_suspends_a_prohibition_leaves_what_happens_meanwhile_outside_it()
    {
        var suspend = May(new Effect.Suspend(["halt"], Tolls: false), lapses: "5d");
        var story = Given(Some.Halt(), suspend).On("01-10").Uses("a", "may").On("01-12").Asserts("monitor", "halt", "o", "b").Stands("halt", "all", Told.N, Shown.Suspended);
        story.AsOf("01-20").Stands("halt", "all", Told.N, Shown.NoAccount);
        story.On("01-17").Asserts("monitor", "halt", "later", "b").AsOf("01-20").Stands("halt", "all", Told.F, Shown.NotKept);
        story.Stands("halt", "b", Told.N);
    }

    [Fact]
    public void Whose_use_is_contested_makes_it_contested_whether_what_it_suspends_is_in_force()
    {
        var suspend = May(new Effect.Suspend(["withdraw"], Tolls: true));
        var story = Given(Withdraw, suspend).On("01-06")
            .Says("a", (id, said, _) => new Claim.Exercise { Id = id, Speaker = "a", Said = said, Provision = "may", Occurrence = "u" });
        Assert.Equal(Told.F, story.By("all").InForce(Withdraw).Value);
        story.Denies("b", "may", "u");
        Assert.Equal(Told.B, story.By("all").InForce(Withdraw).Value);
        Assert.Equal(Told.F, story.By("a").InForce(Withdraw).Value);
        Assert.Equal(Told.T, story.By("b").InForce(Withdraw).Value);
    }

    [Fact]
    public void That_waives_discharges_from_then_on_and_leaves_what_was_told_before()
    {
        var waive = May(new Effect.Waive(["withdraw", "halt"]));
        var remedy = Some.Act("answer-for-it", "a");
        var act = Withdraw with { Remedy = "answer-for-it" };
        var before = Given(Some.Halt(), act, remedy, waive).On("01-08").Uses("a", "may").On("01-09").Asserts("monitor", "halt", "o", "b").AsOf("01-20");
        before.Stands("withdraw", "all", Told.N, Shown.Waived).Stands("halt", "all", Told.N, Shown.Waived).Stands("answer-for-it", "all", Told.N, Shown.Dormant);
        Assert.Equal(Told.F, before.By("all").Breached(act, null).Value);
        var after = Given(Some.Halt(), act, remedy, waive).On("01-07").Asserts("monitor", "halt", "o", "b").On("01-12").SaysNotDone("a", "withdraw").Uses("a", "may").AsOf("01-20");
        after.Stands("withdraw", "all", Told.F, Shown.NotDoneInTime).Stands("halt", "all", Told.F, Shown.Waived);
        Assert.Equal(Told.T, after.By("all").Breached(act, null).Value);
        var done = Given(Withdraw, waive).On("01-07").Asserts("b", "withdraw").On("01-08").Uses("a", "may");
        done.Stands("withdraw", "all", Told.T, Shown.Fulfilled);
    }

    [Fact]
    public void That_terminates_ends_every_duty_that_is_not_to_survive()
    {
        var secret = Some.Halt() with { Id = "secret", Survives = true };
        var story = Given(Withdraw, Some.Halt(), secret, May(new Effect.Terminate())).On("01-07").Uses("a", "may").On("01-09").Asserts("monitor", "halt", "o", "b").Asserts("monitor", "secret", "s", "b");
        story.AsOf("01-20").Stands("withdraw", "all", Told.N, Shown.Terminated).Stands("halt", "all", Told.N, Shown.Terminated).Stands("secret", "all", Told.F, Shown.NotKept);
        story.Stands("withdraw", "b", Told.N, Shown.OverdueUnreported).Stands("halt", "b", Told.N, Shown.NoAccount);
        // An act told done after the end was done when nobody owed it any more.
        story.On("01-10").Asserts("b", "withdraw").Stands("withdraw", "all", Told.T, Shown.Terminated);
    }

    [Fact]
    public void That_waives_for_a_time_leaves_the_duty_owed_afterwards()
    {
        var story = Given(Withdraw, May(new Effect.Waive(["withdraw"]), lapses: "2d")).On("01-06").Uses("a", "may").Stands("withdraw", "all", Told.N, Shown.Waived);
        story.AsOf("01-09").Stands("withdraw", "all", Told.N, Shown.Pending);
    }

    [Fact]
    public void That_assigns_changes_the_holder_from_then_on()
    {
        var assign = May(new Effect.Assign(["halt", "leave", "both"], "b", "ministry"), by: "b");
        var leave = May(null, by: "b", id: "leave");
        var both = Withdraw with { Id = "both", By = ["a", "b"], Responsibility = Responsibility.Several };
        var agreement = Some.Agreement(Some.Halt(), both, leave, assign) with { Actors = [.. Some.Agreement().Actors.Select(a => a with { PartOf = null })] };
        var story = Given(agreement).On("01-06").Asserts("monitor", "halt", "early", "b").Asserts("monitor", "both", "w", "b").On("01-08").Uses("b", "may")
            .On("01-09").Asserts("monitor", "halt", "late", "ministry").Asserts("monitor", "halt", "other", "b").Asserts("monitor", "both", "v", "a");
        story.AsOf("01-07").Stands("halt", "all", Told.F, holder: "b");
        Assert.Equal(["a", "b"], story.By("all").AsRead(agreement.Provision("halt")!).By);
        story.AsOf("01-10").Stands("halt", "all", Told.F, holder: "ministry").Stands("halt", "all", Told.F, holder: "b");
        Assert.Equal(["a", "ministry"], story.By("all").AsRead(agreement.Provision("halt")!).By);
        // What the former holder did stays done; what it does afterwards is no longer asked of it.
        story.Stands("both", "all", Told.T, holder: "ministry").Stands("both", "all", Told.T);
        Given(agreement).On("01-08").Uses("b", "may").On("01-09").Asserts("monitor", "halt", "other", "b").Stands("halt", "all", Told.N, holder: "b").Stands("halt", "all", Told.N, holder: "ministry");
        Given(agreement).On("01-08").Uses("b", "may").On("01-09").Uses("b", "leave").Stands("leave", "all", Told.F);
        Given(agreement).On("01-08").Uses("b", "may").On("01-09").Uses("ministry", "leave").Stands("leave", "all", Told.T);
        Given(agreement).On("01-07").Uses("b", "leave").On("01-08").Uses("b", "may").Stands("leave", "all", Told.T);
    }

    [Theory]
    [InlineData(EntryMode.Declared)]
    [InlineData(EntryMode.Automatic)]
    public void That_opens_a_phase_declares_a_declared_one_and_does_nothing_to_an_automatic_one(EntryMode mode)
    {
        var agreement = Some.Agreement(Withdraw, May(new Effect.Open("two")));
        var inTwo = Some.Act("disarm") with { Phase = "two", Within = new Window(null, new TimeExpression.Shift(new TimeExpression.Start(new ProvisionRef("disarm")), false, TimeLength.TryParse("5d")!.Value)) };
        var two = new Phase { Id = "two", Title = "Two", Opens = new PhaseOpening(new Condition.Done(new ProvisionRef("withdraw")), mode, mode == EntryMode.Declared ? ["envoy"] : []), Provisions = [inTwo] };
        agreement = agreement with { Phases = [.. agreement.Phases, two] };
        var story = Given(agreement).On("01-06").Uses("a", "may");
        Assert.Equal(mode == EntryMode.Declared ? Told.T : Told.N, story.By("all").Entered(two).Value);
        Assert.Equal(Told.N, story.By("b").Entered(two).Value);
        story.Stands("disarm", "all", Told.N, mode == EntryMode.Declared ? Shown.Pending : Shown.Dormant);
        story.AsOf("01-20").Stands("disarm", "all", Told.N, mode == EntryMode.Declared ? Shown.OverdueUnreported : Shown.Dormant);
    }

    [Fact]
    public void Whose_condition_asks_at_a_higher_grade_may_itself_be_asked_about_at_that_grade()
    {
        var may = May(new Effect.Suspend(["withdraw"], Tolls: true), applies: new Condition.Verified(new ProvisionRef("withdraw")));
        var verified = May(null, applies: new Condition.Verified(new ProvisionRef("may")), id: "then");
        Given(Withdraw with { VerifiedBy = ["monitor"] }, may, verified).On("01-06").Asserts("b", "withdraw").On("01-07").Verifies("monitor", "c1").On("01-08").Uses("a", "may")
            .Stands("may", "all", Told.T).Stands("then", "all", Told.N, Shown.Dormant);
    }

    [Fact]
    public void Does_nothing_to_a_duty_that_never_arose()
    {
        var act = Withdraw with { Applies = new Condition.Done(new ProvisionRef("entry")) };
        var story = Given(act, May(new Effect.Suspend(["withdraw"], Tolls: true))).On("01-06").Uses("a", "may").Stands("withdraw", "all", Told.N, Shown.Dormant);
        story.AsOf("01-20").Stands("withdraw", "b", Told.N, Shown.Dormant);
    }
}
