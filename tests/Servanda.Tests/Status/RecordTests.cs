using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Status;
using Xunit;
using static Servanda.Tests.Status.Story;

namespace Servanda.Tests.Status;

public sealed class The_record
{
    private static readonly Provision.Act Withdraw = Some.Act() with { Within = new Window(Some.Day("01-05"), Some.Day("01-10")) };

    [Fact]
    public void Brings_a_claim_back_when_its_retraction_is_taken_back()
    {
        var story = Given(Withdraw).On("01-06").Asserts("b", "withdraw").On("01-07").Retracts("b", "c1");
        story.Stands("withdraw", "all", Told.N).KnownAt("01-06").Stands("withdraw", "all", Told.T);
        story.KnownAt("01-31").On("01-08").Retracts("b", "c2").Stands("withdraw", "all", Told.T);
        story.On("01-09").Retracts("b", "c3").Stands("withdraw", "all", Told.N);
    }

    [Fact]
    public void Gives_no_effect_to_two_retractions_that_take_back_each_other()
    {
        Given(Withdraw).On("01-06").Asserts("b", "withdraw")
            .Says("b", (_, said, _) => new Claim.Retract { Id = "r1", Speaker = "b", Said = said, Of = "r2" })
            .Says("b", (_, said, _) => new Claim.Retract { Id = "r2", Speaker = "b", Said = said, Of = "r1" })
            .Says("b", (_, said, _) => new Claim.Retract { Id = "r3", Speaker = "b", Said = said, Of = "c1" })
            .Says("b", (_, said, _) => new Claim.Retract { Id = "r4", Speaker = "b", Said = said, Of = "r3" })
            .Stands("withdraw", "all", Told.T);
    }

    [Fact]
    public void Lets_nobody_take_back_what_another_said()
    {
        var story = Given(Withdraw).On("01-06").Asserts("b", "withdraw").Retracts("a", "c1").Stands("withdraw", "all", Told.T);
        Assert.Equal(["not-own-claim"], story.Record.Findings.Select(f => f.Code));
    }

    [Fact]
    public void Takes_the_correction_that_was_recorded_last_whatever_the_order_of_the_file()
    {
        Claim Told(Stamp said, string day, int hour) => new Claim.Assert { Id = "x", Speaker = "b", Said = said, Provision = "withdraw", Happened = new Happened(Some.Stamp(day), Some.Stamp(day)), Recorded = Instant.FromUtc(2026, 1, 13, hour, 0) };
        var story = Given(Withdraw).On("01-12").Says("b", (_, said, _) => Told(said, "01-09", 20)).Says("b", (_, said, _) => Told(said, "01-11", 8));
        story.Stands("withdraw", "all", Servanda.Told.T, Shown.Fulfilled);
    }

    [Fact]
    public void Keeps_taken_back_what_is_corrected_afterwards()
    {
        Given(Withdraw).On("01-06").Asserts("b", "withdraw").On("01-07").Retracts("b", "c1")
            .On("01-08").Of("01-06").Says("b", (_, said, of) => new Claim.Assert { Id = "c1", Speaker = "b", Said = said, Happened = of, Provision = "withdraw", Note = "mended" })
            .Stands("withdraw", "all", Told.N);
    }

    [Fact]
    public void Ties_a_claim_to_an_occurrence_from_when_it_was_linked_until_it_is_untied()
    {
        // Under a policy that takes the issues on the table for all there are, a denial answers only what it is linked to.
        var story = Given(Withdraw).On("01-06").Asserts("b", "withdraw", "w").Denies("a", "withdraw", "v").Stands("withdraw", "all", Told.T)
            .On("01-07").Links("c2", "w").Stands("withdraw", "all", Told.B);
        story.KnownAt("01-06").Stands("withdraw", "all", Told.T);
        story.KnownAt("01-31").On("01-08").Links("c2", "w", linked: false).Stands("withdraw", "all", Told.T);
        Assert.Equal("v", story.Record.ById("c2")!.Occurrence);
        story.On("01-09").Links("c2", "v", linked: false);
        Assert.Null(story.Record.ById("c2")!.Occurrence);
        Assert.Empty(story.Record.Findings);
    }

