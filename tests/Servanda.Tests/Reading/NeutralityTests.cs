using Servanda.Agreements;
using Servanda.Reading;
using Xunit;

namespace Servanda.Tests.Reading;

/// <summary>The same rules for every party: where two parties change places in a text, they change places in what is read, and nothing else does.</summary>
public sealed class A_neutral_reader
{
    [Fact]
    public void Mirrors_what_is_mirrored()
    {
        foreach (var document in Corpus.All())
        {
            var parties = document.Agreement.Actors.Where(a => a.Role is ActorRole.Party).Take(2).ToList();
            if (parties.Count < 2)
            {
                continue;
            }
            var (placed, agreement) = WithPlaceNames(document, parties);
            var mirroredText = Swap(placed);
            var read = new Reader(agreement).Read(placed).Select(p => Swap(Line(p)));
            var mirrored = new Reader(Swapped(agreement)).Read(mirroredText).Select(Line);
            Assert.Equal(read, mirrored);
        }
    }

    [Fact]
    public void Keeps_a_loaded_cue_as_the_cue_and_adds_no_word()
    {
        const string Text = "Northland admitted that its battery had fired. Southland claimed victory. The northern spokesman revealed that the “terrorist” southern band had been “liquidated”.";
        foreach (var proposal in SomeReader.Said(Text))
        {
            Assert.Contains(proposal.Cue!, Text, StringComparison.Ordinal);
            Assert.DoesNotContain("terrorist", ProposalJson.Line(proposal, null), StringComparison.Ordinal);
            Assert.DoesNotContain("liquidated", ProposalJson.Line(proposal, null), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Treats_the_parties_alike_sentence_by_sentence()
    {
        string[] sentences =
        [
            "Northland accused Southland of shelling the bridge on Monday.",
            "The Northern army said the Southern army had fired first.",
            "A northern spokesman rejected southern claims.",
            "Northland, Southland said, had broken the truce.",
        ];
        foreach (var sentence in sentences)
        {
            string Mirror(string text) => text
                .Replace("North", "\u0001", StringComparison.Ordinal).Replace("South", "North", StringComparison.Ordinal).Replace("\u0001", "South", StringComparison.Ordinal)
                .Replace("north", "\u0001", StringComparison.Ordinal).Replace("south", "north", StringComparison.Ordinal).Replace("\u0001", "south", StringComparison.Ordinal);
            Assert.Equal(SomeReader.Read(sentence).Select(p => Mirror(ProposalJson.Line(p, null))), SomeReader.Read(Mirror(sentence)).Select(p => ProposalJson.Line(p, null)));
        }
    }

    [Fact]
    public void Leaves_the_adjectives_of_an_outlet_in_its_words()
    {
        const string Text = "The ruthless northern regime brazenly claimed that the so-called southern heroes had staged a cowardly provocation. The martyred envoy's brave aides denied it.";
        foreach (var proposal in SomeReader.Said(Text))
        {
            // Nothing but places in the text and the speaker as written carries a word of the outlet.
            var line = ProposalJson.Line(proposal with { SurfaceSpeaker = null, Speaker = "", Cue = null }, null);
            Assert.All((string[])["ruthless", "brazen", "heroes", "cowardly", "provocation", "martyred", "brave", "regime"], w => Assert.DoesNotContain(w, line, StringComparison.OrdinalIgnoreCase));
        }
        Assert.NotEmpty(SomeReader.Said(Text));
    }

    [Theory]
    [InlineData("Southland was accused of shelling the bridge.")]
    [InlineData("The southern army is said to have crossed the line.")]
    [InlineData("The attack was blamed on Southland.")]
    [InlineData("Southland is alleged to have moved guns.")]
    [InlineData("Northland has been widely criticised for the raid.")]
    public void Makes_an_accusation_without_a_speaker_nobodys_claim(string text) => Assert.Empty(SomeReader.Read(text));

    private const string First = "Aaaland";
    private const string Second = "Bbbland";

    /// <summary>Every name of the two parties becomes one made-up name each, of equal length, so that places stay where they are.</summary>
    private static (string Text, Agreement Agreement) WithPlaceNames(CorpusDocument document, List<Actor> parties)
    {
        var text = document.Text;
        foreach (var (party, name) in parties.Zip([First, Second]))
        {
            foreach (var alias in party.Aliases.Append(party.Name).Where(a => char.IsUpper(a[0])).OrderByDescending(a => a.Length))
            {
                text = text.Replace(alias, name, StringComparison.Ordinal);
            }
        }
        var actors = document.Agreement.Actors.Select(a =>
            a.Id == parties[0].Id ? new Actor { Id = "aaaland", Name = First, Role = ActorRole.Party }
            : a.Id == parties[1].Id ? new Actor { Id = "bbbland", Name = Second, Role = ActorRole.Party }
            : a).ToList();
        return (text, document.Agreement with { Actors = actors });
    }

    private static string Swap(string text) => text
        .Replace(First, "\u0001", StringComparison.Ordinal).Replace(Second, First, StringComparison.Ordinal).Replace("\u0001", Second, StringComparison.Ordinal)
        .Replace("aaaland", "\u0002", StringComparison.Ordinal).Replace("bbbland", "aaaland", StringComparison.Ordinal).Replace("\u0002", "bbbland", StringComparison.Ordinal);

    private static Agreement Swapped(Agreement agreement) => agreement with
    {
        Actors = [.. agreement.Actors.Select(a => a with { Id = Swap(a.Id), Name = Swap(a.Name), PartOf = a.PartOf is { } up ? Swap(up) : null })],
    };

    private static string Line(Proposal proposal) => ProposalJson.Line(proposal, null);
}
