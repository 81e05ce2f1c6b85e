namespace Servanda.Agreements.Checking;

/// <summary>Whether it is clear who answers for a duty: <c>ambiguous-holder</c>. That several hold one without saying how is already said when the file is read.</summary>
internal static class HolderChecks
{
    // A name made of these alone names no one in particular: "the relevant local authorities".
    private static readonly HashSet<string> General = new(StringComparer.OrdinalIgnoreCase)
    {
        "the", "all", "both", "other", "others", "any", "each", "various", "relevant", "competent", "concerned", "interested", "appropriate", "local", "regional", "national", "international",
        "foreign", "allied", "friendly", "armed", "security", "military", "political", "civil", "public", "neighbouring", "and", "or", "of", "in",
        "party", "parties", "side", "sides", "partner", "partners", "authority", "authorities", "force", "forces", "group", "groups", "faction", "factions", "actor", "actors", "community",
        "stakeholder", "stakeholders", "state", "states", "country", "countries", "institution", "institutions", "organisation", "organisations", "body", "bodies", "formations", "elements",
    };

    public static void Of(DraftFindings findings)
    {
        var agreement = findings.Agreement;
        var withMembers = agreement.Actors.Select(a => a.PartOf).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var defined = agreement.Definitions.Select(d => d.Term).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var provision in agreement.Provisions)
        {
            var holders = HoldersOf(provision);
            if (holders.Count == 0)
            {
                findings.Warning("ambiguous-holder", DraftFindings.At(provision, "text"),
                    $"{findings.Titled(provision, begins: true)} does not say who {(provision is Provision.Power ? "may use it" : "owes it")}: what nobody is named for, nobody can be asked about.",
                    "name the holder in `by`; where several share it, add `responsibility`", [provision.Id]);
                continue;
            }
            if (provision is Provision.Exchange { Responsibility: null } exchange)
            {
                SharedLegs(findings, exchange);
            }
            for (var i = 0; i < holders.Count; i++)
            {
                if (agreement.Actor(holders[i]) is not { } actor)
                {
                    continue;
                }
                var at = DraftFindings.At(provision, $"by/{i}", "by", "legs");
                if (IsGeneral(actor.Name) && !withMembers.Contains(actor.Id) && actor.People.Count == 0 && !defined.Contains(actor.Name))
                {
                    findings.Warning("ambiguous-holder", at,
                        $"{findings.Titled(provision, begins: true)} is held by \"{actor.Name}\", which names nobody in particular: each who might be meant can say that another was.",
                        "name them one by one, make them `part-of` it, or say under `definitions` who is meant", [provision.Id]);
                }
                else if (provision is not Provision.Power && IsNoSignatory(agreement, actor))
                {
                    findings.Note("ambiguous-holder", at,
                        $"{findings.Titled(provision, begins: true)} is held by {actor.Name}, which is no party, guarantor, mediator or mechanism of this agreement: the text may not bind it.",
                        "let a party answer for it, say in `part-of` whose it is, or have it sign", [provision.Id]);
                }
            }
        }
    }

    private static void SharedLegs(DraftFindings findings, Provision.Exchange exchange)
    {
        for (var i = 0; i < exchange.Legs.Count; i++)
        {
            if (exchange.Legs[i].By is { Count: > 1 } shared)
            {
                findings.Warning("ambiguous-holder", DraftFindings.At(exchange, $"legs/{i}/by/0", "legs"),
                    $"A leg of {findings.Titled(exchange)} is delivered by {findings.Actors(shared)}, and it does not say who answers when it is not: each can point at another.",
                    "name one who delivers, add `responsibility`, or make an exchange for each", [exchange.Id]);
            }
        }
    }

    /// <summary>Who owes it; for an exchange that names nobody in `by`, those who deliver.</summary>
    public static IReadOnlyList<string> HoldersOf(Provision provision) =>
        provision.By.Count == 0 && provision is Provision.Exchange exchange ? [.. exchange.Legs.SelectMany(leg => leg.By).Distinct(StringComparer.Ordinal)] : provision.By;

    private static bool IsGeneral(string name) => name.Split([' ', '-', ','], StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } words && words.All(General.Contains);

    private static bool IsNoSignatory(Agreement agreement, Actor actor)
    {
        var at = actor;
        for (var steps = 0; steps <= agreement.Actors.Count; steps++)
        {
            if (at.Role is ActorRole.Party or ActorRole.Guarantor or ActorRole.Mediator or ActorRole.Mechanism)
            {
                return false;
            }
            if (at.PartOf is null || agreement.Actor(at.PartOf) is not { } above)
            {
                return true;
            }
            at = above;
        }
        return true;
    }
}
