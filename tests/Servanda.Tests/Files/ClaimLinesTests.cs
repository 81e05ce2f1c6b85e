using System.Text;
using System.Text.Json;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Files;
using Servanda.Tests.Generated;
using Xunit;

namespace Servanda.Tests.Files;

public sealed class A_file_of_claims
{
    private const string First = """{"id":"c1","speaker":"north","kind":"assert","provision":"halt-fire","said":"2026-01-16"}""";
    private const string Second = """{"id":"c2","speaker":"south","kind":"deny","provision":"halt-fire","said":"2026-01-16"}""";

    private static ClaimLinesReading Read(string text) => ClaimLines.Read("claims.jsonl", Encoding.UTF8.GetBytes(text));

    [Fact]
    public void Holds_a_claim_a_line_each_with_its_place()
    {
        var reading = Read($"{First}\n  {Second}\n");
        Assert.Empty(reading.Findings);
        Assert.Equal(["c1", "c2"], reading.Claims.Select(c => c.Id));
        Assert.Equal([new TextPosition(1, 1), new TextPosition(2, 3)], reading.Claims.Select(c => c.WrittenAt));
    }

    [Fact]
    public void May_have_a_byte_order_mark_and_Windows_line_ends_and_blank_lines_and_no_last_line_end()
    {
        var reading = Read($"\uFEFF{First}\r\n\r\n \t\n{Second}");
        Assert.Empty(reading.Findings);
        Assert.Equal([1, 4], reading.Claims.Select(c => c.WrittenAt.Line));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\uFEFF")]
    public void May_hold_nothing(string text)
    {
        var reading = Read(text);
        Assert.Empty(reading.Findings);
        Assert.Empty(reading.Claims);
    }

    [Fact]
    public void Is_read_on_after_a_bad_line()
    {
        var reading = Read($"{First}\n{{\"id\":\n{Second}\n");
        Assert.Equal(2, reading.Claims.Count);
        Assert.Equal(("bad-json", 2), (Assert.Single(reading.Findings).Code, reading.Findings[0].Position.Line));
    }

    [Fact]
    public void Gives_claims_without_an_id_the_number_of_their_line_where_none_is_required()
    {
        var bytes = Encoding.UTF8.GetBytes("""{"speaker":"north","kind":"demand","said":"2026-01-16"}""");
        Assert.Equal("1", Assert.Single(ClaimLines.Read("claims.jsonl", bytes, idRequired: false).Claims).Id);
    }

    [Fact]
    public void Comes_back_as_it_was_written()
    {
        var claims = Read($"{First}\n{Second}\n").Claims;
        using var file = new MemoryStream();
        ClaimLines.Write(file, claims);
        Assert.Equal($"{First}\n{Second}\n", Encoding.UTF8.GetString(file.ToArray()));
        Assert.Equal(First, ClaimLines.Write(claims[0]));
    }

    [Fact]
    public void Keeps_the_letters_of_every_language_readable() =>
        Assert.Contains("\"note\":\"وقف إطلاق النار, «прекращение огня»\"",
            ClaimLines.Write(Read(First.Replace("\"said\"", "\"note\":\"وقف إطلاق النار, «прекращение огня»\",\"said\"", StringComparison.Ordinal)).Claims[0]), StringComparison.Ordinal);

    [Fact]
    public void Is_not_read_in_another_encoding()
    {
        foreach (var encoding in new[] { Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32 })
        {
            byte[] marked = [.. encoding.GetPreamble(), .. encoding.GetBytes(First + "\n" + Second)];
            Assert.Equal("wrong-encoding", Assert.Single(ClaimLines.Read("claims.jsonl", marked).Findings).Code);
        }
        Assert.Equal("wrong-encoding", Assert.Single(ClaimLines.Read("claims.jsonl", Encoding.Unicode.GetBytes(First)).Findings).Code);
    }

    [Fact]
    public void Loses_only_the_lines_that_are_no_text()
    {
        var reading = ClaimLines.Read("claims.jsonl", [.. Encoding.UTF8.GetBytes(First + "\n\"ä"), 0xFF, (byte)'\n', 0, (byte)'\n', .. Encoding.UTF8.GetBytes(Second)]);
        Assert.Equal(2, reading.Claims.Count);
        Assert.Equal([("wrong-encoding", 2, 3), ("wrong-encoding", 3, 1)], reading.Findings.Select(f => (f.Code, f.Position.Line, f.Position.Column)));
    }

    [Fact]
    public void Loses_only_a_line_that_is_too_long()
    {
        var reading = Read($"{First}\n{new string('x', 3_000_000)}\n{Second}");
        Assert.Equal(2, reading.Claims.Count);
        Assert.Equal(("line-too-long", 2), (Assert.Single(reading.Findings).Code, reading.Findings[0].Position.Line));
    }

    [Fact]
    public void May_be_large()
    {
        var reading = Read(string.Concat(Enumerable.Range(0, 20_000).Select(n => First.Replace("c1", $"c{n}", StringComparison.Ordinal) + "\n")));
        Assert.Empty(reading.Findings);
        Assert.Equal(20_000, reading.Claims.Count);
        Assert.Equal((19_999.ToString(), 20_000), (reading.Claims[^1].Id[1..], reading.Claims[^1].WrittenAt.Line));
    }

    [Fact]
    public void Reads_the_same_from_bytes_as_with_care()
    {
        var agreement = Generator.Agreement(3, 60);
        var sound = Generator.Claims(agreement, 3, 400).Select(ClaimLines.Write).Concat(Full).ToList();
        var plain = new PlainClaims();
        Assert.All(sound, line => Assert.NotNull(Plain(plain, line)));
        string[] pieces = ["\"", ",", ":", "{", "}", "[", "]", "null", "true", "-1", "0.50", "1e3", "\\u0041", "\\ud800", " ", "id", "said", "high", "of", "2026-02-30", "2026-01-09T12:00:00Z", "é", "names", "\"from\":null,"];
        var random = new Random(5);
        var (given, refused) = (0, 0);
        for (var round = 0; round < 20_000; round++)
        {
            var line = sound[random.Next(sound.Count)];
            for (var changes = random.Next(0, 3); changes > 0; changes--)
            {
                var at = random.Next(line.Length);
                line = line[..at] + pieces[random.Next(pieces.Length)] + line[Math.Min(line.Length, at + random.Next(0, 4))..];
            }
            if (Plain(plain, line) is not { } claim)
            {
                refused++;
                continue;
            }
            given++;
            using var document = JsonDocument.Parse(line);
            var reading = ClaimJson.Read(document.RootElement, "claims.jsonl", (_, _) => new TextPosition(1, 1));
            Assert.True(reading.Findings.Count == 0, line);
            Assert.Equal(ClaimLines.Write(reading.Claim!), ClaimLines.Write(claim));
            Assert.Equal((reading.Claim!.WrittenAt, reading.Claim.WrittenIn), (claim.WrittenAt, claim.WrittenIn));
        }
        Assert.True(given > 2_000 && refused > 2_000, $"{given} were given, {refused} refused");
    }

    // Every field that a claim can have, each somewhere.
    private static readonly string[] Full =
    [
        """{"id":"f1","speaker":"north","via":["wire","envoy"],"kind":"count","counter":"count-1","provision":"p","actor":"unknown","occurrence":"o","polarity":"violation","exception":"e","zone":"z","place":{"name":"The bridge","lat":47.25,"lon":-8.5,"precision":"town"},"figure":{"value":3,"bound":"between","high":7.5,"of":10,"unit":"person"},"happened":{"from":"2026-01-09","to":"2026-01-10T12:00:00+01:00"},"topic":"aid","stance":"against","toward":["south"],"meeting":"m","grade":"verified","visibility":"names","restricted-to":["envoy"],"source":{"document":"sha256:00","start":3,"end":17,"exact":"“They said so”"},"note":"A \"note\"\nof two lines","said":"2026-01-11","recorded":"2026-01-11T10:30:00.5Z"}""",
        """{"id":"f2","speaker":"watch","kind":"coverage","found":"some","complete":false,"occurrences":["o1","o2"],"provision":"p","happened":"2026-01-09","said":"2026-01-11","visibility":"mediators"}""",
        """ { "said" : "2026-01-11T10:30Z" , "anchor" : "signature" , "kind" : "deny" , "speaker" : "Ministère" , "id" : "f3", "note": null } """,
        """{"id":"f4","speaker":"envoy","kind":"exercise","phase":"two","said":"2026-01-11"}""",
        """{"id":"f5","speaker":"envoy","kind":"retract","of":"f4","said":"2026-01-11","figure":{"value":0,"bound":"all-but","of":3,"unit":"rifle"}}""",
    ];

    private static Claim? Plain(PlainClaims plain, string line) => plain.Read(Encoding.UTF8.GetBytes(line), "claims.jsonl", new TextPosition(1, 1), null);

    [Fact]
    public void Is_refused_when_it_is_one_list() =>
        Assert.Equal("bad-json", Assert.Single(Read($"[\n{First}\n]").Findings).Code);

    [Fact]
    public void Nested_deep_is_a_finding() =>
        Assert.Equal("bad-json", Assert.Single(Read("{\"id\":" + new string('[', 100_000)).Findings).Code);

    [Fact]
    public void Has_findings_that_read_like_a_compilers()
    {
        string[] lines =
        [
            """{"id":"c1","speaker":"north","kind":"asert","said":"2026-01-16"}""",
            """{"id":"c2","speaker":"Ministère","kind":"count","counter":"trucks-entered","figure":{"value":5,"bound":"betwen","unit":"truck","hihg":7},"said":"2026-01-32"}""",
            """{"id":"c3","speaker":"north","kind":"assert","via":["wire",3],"place":{"lat":"91","lon":8},"said":"2026-01-16"}""",
            """{"id":"c4","speaker":"north","kind":"assert","said":"2026-01-16"} {}""",
            """{"id":"c5","speaker":"north","kind":"assert","said":"2026-01-16","said":"2026-01-17"}""",
            """{"id":"c6","speaker":"north","kind":"coverage","counter":"trucks-entered","said":"2026-01-17"}""",
        ];
        Approved.Text("claims.txt", string.Concat(Read(string.Join('\n', lines)).Findings.Select(f => FindingText.Render(f, lines[f.Position.Line - 1]))));
    }

    [Fact]
    public void Of_random_bytes_never_throws()
    {
        var random = new Random(1);
        var sound = Encoding.UTF8.GetBytes($"{First}\n{Second}\n");
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = (byte[])sound.Clone();
            for (var changes = random.Next(1, 5); changes > 0; changes--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }
            foreach (var finding in ClaimLines.Read("claims.jsonl", bytes.AsSpan(0, random.Next(bytes.Length))).Findings)
            {
                FindingText.Render(finding, Encoding.UTF8.GetString(bytes));
            }
        }
    }
}
