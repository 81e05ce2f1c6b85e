using NodaTime;
using Servanda.Agreements;
using Servanda.Status;

namespace Servanda.Gaps;

/// <summary>What putting something on the record would do, looked at before it is done.</summary>
/// <param name="Before">The record as it stands.</param>
/// <param name="After">The record as it would stand.</param>
public sealed record Trial(Record Before, Record After)
{
    /// <summary>What would be wrong with it: findings that the record does not have yet.</summary>
    public IReadOnlyList<Finding> Findings => field ??= FindingsOf();

    /// <summary>What would stand otherwise.</summary>
    public IReadOnlyList<StatusChange> Changes(Instant asOf) => StatusChange.Between(Before, After, asOf);

    private List<Finding> FindingsOf()
    {
        var known = Before.Findings.Select(f => f.Message).ToHashSet(StringComparer.Ordinal);
        return [.. After.Findings.Where(f => !known.Contains(f.Message))];
    }
}
