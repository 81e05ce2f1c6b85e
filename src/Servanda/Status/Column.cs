using NodaTime;
using Servanda.Agreements;
using Servanda.Status.Folding;

namespace Servanda.Status;

/// <summary>One standpoint of a board: its values from the fold, which has them all at once, and its proofs from the evaluation.</summary>
internal sealed class Column
{
    private readonly StatusFold? fold;
    private readonly int place;

    internal Column(Evaluation evaluation, StatusFold? fold, int place)
    {
        Evaluation = evaluation;
        this.fold = fold;
        this.place = place;
    }

    public Evaluation Evaluation { get; }

    /// <summary>The evaluation with whole proofs, in which nothing stands for what the fold alone knows.</summary>
    public Evaluation Proofs => field ??= fold?.ProofsOf(place) ?? Evaluation;

    /// <summary>However many; each fold has room for some.</summary>
    public static IReadOnlyList<Column> Of(Record record, Instant asOf, IReadOnlyList<Standpoint> standpoints) =>
        [.. standpoints.Chunk(StatusFold.Room).SelectMany(some => Folded(record, asOf, some))];

    private static IEnumerable<Column> Folded(Record record, Instant asOf, Standpoint[] standpoints)
    {
        var folded = StatusFold.Of(record, standpoints);
        folded?.AdvanceTo(asOf);
        return standpoints.Select((s, i) => new Column(folded?.EvaluationOf(i) ?? new Evaluation(record, s, asOf), folded, i));
    }

    public Told ValueOf(Provision provision, string? holder) => fold?.Performance(provision, holder, place) ?? Evaluation.Performance(provision, holder).Value;

    public Shown ShownOf(Provision provision, string? holder) => fold?.ShownOf(provision, holder, place) ?? Evaluation.ShownOf(provision, holder);

    public LocalDate? ShownSince(Provision provision) => fold is null ? Evaluation.ShownSince(provision) : fold.ShownSince(provision, place);
}
