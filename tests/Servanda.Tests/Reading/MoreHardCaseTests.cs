using NodaTime;
using Servanda.Claims;
using Servanda.Reading;
using Xunit;
using static Servanda.Tests.Reading.SomeReader;

namespace Servanda.Tests.Reading;

public sealed class A_reader_of_transcripts_and_lists
{
    private const string Transcript = """
        Joint press conference, Berg, 6 March 2026

        MODERATOR: Thank you. Each side has a minute.

        ANNA BERG (Northland): We have kept the truce. Nine of our soldiers were wounded on Monday. We call on Southland to open the crossing.

        OTTO LIND (Southland): I must stress that our guns did not fire. The inspectors say the shots came from the north.

        QUESTION: Has Southland lied?

        OTTO LIND: No. I cannot confirm that.
        """;

    [Fact]
    public void Gives_a_turn_to_whoever_has_the_floor()
    {
        var said = Said(Transcript);
        Assert.Equal(["ANNA BERG", "ANNA BERG", "ANNA BERG", "OTTO LIND", "Joint Watch"], said.Select(p => p.Speaker));
        Assert.Equal(["north", "north", "north", "south", "watch"], said.Select(p => p.Party));
        Assert.Equal(9, said[1].Figure!.Value);
        Assert.Equal(ProposalKind.Demand, said[2].Kind);
    }

    [Fact]
    public void Takes_a_question_for_no_claim()
    {
        Assert.DoesNotContain(Read(Transcript), p => p.Content(Transcript).Contains("lied", StringComparison.Ordinal));
        Assert.Empty(Read("Did the envoy say that Southland had fired?"));
    }

    [Fact]
    public void Takes_a_heading_with_a_colon_for_no_turn()
    {
        var said = Said("Incidents: Northland said two posts were shelled.\n\nCaptives: Southland said 12 captives were freed.");
        Assert.Equal(["north", "south"], said.Select(p => p.Party));
    }

    [Fact]
    public void Gives_the_head_of_a_list_to_each_item()
    {
        const string Text = "Northland:\n- calls on Southland to withdraw from the bridge;\n- condemns the shelling of Harl;\n- undertakes to free 12 captives.";
        var said = Said(Text);
        Assert.Equal(["north", "north", "north"], said.Select(p => p.Party));
        Assert.Equal([ProposalKind.Demand, ProposalKind.Event, ProposalKind.Commitment], said.Select(p => p.Kind));
    }
}

public sealed class A_reader_of_more_hard_sentences
{
    [Fact]
    public void Lets_a_main_verb_close_a_relative_clause()
    {
        const string Text = "Northland, which denies the raid, did not answer questions.";
        Assert.Equal("the raid", OneSaid(Text).Content(Text));
    }

    [Fact]
    public void Begins_afresh_after_a_semicolon()
    {
        const string Text = "Northland said a team would leave on Sunday; the bridge was still shut, according to two residents.";
        var said = Said(Text);
        Assert.Equal("a team would leave on Sunday", said[0].Content(Text));
        Assert.Equal("the bridge was still shut", said[1].Content(Text));
    }

    [Fact]
    public void Lets_a_source_only_pass_on_what_an_actor_hopes()
    {
        var said = OneSaid("Northland hopes to open the crossing in May, a source close to the talks said.");
        Assert.Equal("north", said.Party);
        Assert.Equal(["source close to the talks"], said.Via);
        Assert.Equal(ProposalKind.Expectation, said.Kind);
    }

    [Fact]
    public void Tells_one_army_from_another()
    {
        // Only the northern army has a name in this agreement.
        var truce = Truce() with { Actors = [.. Truce().Actors.Select(a => a.Id == "south" ? a with { Aliases = [] } : a)] };
        var said = new Reader(truce).Read("The Northern army said it had answered fire. The Western army said nine of its men were killed.", Dateline).Where(p => p.Cue is not null).ToList();
        Assert.Equal("north", said[0].Party);
        Assert.Null(said[1].Party);
    }

