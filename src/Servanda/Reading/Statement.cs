namespace Servanda.Reading;

/// <summary>Somebody saying something: the words of the cue, of the speaker and of what is said.</summary>
internal sealed class Statement
{
    /// <summary>Null where a quotation stands without a cue of its own.</summary>
    public CueForm? Cue { get; init; }
    public Range CueWords { get; init; }

    /// <summary>"said it welcomed": the cue by which the speaker's own saying is described inside it.</summary>
    public CueForm? Inner { get; set; }

    /// <summary>Empty where the speaker is taken over from the statement before.</summary>
    public Subject Subject { get; init; }
    public required Speaker Speaker { get; set; }
    public required List<Range> Content { get; init; }
    public required int Paragraph { get; init; }
    public Range Addressee { get; init; }
    public SaidOn? Said { get; set; }
    public bool SaidInherited { get; set; }

    /// <summary>The content stands in the speaker's own words without quotation marks: a turn of a transcript.</summary>
    public bool Own { get; init; }
    public List<string> Via { get; } = [];
    public required List<string> Rules { get; init; }

    /// <summary>The speaker's word for what another did: its content is a claim of this one as well.</summary>
    public Range Extent(Range of)
    {
        var first = of.First;
        var end = of.End;
        foreach (var range in (ReadOnlySpan<Range>)[CueWords, Subject.Whole])
        {
            if (!range.IsEmpty)
            {
                first = Math.Min(first, range.First);
                end = Math.Max(end, range.End);
            }
        }
        return new Range(first, end);
    }
}
