using Servanda.Agreements;
using Servanda.Reading;

namespace Servanda.Cli.Screens;

/// <summary>What a reader proposes: who says what about which provision, in the document's words.</summary>
internal sealed class ProposalScreen(Screen screen, Agreement agreement)
{
    public void Show(string name, string hash, string text, IReadOnlyList<Proposal> proposals)
    {
        screen.Line(new Run(Foreign.Text(name), Ink.Strong), $"  {Words.Count(proposals.Count, "proposal")}", new Run($"  {ClaimLine.Short(hash)}", Ink.Quiet));
        foreach (var proposal in proposals)
        {
            Show(proposal, text);
        }
    }

    public void Show(Proposal proposal, string text, bool quote = true)
    {
        screen.Line();
        var about = proposal.Provision ?? ProposalJson.Name(proposal.Topic);
        screen.Wrapped(0, 4, new Run($"{proposal.Number} ", Ink.Quiet), new Run(Foreign.Text(proposal.Speaker), Ink.Strong), Party(proposal), Via(proposal),
            $": {ProposalJson.Name(proposal.Kind)} on {about}", proposal.Polarity is { } polarity ? $", {ProposalJson.Name(polarity)}" : "",
            proposal.Figure is { } figure ? $", {Words.Of(figure)}" : "", Dates(proposal),
            new Run($" [{proposal.Extent.Start}-{proposal.Extent.End}; confidence {proposal.Confidence:0.00}]", Ink.Quiet));
        if (!quote)
        {
            return;
        }
        screen.Wrapped(4, 4, $"“{string.Join(" … ", proposal.ContentSpans.Select(s => Foreign.Text(text[s.Start..s.End])))}”");
    }

    private static string Party(Proposal proposal) => proposal.Attribution == Attribution.Reporter || proposal.PartyName is not { } party || party == proposal.Speaker
        ? "" : $" ({Foreign.Text(party)})";

    private string Via(Proposal proposal) => proposal.Via.Count == 0 ? "" : $" via {string.Join(", then ", proposal.Via.Select(v => Foreign.Text(agreement.NameOf(v))))}";

    private static string Dates(Proposal proposal)
    {
        var said = proposal.DateSaid is { } day ? $", said {Words.Day(day)}" : "";
        return said + (proposal.DateAbout switch
        {
            null => "",
            { From: { } from, To: { } to } when from == to => $", of {Words.Day(from)}",
            { From: { } from, To: { } to } => $", of {Words.Day(from)} to {Words.Day(to)}",
            { From: { } from } => $", from {Words.Day(from)}",
            { To: { } to } => $", up to {Words.Day(to)}",
            _ => "",
        });
    }
}
