using Servanda.Agreements;

namespace Servanda.Status.Folding;

/// <summary>
/// Which times of an agreement run from what comes to pass: each has a key, that under which the evaluation keeps when a
/// condition was first told, or one for the entry of a declared phase or the first occurrence of an act.
/// </summary>
internal sealed class Times(Agreement agreement)
{
    /// <summary>Of what reads no time that moves.</summary>
    public static IReadOnlySet<string> None { get; } = new HashSet<string>();

    public static string OfAct(string id) => $"act {id}";

    public static string OfEntry(Phase phase) => phase.Opens is { Mode: EntryMode.Declared } ? $"declared {phase.Id}" : $"opens {phase.Id}";

    /// <summary>Those that a provision's own window runs from.</summary>
    public IReadOnlySet<string> Of(Provision read)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        if (read.Within?.From is { } from)
        {
            Add(from, keys);
        }
        else if (agreement.Phase(read.Phase) is { } phase)
        {
            keys.Add(OfEntry(phase));
        }
        if (read.Within?.To is { } to)
        {
            Add(to, keys);
        }
        return keys;
    }

    /// <summary>Those that a condition reads; null where it may read any.</summary>
    public IReadOnlySet<string>? Read(Condition condition)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        switch (condition)
        {
            case Condition.Passed { Time: var time }:
                Add(time, keys);
                return keys;
            case Condition.Compare { Left: var left, Right: var right }:
                Add(left, keys);
                Add(right, keys);
                return keys;
            case Condition.Done { Ref: var of } when agreement.Anchor(of.Id) is not null:
            case Condition.Declared or Condition.Balance:
                return keys;
            default:
                return null;
        }
    }

    private void Add(TimeExpression time, HashSet<string> keys)
    {
        switch (time.Origin())
        {
            case TimeExpression.Start { Ref: var of } when agreement.Provision(of.Id) is { } provision:
                keys.Add($"applies {of.Id}");
                keys.Add(OfEntry(agreement.Phase(provision.Phase)!));
                break;
            case TimeExpression.Done { Ref: var of }:
                keys.Add(OfAct(of.Id));
                keys.Add($"done {of}");
                break;
            case TimeExpression.End { Phase: var id }:
                keys.Add($"completes {id}");
                break;
            default:
                break;
        }
    }
}
