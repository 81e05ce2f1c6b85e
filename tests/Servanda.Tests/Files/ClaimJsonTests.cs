using System.Text.Json;
using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;
using Xunit;

namespace Servanda.Tests.Files;

public sealed class A_claim_as_JSON
{
    private static readonly Stamp January16 = Stamp.On(new LocalDate(2026, 1, 16));
    private static readonly Stamp Noon = Stamp.At(new LocalDateTime(2026, 1, 10, 12, 0).WithOffset(Offset.FromHours(1)));

    private static Claim OfKind(string kind) => kind switch
    {
        "assert" => new Claim.Assert { Id = "c", Speaker = "north", Said = January16, Anchor = "acceptance" },
        "deny" => new Claim.Deny { Id = "c", Speaker = "north", Said = January16, Anchor = "acceptance" },
        "count" => new Claim.Count { Id = "c", Speaker = "north", Said = January16, Counter = "trucks", Figure = new Figure(1, Bound.Exact, "truck") },
        "not-done" => new Claim.NotDone { Id = "c", Speaker = "north", Said = January16, Provision = "return-captives" },
        "coverage" => new Claim.Coverage { Id = "c", Speaker = "north", Said = January16, FoundSome = true, Complete = false, Occurrences = ["o-1", "o-2"] },
        "exercise" => new Claim.Exercise { Id = "c", Speaker = "north", Said = January16, Phase = "two" },
        "verify" => new Claim.Verify { Id = "c", Speaker = "north", Said = January16, Of = "c1" },
        "retract" => new Claim.Retract { Id = "c", Speaker = "north", Said = January16, Of = "c1" },
        "demand" => new Claim.Demand { Id = "c", Speaker = "north", Said = January16 },
        "position" => new Claim.Position { Id = "c", Speaker = "north", Said = January16 },
        "commitment" => new Claim.Commitment { Id = "c", Speaker = "north", Said = January16 },
        "expectation" => new Claim.Expectation { Id = "c", Speaker = "north", Said = January16 },
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public static TheoryData<string> Kinds =>
        ["assert", "deny", "count", "not-done", "coverage", "exercise", "verify", "retract", "demand", "position", "commitment", "expectation"];

    [Theory, MemberData(nameof(Kinds))]
    public void Comes_back_as_it_was_written_with_little_set(string kind) => ComesBack(OfKind(kind));

    [Theory, MemberData(nameof(Kinds))]
    public void Comes_back_as_it_was_written_with_everything_set(string kind) => ComesBack(OfKind(kind) with
    {
        Via = ["wire", "broadcaster"],
        Provision = "halt-fire",
        Actor = Claim.UnknownActor,
        Occurrence = "o-12",
        Polarity = Polarity.Violation,
        Happened = new Happened(Noon, January16),
        Recorded = Instant.FromUtc(2026, 1, 16, 10, 0, 5),
        Grade = Grade.Verified,
        Figure = new Figure(1.5m, Bound.Between, "person", High: 2.25m, Of: 30),
        Exception = "answer-to-fire",
        Zone = "whole-area",
        Place = new Place("The bridge", 46.5m, -7.25m, "within a kilometre"),
        Source = new Source("sha256:00", 17, 155, "\"fire\" \u2013 \ud83d\udd25"),
        Topic = "disarmament",
        Toward = ["south"],
        Stance = Stance.Conditional,
        Meeting = "talks",
        Visibility = new Visibility("names", ["north", "watch"]),
        Note = "two\nlines",
    });

    private static void ComesBack(Claim claim)
    {
        foreach (var numbers in Enum.GetValues<JsonNumbers>())
        {
            var text = ClaimJson.Write(claim, numbers).ToJsonString();
            var reading = ClaimJson.Read(JsonSerializer.Deserialize<JsonElement>(text));
            Assert.Empty(reading.Findings);
            Assert.NotNull(reading.Claim);
            Assert.IsType(claim.GetType(), reading.Claim);
            Assert.Equal(text, ClaimJson.Write(reading.Claim, numbers).ToJsonString());
            Assert.Equivalent(claim, reading.Claim, strict: true);
        }
    }

    [Fact]
    public void Has_only_the_fields_that_are_set_in_a_fixed_order()
    {
        var claim = new Claim.Count
        {
            Id = "c5",
            Speaker = "watch",
            Counter = "captives-returned",
            Figure = new Figure(1.50m, Bound.AllBut, "person", Of: 30m),
            Happened = new Happened(Noon, January16),
            Said = January16,
        };
        Assert.Equal(
            """{"id":"c5","speaker":"watch","kind":"count","counter":"captives-returned","figure":{"value":1.5,"bound":"all-but","of":30,"unit":"person"},"happened":{"from":"2026-01-10T12:00:00+01:00","to":"2026-01-16"},"said":"2026-01-16"}""",
            ClaimJson.Write(claim).ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        Assert.Equal("1.5", (string?)ClaimJson.Write(claim, JsonNumbers.FractionsAsText)["figure"]!["value"]);
    }

    [Fact]
    public void May_give_a_single_day_as_the_time_it_speaks_of()
    {
        var reading = Read("""{"id":"c1","speaker":"north","kind":"assert","happened":"2026-01-16","said":"2026-01-16"}""");
        Assert.Equal(new Happened(January16, January16), reading.Claim!.Happened);
    }

    [Fact]
    public void Needs_no_id_where_the_reader_gives_one()
    {
        var json = JsonSerializer.Deserialize<JsonElement>("""{"speaker":"north","kind":"assert","said":"2026-01-16"}""");
        Assert.Equal("scenario-1", ClaimJson.Read(json, idIfMissing: "scenario-1").Claim?.Id);
        Assert.Equal("missing-key", Assert.Single(ClaimJson.Read(json).Findings).Code);
    }

    private const string Sound = "\"id\":\"c\",\"speaker\":\"north\",\"said\":\"2026-01-16\"";

    [Theory]
    [InlineData("""{"id":"c","speeker":"north","kind":"assert","said":"2026-01-16"}""", "unknown-key missing-key")]
    [InlineData("""{"id":"c","speaker":"north","kind":"asert","said":"2026-01-16"}""", "bad-enum")]
    [InlineData("""{"id":"c","speaker":"north","kind":"assert","said":"2026-02-30"}""", "bad-date")]
    [InlineData("""{"id":"c","speaker":"north","kind":"assert","said":"9999-12-31"}""", "bad-date")]
    [InlineData("""{"id":"c","speaker":"","kind":"assert","said":"2026-01-16"}""", "wrong-type")]
    [InlineData("""{"id":7,"speaker":"north","kind":"assert","said":"2026-01-16"}""", "wrong-type")]
    [InlineData("""{"id":"c","id":"d","speaker":"north","kind":"assert","said":"2026-01-16"}""", "duplicate-key")]
    [InlineData("""{"id":"c","speaker":"north\u0000","kind":"assert","said":"2026-01-16"}""", "bad-text")]
    [InlineData("""{"id":"c","speaker":"\ud800","kind":"assert","said":"2026-01-16"}""", "bad-text")]
    [InlineData("""{"\ud800":1,"id":"c","speaker":"north","kind":"assert","said":"2026-01-16"}""", "bad-text")]
    [InlineData("[]", "wrong-type")]
    [InlineData("3", "wrong-type")]
    [InlineData("{}", "missing-key missing-key missing-key missing-key")]
    [InlineData("""{"kind":"assert","counter":"c",SOUND}""", "unknown-key")]
    [InlineData("""{"kind":"count","counter":"c",SOUND}""", "missing-key")]
    [InlineData("""{"kind":"count","figure":{"value":1,"bound":"exact","unit":"x"},SOUND}""", "missing-key")]
    [InlineData("""{"kind":"count","counter":"c","figure":{"value":1,"bound":"exact"},SOUND}""", "missing-key")]
    [InlineData("""{"kind":"count","counter":"c","figure":{"value":"NaN","bound":"exact","unit":"x"},SOUND}""", "bad-number")]
    [InlineData("""{"kind":"count","counter":"c","figure":{"value":-1,"bound":"exact","unit":"x"},SOUND}""", "bad-number")]
    [InlineData("""{"kind":"count","counter":"c","figure":{"value":1e300,"bound":"exact","unit":"x"},SOUND}""", "bad-number")]
    [InlineData("""{"kind":"count","counter":"c","figure":{"value":5,"bound":"between","high":4,"unit":"x"},SOUND}""", "bad-figure")]
    [InlineData("""{"kind":"count","counter":"c","figure":{"value":5,"bound":"between","unit":"x"},SOUND}""", "missing-key")]
    [InlineData("""{"kind":"count","counter":"c","figure":{"value":5,"bound":"exact","high":7,"unit":"x"},SOUND}""", "unknown-key")]
    [InlineData("""{"kind":"count","counter":"c","figure":{"value":5,"bound":"all-but","of":3,"unit":"x"},SOUND}""", "bad-figure")]
    [InlineData("""{"kind":"verify",SOUND}""", "missing-key")]
    [InlineData("""{"kind":"retract",SOUND}""", "missing-key")]
    [InlineData("""{"kind":"coverage",SOUND}""", "missing-key")]
    [InlineData("""{"kind":"coverage","found":"few",SOUND}""", "bad-enum")]
    [InlineData("""{"kind":"coverage","found":"none","complete":"yes",SOUND}""", "wrong-type")]
    [InlineData("""{"kind":"exercise",SOUND}""", "missing-key")]
    [InlineData("""{"kind":"not-done",SOUND}""", "missing-key")]
    [InlineData("""{"kind":"assert","happened":{"from":"2026-01-16","to":"2026-01-15"},SOUND}""", "bad-period")]
    [InlineData("""{"kind":"assert","happened":{"from":"2026-01-16"},SOUND}""", "missing-key")]
    [InlineData("""{"kind":"assert","happened":3,SOUND}""", "wrong-type")]
    [InlineData("""{"kind":"assert","place":{"lat":91,"lon":0},SOUND}""", "bad-number")]
    [InlineData("""{"kind":"assert","place":{"lat":9,"lon":-181},SOUND}""", "bad-number")]
    [InlineData("""{"kind":"assert","place":{"lat":9},SOUND}""", "missing-key")]
    [InlineData("""{"kind":"assert","source":{"document":"d","start":5,"end":4},SOUND}""", "bad-span")]
    [InlineData("""{"kind":"assert","source":{"document":"d","start":0.5,"end":4},SOUND}""", "bad-number")]
    [InlineData("""{"kind":"assert","recorded":"2026-01-16",SOUND}""", "bad-date")]
    [InlineData("""{"kind":"assert","visibility":"secret",SOUND}""", "bad-enum")]
    [InlineData("""{"kind":"assert","visibility":"names",SOUND}""", "missing-key")]
    [InlineData("""{"kind":"assert","restricted-to":["a"],SOUND}""", "unknown-key")]
    [InlineData("""{"kind":"assert","via":"wire",SOUND}""", "wrong-type")]
    [InlineData("""{"kind":"assert","via":[1],SOUND}""", "wrong-type")]
    public void Is_refused_with_findings_where_it_is_wrong(string json, string codes)
    {
        var reading = Read(json.Replace("SOUND", Sound, StringComparison.Ordinal));
        Assert.Null(reading.Claim);
        Assert.Equal(codes, string.Join(' ', reading.Findings.Select(f => f.Code)));
    }

    [Fact]
    public void Has_an_id_of_at_most_200_characters()
    {
        Assert.Empty(Read($$"""{"id":"{{new string('x', 200)}}","speaker":"north","kind":"assert","said":"2026-01-16"}""").Findings);
        Assert.Equal("bad-id", Assert.Single(Read($$"""{"id":"{{new string('x', 201)}}","speaker":"north","kind":"assert","said":"2026-01-16"}""").Findings).Code);
    }

    [Fact]
    public void Gets_a_hint_at_what_was_probably_meant()
    {
        Assert.Equal("did you mean `speaker`?", Read("""{"id":"c","speeker":"north","kind":"assert","said":"2026-01-16"}""").Findings[0].Hint);
        Assert.Equal("`counter` belongs to `count`", Read("""{"kind":"assert","counter":"c","id":"c","speaker":"n","said":"2026-01-16"}""").Findings[0].Hint);
    }

    private static ClaimReading Read(string json) => ClaimJson.Read(JsonSerializer.Deserialize<JsonElement>(json, AllowAnything));

    private static readonly JsonSerializerOptions AllowAnything = new() { AllowDuplicateProperties = true };
}
