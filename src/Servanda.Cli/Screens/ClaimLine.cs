using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Status;

namespace Servanda.Cli.Screens;

/// <summary>
/// A claim as a person reads it: who said it and when, of what time, in which words of which document. Where the record
/// has no words, what the claim says is put in ours, and marked as such by standing without quotation marks.
/// </summary>
internal sealed class ClaimLine(Agreement agreement, TimeRules rules)
{
    public IReadOnlyList<Run> Of(StandingClaim standing)
    {
        var claim = standing.Claim;
        var runs = new List<Run>
        {
            new(Words.Speaker(standing, agreement), Ink.Strong),
            $" said on {claim.Said}, {OfTime(standing)}: ",
        };
        if (claim.Source?.Exact is { } exact)
        {
            runs.Add($"“{Foreign.Text(exact)}” ");
        }
        runs.Add(claim.Source?.Exact is null ? Says(standing) : new Run($"({Says(standing)})", Ink.Quiet));
        runs.Add(new Run($" [{Place(claim)}] {Spelling.Of(standing.Grade)}", Ink.Quiet));
        return runs;
    }

    private string OfTime(StandingClaim standing) => standing.Claim.Happened is null ? "naming no other day" : $"of {Words.Days(standing.Happened, rules)}";

    /// <summary>Where it stands: the claim's id, and the span of the document.</summary>
    private static string Place(Claim claim)
    {
        var id = $"claim {Foreign.Text(claim.Id)}";
        return claim.Source is not { } source ? id : $"{id}; {Short(source.Document)}, {source.Start}-{source.End}";
    }

    public static string Short(string document) => Foreign.Text(Web.Pages.Documents.Short(document));

    /// <summary>What the claim says, in our words.</summary>
    public string Says(StandingClaim standing)
    {
        var claim = standing.Claim;
        var said = claim switch
        {
            Claim.Assert { Anchor: { } anchor } => $"dates {anchor}",
            Claim.Deny { Anchor: { } anchor } => $"denies {anchor}",
            Claim.Assert when claim.Exception is { } exception => $"says that the exception {exception} holds{On(standing)}",
            Claim.Deny when claim.Exception is { } exception => $"denies that the exception {exception} holds{On(standing)}",
            Claim.Assert => standing.Provision is { IsNegative: true } provision
                ? standing.Says > 0 ? $"tells of {(standing.IsSummary ? "incidents" : provision is Provision.Continuing ? "a lapse" : "an incident")}{By(standing)}{On(standing)}" : $"says that it is kept{By(standing)}"
                : standing.Says >= 0 ? $"says that it was done{By(standing)}{On(standing)}" : $"says that it was not done so{By(standing)}{On(standing)}",
            Claim.Deny => $"denies it{By(standing)}{On(standing)}",
            Claim.Count count => $"counts {(claim.Figure is { } figure ? Words.Of(figure) : "no figure")} ({count.Counter}){By(standing)}",
            Claim.NotDone => $"says that it is not done{By(standing)}",
            Claim.Coverage coverage => $"observed{(claim.Zone is { } zone ? $" {zone}" : "")}, {(coverage.FoundSome ? "and found incidents" : "and found none")}{(coverage.Complete == true ? ", complete" : coverage.Complete == false ? ", not complete" : "")}"
                + (coverage.Occurrences.Count == 0 ? "" : $" ({string.Join(", ", coverage.Occurrences.Select(Foreign.Text))})"),
            Claim.Exercise { Phase: { } phase } => $"declares phase {phase}",
            Claim.Exercise => $"uses it{By(standing)}",
            Claim.Verify verify => $"verifies {Foreign.Text(verify.Of)}",
            Claim.Retract retract => $"takes back {Foreign.Text(retract.Of)}",
            Claim.Demand => "demands" + Will(claim),
            Claim.Position => "holds a position" + Will(claim),
            Claim.Commitment => "promises" + Will(claim),
            Claim.Expectation => "expects" + Will(claim),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return claim.Note is { } note && claim.Source?.Exact is null ? $"{said}; note: {Foreign.Text(note)}" : said;
    }

    private string Will(Claim claim) =>
        (claim.Stance is { } stance ? $" ({Spelling.Of(stance)})" : "")
        + (claim.Figure is { } figure ? $": {Words.Of(figure)}" : "")
        + (claim.Toward.Count > 0 ? $", toward {Words.List([.. claim.Toward.Select(t => Foreign.Text(agreement.NameOf(t)))])}" : "");

    private string By(StandingClaim standing) => standing.Claim.Actor switch
    {
        Claim.UnknownActor => ", by whom is not known",
        { } actor => $" by {Foreign.Text(agreement.NameOf(actor))}",
        null => "",
    };

    private static string On(StandingClaim standing) => standing.Occurrence is { } occurrence ? $" ({Foreign.Text(occurrence)})" : "";
}
