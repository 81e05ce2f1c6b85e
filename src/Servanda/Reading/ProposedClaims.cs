using Servanda.Agreements;
using Servanda.Claims;

namespace Servanda.Reading;

/// <summary>What recording a proposal would write: claims, or the reason why a person has to write them by hand.</summary>
public sealed record ProposedClaims(IReadOnlyList<Claim> Claims, string? Left)
{
    /// <summary>Where a proposal comes from: what every claim made of it names.</summary>
    /// <param name="Document">The document's hash, as the ledger names it.</param>
    /// <param name="Text">The document's text, whose spans the proposals give.</param>
    /// <param name="Outlet">Who published it, an actor's id or a name; null where the user names none.</param>
    /// <param name="Day">The day of the document, for a statement that gives none of its own.</param>
    /// <param name="Agency">Whose story the outlet printed, an actor's id or a name; the outlet's own where there is none.</param>
    public sealed record Origin(string Document, string Text, string? Outlet, Stamp Day, string? Agency = null)
    {
        /// <summary>Who says what the document says in its own voice.</summary>
        public string? Voice => Agency ?? Outlet;
    }

    /// <summary>
    /// An event becomes an assertion, a denial a denial, a figure a count, and what somebody wants, asks, promises or
    /// foresees becomes just that. Background is recorded only by hand. Ids follow from the document and the place in it,
    /// so that recording a document twice records it once.
    /// </summary>
    public static ProposedClaims Of(Proposal proposal, Agreement agreement, Origin origin)
    {
        if (proposal.Kind == ProposalKind.Background)
        {
            return new([], "the report's own background: record by hand what it is needed for");
        }
        if (proposal.Attribution == Attribution.Reporter && origin.Voice is null)
        {
            return new([], "the document's own voice, and no outlet is named: give --outlet");
        }
        var provision = proposal.Provision is { } id ? agreement.Provision(id) : null;
        if (provision is null && proposal.Kind is ProposalKind.Event or ProposalKind.Denial or ProposalKind.Figure)
        {
            return new([], "no provision fits: record it by hand with --provision");
        }
        if (proposal.Kind == ProposalKind.Event && proposal.Polarity is null)
        {
            return new([], $"it says neither that {provision!.Id} was done or kept, nor that it was not: record it by hand");
        }
        var counter = proposal.Kind == ProposalKind.Figure ? CounterOf(proposal.Figure!, provision!, agreement) : null;
        if (proposal.Kind == ProposalKind.Figure && counter is null)
        {
            return new([], $"no counter of {provision!.Id} counts {proposal.Figure!.Unit}: record it by hand with --counter");
        }
        var speakers = proposal.Attribution == Attribution.Reporter ? [origin.Voice!] : SpeakersOf(proposal, agreement);
        return new([.. speakers.Select((speaker, n) => Claim(proposal, origin, speaker, speakers.Count > 1 ? $"-{n + 1}" : "", speakers, provision, counter))], null);
    }

