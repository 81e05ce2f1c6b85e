using Servanda.Reading;
using Xunit;

namespace Servanda.Tests.Reading;

public sealed class Documents_of_several_conflicts
{
    [Fact]
    public void Are_read_as_people_read_them()
    {
        var score = CorpusScore.Of(Corpus.Documents());
        Assert.True(score.F >= 0.95, score.ToString());
        Assert.True(score.Speaker >= 0.93 * score.Found, score.ToString());
        Assert.True(score.Party >= 0.93 * score.Found, score.ToString());
        Assert.True(score.Kind >= 0.9 * score.Rows, score.ToString());
        Assert.True(score.Topic >= 0.9 * score.Rows, score.ToString());
        Assert.True(score.Figures >= 0.9 * score.GoldFigures, score.ToString());
        Assert.True(score.FalseFigures <= 2, score.ToString());
        Assert.True(score.Dates == score.ExplicitDates, score.ToString());
        Assert.Equal(0, score.WrongDates);
    }

    [Fact]
    public void Give_every_proposal_its_own_words()
    {
        foreach (var document in Corpus.Documents())
        {
            foreach (var proposal in new Reader(document.Agreement).Read(document.Text))
            {
                Assert.NotEmpty(proposal.ContentSpans);
                Assert.All(proposal.ContentSpans, s => Assert.True(proposal.Extent.Contains(s)));
                Assert.InRange(proposal.Confidence, 0.05, 1);
                Assert.NotEmpty(proposal.Rules);
            }
        }
    }

    [Fact]
    public void Write_the_fields_in_the_order_of_the_contract()
    {
        var document = Corpus.Documents()[0];
        var line = ProposalJson.Line(new Reader(document.Agreement).Read(document.Text)[0], "sha256:0");
        string[] fields = ["n", "document", "speaker", "party", "partyName", "surfaceSpeaker", "via", "reciprocal", "cue", "addressee", "kind", "topic", "provision", "polarity", "modality", "figure", "dateSaid", "dateSaidBasis", "dateAbout", "attribution", "start", "end", "speakerSpan", "cueSpan", "contentSpans", "confidence", "rules"];
        using var json = System.Text.Json.JsonDocument.Parse(line);
        Assert.Equal(fields, json.RootElement.EnumerateObject().Select(p => p.Name));
    }
}

/// <summary>One report about each agreement of the library, read with its own file.</summary>
public sealed class Reports_about_the_library
{
    [Fact]
    public void Are_read_as_people_read_them()
    {
        var score = CorpusScore.Of(Corpus.Library());
        Assert.True(score.F >= 0.93, score.ToString());
        Assert.True(score.Speaker >= 0.85 * score.Found, score.ToString());
        Assert.True(score.Party >= 0.95 * score.Found, score.ToString());
        Assert.True(score.Kind >= 0.94 * score.Rows, score.ToString());
        Assert.True(score.Topic >= 0.94 * score.Rows, score.ToString());
        Assert.Equal(score.GoldFigures, score.Figures);
        Assert.Equal(0, score.FalseFigures);
        Assert.Equal(score.ExplicitDates, score.Dates);
        Assert.Equal(0, score.WrongDates);
    }
}

/// <summary>Reports about other conflicts, with nothing but the list of actors: floors below what is read now.</summary>
public sealed class Reports_about_other_conflicts
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Are_read_well_enough_to_confirm(int batch)
    {
        var score = CorpusScore.Of(Corpus.FirstSight(batch));
        Assert.True(score.F >= 0.90, score.ToString());
        Assert.True(score.Speaker >= 0.90 * score.Found, score.ToString());
        Assert.True(score.Party >= 0.92 * score.Found, score.ToString());
        Assert.True(score.Kind >= 0.88 * score.Rows, score.ToString());
        Assert.True(score.Topic >= 0.88 * score.Rows, score.ToString());
        Assert.True(score.Figures >= 0.7 * score.GoldFigures, score.ToString());
        Assert.True(score.FalseFigures <= 1, score.ToString());
        Assert.Equal(score.ExplicitDates, score.Dates);
        Assert.Equal(0, score.WrongDates);
    }
}
