using Servanda.Agreements;
using Servanda.Gaps;
using Servanda.Status;

namespace Servanda.Cli.Screens;

/// <summary>What stands otherwise than before, from what to what and by whose account.</summary>
internal sealed class ChangesScreen(Screen screen, Agreement agreement)
{
    private const int Indent = 2;

    public void Show(IReadOnlyList<StatusChange> changes)
    {
        foreach (var change in changes.GroupBy(c => (c.Reference, Before: From(c), After: To(c))))
        {
            screen.Wrapped(Indent, Indent + 2, new Run(change.Key.Reference, Ink.Strong), $": {change.Key.Before} → ", new Run(change.Key.After, Ink.Strong), $", by {By([.. change.Select(c => c.Standpoint.Id)])}");
        }
    }

    /// <summary>The accounts by their ids, or every one.</summary>
    public string By(IReadOnlyList<string> standpoints) => standpoints.Count == Standpoint.Of(agreement).Count ? "every account" : Words.List(standpoints);

    private static string From(StatusChange change) => Of(change.Before, change.After);

    private static string To(StatusChange change) => Of(change.After, change.Before);

    // Where the shown words are the same the answer to its question is what differs.
    private static string Of(Standing standing, Standing other) => standing.Shown is not { } shown ? Words.Of(standing.Value)
        : shown == other.Shown ? $"{shown.Words()} (its question: {Words.Of(standing.Value)})"
        : shown.Words();
}
