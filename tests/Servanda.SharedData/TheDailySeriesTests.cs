using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Servanda.Acceptance;
using Servanda.Claims;
using Servanda.Files;
using Xunit;

namespace Servanda.SharedData;

/// <summary>The daily figures of the sample against the series they were taken from.</summary>
public sealed class The_daily_series
{
    private static readonly (string Field, string Suffix)[] Fields =
        [("killed_truce_new", "new"), ("killed_recovered", "recovered"), ("killed_succumbed", "succumbed"), ("killed_committee", "committee"), ("injured", "injured")];

    private static Dictionary<string, Claim> Claims { get; } = Daily();

    [Fact]
    public void Comes_in_figure_by_figure_as_its_source_published_it()
    {
        var expected = Rows().SelectMany(row => Fields.Where(f => row.TryGetProperty(f.Field, out var value) && value.GetDecimal() > 0)
            .Select(f => (Id: $"mohtel-{row.GetProperty("report_date").GetString()}-{f.Suffix}", Value: row.GetProperty(f.Field).GetDecimal()))).ToList();
        Assert.NotEmpty(expected);
        Assert.All(expected, e => Assert.Equal((e.Id, e.Value), (e.Id, Claims[e.Id].Figure!.Value)));
    }

    [Fact]
    public void Keeps_the_days_a_figure_covers_apart_from_the_day_it_was_published()
    {
        foreach (var row in Rows().Where(r => r.GetProperty("report_period").GetInt32() > 0))
        {
            var day = LocalDatePattern.Iso.Parse(row.GetProperty("report_date").GetString()!).Value;
            var days = row.GetProperty("report_period").GetInt32() / 24;
            foreach (var claim in Claims.Values.Where(c => c.Id.StartsWith($"mohtel-{LocalDatePattern.Iso.Format(day)}-", StringComparison.Ordinal)))
            {
                Assert.Equal(day, claim.Said.Day);
                Assert.Equal((claim.Id, day.PlusDays(1 - days), day), (claim.Id, claim.Happened!.From.Day, claim.Happened.To.Day));
            }
        }
    }

    [Fact]
    public void Is_the_source_s_own_through_its_compiler_and_holds_no_extrapolation()
    {
        Assert.All(Rows(), row => Assert.Equal("mohtel", row.GetProperty("report_source").GetString()));
        Assert.All(Claims.Values, c => Assert.Equal(("gaza-health-ministry", "palestine-datasets"), (c.Speaker, Assert.Single(c.Via))));
        Assert.All(Claims.Keys, id => Assert.Contains(Fields, f => id.EndsWith("-" + f.Suffix, StringComparison.Ordinal)));
    }

    private static List<JsonElement> Rows()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Shared.At("data", "casualty-series", "casualties_daily.json")));
        var (first, last) = (new LocalDate(2025, 10, 10), new LocalDate(2025, 12, 31));
        return [.. json.RootElement.EnumerateArray().Where(r => LocalDatePattern.Iso.Parse(r.GetProperty("report_date").GetString()!).Value is var day && day >= first && day <= last).Select(r => r.Clone())];
    }

    private static Dictionary<string, Claim> Daily()
    {
        var file = Repository.At("agreements", "gaza-2025", "claims.jsonl");
        var lines = ClaimLines.Read(file, File.ReadAllBytes(file));
        Assert.Empty(lines.Findings);
        return lines.Claims.Where(c => c.Id.StartsWith("mohtel-", StringComparison.Ordinal)).ToDictionary(c => c.Id, StringComparer.Ordinal);
    }
}
