using Servanda.Agreements;
using Servanda.Agreements.Checking;
using Servanda.Status;

namespace Servanda.Files;

/// <summary>All that there is to say about an agreement's file: how it is written, how the draft is built, and its scenarios.</summary>
public static class AgreementCheck
{
    /// <param name="file">The name of the file, for findings.</param>
    /// <param name="open">The bytes of a file beside it, such as the map of its zones; null where there is none.</param>
    public static IReadOnlyList<Finding> Of(AgreementReading reading, string file, Func<string, byte[]?> open)
    {
        var findings = new List<Finding>(reading.Findings);
        if (reading.Draft is { } draft)
        {
            var shapes = ZoneShapes.Of(draft, open, findings);
            findings.AddRange(DraftCheck.Of(draft, shapes));
        }
        if (reading is { Agreement: { } agreement, HasErrors: false })
        {
            findings.AddRange(ScenarioRun.Of(agreement, reading.Scenarios));
        }
        return [.. findings.Select(f => f.File is null ? f with { File = file } : f).OrderBy(f => f.Position.Line).ThenBy(f => f.Position.Column)];
    }
}
