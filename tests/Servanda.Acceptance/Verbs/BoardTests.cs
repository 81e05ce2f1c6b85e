using System.Text.Json;
using System.Text.Json.Nodes;
using Servanda.Tests;
using Xunit;

namespace Servanda.Acceptance.Verbs;

public sealed class The_board_on_a_terminal : IDisposable
{
    private const string Status = "status example-truce --claims example-truce --as-of 2026-01-19";

    private readonly Desk desk = new();

    [Theory]
    [InlineData(120)]
    [InlineData(80)]
    [InlineData(60)]
    [InlineData(50)]
    public void Fits_its_width(int columns)
    {
        var ran = desk.Run(Status, ("COLUMNS", columns.ToString()));

        Approved.Text($"board-{columns}.txt", ran.Out);
        Assert.All(ran.Out.Split('\n'), line => Assert.True(line.Length <= columns || !line.Trim().Contains(' ', StringComparison.Ordinal), $"{line.Length} characters: {line}"));
    }

    [Fact]
    public void Has_colour_besides_its_signs_and_words() =>
        Approved.Text("board-colour.txt", desk.Run(Status, ("CLICOLOR_FORCE", "1")).Out.Replace("\e", "␛"));

    [Fact]
    public void Has_no_colour_where_none_is_wanted() =>
        Assert.DoesNotContain('\e', desk.Run(Status, ("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")).Out);

    [Fact]
    public void Shows_the_record_as_it_stood_on_another_day() =>
        Approved.Text("board-known-before.txt", desk.Run(Status + " --known-at 2026-01-18").Out);

    [Fact]
    public void Shows_only_the_standpoints_chosen() =>
        Approved.Text("board-chosen.txt", desk.Run(Status + " --standpoint north-without-health-office --standpoint south").Out);

    [Fact]
    public void Shows_a_phase_that_is_declared_before_its_condition() =>
        Approved.Text("board-february.txt", desk.Run("status example-truce --claims example-truce --as-of 2026-02-04").Out);

    [Fact]
    public void Shows_an_agreement_of_three_phases() =>
        Approved.Text("board-gaza.txt", desk.Run("status gaza-2025 --claims gaza-2025 --as-of 2025-12-19").Out);

    public void Dispose() => desk.Dispose();
}

public sealed class The_board_as_json : IDisposable
{
    private const string Status = "status example-truce --claims example-truce --as-of 2026-01-19 --json";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Desk desk = new();

    [Fact]
    public void Is_the_whole_board() =>
        Approved.Text("board.json", JsonNode.Parse(desk.Run(Status).Out)!.ToJsonString(Indented) + "\n");

    [Fact]
    public void Answers_the_same_when_asked_for_the_dates_it_prints()
    {
        var first = desk.Run(Status).Out;
        var board = JsonNode.Parse(first)!;
        var again = desk.Run($"status example-truce --claims example-truce --json --as-of {board["asOf"]} --known-at {board["knownAt"]}").Out;

        Assert.True(JsonNode.DeepEquals(board, JsonNode.Parse(again)), again);
    }

    [Fact]
    public void Names_every_field_of_a_status_each_time()
    {
        var statuses = JsonNode.Parse(desk.Run(Status).Out)!["phases"]!.AsArray().SelectMany(p => p!["provisions"]!.AsArray()).SelectMany(p => p!["status"]!.AsObject().Select(s => s.Value!.AsObject()));

        Assert.All(statuses, s => Assert.Equal(
            ["value", "bits", "shown", "presumed", "since", "due", "count", "balance", "coverage", "claims", "incidents", "readings", "accounts", "holders", "figures"], s.Select(f => f.Key)));
    }

    public void Dispose() => desk.Dispose();
}
