namespace Servanda.Agreements.Checking;

/// <summary>Whose side an actor is on.</summary>
internal static class Sides
{
    /// <summary>The party that the actor is or belongs to; for one that belongs to none, the topmost that it is part of.</summary>
    public static string Of(Agreement agreement, string actor)
    {
        var at = actor;
        for (var steps = 0; steps <= agreement.Actors.Count && agreement.Actor(at) is { PartOf: { } above, Role: not ActorRole.Party }; steps++)
        {
            at = above;
        }
        return at;
    }

    /// <summary>The party alone; null for one that stands between them.</summary>
    public static string? PartyOf(Agreement agreement, string actor) =>
        Of(agreement, actor) is var side && agreement.Actor(side)?.Role is ActorRole.Party ? side : null;

    /// <summary>Whether one is part of the other, or both belong to one party.</summary>
    public static bool AreOne(Agreement agreement, string one, string other) =>
        agreement.IsPartOf(one, other) || agreement.IsPartOf(other, one) || PartyOf(agreement, one) is { } side && side == PartyOf(agreement, other);

    /// <summary>Whether the actor stands between the parties: a mechanism, a mediator, a guarantor.</summary>
    public static bool IsThird(Agreement agreement, string actor) => agreement.Actor(actor)?.Role is ActorRole.Mechanism or ActorRole.Mediator or ActorRole.Guarantor;

    /// <summary>The actor and all it is part of, from the inside out.</summary>
    public static IEnumerable<string> Wholes(Agreement agreement, string actor)
    {
        var at = actor;
        for (var steps = 0; at is not null && steps <= agreement.Actors.Count; steps++)
        {
            yield return at;
            at = agreement.Actor(at)?.PartOf;
        }
    }
}
