using System.Text;
using Servanda.Agreements;

namespace Servanda.Cli.Screens;

/// <summary>Findings as a compiler prints them, each with its line of the file.</summary>
internal static class FindingScreen
{
    public static void Write(Screen screen, IEnumerable<Finding> findings, string file, byte[] bytes)
    {
        var lines = Encoding.UTF8.GetString(bytes).Split('\n');
        foreach (var finding in findings)
        {
            var line = finding.Position.Line;
            screen.Raw(FindingText.Render(finding.File is null ? finding with { File = file } : finding, line >= 1 && line <= lines.Length ? lines[line - 1].TrimEnd('\r') : null));
        }
    }
}
