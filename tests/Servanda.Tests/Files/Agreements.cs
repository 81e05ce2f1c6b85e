using System.Text;
using Servanda.Agreements;
using Servanda.Files;

namespace Servanda.Tests.Files;

/// <summary>The worked agreements, and small ones made for a test.</summary>
internal static class Agreements
{
    public static string Folder => Path.Combine(Approved.Root, "agreements");

    public static IEnumerable<string> Files => Directory.EnumerateFiles(Folder, "agreement.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    public static string ExampleText => File.ReadAllText(Path.Combine(Folder, "example-truce", "agreement.yaml"));

    public static AgreementReading Read(string yaml) => AgreementFile.Read("agreement.yaml", Encoding.UTF8.GetBytes(yaml));

    /// <summary>A sound agreement into whose first phase the provisions given are put.</summary>
    public static string With(string provisions) => Small.Replace("    provisions: []\n", $"    provisions:\n{provisions}\n", StringComparison.Ordinal);

    public const string Small = """
        servanda: 1
        id: small
        title: A small agreement
        time-zone: Europe/Zurich
        actors:
          - {id: north, name: Northland, role: party}
          - {id: south, name: Southland, role: party}
          - {id: watch, name: Joint Watch, role: mechanism}
        anchors:
          - {id: signature, at: 2026-01-09}
        zones:
          - {id: area, name: The area}
        counters:
          - {id: trucks, unit: truck}
          - {id: captives, unit: person}
        phases:
          - id: one
            title: Phase one
            provisions: []

        """;

    public static string Render(AgreementReading reading, string yaml)
    {
        var lines = yaml.Split('\n');
        return string.Concat(reading.Findings.Select(f => FindingText.Render(f, f.Position.Line >= 1 && f.Position.Line <= lines.Length ? lines[f.Position.Line - 1] : null)));
    }
}