    [Fact]
    public void Takes_a_refusal_for_no_promise()
    {
        var said = OneSaid("Southland said it would not hand in its heavy weapons.");
        Assert.Equal((ProposalKind.Position, ProposalPolarity.Refusal), (said.Kind, said.Polarity));
        Assert.Equal(new DaysAbout(new LocalDate(2026, 3, 9), new LocalDate(2026, 3, 9)), OneSaid("The envoy expects both sides at the talks on 9 March.").DateAbout);
    }

    [Fact]
    public void Takes_no_place_for_a_side()
    {
        Assert.Null(new Reader(Truce() with { Actors = [.. Truce().Actors, new Agreements.Actor { Id = "fr", Name = "France", Role = Agreements.ActorRole.Mediator }] })
            .Read("A diplomat in Paris said the talks had failed.").Single().Party);
    }

    [Fact]
    public void Counts_the_part_and_not_the_whole()
    {
        Assert.Equal(7, OneSaid("The envoy said: \"Of the 24 zones we were promised, only seven have water.\"").Figure!.Value);
        Assert.Equal(750, OneSaid("The envoy said 750 of the promised 2,000 observers had arrived.").Figure!.Value);
        Assert.Equal(3, OneSaid("The mission said three of 18 minefields were cleared.").Figure!.Value);
    }

    [Fact]
    public void Claims_nothing_that_is_only_supposed()
    {
        Assert.Null(OneSaid("Northland said it would suspend the exchange unless Southland explained where 150 fighters had gone.").Figure);
    }

    [Fact]
    public void Counts_shares_and_how_often()
    {
        Assert.Equal(new Figure(40, Bound.About, "per cent"), OneSaid("The mission said about 40 per cent of the fighters had left.").Figure);
        Assert.Equal(27, OneSaid("Northland said its posts had been shelled 27 times since Monday.").Figure!.Value);
        Assert.Null(OneSaid("The envoy said the crossing had been open for three times as long.").Figure);
    }

    [Fact]
    public void Names_few_places_without_counting_them()
    {
        Assert.Null(OneSaid("Northland said its soldiers had entered two more towns.").Figure);
    }

    [Fact]
    public void Adds_up_nothing_from_another_and_keeps_a_total()
    {
        var more = Said("The mission said nine trucks entered. It said another 12 trucks entered on Friday, a total of 21 trucks.");
        Assert.Contains(more, p => p.Figure?.Value == 12 && p.Rules.Contains("figure-additive"));
        Assert.DoesNotContain(more, p => p.Figure?.Value == 33);
    }

    [Fact]
    public void Takes_a_correction_for_what_is_said_now()
    {
        Assert.Empty(Read("An earlier version of this report said 250 fighters were missing."));
        Assert.Equal(4, Said("The mayor said four people had been killed, revising an earlier toll of seven.").Single(p => p.Figure is not null).Figure!.Value);
    }

    [Fact]
    public void Dates_no_saying_by_the_day_of_what_happened()
    {
        Assert.Null(OneSaid("Between 1 February and 3 March the mission documented 31 deaths.").DateSaid);
        Assert.Equal(new LocalDate(2026, 3, 3), OneSaid("“We will wait,” Southland said at a vigil on Tuesday.").DateSaid);
        Assert.Equal(new LocalDate(2026, 3, 3), Said("Northland insisted on Tuesday that the truce held.").Single().DateSaid);
    }

    [Fact]
    public void Says_nothing_of_those_who_say_nothing()
    {
        Assert.Empty(Said("Northland says little."));
        Assert.Empty(Said("Southland, which signed nothing, has not commented."));
        Assert.Empty(Said("The envoy asked whether the crossing would open."));
        Assert.Empty(Said("Neither army accepts that the line is fixed."));
    }

    [Fact]
    public void Passes_over_anonymity()
    {
        const string Text = "An official who asked not to be named said the crossing could be reopened.";
        Assert.Equal("the crossing could be reopened", OneSaid(Text).Content(Text));
    }

    [Fact]
    public void Takes_a_threat_for_no_violation()
    {
        var said = OneSaid("Southland threatened to shell the bridge.");
        Assert.Equal(ProposalKind.Expectation, said.Kind);
        Assert.NotEqual(ProposalPolarity.Fulfilment, said.Polarity);
    }

