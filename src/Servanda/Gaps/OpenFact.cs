using NodaTime;

namespace Servanda.Gaps;

/// <summary>What would have to happen for an open fact to be told as a condition needs it.</summary>
public enum Move
{
    /// <summary>It is told not done, or could not be done yet: its holders do it, or whoever may declares it.</summary>
    Do,

    /// <summary>Nobody's account answers it: somebody observes it and reports.</summary>
    Verify,

    /// <summary>Accounts contradict each other on it: they settle it.</summary>
    Settle,

    /// <summary>Only the clock brings it.</summary>
    Wait,
}

/// <summary>A fact that is not settled as a condition needs it, with what could settle it and who.</summary>
public sealed record OpenFact
{
    /// <summary>As conditions name it: <c>done(return-captives)</c>; with <c>not</c> before it where the condition needs it told not so.</summary>
    public required string Ref { get; init; }
    public string? Provision { get; init; }
    public string? Holder { get; init; }

    /// <summary>The phase, of a declaration that opens one.</summary>
    public string? Phase { get; init; }
    public required Told Value { get; init; }
    public required Move Move { get; init; }

    /// <summary>Whose move it is: actors' ids, or the words of a speaker who is not in the agreement; empty where the text names nobody.</summary>
    public required IReadOnlyList<string> By { get; init; }

    /// <summary>What the move costs when ways are compared; at least 0.</summary>
    public required int Cost { get; init; }

    /// <summary>When the clock brings it, where the move is to wait; null where nobody dates it.</summary>
    public Instant? Until { get; init; }
}

/// <summary>Something that a way to open a phase takes: one fact, or so many of several.</summary>
/// <param name="Needed">How many of <paramref name="Of"/>; all of them where there is one.</param>
public sealed record Need(int Needed, IReadOnlyList<OpenFact> Of)
{
    public string Ref => Of is [var only] ? only.Ref : $"any {Needed} of ({string.Join(", ", Of.Select(f => f.Ref))})";

    /// <summary>The cost of the cheapest choice.</summary>
    public int Cost => Of.Select(f => f.Cost).Order().Take(Needed).Sum();
}

/// <summary>A minimal set of needs that together open a phase.</summary>
public sealed record Way(int Cost, IReadOnlyList<Need> Needs);

/// <summary>A fact that can no longer be told as a condition needs it.</summary>
public sealed record LostFact(string Ref, string? Provision, string Because);
