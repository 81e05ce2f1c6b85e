namespace Servanda.Agreements.Checking;

/// <summary>The findings about one draft while it is checked, and how it is told about to a person: by article where there is one.</summary>
internal sealed class DraftFindings(Agreement agreement)
{
    private readonly List<Finding> findings = [];
    private readonly HashSet<string> sharedArticles =
        [.. agreement.Provisions.Select(p => p.Article).OfType<string>().GroupBy(a => a, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key)];

    public Agreement Agreement => agreement;

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<Finding> InOrder() => [.. findings.OrderBy(f => f.Position.Line).ThenBy(f => f.Position.Column)];

    /// <summary>The article of a provision; its id with it where several share the article, alone where it has none.</summary>
    public string Name(Provision provision) => provision.Article is not { } article ? $"`{provision.Id}`"
        : sharedArticles.Contains(article) ? $"{article} (`{provision.Id}`)"
        : article;

    /// <summary>The same at the beginning of a sentence or inside it, with the word article before a number.</summary>
    public string Titled(Provision provision, bool begins = false)
    {
        var name = Name(provision);
        return !char.IsAsciiDigit(name[0]) ? name : $"{(begins ? "Article" : "article")} {name}";
    }

    public static string Name(Phase phase) => $"phase `{phase.Id}`";

    /// <summary>Several names as a sentence has them: a, b and c.</summary>
    public static string Listed(IReadOnlyList<string> names, string and = "and") => names.Count switch
    {
        0 => "",
        1 => names[0],
        _ => $"{string.Join(", ", names.Take(names.Count - 1))} {and} {names[^1]}",
    };

    public string Actors(IEnumerable<string> ids) => Listed([.. ids.Select(agreement.NameOf)]);

    /// <summary>The first of the keys that is written, else the id, else the whole.</summary>
    public static Excerpt At(Excerpts? written, TextPosition whole, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (written?.Invoke(key) is { } found)
            {
                return found;
            }
        }
        return written?.Invoke("id") ?? new Excerpt(whole, null);
    }

    public static Excerpt At(Provision provision, params ReadOnlySpan<string> keys) => At(provision.Written, provision.Position, keys);

    public static Excerpt At(Phase phase, params ReadOnlySpan<string> keys) => At(phase.Written, phase.Position, keys);

    public static Excerpt At(Condition condition) => new(condition.Position, ConditionText.Of(condition));

    public void Error(string code, Excerpt at, string message, string hint, IReadOnlyList<string> provisions, IReadOnlyList<string>? phases = null) =>
        Add(code, Severity.Error, at, message, hint, provisions, phases);

    public void Warning(string code, Excerpt at, string message, string hint, IReadOnlyList<string> provisions, IReadOnlyList<string>? phases = null) =>
        Add(code, Severity.Warning, at, message, hint, provisions, phases);

    public void Note(string code, Excerpt at, string message, string hint, IReadOnlyList<string> provisions, IReadOnlyList<string>? phases = null) =>
        Add(code, Severity.Note, at, message, hint, provisions, phases);

    private void Add(string code, Severity severity, Excerpt at, string message, string hint, IReadOnlyList<string> provisions, IReadOnlyList<string>? phases) => findings.Add(new Finding
    {
        Code = code,
        Severity = severity,
        Message = message,
        Hint = hint,
        Position = at.Position,
        Text = at.Text,
        Provisions = provisions,
        Phases = phases ?? [],
    });
}
