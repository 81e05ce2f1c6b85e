namespace Servanda.Status;

/// <summary>The times of a provision by one standpoint, and what used powers make of them.</summary>
/// <param name="Windows">When it runs.</param>
/// <param name="Asked">In which of that time performance is asked about: what must be kept, as long as it binds.</param>
/// <param name="Suspensions">When it did not bind; without an end while that lasts.</param>
/// <param name="Ending">What ended it before its time.</param>
internal sealed record Bounds(IReadOnlyList<CandidateWindow> Windows, IReadOnlyList<CandidateWindow> Asked, IReadOnlyList<Evaluation.Suspension> Suspensions, Evaluation.Ending? Ending)
{
    public bool IsSuspended
    {
        get
        {
            for (var i = 0; i < Suspensions.Count; i++)
            {
                if (Suspensions[i].Running)
                {
                    return true;
                }
            }
            return false;
        }
    }

    public bool Equals(Bounds? other) => ReferenceEquals(this, other) || (other is not null && Ending == other.Ending
        && Same(Windows, other.Windows) && (ReferenceEquals(Windows, Asked) && ReferenceEquals(other.Windows, other.Asked) || Same(Asked, other.Asked)) && Same(Suspensions, other.Suspensions));

    public override int GetHashCode() => Windows.Count;

    private static bool Same<T>(IReadOnlyList<T> these, IReadOnlyList<T> those)
    {
        if (ReferenceEquals(these, those))
        {
            return true;
        }
        if (these.Count != those.Count)
        {
            return false;
        }
        for (var i = 0; i < these.Count; i++)
        {
            if (!EqualityComparer<T>.Default.Equals(these[i], those[i]))
            {
                return false;
            }
        }
        return true;
    }
}
