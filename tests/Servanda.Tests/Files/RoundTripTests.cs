using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Servanda.Files;
using Servanda.Tests.Generated;
using Xunit;

namespace Servanda.Tests.Files;

public sealed class An_agreement_written_out
{
    [Fact]
    public void Is_read_back_as_the_same_agreement() => Prop.ForAll(ArbMap.Default.ArbFor<PositiveInt>(), seed =>
    {
        var agreement = Generator.Agreement(seed.Get, 1 + seed.Get % 90);
        var reading = Agreements.Read(AgreementText.Of(agreement));
        Assert.True(reading.Findings.Count == 0, string.Join('\n', reading.Findings));
        Assert.Equal(Same.Told(agreement), Same.Told(reading.Agreement));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Is_read_back_as_the_same_at_the_size_of_Colombia()
    {
        var agreement = Generator.Agreement(5);
        Assert.Equal(Same.Told(agreement), Same.Told(Agreements.Read(AgreementText.Of(agreement)).Agreement));
    }

    [Theory]
    [MemberData(nameof(Yaml))]
    public void Is_the_same_as_its_file(string file)
    {
        var read = Agreements.Read(File.ReadAllText(Path.Combine(Agreements.Folder, file)));
        if (read.Draft is not { } draft)
        {
            return;
        }
        var again = Agreements.Read(AgreementText.Of(draft, read.Scenarios));
        Assert.Equal(Same.Told(draft), Same.Told(again.Draft));
        Assert.Equal(Same.Told(read.Scenarios), Same.Told(again.Scenarios));
    }

    [Fact]
    public void Keeps_any_text_as_it_is() => Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
    {
        if (string.IsNullOrWhiteSpace(text) || text.Contains('\0', StringComparison.Ordinal) || !IsUnicode(text))
        {
            return;
        }
        var agreement = Generator.Agreement(1, 1) with { Title = text };
        agreement = agreement with { Phases = [agreement.Phases[0] with { Title = text, Provisions = [agreement.Phases[0].Provisions[0] with { Text = text, Article = text, Words = [text] }] }] };
        var read = Agreements.Read(AgreementText.Of(agreement)).Agreement!;
        Assert.Equal(text, read.Title);
        Assert.Equal((text, text, text), (read.Phases[0].Provisions[0].Text, read.Phases[0].Provisions[0].Article, read.Phases[0].Provisions[0].Words[0]));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Theory]
    [InlineData("Two lines\nand no end")]
    [InlineData("Two lines\nwith an end\n")]
    [InlineData(" led in by a space\nand more")]
    [InlineData("a: b")]
    [InlineData("a #b")]
    [InlineData("'a'")]
    [InlineData("- a")]
    [InlineData("yes")]
    [InlineData("1e3")]
    [InlineData("12:30")]
    [InlineData("😀 e\u0301 \u2028")]
    [InlineData("a, b [c] {d}")]
    public void Keeps_awkward_texts_as_they_are(string text)
    {
        var agreement = Generator.Agreement(1, 1) with { Title = text };
        agreement = agreement with { Phases = [agreement.Phases[0] with { Provisions = [agreement.Phases[0].Provisions[0] with { Text = text, Article = text, Words = [text, text] }] }] };
        var read = Agreements.Read(AgreementText.Of(agreement)).Agreement!;
        Assert.Equal(text, read.Title);
        Assert.Equal((text, text, text), (read.Phases[0].Provisions[0].Text, read.Phases[0].Provisions[0].Article, read.Phases[0].Provisions[0].Words[1]));
    }

    public static TheoryData<string> Yaml() => [.. Directory.EnumerateFiles(Agreements.Folder, "*.yaml", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Agreements.Folder, f)).Order(StringComparer.Ordinal)];

    private static bool IsUnicode(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;
}

public sealed class A_file_laid_out_again
{
    [Theory]
    [MemberData(nameof(An_agreement_written_out.Yaml), MemberType = typeof(An_agreement_written_out))]
    public void Says_the_same_keeps_its_comments_and_stays_as_it_is(string file)
    {
        var before = File.ReadAllText(Path.Combine(Agreements.Folder, file));
        var after = Format(before);

        Assert.Equal(Same.Told(Agreements.Read(before).Draft), Same.Told(Agreements.Read(after).Draft));
        Assert.Equal(Same.Told(Agreements.Read(before).Scenarios), Same.Told(Agreements.Read(after).Scenarios));
        Assert.Equal(Comments(before), Comments(after));
        Assert.Equal(after, Format(after));
    }

    public static TheoryData<string> Good() => [.. Directory.EnumerateFiles(Path.Combine(Agreements.Folder, "good"), "*.yaml").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Good))]
    public void Is_as_it_was_where_it_is_an_example(string file)
    {
        var text = File.ReadAllText(Path.Combine(Agreements.Folder, "good", file));
        Assert.Equal(text, Format(text));
    }

    /// <summary>An editor that checks by the schema, and any other reader of YAML, takes each text for a text.</summary>
    [Fact]
    public void Has_texts_in_quotes_where_they_look_like_something_else() => Assert.Contains(
        """
        title: "2026"
        time-zone: Europe/Zurich

        counters:
          - {id: c, unit: truck, universe: 30, monotone: true}

        phases:
          - id: one
            title: "1"
            provisions:
              - id: a
                kind: quota
                article: "1.10"
                text: "null"
                counter: c
                target: 30
                within: {to: 2026-03-01}
                words: ["12", "yes"]
                topic: "3"
                survives: true

        """,
        Format("servanda: 1\nid: small\ntitle: 2026\ntime-zone: Europe/Zurich\ncounters: [{id: c, unit: truck, universe: 30, monotone: true}]\nphases:\n- {id: one, title: 1, provisions: [{id: a, kind: quota, article: 1.10, text: null, counter: c, target: 30, topic: 3, words: [12, yes], survives: true, within: {to: 2026-03-01}}]}\n"), StringComparison.Ordinal);

    [Fact]
    public void Has_each_comment_with_what_it_stood_beside() => Approved.Text("formatted.yaml", Format(
        """
        # A head,
        # of two lines.
        servanda: 1
        title: A   # beside the title
        id: small

        time-zone: Europe/Zurich
        # Before the phases.
        phases:    # beside the phases
        # Before phase one.
        - id: one     # beside its id
          title: "Phase one"
          provisions:
          - {kind: act, id: a, text: A, within: {to: signature + 3d}}  # beside a
          # Before b.
          - id: b
            kind: act
            text: >
              Folded over
              two lines
            by: [north,   # beside north
                 south]
            # At the end of b.
          - id: c
            kind: "act"
            article: "3"
            text: |
              First line

              # no comment
        # Before the actors.
        actors: []
        # At the end.
        """));

    private static string Format(string text)
    {
        var (formatted, findings) = AgreementText.Format("agreement.yaml", Encoding.UTF8.GetBytes(text));
        Assert.True(formatted is not null, string.Join('\n', findings));
        return formatted!;
    }

    private static IEnumerable<string> Comments(string text) => text.Split('\n').Select(l => l.TrimStart())
        .Select(l => l.StartsWith('#') ? l : l.LastIndexOf(" # ", StringComparison.Ordinal) is var at and >= 0 ? l[(at + 1)..] : "").Where(c => c.Length > 0).Select(c => c.TrimEnd()).Order(StringComparer.Ordinal);
}
