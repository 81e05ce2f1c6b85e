using Microsoft.AspNetCore.Components;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Gaps;
using Servanda.Status;

namespace Servanda.Web.Words;

/// <summary>What a claim says, in our words: beside the words of its source, never in their place.</summary>
public static class ClaimWords
{
    public static MarkupString Says(this Wording w, StandingClaim standing)
    {
        var claim = standing.Claim;
        return claim switch
        {
            Claim.Assert { Anchor: { } anchor } => w.T("gives a date for {0}", anchor),
            Claim.Deny { Anchor: { } anchor } => w.T("denies that {0} has come", anchor),
            Claim.Assert when claim.Exception is { } exception => w.T("says that the exception {0} holds", exception),
            Claim.Deny when claim.Exception is { } exception => w.T("denies that the exception {0} holds", exception),
            Claim.Assert => standing.Provision is { IsNegative: true } provision
                ? standing.Says <= 0 ? w.T("says that it is kept")
                    : standing.IsSummary ? w.T("tells of incidents") : provision is Provision.Continuing ? w.T("tells of a lapse") : w.T("tells of an incident")
                : standing.Says >= 0 ? w.T("says that it was done") : w.T("says that it was not done so"),
            Claim.Deny => w.T("denies it"),
            Claim.Count count => claim.Figure is { } figure ? w.T("counts {0}", w.Of(figure)) : w.T("counts, without a figure, {0}", count.Counter),
            Claim.NotDone => w.T("says that it is not done"),
            Claim.Coverage { FoundSome: true } => w.T("observed, and found incidents"),
            Claim.Coverage => w.T("observed, and found none"),
            Claim.Exercise { Phase: { } phase } => w.T("declares phase {0}", phase),
            Claim.Exercise => w.T("uses it"),
            Claim.Verify verify => w.T("verifies {0}", new Ltr(verify.Of)),
            Claim.Retract retract => w.T("takes back {0}", new Ltr(retract.Of)),
            Claim.Demand => w.T("demands"),
            Claim.Position => w.T("holds a position"),
            Claim.Commitment => w.T("promises"),
            Claim.Expectation => w.T("expects"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>The topics that the reader of documents knows; an agreement may have others, which stand as they are written.</summary>
    public static IReadOnlyList<string> Topics { get; } =
        ["withdrawal", "disarmament", "stabilisation force", "interim authority", "captives", "aid", "halt of attacks", "reconstruction", "political track", "talks", "monitoring", "general"];

    public static MarkupString Topic(this Wording w, string topic) => topic.Replace('-', ' ') is var words && Topics.Contains(words, StringComparer.Ordinal) ? w.T(words) : Wording.Content(words);

    public static MarkupString Of(this Wording w, Stance stance) => w.T(stance switch { Stance.For => "for it", Stance.Against => "against it", Stance.Conditional => "on a condition" });

    public static MarkupString Of(this Wording w, Grade grade) => w.T(Spelling.Of(grade));

    public static MarkupString Speaker(this Wording w, StandingClaim claim, Agreement agreement) => Wording.Content(agreement.NameOf(claim.Speaker));

    public static MarkupString Names(this Wording w, IEnumerable<string> actors, Agreement agreement, bool either = false) =>
        w.List([.. actors.Select(a => Wording.Content(agreement.NameOf(a)))], either);

    /// <summary>A standpoint as a column's head.</summary>
    public static MarkupString Name(this Wording w, Standpoint standpoint) => standpoint switch
    {
        Standpoint.OfMediators => w.T("Mediators"),
        Standpoint.OfVerified => w.T("Verified"),
        Standpoint.OfAll => w.T("All accounts"),
        _ => Wording.Content(standpoint.Name),
    };

    public static string PlainName(this Wording w, Standpoint standpoint) => standpoint switch
    {
        Standpoint.OfMediators => w.Plain("Mediators"),
        Standpoint.OfVerified => w.Plain("Verified"),
        Standpoint.OfAll => w.Plain("All accounts"),
        _ => standpoint.Name,
    };

    public static MarkupString Meaning(this Wording w, Standpoint standpoint) => standpoint switch
    {
        Standpoint.OfParty => w.T("what {0} and those that are part of it say", standpoint.Name),
        Standpoint.OfMediators => w.T("what mediators and guarantors say"),
        Standpoint.OfVerified => w.T("claims that reached the grade verified, whoever speaks"),
        Standpoint.OfAll => w.T("every claim on the record, an outlet’s own voice included"),
        _ => Wording.Content(standpoint.Name),
    };

    public static MarkupString Kind(this Wording w, Provision provision) => w.T(provision.Kind);

    public static MarkupString Of(this Wording w, Distance distance) => w.T(distance switch
    {
        Distance.Opposite => "opposite accounts",
        Distance.Differing => "differing accounts",
        Distance.OneSided => "one account, and none against it",
        Distance.Clock => "the same claims: only dates or readings of the text make the difference",
    });

    public static MarkupString Of(this Wording w, Move move, bool declares) => w.T(move switch
    {
        Move.Do when declares => "declare it",
        Move.Do => "do it",
        Move.Verify => "report on it",
        Move.Settle => "settle it",
        Move.Wait => "wait for it",
    });
}
