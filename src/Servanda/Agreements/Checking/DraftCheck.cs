namespace Servanda.Agreements.Checking;

/// <summary>
/// Reads a draft as a sceptical lawyer would, before anyone signs: circles of waiting, phases that can never open, deadlines
/// that contradict each other, duties that nobody verifies. An error is certain: the text cannot work as it is written. A
/// warning is about what the text says, and what has stalled agreements before. A note is about what it leaves open. Each family of checks has a file of its own.
/// </summary>
public static class DraftCheck
{
    /// <param name="shapes">The shapes of zones whose geometry was read, by zone; null where no geometry is at hand.</param>
    public static IReadOnlyList<Finding> Of(Agreement agreement, IReadOnlyDictionary<string, ZoneShape>? shapes = null)
    {
        var findings = new DraftFindings(agreement);
        var overlaps = shapes is null ? [] : ZoneOverlaps.Of(agreement, shapes).ToList();
        WaitChecks.Of(findings);
        DeadlineChecks.Of(findings);
        PolarityChecks.Of(findings);
        HolderChecks.Of(findings);
        VerifierChecks.Of(findings);
        EndChecks.Of(findings);
        JudgeChecks.Of(findings);
        CounterChecks.Of(findings);
        TermChecks.Of(findings);
        ConflictChecks.Of(findings, overlaps);
        ZoneChecks.Of(findings, overlaps);
        return findings.InOrder();
    }
}
