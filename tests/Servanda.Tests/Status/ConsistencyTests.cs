using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Status;
using Xunit;
using static Servanda.Tests.Status.Story;

namespace Servanda.Tests.Status;

public sealed class Claims_that_do_not_fit_together
{
    private static List<string> Found(Story story) => [.. FigureFindings.Of(story.Record).Select(f => f.Code)];

    private static Story Figure(Story story, string speaker, decimal value, string? zone = null, string? actor = null, Bound bound = Bound.Exact, string counter = "released") =>
        story.Says(speaker, (id, said, of) => new Claim.Count { Id = id, Speaker = speaker, Said = said, Happened = of, Counter = counter, Zone = zone, Actor = actor, Figure = new Figure(value, bound, "person") });

    private static Story Start => Given(Some.Quota()).On("01-20");

    [Fact]
    public void A_total_that_can_only_grow_and_falls_is_named_with_both_claims()
    {
        Assert.Equal(["falling-series"], Found(Figure(Figure(Start.Of("01-05"), "a", 20).Of("01-08"), "a", 18)));
        Assert.Empty(Found(Figure(Figure(Start.Of("01-05"), "a", 20).Of("01-08"), "b", 18)));
        Assert.Empty(Found(Figure(Figure(Start.Of("01-05"), "a", 20).Of("01-08"), "a", 18, zone: "north")));
        Assert.Empty(Found(Figure(Figure(Start.Of("01-05"), "a", 20, bound: Bound.AtMost).Of("01-08"), "a", 18)));
        Assert.Empty(Found(Start.Of("01-05").Counts("a", "trucks", 20, unit: "truck").Of("01-08").Counts("a", "trucks", 18, unit: "truck")));
        Assert.Equal(["falling-series"], Found(Figure(Figure(Figure(Start.Of("01-01", "01-05"), "a", 20).Of("01-04"), "a", 3).Of("01-01", "01-08"), "a", 18)));
    }

    [Fact]
    public void Parts_are_held_against_the_whole_that_the_same_speaker_tells_for_the_same_time()
    {
        Assert.Equal(["parts-exceed-total"], Found(Figure(Figure(Figure(Start.Of("01-05"), "a", 12, "north"), "a", 10, "south"), "a", 20)));
        Assert.Empty(Found(Figure(Figure(Figure(Start.Of("01-05"), "a", 12, "north"), "a", 8, "south"), "a", 20)));
        Assert.Empty(Found(Figure(Figure(Figure(Start.Of("01-05"), "a", 9, "north"), "a", 8, "south"), "a", 20)));
        // The town is in the north: a part of a part is not added again, and a part that is missing explains what is missing.
        Assert.Empty(Found(Figure(Figure(Figure(Figure(Start.Of("01-05"), "a", 12, "north"), "a", 5, "town"), "a", 8, "south"), "a", 20)));
        Assert.Empty(Found(Figure(Figure(Figure(Start.Of("01-05"), "a", 5, "town"), "a", 8, "south"), "a", 20)));
        Assert.Empty(Found(Figure(Figure(Figure(Start.Of("01-05"), "a", 12, "north"), "b", 10, "south"), "a", 20)));
        Assert.Empty(Found(Figure(Figure(Figure(Start.Of("01-05"), "a", 12, "north"), "a", 10, "south").Of("01-06"), "a", 22)));
        Assert.Equal(["parts-exceed-total"], Found(Figure(Figure(Figure(Given(Some.Quota() with { By = ["a", "b"], Responsibility = Responsibility.Joint }).On("01-20").Of("01-05"), "envoy", 12, actor: "a"), "envoy", 10, actor: "b"), "envoy", 20)));
    }

    [Fact]
    public void A_figure_of_a_day_is_held_against_the_totals_before_and_after_it()
    {
        Assert.Equal(["difference-disagrees"], Found(Figure(Figure(Figure(Start.Of("01-01", "01-04"), "a", 10).Of("01-01", "01-05"), "a", 15).Of("01-05"), "a", 3)));
        Assert.Empty(Found(Figure(Figure(Figure(Start.Of("01-01", "01-04"), "a", 10).Of("01-01", "01-05"), "a", 15).Of("01-05"), "a", 5)));
        Assert.Empty(Found(Figure(Figure(Figure(Start.Of("01-01", "01-04"), "a", 10, bound: Bound.AtLeast).Of("01-01", "01-05"), "a", 15).Of("01-05"), "a", 3)));
        Assert.Equal(["difference-disagrees"], Found(Figure(Figure(Figure(Start.Of("01-01", "01-04"), "a", 10, bound: Bound.AtLeast).Of("01-01", "01-05"), "a", 15).Of("01-05"), "a", 6)));
        Assert.Empty(Found(Figure(Figure(Figure(Start.Of("01-01", "01-04"), "a", 10).Of("01-01", "01-05"), "b", 15).Of("01-05"), "a", 3)));
    }

    [Fact]
    public void One_occurrence_told_of_two_times_that_do_not_meet_is_named_with_both()
    {
        Assert.Equal(["two-dates"], Found(Given(Some.Halt()).On("01-20").Of("01-05").Asserts("a", "halt", "o", "b").Of("01-08").Asserts("b", "halt", "o", "b")));
        Assert.Empty(Found(Given(Some.Halt()).On("01-20").Of("01-05", "01-08").Asserts("a", "halt", "o", "b").Of("01-08").Asserts("b", "halt", "o", "b")));
        Assert.Empty(Found(Given(Some.Halt()).On("01-20").Of("01-05").Asserts("a", "halt", "o", "b").Of("01-08").Denies("b", "halt", "o")));
        Assert.Empty(Found(Given(Some.Halt()).On("01-20").Of("01-05").Asserts("a", "halt", "o", "b").On("01-21").Of("01-08").Asserts("a", "halt", "o", "b")));
    }

    [Fact]
    public void Nothing_is_corrected_for_it()
    {
        var story = Figure(Figure(Start.Of("01-05"), "a", 20).Of("01-08"), "a", 18);
        story.AsOf("01-06").CountIs("release", "all", 20, 20);
        story.AsOf("01-20").CountIs("release", "all", 18, 18);
        Assert.Equal(["falling-series"], Board.Of(story.Record, Some.Stamp("01-20").In(Some.Zone).Latest).Findings.Select(f => f.Code));
    }
}
