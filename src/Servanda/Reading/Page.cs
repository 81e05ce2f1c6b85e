using NodaTime;

namespace Servanda.Reading;

internal enum ParagraphKind { Body, Heading, Crosshead, Credit }

internal struct Paragraph
{
    public int FirstToken;
    public int EndToken;
    public ParagraphKind Kind;

    /// <summary>Begins with a bullet or a number.</summary>
    public bool Item;

    /// <summary>In a transcript, who has the floor, as an index into the page's floors; -1 elsewhere.</summary>
    public int Floor;

    public readonly Range Words => new(FirstToken, EndToken);
}

/// <summary>Who has the floor in a transcript: the label before the colon, and whether it is a questioner's, who claims nothing.</summary>
internal readonly record struct Floor(Range Label, bool Asks);

/// <summary>Tokens up to a mark that ends a sentence outside quotation marks; a quotation is never cut.</summary>
internal readonly record struct Sentence(int FirstToken, int EndToken, int Paragraph)
{
    public bool IsEmpty => EndToken <= FirstToken;
}

/// <summary>A stretch in quotation marks, marks included.</summary>
internal struct Quotation
{
    public int FirstToken;
    public int EndToken;
    public int Words;

    /// <summary>Three words or fewer and no mark at the end: words quoted inside somebody's sentence.</summary>
    public bool Fragment;

    /// <summary>Left open at the end of its paragraph, because the next one goes on.</summary>
    public bool Open;
}

/// <summary>Tokens [First, End) of a page.</summary>
internal readonly record struct Range(int First, int End)
{
    public static Range None => default;

    public bool IsEmpty => End <= First;

    public bool Contains(int token) => token >= First && token < End;

    public bool Contains(Range other) => First <= other.First && other.End <= End;
}

/// <summary>A document laid out: its tokens, paragraphs, quotations and sentences. What each step adds, later steps read.</summary>
internal sealed class Page
{
    public required string Text { get; init; }
    public required Token[] Tokens { get; init; }
    public required Language Language { get; init; }
    public List<Paragraph> Paragraphs { get; } = [];
    public List<CueHit> Cues { get; set; } = [];
    public List<Quotation> Quotations { get; } = [];
    public List<Sentence> Sentences { get; } = [];

    /// <summary>Of a transcript, in order; empty for any other document.</summary>
    public List<Floor> Floors { get; } = [];

    private int[]? numbersBefore;

    /// <summary>Whether a stretch holds a number, in digits or words; counted once for the whole page.</summary>
    public bool HoldsNumber(Range range)
    {
        if (numbersBefore is null)
        {
            numbersBefore = new int[Tokens.Length + 1];
            for (var t = 0; t < Tokens.Length; t++)
            {
                numbersBefore[t + 1] = numbersBefore[t] + (Tokens[t].Kind is TokenKind.Number || Tokens[t].Is(WordClass.Numeral) || TextOf(Tokens[t]).IndexOfAny('-', '‑', '‐') > 0 ? 1 : 0);
            }
        }
        return numbersBefore[range.End] > numbersBefore[range.First];
    }

    /// <summary>The day the document counts from; null where neither the text nor the caller gives one.</summary>
    public LocalDate? Dateline { get; set; }

    public ReadOnlySpan<char> TextOf(in Token token) => Text.AsSpan(token.Start, token.End - token.Start);

    public ReadOnlySpan<char> TextOf(Range range) => range.IsEmpty ? [] : Text.AsSpan(Tokens[range.First].Start, Tokens[range.End - 1].End - Tokens[range.First].Start);

    public string Shown(Range range) => Letters.Shown(TextOf(range));

    public Span SpanOf(Range range) => new(Tokens[range.First].Start, Tokens[range.End - 1].End);

    public bool InQuotation(int token) => Tokens[token].Quote >= 0;

    /// <summary>Whether the token stands in a quotation longer than a fragment: there no cue of the reporter's is to be found.</summary>
    public bool InSpeech(int token) => Tokens[token].Quote is var q and >= 0 && !Quotations[q].Fragment;

    /// <summary>Whether a sentence asks, outside quotation marks: it claims nothing.</summary>
    public bool Asks(Sentence sentence) =>
        Tokens[sentence.EndToken - 1] is { Kind: TokenKind.Stop, Quote: < 0 } mark && Text[mark.Start] == '?';

    public bool IsAllCapitals(in Token token)
    {
        foreach (var c in TextOf(token))
        {
            if (char.IsLower(c))
            {
                return false;
            }
        }
        return token.Capital;
    }
}