    [Fact]
    public void Says_where_a_link_ties_twice_or_ties_what_is_not_there_and_evaluates_the_rest()
    {
        var story = Given(Withdraw).On("01-06").Asserts("b", "withdraw").Links("c1", "w").Links("c1", "v").Links("c1", "v").Links("c9", "w").Links("c1", "u", linked: false);
        story.Stands("withdraw", "all", Told.T);
        Assert.Equal(["linked-twice", "linked-twice", "unknown-claim", "not-linked"], story.Record.Findings.Select(f => f.Code));
        Assert.Equal("v", story.Record.ById("c1")!.Occurrence);
    }

    [Fact]
    public void Shows_a_figure_in_another_unit_and_counts_it_towards_nothing()
    {
        var quota = Some.Quota(10);
        var story = Given(quota).On("01-06").Counts("a", "released", 12, unit: "family").Stands("release", "all", Told.N)
            .Says("b", (id, said, _) => new Claim.Assert { Id = id, Speaker = "b", Said = said, Provision = "release", Figure = new Figure(30, Bound.Exact, "bus") }).Stands("release", "all", Told.N)
            .Counts("envoy", "released", 7, unit: "Persons").CountIs("release", "all", 7, 7);
        Assert.Equal(["other-unit", "other-unit"], FigureFindings.Of(story.Record).Select(f => f.Code));
        Assert.Equal(["family", "Persons"], story.By("all").FiguresOf(quota).Select(c => c.Claim.Figure!.Unit));
    }

    [Fact]
    public void Names_what_a_claim_names_wrongly_and_evaluates_the_rest()
    {
        var story = Given(Withdraw).On("01-06").Asserts("b", "withdrow").Asserts("b", "withdraw").Stands("withdraw", "all", Told.T);
        var finding = Assert.Single(story.Record.Findings);
        Assert.Equal(("unknown-reference", "withdrow"), (finding.Code, finding.Text));
    }

    [Fact]
    public void Lets_a_later_word_on_one_use_of_a_power_take_the_place_of_an_earlier()
    {
        var power = new Provision.Power { Id = "leave", Text = "A may leave", Phase = "one", By = ["a"] };
        var story = Given(power).On("01-06").Says("a", (id, said, _) => new Claim.Exercise { Id = id, Speaker = "a", Said = said, Provision = "leave", Occurrence = "u" }).Stands("leave", "all", Told.T);
        story.On("01-08").Of("01-06").Denies("a", "leave", "u").Stands("leave", "all", Told.F).KnownAt("01-07").Stands("leave", "all", Told.T);
    }

    [Fact]
    public void Knows_one_speaker_through_several_outlets_as_one()
    {
        Claim Via(string id, Stamp said, string outlet, decimal value) => new Claim.Count { Id = id, Speaker = "ministry", Via = [outlet], Said = said, Counter = "released", Figure = new Figure(value, Bound.Exact, "person") };
        var story = Given(Some.Quota()).On("01-06").Says("ministry", (id, said, _) => Via(id, said, "paper", 47)).Says("ministry", (id, said, _) => Via(id, said, "wire", 47));
        Assert.Equal(["ministry"], Assert.Single(story.By("all").CountOf(Some.Quota())!).Speakers);
    }

    [Fact]
    public void Keeps_an_earlier_board_when_a_later_total_is_told()
    {
        var story = Given(Some.Quota(40)).On("01-06").Counts("a", "released", 20).On("01-20").Counts("a", "released", 45).Stands("release", "all", Told.T);
        story.AsOf("01-10").Stands("release", "all", Told.F).CountIs("release", "all", 20, 20);
        story.On("01-25").Of("01-06").Counts("a", "released", 25).AsOf("01-10").CountIs("release", "all", 25, 25);
        story.KnownAt("01-20").CountIs("release", "all", 20, 20);
    }
}
