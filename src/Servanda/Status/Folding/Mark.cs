using NodaTime;

namespace Servanda.Status.Folding;

/// <summary>A claim as the fold of one provision sees it: everything that its value depends on, and nothing to look up.</summary>
internal struct Mark
{
    public StandingClaim Claim;
    public Instant Earliest, Latest;

    /// <summary>The standpoints that admit it; none once it is superseded.</summary>
    public ushort Admits;

    /// <summary>The holders that its actor is, or is part of.</summary>
    public ushort Holders;

    /// <summary>For which standpoints it lies inside, or wholly outside, the window in time and place, by each <see cref="View"/>.</summary>
    public ushort Inside0, Inside1, Inside2, Outside0, Outside1, Outside2;
    public int Speaker;

    /// <summary>Where the fold keeps what it knows of an observation besides.</summary>
    public int Report;
    public short Exception;
    public sbyte Says;
    /// <summary>How the place that it names lies to those of the provision.</summary>
    public Evaluation.Fit Zone;
    public bool HasActor, ByHolder, Dated, Exercises;

    public const short NoException = -1;

    public readonly ushort Inside(int view) => view switch { 0 => Inside0, 1 => Inside1, _ => Inside2 };
    public readonly ushort Outside(int view) => view switch { 0 => Outside0, 1 => Outside1, _ => Outside2 };
}

/// <summary>In which time a performance is asked about: the provision's window, the same without its end, or ever.</summary>
internal static class View
{
    public const int InWindow = 0, AnyTime = 1, Ever = 2, Count = 3;
}
