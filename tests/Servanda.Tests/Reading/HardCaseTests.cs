using NodaTime;
using Servanda.Claims;
using Servanda.Reading;
using Xunit;
using static Servanda.Tests.Reading.SomeReader;

namespace Servanda.Tests.Reading;

public sealed class A_reader_of_hard_sentences
{
    [Fact]
    public void Gives_a_weekday_right_after_said_to_the_saying()
    {
        const string Text = "The envoy said Friday talks in Oslo must continue.";
        var said = OneSaid(Text);
        Assert.Equal(new LocalDate(2026, 3, 6), said.DateSaid);
        Assert.Equal("talks in Oslo must continue", said.Content(Text));
        Assert.Equal(ProposalKind.Demand, said.Kind);
    }

    [Fact]
    public void Leaves_a_weekday_in_the_possessive_with_its_noun()
    {
        const string Text = "The envoy said Friday's talks had failed.";
        var said = OneSaid(Text);
        Assert.Null(said.DateSaid);
        Assert.Equal("Friday's talks had failed", said.Content(Text));
    }

    [Fact]
    public void Looks_past_an_apposition_that_names_others()
    {
        const string Text = "Northland, a key mediator between the two armies, said it was concerned.";
        var said = OneSaid(Text);
        Assert.Equal("Northland", said.Speaker);
        Assert.Equal("it was concerned", said.Content(Text));
    }

    [Fact]
    public void Follows_two_levels_round_a_split_content()
    {
        const string Text = "The army, the ministry said, had fired first, three residents told the agency.";
        var said = OneSaid(Text);
        Assert.Equal("ministry", said.Speaker);
        Assert.Equal(["three residents"], said.Via);
        Assert.Equal("The army / had fired first", said.Content(Text));
    }

    [Fact]
    public void Reads_both_sides_as_two_mirrored_claims()
    {
        var said = OneSaid("Both sides accused each other of shelling the bridge.");
        Assert.Equal("Northland; Southland", said.Speaker);
        Assert.Equal("north; south", said.Party);
        Assert.True(said.Reciprocal);
        Assert.Equal(ProposalPolarity.ViolationAlleged, said.Polarity);
    }

    [Fact]
    public void Keeps_a_denial_apart_from_the_claim_it_answers()
    {
        const string Text = "Southland denied that its troops had crossed the line, as Northland claimed.";
        var said = Said(Text);
        Assert.Equal(["Southland", "Northland"], said.Select(p => p.Speaker));
        Assert.Equal([ProposalKind.Denial, ProposalKind.Event], said.Select(p => p.Kind));
        Assert.Equal("its troops had crossed the line", said[1].Content(Text));
        Assert.Null(said[0].Polarity);
    }

    [Fact]
    public void Lets_a_second_clause_inherit_the_speaker_with_an_additive_figure()
    {
        const string Text = "According to the council, nine trucks entered; another 12 were turned back.";
        var said = Said(Text);
        Assert.Equal([9m, 12m], said.Select(p => p.Figure!.Value));
        Assert.All(said, p => Assert.Equal("council", p.Speaker));
        Assert.Contains("figure-additive", said[1].Rules);
    }

    [Fact]
    public void Counts_all_but_from_the_whole()
    {
        var told = Read("All but two of the 30 prisoners have been freed.").Single();
        Assert.Equal(new Figure(2, Bound.AllBut, told.Figure!.Unit, null, 30), told.Figure);
        Assert.Equal(ProposalKind.Figure, told.Kind);
    }

    [Fact]
    public void Carries_an_unclosed_quotation_over_paragraphs()
    {
        const string Text = "“We kept our word, the general said.\n\n“They did not,” he added.";
        var quoted = Said("The general spoke to villagers, he said on Monday.\n\n“We kept our word. We always do.\n\n“They did not,” General Anna Berg added.");
        Assert.Contains(quoted, p => p.Attribution is Attribution.Direct && p.Speaker == "Anna Berg");
        Assert.NotNull(Read(Text));
    }

    [Fact]
    public void Finds_the_second_cue_behind_a_relative_clause()
    {
        const string Text = "The governor's office, which had called the report ‘lies’, confirmed two deaths.";
        var confirmed = Said(Text).Single(p => p.Cue == "confirmed");
        Assert.Equal("governor's office", confirmed.Speaker);
        Assert.Equal(2, confirmed.Figure!.Value);
    }

    [Fact]
    public void Never_takes_a_condition_for_an_event()
    {
        var said = OneSaid("The general said he would withdraw if the other side did.");
        Assert.Equal(ProposalKind.Commitment, said.Kind);
        Assert.Equal(Modality.Conditional, said.Modality);
        Assert.Null(said.Polarity);
    }

    [Fact]
    public void Takes_the_count_and_not_the_comparison()
    {
        var said = OneSaid("The mission counted some 20 shots, half of the week before.");
        Assert.Equal(20, said.Figure!.Value);
        Assert.Equal(Bound.About, said.Figure.Bound);
        Assert.Equal("watch", said.Party);
    }

