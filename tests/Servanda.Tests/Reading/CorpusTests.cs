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

/// <summary>Reports that no rule of the reader was written for: the floor is what it read when they were added.</summary>
public sealed class Reports_about_the_library
{
    [Fact]
    public void Are_read_no_worse_than_at_first_sight()
    {
        var score = CorpusScore.Of(Corpus.Library());
        Assert.True(score.F >= 0.86, score.ToString());
        Assert.True(score.Speaker >= 0.78 * score.Found, score.ToString());
        Assert.True(score.Party >= 0.92 * score.Found, score.ToString());
        Assert.True(score.Kind >= 0.96 * score.Rows, score.ToString());
        Assert.True(score.Topic >= 0.9 * score.Rows, score.ToString());
        Assert.True(score.Figures >= 8, score.ToString());
        Assert.True(score.FalseFigures <= 3, score.ToString());
        Assert.True(score.Dates >= 4, score.ToString());
        Assert.Equal(0, score.WrongDates);
    }
}