    [Fact]
    public void Finds_the_name_of_one_known_by_it()
    {
        Assert.Equal("Sagar", OneSaid("The northern commander, known as Sagar, complained that the talks had stalled.").Speaker);
    }

    [Fact]
    public void Hears_the_observer_in_its_own_paper()
    {
        const string Text = "Joint Watch\nDaily report, 6 March 2026\n\nNo violations were observed in the northern sector. In the south 12 shots were heard.";
        var said = Said(Text);
        Assert.All(said, p => Assert.Equal("watch", p.Party));
        Assert.Equal(ProposalPolarity.Fulfilment, said[0].Polarity);
        Assert.Equal(12, said[1].Figure!.Value);
    }

    [Fact]
    public void Gives_quotations_their_signature()
    {
        const string Text = "The herders wrote to us.\n\n“We only want to go home and sow our fields.” — Ana Brook";
        Assert.Equal("Ana Brook", OneSaid(Text).Speaker);
    }

    [Fact]
    public void Gives_an_office_to_its_holder_on_the_day()
    {
        var actors = Truce().Actors.Where(a => a.Id != "north").Append(new Agreements.Actor
        {
            Id = "north",
            Name = "Northland",
            Role = Agreements.ActorRole.Party,
            People =
            [
                new Agreements.Person("Ada Old", null, ["the chancellor"], null, new LocalDate(2025, 12, 31)),
                new Agreements.Person("Ben New", null, ["the chancellor"], new LocalDate(2026, 1, 1), null),
            ],
        });
        var reader = new Reader(Truce() with { Actors = [.. actors] });
        Assert.Equal("Ben New", reader.Read("The chancellor said the truce held.", new LocalDate(2026, 3, 6)).Single().Speaker);
        Assert.Equal("Ada Old", reader.Read("The chancellor said the truce held.", new LocalDate(2025, 3, 6)).Single().Speaker);
    }

    [Fact]
    public void Opens_every_frame_of_attribution()
    {
        string[] frames =
        [
            "Southland denied the raid.",
            "“We did not fire on the bridge,” said Southland.",
            "The raid, Southland said, was an answer.",
            "Rejecting the report, Southland recalled that the bridge was shut.",
            "The bridge was shut, according to Southland.",
            "The raid was condemned by Southland.",
            "Southland was quoted as saying that the bridge was shut.",
            "Talks ended with Southland alleging that the truce was dead.",
            "Southland issued a statement saying the bridge was shut.",
        ];
        Assert.All(frames, f => Assert.Contains(Said(f), p => p.Party == "south"));
    }
}

public sealed class A_story_printed_twice
{
    private static readonly string Story = Corpus.Documents().Single(d => d.Name == "jeddah-wire").Text;

    [Fact]
    public void Is_known_again_in_other_clothes()
    {
        var repeats = new Repeats();
        Assert.Null(repeats.Add("one", Story));
        var other = "Our correspondents report.\n\n" + Story[Story.IndexOf('\n', StringComparison.Ordinal)..].ToUpperInvariant().Replace("\"", "”", StringComparison.Ordinal) + "\n\nMore tomorrow.";
        var found = repeats.Add("two", other);
        Assert.Equal("one", found!.Earlier);
        Assert.InRange(found.Share, 0.8, 1);
        Assert.True(repeats.Holds("one", Story[200..400]));
        Assert.False(repeats.Holds("one", "Nothing of this stands in the story that was printed before, not a word."));
    }

    [Fact]
    public void Is_told_from_another_story_on_the_same_truce()
    {
        var repeats = new Repeats();
        foreach (var document in Corpus.All())
        {
            Assert.Null(repeats.Add(document.Name, document.Text));
        }
    }

    [Fact]
    public void Is_its_agencys()
    {
        var reader = new Reader(Truce());
        Assert.Equal("bergpost", reader.AgencyOf("BERG, 6 March 2026 (Bergpost) - Northland said the bridge was open."));
        Assert.Equal("Reuters", reader.AgencyOf("BERG (Reuters) - Northland said the bridge was open."));
        Assert.Null(reader.AgencyOf("Northland told Reuters that the bridge was open."));
    }
}
