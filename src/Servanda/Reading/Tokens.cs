namespace Servanda.Reading;

internal enum TokenKind : byte { Word, Number, Quote, Comma, Stop, Colon, Semicolon, Dash, Bracket, Symbol }

/// <summary>A word, a number or a mark of the text, where it stands, and what is known of it.</summary>
internal struct Token
{
    public int Start;
    public int End;

    /// <summary>Its number in the vocabulary, and that of its longest stem; <see cref="Vocabulary.Unknown"/> for neither.</summary>
    public int Word;
    public int Stem;

    /// <summary>Of the folded letters: equal words have equal hashes, known or not.</summary>
    public ulong Hash;
    public WordClass Class;
    public TokenKind Kind;
    public bool Capital;

    /// <summary>Ends a sentence (a full stop that is no part of an abbreviation, ?, !).</summary>
    public bool EndsSentence;

    /// <summary>The quotation it stands in, marks included; -1 outside.</summary>
    public int Quote;

    /// <summary>The cue that begins here, as an index into the page's cues; -1 for none.</summary>
    public int Cue;

    public readonly bool Is(WordClass any) => (Class & any) != WordClass.None;

    public readonly bool IsWord => Kind is TokenKind.Word;
}

/// <summary>
/// Cuts a text into tokens in one pass. A word is letters and digits with inner hyphens, dots and apostrophes; the possessive
/// 's is a token of its own; a number keeps its thousand and decimal marks; two hyphens are one dash. White space of every
/// kind, line ends included, only separates.
/// </summary>
internal static class Tokeniser
{
    public static Token[] Cut(string text, int from, int to, Vocabulary vocabulary, Language language)
    {
        var tokens = new List<Token>((to - from) / 5 + 8);
        var at = from;
        while (at < to)
        {
            var c = text[at];
            if (char.IsWhiteSpace(c) || char.IsControl(c) || Letters.IsMark(c) || c is '\u00ad' or '\u200b' or '\ufeff')
            {
                at++;
            }
            else
            {
                at = char.IsLetterOrDigit(c) ? Word(text, at, to, tokens, vocabulary, language) : Mark(text, at, to, tokens, vocabulary, language);
            }
        }
        return [.. tokens];
    }

    private static int Word(string text, int at, int to, List<Token> tokens, Vocabulary vocabulary, Language language)
    {
        var token = new Token { Start = at, Quote = -1, Cue = -1, Stem = Vocabulary.Unknown, Hash = Vocabulary.EmptyHash };
        var digits = true;
        var length = 0;
        var end = at;
        while (end < to)
        {
            var c = text[end];
            if (char.IsLetterOrDigit(c) || Letters.IsMark(c))
            {
                digits &= char.IsAsciiDigit(c);
            }
            else if (c == '\u00ad')
            {
                end++;
                continue;
            }
            else if (!JoinsWord(text, at, end, to, digits, language))
            {
                break;
            }
            end++;
            var folded = Letters.Fold(c);
            if (folded != '\0')
            {
                token.Hash = Vocabulary.Extend(token.Hash, folded);
                token.Stem = vocabulary.FindStem(token.Hash, ++length, token.Stem);
            }
        }
        token.End = end;
        token.Kind = digits ? TokenKind.Number : TokenKind.Word;
        token.Word = vocabulary.Find(token.Hash);
        token.Class = vocabulary.ClassOf(token.Word, token.Stem, text.AsSpan(at, end - at));
        token.Capital = char.IsUpper(text[at]) || HasParticle(text, at, end);
        if (token.Capital && IsAcronym(text.AsSpan(at, end - at)))
        {
            // US is no pronoun, WHO asks nothing.
            token.Class = WordClass.None;
        }
        tokens.Add(token);
        if (end < to && text[end] == '.' && IsAbbreviation(text.AsSpan(at, end - at), NumberFollows(text, end + 1, to), language))
        {
            end++;
        }
        return end;
    }

    /// <summary>Whether a mark between two letters or digits belongs to the word: cease-fire, U.S, don't, 1,200, 19:30.</summary>
    private static bool JoinsWord(string text, int start, int at, int to, bool digits, Language language)
    {
        if (at + 1 >= to || at == start || !char.IsLetterOrDigit(text[at + 1]))
        {
            return false;
        }
        var c = Letters.Fold(text[at]);
        var next = text[at + 1];
        return c switch
        {
            '-' => true,
            '\'' => CliticLength(text, at, to, language) == 0,
            '.' => digits ? char.IsAsciiDigit(next) : at - start == 1 || text[at - 2] == '.',
            ',' or ':' => digits && char.IsAsciiDigit(next),
            '/' => digits && char.IsAsciiDigit(next),
            _ => false,
        };
    }

