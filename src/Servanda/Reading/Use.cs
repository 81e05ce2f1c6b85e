namespace Servanda.Reading;

/// <summary>How a cue stands to its speaker.</summary>
internal enum UseWay { Finite, Inverted, Inherited, Participle, Fronted, Absolute, Passive, Observed, QuotedAs, According }

/// <summary>A cue that tells of saying, or "according to", with what its sentence gives it.</summary>
internal sealed class Use
{
    public required UseWay Way { get; init; }
    public CueForm? Cue { get; init; }
    public required Range Words { get; init; }
    public Subject Subject { get; set; }

    /// <summary>Where its clause begins, connectives included.</summary>
    public int Clause { get; set; }
    public bool Joined { get; set; }

    /// <summary>The last semicolon or colon before the cue; 0 for none.</summary>
    public int Semicolon { get; set; }

    /// <summary>"Northland, which denies the raid, did not answer": the content ends where the main verb comes.</summary>
    public bool Embedded { get; init; }

    /// <summary>", which it says hit a truck": the content is what follows the cue.</summary>
    public bool Relative { get; init; }

    public SaidOn? Said { get; set; }
    public Speaker? Speaker { get; set; }
    public bool OwnPronoun { get; set; }
    public List<string> Rules { get; } = [];

    // Right of the cue.
    public int After { get; set; }
    public int End { get; set; }
    public Range Addressee { get; set; }
    public Range QuotedBy { get; set; }
    public bool That { get; set; }
    public bool CommaAfter { get; set; }
    public bool ColonAfter { get; set; }
    public Statement? Made { get; set; }
}
