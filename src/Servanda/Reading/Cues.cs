namespace Servanda.Reading;

/// <summary>What a cue by itself makes of what follows it.</summary>
internal enum CueKind { Content, Event, Figure, Position, Demand, Denial, Expectation, Commitment, NoClaim }

[Flags]
internal enum CueFrame { None = 0, That = 1, Quote = 2, Np = 4, To = 8, Object = 16, Of = 32, For = 64, As = 128, Over = 256 }

[Flags]
internal enum CueFlag { None = 0, Noun = 1, Weak = 2, Monitor = 4, Factive = 8, Refusing = 16, Act = 32, Answer = 64 }

[Flags]
internal enum VerbForm { None = 0, Base = 1, Third = 2, Past = 4, Participle = 8, Ing = 16 }

/// <summary>A verb, with or without words after it, by which somebody is said to say something.</summary>
internal sealed record Cue(int Index, string Lemma, IReadOnlyList<(string Word, VerbForm Form)> Forms, string Tail, CueKind Kind, CueFrame Frame, CueFlag Flags)
{
    public static Cue Parse(int index, string[] cells)
    {
        VerbForm[] order = [VerbForm.Base, VerbForm.Third, VerbForm.Past, VerbForm.Participle, VerbForm.Ing];
        var forms = cells[1].Split(' ')
            .SelectMany((f, i) => f.Split(',').Select(w => (Word: w, Form: order[i])))
            .GroupBy(f => f.Word)
            .Select(g => (g.Key, g.Aggregate(VerbForm.None, (all, f) => all | f.Form)))
            .ToList();
        var kind = Enum.Parse<CueKind>(cells[3].Replace("-", ""), true);
        return new Cue(index, cells[0], forms, cells.Length > 2 ? cells[2] : "", kind, ParseFrame(cells.Length > 4 ? cells[4] : ""), ParseFlags(cells.Length > 5 ? cells[5] : ""));
    }

    public bool Is(CueFlag flag) => (Flags & flag) != CueFlag.None;

    public bool Takes(CueFrame frame) => (Frame & frame) != CueFrame.None;

    private static CueFrame ParseFrame(string frames)
    {
        var frame = CueFrame.None;
        foreach (var part in frames.Split([',', '+', '-'], StringSplitOptions.RemoveEmptyEntries))
        {
            frame |= part switch
            {
                "that" => CueFrame.That,
                "quote" => CueFrame.Quote,
                "np" => CueFrame.Np,
                "to" => CueFrame.To,
                "obj" => CueFrame.Object,
                "of" => CueFrame.Of,
                "for" => CueFrame.For,
                "as" => CueFrame.As,
                "over" => CueFrame.Over,
                _ => CueFrame.None,
            };
        }
        return frame;
    }

    private static CueFlag ParseFlags(string letters)
    {
        var flags = CueFlag.None;
        foreach (var letter in letters)
        {
            flags |= letter switch
            {
                'N' => CueFlag.Noun,
                'W' => CueFlag.Weak,
                'M' => CueFlag.Monitor,
                'F' => CueFlag.Factive,
                'R' => CueFlag.Refusing,
                'A' => CueFlag.Act,
                'Y' => CueFlag.Answer,
                _ => CueFlag.None,
            };
        }
        return flags;
    }
}

/// <summary>A form of a cue in the vocabulary of phrases.</summary>
internal sealed record CueForm(Cue Cue, VerbForm Form)
{
    public bool IsAny(VerbForm any) => (Form & any) != VerbForm.None;
}
