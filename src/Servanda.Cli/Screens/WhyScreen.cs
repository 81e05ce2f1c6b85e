using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Gaps;
using Servanda.Status;

namespace Servanda.Cli.Screens;

/// <summary>The proof of an answer as a tree: each question with its value, down to the claims and the words they rest on.</summary>
internal sealed class WhyScreen(Screen screen, Situation situation, Standpoint standpoint)
{
    private const int Step = 3;
    private const int MostAlike = 3;

    private readonly ClaimLine line = new(situation.Agreement, situation.Record.Rules);
    private Proof? shown;
    private readonly HashSet<string> unreported = new(StringComparer.Ordinal);

    private Agreement Agreement => situation.Agreement;

    public void Header(string about, string? text)
    {
        screen.Line(new Run(about, Ink.Strong), $", by the account of {(standpoint.Id == Standpoint.AllId ? "all" : Foreign.Text(standpoint.Name))}, as of {Words.AsOf(situation.AsOf, Agreement.Zone)} ({Agreement.Zone.Id})");
        if (text is not null)
        {
            screen.Wrapped(2, 2, new Run($"“{Foreign.Text(text)}”", Ink.Quiet));
        }
    }

    /// <summary>How it stands, before the proof of it.</summary>
    public void Status(Shown shown, Told value, IEnumerable<string> notes)
    {
        var (sign, ink) = Words.Sign(shown);
        screen.Line(new Run($"{sign} {shown.Words()}", ink), new Run($"  (its question: {Words.Of(value)})", Ink.Quiet));
        foreach (var note in notes)
        {
            screen.Wrapped(2, 4, new Run(note, Ink.Quiet));
        }
    }

    public void Show(string heading, Proof proof)
    {
        screen.Line();
        screen.Line(new Run(heading, Ink.Strong));
        if (proof.OneSideOnly)
        {
            screen.Wrapped(0, 2, new Run($"By this account the answer is “{Words.Of(proof.Answer.Value)}”. What tells it {(proof.Goal == Goal.Told ? "so" : "not so")}:", Ink.Quiet));
        }
        shown = proof;
        Show(proof.Tree, 0, Why.GoalOf(proof.Tree.Value));
        Beside(proof);
    }

    // What the tree has no place for, and how much of the record is left out.
    private void Beside(Proof proof)
    {
        foreach (var claim in proof.Beside)
        {
            screen.Wrapped(0, 2, [new Run("it needs as well: ", Ink.Quiet), .. line.Of(claim)]);
        }
        var bearing = proof.Answer.Claims.Select(c => c.Claim.Id).Union(proof.Cites.Select(c => c.Claim.Id), StringComparer.Ordinal).Count();
        if (proof.Goal != Goal.Open && bearing > proof.Cites.Count)
        {
            screen.Wrapped(0, 2, new Run(proof.Cites.Count == 0
                ? $"No claim is needed for it: with nothing on the record the answer would be the same. {Words.Count(bearing, "claim bears", "claims bear")} on it."
                : $"{proof.Cites.Count} of the {bearing} claims that bear on it {(proof.Cites.Count == 1 ? "is" : "are")} enough for the answer, and none could be left out{(AlsoShown(proof) ? "; what is marked “also” is not needed" : "")}.", Ink.Quiet));
        }
    }

    private static bool AlsoShown(Proof proof) => proof.Tree.Claims.Any(c => !proof.IsCited(c));

    public void NoSuchAnswer(Node node, Goal goal)
    {
        screen.Line();
        screen.Line($"There is no proof that it is {Words(goal)}: by this account the answer is “{Screens.Words.Of(node.Value)}”.");

        static string Words(Goal goal) => goal switch { Goal.Told => "told", Goal.NotTold => "told not", Goal.Open => "open" };
    }

    private void Show(Node node, int depth, Goal goal)
    {
        var indent = depth * Step;
        var (sign, ink) = Words.Sign(node.Value);
        screen.Wrapped(indent, indent + 2, [new Run($"{sign} ", ink), Question(node), new Run($" — {Words.Of(node.Value)}", ink), new Run(Marks(node), Ink.Quiet)]);
        if (node.Kind == NodeKind.Count)
        {
            Accounts(node, indent + Step);
        }
        else
        {
            var so = goal != Goal.NotTold;
            Claims(so ? "for" : "against", so ? node.For : node.Against, indent + Step);
            Claims(so ? "against" : "for", so ? node.Against : node.For, indent + Step);
        }
        if (node.Parts.Count == 0 && node.Value.HingesOnReports)
        {
            WhoCouldReport(node, indent + Step);
        }
        var alike = node.Parts.Where(IsBlank).ToList();
        foreach (var part in node.Parts.Where(p => alike.Count <= MostAlike || !alike.Skip(1).Contains(p, ReferenceEqualityComparer.Instance)))
        {
            Show(part, depth + 1, node.Kind == NodeKind.Not ? Opposite(goal) : Why.GoalOf(part.Value) is var own && Holds(part.Value, goal) ? goal : own);
        }
        if (alike.Count > MostAlike)
        {
            screen.Wrapped(indent + Step, indent + Step + 2, new Run($"{Look.NoAccount.Sign} and {alike.Count - 1} more with no account, up to “{Question(alike[^1])}”", Ink.Quiet));
        }
    }

    // A question on which nothing is on the record says no more the tenth time than the first.
    private static bool IsBlank(Node node) => node.Parts.Count == 0 && node.Value == Told.N && !node.Claims.Any();

    private static bool Holds(Told value, Goal goal) => Why.GoalOf(value) == goal;

    private static Goal Opposite(Goal goal) => goal switch { Goal.Told => Goal.NotTold, Goal.NotTold => Goal.Told, Goal.Open => Goal.Open };

    private static string Question(Node node) => Foreign.Text(node.Question);

    private static string Marks(Node node) => (node.Presumed ? ", presumed" : "") + (node.Because is { } because ? $" ({Foreign.Text(because.ToString())})" : "");

    private void Claims(string side, IReadOnlyList<StandingClaim> claims, int indent)
    {
        foreach (var claim in claims)
        {
            screen.Wrapped(indent, indent + 2, [new Run($"{(shown is { Goal: not Goal.Open } proof && !proof.IsCited(claim) ? "also " : "")}{side}: ", Ink.Quiet), .. line.Of(claim)]);
        }
    }

    // Each account of a count is what reports that agree leave possible; reports that cannot both be true stand apart.
    private void Accounts(Node node, int indent)
    {
        foreach (var account in node.Accounts)
        {
            screen.Wrapped(indent, indent + 2, account.Claims.Count == 0 ? "nobody gives a count" : $"{Words.Range(account.Extent)}, by {Words.List([.. account.Speakers.Select(s => Foreign.Text(Agreement.NameOf(s)))])}:");
            Claims("report", account.Claims, indent + Step);
        }
        if (node.Accounts.Count == 0)
        {
            Claims("for", node.For, indent);
            Claims("against", node.Against, indent);
        }
    }

    private void WhoCouldReport(Node node, int indent)
    {
        var provision = node.Provision is { } id ? Agreement.Provision(id) : null;
        if (provision is null || !unreported.Add($"{provision.Id} {node.Question}"))
        {
            return;
        }
        screen.Wrapped(indent, indent + 2, new Run(provision.VerifiedBy.Count > 0
            ? $"who could report it: {Words.List([.. provision.VerifiedBy.Select(v => Foreign.Text(Agreement.NameOf(v)))])}, who verify it by the text"
            : "who could report it: the text names nobody who verifies it", Ink.Quiet));
    }
}
