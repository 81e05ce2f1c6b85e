using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Servanda.Reading;
using Xunit;

namespace Servanda.SharedData;

/// <summary>The reader on the wire report of 19 December 2025, scored by the neutral scorer against its gold standard.</summary>
public sealed class The_wire_report
{
    private static IReadOnlyList<Proposal> Proposals { get; } = new Reader(Shared.Gaza()).Read(File.ReadAllText(Shared.At("data", "reports", "2025-12-19-wire.txt")));

    private static string[] Scores { get; } = Score();

    [Fact]
    public void Is_read_into_who_said_what()
    {
        Assert.True(Number(Scores[0], "gold .* F ([0-9.]+) [|] of hits") >= 0.90, Scores[0]);
        Assert.True(Number(Scores[0], " speaker ([0-9.]+) party") >= 0.85, Scores[0]);
        Assert.True(Number(Scores[0], " party ([0-9.]+)") >= 0.90, Scores[0]);
    }

    [Fact]
    public void Is_read_into_claims_that_a_person_can_use()
    {
        Assert.True(Number(Scores[1], "usable P [0-9.]+ R [0-9.]+ F ([0-9.]+)") >= 0.85, Scores[1]);
        Assert.Equal(0, Number(Scores[1], "dates wrong ([0-9]+)"));
    }

    [Fact]
    public void Gives_each_figure_to_the_one_who_said_it_and_to_nobody_else()
    {
        var figures = Proposals.Where(p => p.Figure is not null).Select(p => (p.Figure!.Value, p.Figure.Bound, p.Attribution, p.Party)).OrderBy(f => f.Value).ToList();
        Assert.Equal(
            [
                (1m, Claims.Bound.AllBut, Attribution.Reporter, null),
                (3m, Claims.Bound.Exact, Attribution.Indirect, "israel"),
                (48m, Claims.Bound.Exact, Attribution.Reporter, null),
                (395m, Claims.Bound.AtLeast, Attribution.Indirect, "hamas"),
            ], figures);
        Assert.Contains("ministry", Proposals.Single(p => p.Figure?.Value == 395).Speaker, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("military", Proposals.Single(p => p.Figure?.Value == 3).Speaker, StringComparison.OrdinalIgnoreCase);
    }

    private static string[] Score()
    {
        var predicted = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(predicted, Proposals.Select(p => ProposalJson.Line(p, null)));
            var start = new ProcessStartInfo("python3") { RedirectStandardOutput = true, UseShellExecute = false };
            start.ArgumentList.Add(Shared.At("tools", "score_claims.py"));
            start.ArgumentList.Add(Shared.At("data", "reading", "2025-12-19-wire.gold.jsonl"));
            start.ArgumentList.Add(predicted);
            using var scorer = Process.Start(start)!;
            var printed = scorer.StandardOutput.ReadToEnd();
            scorer.WaitForExit();
            Assert.Equal(0, scorer.ExitCode);
            return printed.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        finally
        {
            File.Delete(predicted);
        }
    }

    private static double Number(string line, string pattern)
    {
        var match = Regex.Match(line, pattern, RegexOptions.None, TimeSpan.FromSeconds(1));
        Assert.True(match.Success, $"{pattern} is not in: {line}");
        return double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
    }
}
