using Servanda.Agreements;
using Servanda.Files.Documents;
using Servanda.Ledger;
using Servanda.Reading;

namespace Servanda.Cli.Screens;

/// <summary>One proposal at a time: the sentence it comes from, with the words claimed marked, and what it would say.</summary>
internal sealed class ReviewScreen(Screen screen, Agreement agreement)
{
    /// <summary>How much of a long paragraph is shown on either side.</summary>
    private const int Around = 240;

    /// <summary>Round the words claimed, so that they stand out without colour too.</summary>
    private const string Opens = "⟦";
    private const string Closes = "⟧";

    private readonly ProposalScreen proposals = new(screen, agreement);

    public void Head(DocumentFile document, int count, int before)
    {
        screen.Line(new Run(Foreign.Text(document.Name), Ink.Strong), $"  {Words.Count(count, "proposal")} to review{(before > 0 ? $", {before} reviewed before" : "")}");
        screen.Line();
        Help();
    }

    public void Help() => screen.Wrapped(0, 2, "Keys: a accept, e edit, l link to an occurrence, r reject, s leave for later, u undo, w write what is decided and stop, q stop and write nothing.");

    public void Show(Proposal proposal, string text, int at, int of, string? occurrence)
    {
        screen.Line();
        screen.Line(new Run($"── {at} of {of} ", Ink.Quiet));
        screen.Wrapped(0, 0, Sentence(proposal, text));
        proposals.Show(proposal, text, quote: false);
        if (occurrence is not null)
        {
            screen.Wrapped(4, 4, $"of the occurrence {Foreign.Text(occurrence)}");
        }
        screen.Wrapped(4, 4, new Run($"rules: {string.Join(", ", proposal.Rules)}", Ink.Quiet));
    }

    public void Ask() => Prompt("a e l r s u w q ? > ");

    public void AskField() => Prompt($"change {string.Join(", ", ProposalEdit.Fields.Select(f => $"{f.Key} {f.Name}"))} > ");

    public void AskValue(string name) => Prompt($"{name} > ");

    public void AskOccurrence(string? provision, IReadOnlyList<string> known)
    {
        screen.Line();
        for (var i = 0; i < known.Count; i++)
        {
            screen.Line($"  {i + 1} {Foreign.Text(known[i])}");
        }
        Prompt($"occurrence of {provision ?? "no provision"}, {(known.Count > 0 ? "a number or " : "")}a new id > ");
    }

    public void Tell(string message)
    {
        screen.Line();
        screen.Wrapped(0, 2, Foreign.Text(message));
    }

    public void Done(IReadOnlyDictionary<ReviewOutcome, int> counts, int left, string path)
    {
        screen.Line();
        screen.Wrapped(0, 2, $"{counts.GetValueOrDefault(ReviewOutcome.Accepted)} accepted, {counts.GetValueOrDefault(ReviewOutcome.Edited)} edited, {counts.GetValueOrDefault(ReviewOutcome.Rejected)} rejected, {left} left for later. The record is in {path}.");
    }

    private void Prompt(string text)
    {
        screen.Line();
        screen.Raw(text);
        screen.Flush();
    }

    /// <summary>The paragraph round a proposal, on one line, its content marked.</summary>
    private static List<Run> Sentence(Proposal proposal, string text)
    {
        var start = Math.Max(text.LastIndexOf("\n\n", Math.Max(0, proposal.Extent.Start - 1), StringComparison.Ordinal) + 1, proposal.Extent.Start - Around);
        var next = text.IndexOf("\n\n", proposal.Extent.End, StringComparison.Ordinal);
        var end = Math.Min(next < 0 ? text.Length : next, proposal.Extent.End + Around);
        var runs = new List<Run>();
        var at = Math.Max(0, start);
        foreach (var span in proposal.ContentSpans.OrderBy(s => s.Start))
        {
            runs.Add(new Run(Foreign.Text(text[at..Math.Max(at, span.Start)]), Ink.Quiet));
            runs.Add(new Run(Opens + Foreign.Text(text[Math.Max(at, span.Start)..span.End]) + Closes, Ink.Strong));
            at = Math.Max(at, span.End);
        }
        runs.Add(new Run(Foreign.Text(text[at..Math.Max(at, end)]), Ink.Quiet));
        return runs;
    }
}