    private static Claim Claim(Proposal proposal, Origin origin, string speaker, string part, IReadOnlyList<string> speakers, Provision? provision, Counter? counter)
    {
        var said = proposal.DateSaid is { } day ? Stamp.On(day) : origin.Day;
        var violation = proposal.Polarity == ProposalPolarity.ViolationAlleged;
        var content = proposal.ContentSpans;
        var span = content.Count > 0 ? new Span(content[0].Start, content[^1].End) : proposal.Extent;
        // Two sides that accuse each other each speak of the other.
        var actor = proposal.Reciprocal && violation ? speakers.FirstOrDefault(s => s != speaker) : null;
        Claim made = proposal.Kind switch
        {
            ProposalKind.Event when proposal.Polarity == ProposalPolarity.NotFulfilled => new Claim.NotDone { Id = "", Speaker = speaker, Said = said },
            ProposalKind.Event => new Claim.Assert { Id = "", Speaker = speaker, Said = said, Polarity = PolarityOf(provision!, violation), Actor = actor },
            ProposalKind.Denial => new Claim.Deny { Id = "", Speaker = speaker, Said = said, Actor = provision is { IsNegative: true, By.Count: > 1 } && provision.By.Contains(speaker, StringComparer.Ordinal) ? speaker : null },
            ProposalKind.Figure => new Claim.Count { Id = "", Speaker = speaker, Said = said, Counter = counter!.Id, Figure = proposal.Figure! with { Unit = counter.Unit } },
            ProposalKind.Demand => new Claim.Demand { Id = "", Speaker = speaker, Said = said },
            ProposalKind.Position => new Claim.Position { Id = "", Speaker = speaker, Said = said, Stance = proposal.Polarity == ProposalPolarity.Refusal ? Stance.Against : proposal.Modality == Modality.Conditional ? Stance.Conditional : null },
            ProposalKind.Commitment => new Claim.Commitment { Id = "", Speaker = speaker, Said = said },
            ProposalKind.Expectation => new Claim.Expectation { Id = "", Speaker = speaker, Said = said },
            ProposalKind.Background => throw new System.Diagnostics.UnreachableException(),
        };
        return made with
        {
            Id = $"{origin.Document[^12..]}-{proposal.Number}{part}",
            Via = [.. proposal.Via.Append(origin.Agency).Append(origin.Outlet).OfType<string>().Where(v => v != speaker).Distinct(StringComparer.Ordinal)],
            Provision = provision?.Id,
            Topic = Spelling.Of(proposal.Topic),
            Happened = HappenedOf(proposal, said),
            Figure = made.Figure ?? proposal.Figure,
            Source = new Source(origin.Document, span.Start, span.End, origin.Text[span.Start..span.End]),
            Note = proposal.SurfaceSpeaker is { } surface && proposal.Attribution != Attribution.Reporter ? $"{surface}; {proposal.Speaker}" : null,
        };
    }

    private static Polarity? PolarityOf(Provision provision, bool violation) =>
        violation == provision.IsNegative ? null : violation ? Polarity.Violation : Polarity.Fulfilment;

    private static Happened? HappenedOf(Proposal proposal, Stamp said) => proposal.DateAbout switch
    {
        null => null,
        { From: { } from, To: { } to } => new Happened(Stamp.On(from), Stamp.On(to)),
        { From: { } from, To: null } => new Happened(Stamp.On(from), said.Day is { } day && day < from ? Stamp.On(from) : said),
        { From: null, To: { } to } => new Happened(Stamp.On(to), Stamp.On(to)),
        _ => null,
    };

    // Each speaker as the agreement knows it: the actor, else the actor of whom the person is one, else the party, else the words.
    private static List<string> SpeakersOf(Proposal proposal, Agreement agreement)
    {
        var names = proposal.Speaker.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return [.. names.Select(name => ActorNamed(name, agreement) ?? (names.Length == 1 ? proposal.Party : null) ?? name).Distinct(StringComparer.Ordinal)];
    }

    private static string? ActorNamed(string name, Agreement agreement) => agreement.Actors.FirstOrDefault(a =>
        a.Id == name || Same(a.Name, name) || a.Aliases.Any(alias => Same(alias, name)) || a.People.Any(p => Same(p.Name, name) || p.Aliases.Any(alias => Same(alias, name))))?.Id;

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    // The counter whose unit the figure names, or the only one the provision is counted by; several that fit leave the choice to a person.
    private static Counter? CounterOf(Figure figure, Provision provision, Agreement agreement)
    {
        var fitting = agreement.Counters
            .Where(c => c.Measures == provision.Id || agreement.CountedBy(c.Id).Contains(provision) || (provision is Provision.Exchange exchange && exchange.Legs.Any(l => l.Counter == c.Id)))
            .ToList();
        var named = fitting.Where(c => figure.Unit.Contains(c.Unit, StringComparison.OrdinalIgnoreCase)).ToList();
        return named is [var only] ? only : named.Count == 0 && fitting is [{ Measures: null } own] ? own : null;
    }
}
