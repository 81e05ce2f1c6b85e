using System.Diagnostics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Servanda.Reading;
using Xunit;
using static Servanda.Tests.Reading.SomeReader;

namespace Servanda.Tests.Reading;

public sealed class A_reader_of_any_text
{
    private const string Plain = """
        BERG, 6 March 2026 - "We kept our word," General José Müller said. "They did not."

        The general's aide said on Thursday that at least 12 people had been killed. He called the report 'lies', adding: "No one fired."
        """;

    [Fact]
    public void Reads_the_same_whatever_the_line_endings()
    {
        Assert.Equal(WithoutPlaces(Plain), WithoutPlaces(Plain.Replace("\n", "\r\n", StringComparison.Ordinal)));
    }

    [Fact]
    public void Reads_the_same_in_straight_and_in_curly_quotes()
    {
        var open = false;
        var curly = new StringBuilder();
        foreach (var c in Plain.Replace(" 'lies'", " ‘lies’", StringComparison.Ordinal).Replace('\'', '’'))
        {
            curly.Append(c == '"' ? (open = !open) ? '“' : '”' : c);
        }
        Assert.Equal(WithoutPlaces(Plain), WithoutPlaces(curly.ToString()));
    }

    [Fact]
    public void Reads_the_same_composed_and_decomposed()
    {
        var decomposed = Plain.Replace("é", "e\u0301", StringComparison.Ordinal).Replace("ü", "u\u0308", StringComparison.Ordinal);
        Assert.Equal(WithoutPlaces(Plain), WithoutPlaces(decomposed));
    }

    [Fact]
    public void Reads_the_same_with_spaces_that_do_not_break()
    {
        Assert.Equal(WithoutPlaces(Plain), WithoutPlaces(Plain.Replace(' ', '\u00a0')));
    }

    [Fact]
    public void Reads_the_same_twice() => Assert.Equal(Lines(Plain), Lines(Plain));

    [Fact]
    public void Marks_places_in_the_text_as_given()
    {
        var text = Plain.Replace("\n", "\r\n", StringComparison.Ordinal).Replace("é", "e\u0301", StringComparison.Ordinal);
        foreach (var proposal in Read(text))
        {
            if (proposal.CueSpan is { } cue)
            {
                Assert.Equal(proposal.Cue, text[cue.Start..cue.End]);
            }
        }
    }

    [Fact]
    public void Finds_nothing_in_nothing()
    {
        Assert.Empty(Read(""));
        Assert.Empty(Read(" \r\n\t\u00a0\n"));
        Assert.Empty(Read("\"\"\"''“”"));
    }

    [Fact]
    public void Never_throws_on_a_truncated_text()
    {
        foreach (var text in Corpus.Documents().Select(d => d.Text))
        {
            for (var length = 0; length < text.Length; length += 7)
            {
                var whole = Read(text[..length]);
                Assert.All(whole, p => Assert.InRange(p.Extent.End, p.Extent.Start + 1, length));
            }
        }
    }

    [Fact]
    public void Never_throws_on_random_words_and_marks()
    {
        string[] pieces = ["said", "The", "army", ",", ".", "\"", "'", "“", "”", "who", "and", "Northland", "told", "that", "accused", "of", "was", "by", "12", "killed", "\n\n", "\n", "-", "--", "(", ")", "on", "Monday", "according", "to", "adding", ":", ";", "he", "with", "saying", "as", "3", "March", "all", "but", "between", "'s", "Mr.", "date", "2026-01-01", "\u0301", "‘", "’", "U.S.", "not", "claims", "reports"];
        var random = new Random(20260306);
        for (var round = 0; round < 4000; round++)
        {
            var text = string.Join(random.Next(4) == 0 ? "" : " ", Enumerable.Range(0, random.Next(1, 40)).Select(_ => pieces[random.Next(pieces.Length)]));
            foreach (var proposal in Read(text))
            {
                Assert.All(proposal.ContentSpans, s => Assert.InRange(s.End, s.Start + 1, text.Length));
            }
        }
    }

    [Fact]
    public void Never_throws_on_random_characters() =>
        Prop.ForAll<string>(text =>
        {
            _ = Read(text ?? "");
            return true;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(100_000)]
    public void Stays_linear_in_quotation_marks(int marks)
    {
        foreach (var mark in (string[])["\"", "“", "'", "‘ ", "\" a "])
        {
            AssertQuick(string.Concat(Enumerable.Repeat(mark, marks)));
        }
    }

    [Fact]
    public void Stays_linear_in_ten_megabytes()
    {
        var paragraph = Plain + "\n\nThe Northern army accused Southland of 12 violations. The army said it would answer. Its spokesman said so too.\n\n";
        AssertQuick(string.Concat(Enumerable.Repeat(paragraph, 10_000_000 / paragraph.Length)));
    }

    [Theory]
    [InlineData("the army and the ministry and ")]
    [InlineData("said ")]
    [InlineData("X, said, ")]
    [InlineData("who said that ")]
    [InlineData("( [ \" ")]
    public void Stays_linear_in_one_endless_sentence(string words) => AssertQuick(string.Concat(Enumerable.Repeat(words, 100_000)));


    private static void AssertQuick(string text)
    {
        var watch = Stopwatch.StartNew();
        Read(text);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), $"{text.Length} characters took {watch.Elapsed}.");
    }

    private static List<string> Lines(string text) => [.. Read(text).Select(p => ProposalJson.Line(p, null))];

    private static List<string> WithoutPlaces(string text)
    {
        var none = new Span(0, 0);
        return [.. Read(text).Select(p => ProposalJson.Line(p with { Extent = none, SpeakerSpan = null, CueSpan = null, ContentSpans = [] }, null))];
    }
}
