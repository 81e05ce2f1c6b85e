namespace Servanda.Agreements;

/// <summary>A provision named in a condition, whole or for one of its holders: <c>halt-fire</c>, <c>halt-fire@north</c>.</summary>
public sealed record ProvisionRef(string Id, string? Holder = null)
{
    public override string ToString() => Holder is null ? Id : $"{Id}@{Holder}";
}

public enum Comparison { Less, AtMost, Equal, AtLeast, Greater }

public enum PhaseMoment { Entered, Completed }

/// <summary>
/// A condition of the agreement file (its grammar: docs/reference/agreement-file.md). The kinds are closed; every condition is finite,
/// so evaluation ends and each answer has a finite proof.
/// </summary>
public abstract record Condition
{
    private Condition() { }

    /// <summary>Where the condition begins in its file.</summary>
    public TextPosition Position { get; init; }

    /// <summary>The questions that it is put together from, in the order of the text; itself where it is one.</summary>
    public IEnumerable<Condition> Questions() => this switch
    {
        And and => and.Parts.SelectMany(p => p.Questions()),
        Or or => or.Parts.SelectMany(p => p.Questions()),
        AtLeast atLeast => atLeast.Parts.SelectMany(p => p.Questions()),
        Not not => not.Part.Questions(),
        _ => [this],
    };

    public sealed record And(IReadOnlyList<Condition> Parts) : Condition;
    public sealed record Or(IReadOnlyList<Condition> Parts) : Condition;
    public sealed record Not(Condition Part) : Condition;

    /// <summary>A list, not a set: an operand written twice counts twice.</summary>
    public sealed record AtLeast(int Needed, IReadOnlyList<Condition> Parts) : Condition;

    /// <summary>The performance question of a provision, or whether an anchor's time has come.</summary>
    public sealed record Done(ProvisionRef Ref) : Condition;
    public sealed record Kept(ProvisionRef Ref, TimeLength? Last) : Condition;
    public sealed record Breached(ProvisionRef Ref) : Condition;
    public sealed record InForce(ProvisionRef Ref) : Condition;
    public sealed record Phase(string Id, PhaseMoment Moment) : Condition;
    public sealed record Count(string Counter, string? Zone, TimeLength? Last, Comparison Comparison, decimal Number) : Condition;
    public sealed record Rate(ProvisionRef Ref, Comparison Comparison, decimal Number) : Condition;
    public sealed record Balance(string Exchange, Comparison Comparison, decimal Number) : Condition;

    /// <summary>Whether the actor declared a provision or a phase.</summary>
    public sealed record Declared(string Ref, string By) : Condition;
    public sealed record Verified(ProvisionRef Ref) : Condition;
    public sealed record Passed(TimeExpression Time) : Condition;

    /// <summary>In force and not done.</summary>
    public sealed record Open(ProvisionRef Ref) : Condition;
    public sealed record Compare(TimeExpression Left, Comparison Comparison, TimeExpression Right) : Condition;
}

/// <summary>A time of the agreement file. The kinds are closed.</summary>
public abstract record TimeExpression
{
    private TimeExpression() { }

    /// <summary>Where the expression begins in its file.</summary>
    public TextPosition Position { get; init; }

    /// <summary>What it counts from: a fixed time, an anchor, or what has to be told first.</summary>
    public TimeExpression Origin() => this switch
    {
        EndOfDay { Of: var of } => of.Origin(),
        EndOfMonth { Of: var of } => of.Origin(),
        Shift { Of: var of } => of.Origin(),
        _ => this,
    };

    public sealed record Fixed(Stamp Stamp) : TimeExpression;
    public sealed record Anchor(string Id) : TimeExpression;

    /// <summary>When <c>applies</c> of the provision was first told T (without one: when its phase was entered).</summary>
    public sealed record Start(ProvisionRef Ref) : TimeExpression;

    /// <summary>The first occurrence in the provision's window told T.</summary>
    public sealed record Done(ProvisionRef Ref) : TimeExpression;

    /// <summary>When <c>completes</c> of the phase was first told T.</summary>
    public sealed record End(string Phase) : TimeExpression;
    public sealed record EndOfDay(TimeExpression Of) : TimeExpression;
    public sealed record EndOfMonth(TimeExpression Of) : TimeExpression;
    public sealed record Shift(TimeExpression Of, bool Back, TimeLength By) : TimeExpression;
}
