using Servanda.Agreements;
using Servanda.Status;

namespace Servanda.Cli.Screens;

/// <summary>What each actor wants, asks, promises and expects, latest first, in its own words.</summary>
internal sealed class PositionsScreen(Screen screen, Situation situation)
{
    private Agreement Agreement => situation.Agreement;

    public void Show(IReadOnlyList<StandingClaim> positions)
    {
        screen.Line(new Run(Foreign.Text(Agreement.Title), Ink.Strong));
        screen.Line($"Positions up to {Words.AsOf(situation.AsOf, Agreement.Zone)} ({Agreement.Zone.Id}), from {situation.From}. Shown, and never counted towards a status.");
        if (positions.Count == 0)
        {
            screen.Line();
            screen.Line("Nobody is on the record with one.");
        }
        foreach (var speaker in positions.GroupBy(p => p.Speaker, StringComparer.Ordinal))
        {
            screen.Line();
            screen.Line(new Run(Foreign.Text(Agreement.NameOf(speaker.Key)), Ink.Strong));
            foreach (var position in speaker)
            {
                Show(position);
            }
        }
    }

    public void Show(StandingClaim position, int indent = 2, bool named = false)
    {
        var claim = position.Claim;
        var about = claim.Provision ?? claim.Topic ?? claim.Meeting;
        var via = claim.Via.Count == 0 ? "" : $" (via {string.Join(", then ", claim.Via.Select(v => Foreign.Text(Agreement.NameOf(v))))})";
        var toward = claim.Toward.Count == 0 ? "" : $", toward {Words.List([.. claim.Toward.Select(t => Foreign.Text(Agreement.NameOf(t)))])}";
        var runs = new List<Run>();
        if (named)
        {
            runs.Add(new Run(Foreign.Text(Agreement.NameOf(position.Speaker)) + " ", Ink.Strong));
        }
        runs.Add($"{claim.Said} {claim.Kind}{(claim.Stance is { } stance ? $" ({Spelling.Of(stance)})" : "")}{(about is null ? "" : $" on {Foreign.Text(about)}")}{toward}{via}");
        runs.Add(claim.Figure is { } figure ? $": {Words.Of(figure)}" : "");
        runs.Add(claim.Source?.Exact is { } exact ? $": “{Foreign.Text(exact)}”" : claim.Note is { } note ? $"; note: {Foreign.Text(note)}" : "");
        runs.Add(new Run($" [claim {Foreign.Text(claim.Id)}{(claim.Source is { } source ? $"; {ClaimLine.Short(source.Document)}, {source.Start}-{source.End}" : "")}]", Ink.Quiet));
        screen.Wrapped(indent, indent + 2, [.. runs]);
    }
}
