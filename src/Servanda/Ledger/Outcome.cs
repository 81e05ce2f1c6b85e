namespace Servanda.Ledger;

/// <summary>What became of a draft.</summary>
public abstract record Outcome
{
    private Outcome() { }

    /// <summary>It is on the record. With <paramref name="DocumentUnknown"/>, it quotes a document the ledger does not hold.</summary>
    public sealed record Recorded(long Seq, Guid Entry, bool DocumentUnknown = false) : Outcome;

    /// <summary>Its claim was on the record with another content; this entry now corrects it.</summary>
    /// <param name="Corrects">The place of the entry that held the claim until now.</param>
    public sealed record Corrected(long Seq, Guid Entry, long Corrects, bool DocumentUnknown = false) : Outcome;

    /// <summary>It was on the record already; nothing was written.</summary>
    public sealed record Known(long Seq, Guid Entry) : Outcome;

    /// <summary>It is not on the record.</summary>
    public sealed record Refused(Refusal Refusal) : Outcome;
}