    [Fact]
    public void Marks_a_hedge()
    {
        var said = OneSaid("Farmers spoke of noises that might have been blasting.");
        Assert.Equal(Modality.Hedged, said.Modality);
    }

    [Fact]
    public void Makes_nobody_the_speaker_of_an_accusation_without_one()
    {
        Assert.Empty(Read("The group was accused of holding back lists."));
        Assert.Empty(Read("It was alleged that Southland had moved guns."));
        Assert.Empty(Read("Northland was reported to have broken the truce."));
    }

    [Fact]
    public void Makes_no_claim_of_what_was_not_said()
    {
        Assert.Empty(Said("He did not say whether the crossing would open."));
        Assert.Empty(Said("Northland would not confirm the strike."));
        Assert.Empty(Said("Southland has neither confirmed nor denied the raid."));
        Assert.Empty(Said("The ministry declined to comment on the attack."));
    }

    [Fact]
    public void Takes_an_opinion_for_no_event()
    {
        var said = Said("A lawmaker called the raid a war crime and the minister a liar.");
        Assert.All(said, p => Assert.Equal(ProposalKind.Position, p.Kind));
        Assert.NotEmpty(said);
    }

    [Fact]
    public void Lets_a_document_speak()
    {
        const string Text = "Nineteen posts, the memorandum states, were built after April.";
        var said = OneSaid(Text);
        Assert.Equal("memorandum", said.Speaker);
        Assert.Equal("Nineteen posts / were built after April", said.Content(Text));
    }

    [Fact]
    public void Takes_the_new_toll_and_not_the_old()
    {
        var said = Said("The strike killed at least four people, including a child, the mayor said, revising an earlier toll of seven.");
        var figure = Assert.Single(said, p => p.Figure is not null).Figure!;
        Assert.Equal(4, figure.Value);
        Assert.Equal(Bound.AtLeast, figure.Bound);
    }

    [Fact]
    public void Hears_a_monitor_say_that_nothing_happened()
    {
        var said = OneSaid("No violations were recorded, the mission said.");
        Assert.Equal("watch", said.Party);
        Assert.Equal(ProposalKind.Event, said.Kind);
        Assert.Equal(ProposalPolarity.Fulfilment, said.Polarity);
    }

    [Fact]
    public void Takes_what_a_text_requires_for_no_event()
    {
        var told = Read("The text requires the southern brigade to withdraw before 3 March.").Single();
        Assert.Equal(ProposalKind.Background, told.Kind);
        Assert.Equal(Attribution.Reporter, told.Attribution);
    }

    [Fact]
    public void Names_the_innermost_speaker_and_the_chain()
    {
        const string Text = "The inspectors noted that Southland had moved guns, an aide told Bergpost.";
        var said = OneSaid(Text);
        Assert.Equal("Joint Watch", said.Speaker);
        Assert.Equal(["aide", "Bergpost"], said.Via);
        Assert.Equal("Southland had moved guns", said.Content(Text));
    }

    [Fact]
    public void Never_rebinds_the_speaker_by_a_pronoun_in_the_content()
    {
        var said = Said("Northland said Southland had lied. It said it had proof.");
        Assert.All(said, p => Assert.Equal("north", p.Party));
    }

    [Fact]
    public void Gives_the_authority_its_party_and_keeps_its_name()
    {
        var said = OneSaid("The Northern health office said on Thursday that at least 41 people had been killed since 10 January.");
        Assert.Equal("Northern health office", said.Speaker);
        Assert.Equal("north", said.Party);
        Assert.Equal(new Figure(41, Bound.AtLeast, "people killed"), said.Figure);
        Assert.Equal(new LocalDate(2026, 3, 5), said.DateSaid);
        Assert.Equal(new DaysAbout(new LocalDate(2026, 1, 10), new LocalDate(2026, 3, 5)), said.DateAbout);
    }

    [Fact]
    public void Never_gives_a_figure_to_an_actor_named_inside_it()
    {
        var said = Said("The envoy said 12 people had been killed by Southland. Northland condemned the raid.");
        Assert.Equal("envoy", Assert.Single(said, p => p.Figure is not null).Party);
    }

    [Fact]
    public void Reads_nothing_in_a_crosshead()
    {
        Assert.Empty(Read("- 'Real pressure' needed -"));
    }

    [Fact]
    public void Names_the_provision_whose_words_are_used()
    {
        Assert.Equal("halt-fire", OneSaid("Northland accused Southland of breaking the truce.").Provision);
        Assert.Equal("disarm", OneSaid("The envoy said Southland must hand over its weapons.").Provision);
    }

    [Fact]
    public void Takes_over_for_a_bound_only_where_it_is_no_part_of_the_verb()
    {
        Assert.Equal(Bound.Exact, OneSaid("Southland undertook to hand over 48 captives.").Figure!.Bound);
        Assert.Equal(Bound.MoreThan, OneSaid("Southland said it had freed over 48 captives.").Figure!.Bound);
    }

    [Fact]
    public void Dates_nothing_without_a_dateline()
    {
        var said = new Reader(Truce()).Read("The envoy said on Monday that talks would resume.").Single(p => p.Cue is not null);
        Assert.Null(said.DateSaid);
    }
}