    /// <summary>The length of a clitic after an apostrophe ('s, 're), which ends the word before it; 0 for none.</summary>
    private static int CliticLength(string text, int at, int to, Language language)
    {
        foreach (var clitic in language.Clitics)
        {
            var end = at + 1 + clitic.Length;
            if (end <= to && text.AsSpan(at + 1, clitic.Length).Equals(clitic, StringComparison.OrdinalIgnoreCase) && (end == to || !char.IsLetterOrDigit(text[end])))
            {
                return 1 + clitic.Length;
            }
        }
        return 0;
    }

    private static bool IsAcronym(ReadOnlySpan<char> word)
    {
        if (word.Length is < 2 or > 4)
        {
            return false;
        }
        foreach (var c in word)
        {
            if (!char.IsUpper(c))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>al-Hayya: a particle of two letters does not make a name small.</summary>
    private static bool HasParticle(string text, int at, int end) =>
        end - at > 4 && Letters.Fold(text[at + 2]) == '-' && char.IsUpper(text[at + 3]);

    private static bool NumberFollows(string text, int at, int to)
    {
        while (at < to && text[at] is ' ' or '\u00a0')
        {
            at++;
        }
        return at < to && char.IsAsciiDigit(text[at]);
    }

    private static bool IsAbbreviation(ReadOnlySpan<char> word, bool beforeNumber, Language language)
    {
        if (word.Length == 1)
        {
            return char.IsUpper(word[0]);
        }
        if (word.Length > 8)
        {
            return false;
        }
        var folded = Letters.Fold(word);
        return language.Abbreviations.Contains(folded) || (beforeNumber && language.Abbreviations.Contains(folded + "#"));
    }

    private static int Mark(string text, int at, int to, List<Token> tokens, Vocabulary vocabulary, Language language)
    {
        var c = text[at];
        var end = at + 1;
        if (Letters.Fold(c) == '\'' && tokens.Count > 0 && tokens[^1].End == at && CliticLength(text, at, to, language) is var clitic and > 0)
        {
            tokens.Add(CliticAt(text, at, at + clitic, vocabulary));
            return at + clitic;
        }
        var kind = c switch
        {
            '"' or '“' or '”' or '„' or '«' or '»' or '‘' or '’' or '\'' or '`' => TokenKind.Quote,
            ',' => TokenKind.Comma,
            '.' or '?' or '!' or '…' => TokenKind.Stop,
            ':' => TokenKind.Colon,
            ';' => TokenKind.Semicolon,
            '–' or '—' or '―' => TokenKind.Dash,
            '-' or '‐' or '‑' or '−' => TokenKind.Dash,
            '(' or ')' or '[' or ']' => TokenKind.Bracket,
            _ => TokenKind.Symbol,
        };
        if (kind is TokenKind.Dash or TokenKind.Stop)
        {
            while (end < to && text[end] == c)
            {
                end++;
            }
        }
        else if (c is '\'' or '`' or '‘' or '’' && end < to && text[end] == c)
        {
            // Two single marks are one double mark.
            end++;
        }
        tokens.Add(new Token
        {
            Start = at,
            End = end,
            Kind = kind,
            Quote = -1,
            Cue = -1,
            Stem = Vocabulary.Unknown,
            Word = Vocabulary.Unknown,
            EndsSentence = kind is TokenKind.Stop,
        });
        return end;
    }

    /// <summary>The number of the possessive in every vocabulary: it is added first.</summary>
    public const int Clitic = 0;

    private static Token CliticAt(string text, int at, int end, Vocabulary vocabulary)
    {
        var hash = Vocabulary.EmptyHash;
        for (var i = at; i < end; i++)
        {
            hash = Vocabulary.Extend(hash, Letters.Fold(text[i]));
        }
        var word = vocabulary.Find(hash);
        return new Token
        {
            Start = at,
            End = end,
            Kind = TokenKind.Word,
            Quote = -1,
            Cue = -1,
            Stem = Vocabulary.Unknown,
            Word = word,
            Hash = hash,
            Class = word == Clitic ? WordClass.None : vocabulary.ClassOf(word, Vocabulary.Unknown, text.AsSpan(at, end - at)),
        };
    }
}
