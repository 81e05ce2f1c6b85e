namespace Servanda.Agreements;

/// <summary>How much a finding weighs: errors and warnings make a check fail, notes do not.</summary>
public enum Severity { Error, Warning, Note }

/// <summary>Where something stands in a file: line and column count from 1; 0 means the whole file.</summary>
public readonly record struct TextPosition(int Line, int Column)
{
    public static TextPosition None => default;
}

/// <summary>A piece of a file: where it stands and, where it is one value, what is written there.</summary>
/// <param name="Inset">How far after the position the text itself begins, which is 1 where it is in quotes; null where it is not written out in one run: over several lines, or with escapes.</param>
public readonly record struct Excerpt(TextPosition Position, string? Text, int? Inset = null)
{
    /// <summary>A part of the text alone; the whole where the part has no place of its own.</summary>
    public Excerpt Part(string part) => Inset is { } inset && Text?.IndexOf(part, StringComparison.Ordinal) is { } at and >= 0
        ? new Excerpt(Position with { Column = Position.Column + inset + at }, part)
        : this;
}

/// <summary>
/// Finds the value of a key in what something was read from; null where the key is not written. The keys of a mapping
/// inside, and the numbers of a list, follow after a stroke: <c>within/to</c>, <c>by/0</c>.
/// </summary>
public delegate Excerpt? Excerpts(string key);

/// <summary>
/// Something the reader of a file should know about what a person wrote. Findings are values:
/// nothing throws on bad input. <see cref="Code"/> is stable and has its page in the docs.
/// </summary>
public sealed record Finding
{
    public required string Code { get; init; }
    public required Severity Severity { get; init; }
    public required string Message { get; init; }

    /// <summary>What to do next; a "did you mean" where a near miss exists.</summary>
    public string? Hint { get; init; }

    /// <summary>The file as the user named it; null for what was not read from a file.</summary>
    public string? File { get; init; }
    public TextPosition Position { get; init; }

    /// <summary>The offending text, quoted back.</summary>
    public string? Text { get; init; }
    public IReadOnlyList<string> Provisions { get; init; } = [];
    public IReadOnlyList<string> Phases { get; init; } = [];

    public override string ToString() =>
        $"{File ?? "-"}:{Position.Line}:{Position.Column}: {Severity.ToString().ToLowerInvariant()} {Code}: {Message}";
}
