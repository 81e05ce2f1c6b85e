namespace Servanda.Status.Folding;

/// <summary>
/// An occurrence on the record, with its value by every standpoint for the whole provision and for each holder. A pure
/// function of its marks, of the answers given to all occurrences alike, and of the clock.
/// </summary>
internal sealed class Issue(int places)
{
    public List<int> Marks { get; } = [];

    /// <summary>For each view and each place (the whole, then each holder), one after the other.</summary>
    public Tellings[] Values { get; } = new Tellings[places];

    /// <summary>Whether it is on the table, for the whole and for each holder that a claim about it names.</summary>
    public ushort OnTable { get; set; }
}
