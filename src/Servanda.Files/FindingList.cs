using Servanda.Agreements;

namespace Servanda.Files;

/// <summary>The findings of one file while it is read.</summary>
internal sealed class FindingList(string file)
{
    // Nobody reads on after so many, and one slip repeated ten thousand times must not fill a screen or a minute.
    private const int Most = 500;

    private readonly List<Finding> findings = [];
    private int left;

    public string File => file;
    public bool IsFull => findings.Count >= Most;

    /// <summary>Whether something is wrong that leaves a gap in what was read; a key that is ignored leaves none.</summary>
    public bool HasGaps { get; private set; }

    /// <summary>Whether the text leaves open something that every status hangs on; what was read is whole all the same.</summary>
    public bool LeavesOpen { get; private set; }

    public void AddOpen(Finding finding)
    {
        LeavesOpen = true;
        Add(finding, leavesGap: false);
    }

    public void Error(string code, string message, TextPosition position, string? text, string? hint, bool leavesGap = true) => Add(new Finding
    {
        Code = code,
        Severity = Severity.Error,
        Message = message,
        File = file,
        Position = position,
        Text = text,
        Hint = hint,
    }, leavesGap);

    public void Add(Finding finding, bool leavesGap = true)
    {
        HasGaps |= leavesGap;
        if (IsFull)
        {
            left++;
            return;
        }
        findings.Add(finding);
    }

    /// <summary>A hint that names the nearest of many names; none once there are more findings than anybody reads.</summary>
    public string? DidYouMean(string written, IEnumerable<string> known) => IsFull ? null : Spelling.DidYouMean(written, known);

    public IReadOnlyList<Finding> InOrder()
    {
        var ordered = findings.OrderBy(f => f.Position.Line).ThenBy(f => f.Position.Column).ToList();
        if (left > 0)
        {
            ordered.Add(new Finding { Code = "more-findings", Severity = Severity.Note, Message = $"{left} more findings are left out.", File = file, Hint = "mend these first" });
        }
        return ordered;
    }
}
