using NodaTime;
using Servanda.Agreements;

namespace Servanda.Status.Folding;

/// <summary>
/// An occurrence on the record, with its value by every standpoint for the whole provision and for each holder. A pure
/// function of its marks, of the answers given to all occurrences alike, and of the clock.
/// </summary>
internal sealed class Issue(string id, bool named, int places)
{
    /// <summary>Its name, or one of its own where the only claim about it names none.</summary>
    public string Id => id;
    public bool Named => named;
    public List<int> Marks { get; } = [];

    /// <summary>From the earliest to the latest that any claim about it speaks of.</summary>
    public TimeRange? Span { get; set; }

    /// <summary>For each view and each place (the whole, then each holder), one after the other.</summary>
    public Tellings[] Values { get; } = new Tellings[places];

    /// <summary>Whether it happened in the window, whoever did it and whatever excuses it.</summary>
    public Tellings Happened { get; set; }

    /// <summary>Whether it is on the table, for the whole and for each holder that a claim about it names.</summary>
    public ushort OnTable { get; set; }
}
