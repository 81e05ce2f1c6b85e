using System.Globalization;
using Servanda.Agreements;
using Servanda.Files;
using Xunit;

namespace Servanda.Tests.Checking;

/// <summary>What docs/reference/library.md says that each agreement of the library has.</summary>
public sealed class The_library
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Approved.Root, "docs", "reference", "library.md"));

    public static TheoryData<string> Folders() => [.. Files.Agreements.Files.Select(f => Path.GetFileName(Path.GetDirectoryName(f))!)];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Has_of_each_what_its_page_says(string name)
    {
        var (reading, readme) = (Read(name), Readme(name));
        var agreement = reading.Agreement!;

        Assert.Equal(name, agreement.Id);
        Assert.Contains($"../../agreements/{name}/README.md", Page, StringComparison.Ordinal);
        // What is made up has no sources.
        Assert.Contains(name == "example-truce" ? "made-up" : "\n## Sources\n", readme, StringComparison.Ordinal);
        Assert.Contains("\n## What the checker says\n", readme, StringComparison.Ordinal);
        Assert.Contains(agreement.Actors, a => a.Aliases.Count > 0);
        Assert.NotEmpty(reading.Scenarios);
        if (name != "example-truce")
        {
            Assert.Contains("Did practitioners say the same?", readme, StringComparison.Ordinal);
            Assert.Matches($"{agreement.Phases.Count} phases?, {agreement.Provisions.Count()} provisions.*, {reading.Scenarios.Count} scenarios \\|", readme);
        }
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void Says_of_each_what_the_checker_says_of_it_today(string name)
    {
        var folder = Path.Combine(Files.Agreements.Folder, name);
        var findings = AgreementCheck.Of(Read(name), "agreement.yaml", beside => Path.Combine(folder, beside) is var path && File.Exists(path) ? File.ReadAllBytes(path) : null);
        var rows = findings.GroupBy(f => (f.Severity, f.Code)).OrderBy(g => g.Key.Severity switch { Severity.Error => 0, Severity.Warning => 1, Severity.Note => 2 }).ThenBy(g => g.Key.Code, StringComparer.Ordinal)
            .Select(g => string.Create(CultureInfo.InvariantCulture, $"| `{g.Key.Code}` | {Spelled(g.Key.Severity)} | {g.Count()} |\n"));

        Assert.Contains($"\n| finding | | how many |\n|---|---|---:|\n{string.Concat(rows)}\n", Readme(name) + "\n", StringComparison.Ordinal);
    }

    /// <summary>The two positions of 1998 close a circle that the text leaves open; nothing but the text and the readings says so.</summary>
    [Fact]
    public void Has_the_circle_of_arms_and_institutions_in_the_agreement_of_1998()
    {
        var circles = AgreementCheck.Of(Read("good-friday-1998"), "agreement.yaml", _ => null).Where(f => f.Code == "circular-wait").ToList();

        Assert.Contains(circles, c => c.Provisions.SequenceEqual(["decommissioning", "executive-works", "powers-devolved", "executive-formed"]));
        Assert.All(circles, c => Assert.Equal(Severity.Warning, c.Severity));
    }

    [Theory]
    [InlineData("hodeidah-2018")]
    [InlineData("lebanon-2024")]
    [InlineData("minsk-2015")]
    public void Draws_the_lines_that_a_text_has(string name) => Assert.Contains(Read(name).Agreement!.Zones, z => z.Geometry is not null);

    private static AgreementReading Read(string name) => AgreementFile.Read("agreement.yaml", File.ReadAllBytes(Path.Combine(Files.Agreements.Folder, name, "agreement.yaml")));

    private static string Readme(string name) => File.ReadAllText(Path.Combine(Files.Agreements.Folder, name, "README.md"));

    private static string Spelled(Severity severity) => severity.ToString().ToLowerInvariant();
}
