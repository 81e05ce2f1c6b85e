using Servanda.Agreements;
using Servanda.Claims;

namespace Servanda.Status;

/// <summary>A question about a phase.</summary>
public enum PhaseQuestion { Opens, Completes, Entered }

/// <summary>What a scenario expects of one provision or one phase, by a standpoint at a time.</summary>
public sealed record Expectation
{
    public required Stamp AsOf { get; init; }

    /// <summary>Null: everything recorded.</summary>
    public Stamp? KnownAt { get; init; }
    public string Standpoint { get; init; } = "all";

    /// <summary>The provision asked about; null where <see cref="Phase"/> is.</summary>
    public string? Provision { get; init; }
    public string? Phase { get; init; }

    /// <summary>What is asked of the phase.</summary>
    public PhaseQuestion Question { get; init; } = PhaseQuestion.Opens;

    /// <summary>The holder asked about; null asks for the provision's own value.</summary>
    public string? Holder { get; init; }
    public required Told Value { get; init; }
    public Shown? Shown { get; init; }
    public TextPosition Position { get; init; }
}

/// <summary>A test inside an agreement's file: given these claims, these are the values.</summary>
public sealed record Scenario(string Title, IReadOnlyList<Claim> Claims, IReadOnlyList<Expectation> Expect, TextPosition Position);
