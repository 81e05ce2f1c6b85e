using System.Collections.Frozen;
using System.Text;

namespace Servanda.Web.Words;

/// <summary>
/// The translations of one language, as translators' tools keep them: a gettext PO file, keyed by the English text.
/// Texts have their arguments as {0}, {1}; what counts something has a form for one and a form for several.
/// </summary>
public sealed class Catalog
{
    private readonly FrozenDictionary<string, string[]> texts;

    private Catalog(IReadOnlyDictionary<string, string[]> read) => texts = read.ToFrozenDictionary(StringComparer.Ordinal);

    public static Catalog Empty { get; } = new(new Dictionary<string, string[]>());

    /// <summary>The English texts that it translates.</summary>
    public IEnumerable<string> Keys => texts.Keys;

    /// <summary>The forms of a text, one where it counts nothing; null where it is not translated.</summary>
    public string[]? Find(string english) => texts.GetValueOrDefault(english);

    /// <summary>The catalog of a language that comes with the program.</summary>
    public static Catalog Of(Language language)
    {
        using var stream = typeof(Catalog).Assembly.GetManifestResourceStream($"languages/{language.Code}.po");
        return stream is null ? Empty : Parse(new StreamReader(stream, Encoding.UTF8).ReadToEnd());
    }

    /// <exception cref="FormatException">The text is no PO file; the message names the line.</exception>
    public static Catalog Parse(string text)
    {
        var read = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var entry = new Dictionary<string, StringBuilder>(StringComparer.Ordinal);
        StringBuilder? at = null;
        foreach (var (raw, number) in text.Split('\n').Append("").Select((line, n) => (line.Trim(), n + 1)))
        {
            if (raw.Length == 0)
            {
                Add();
            }
            else if (raw[0] == '"')
            {
                (at ?? throw Bad(number)).Append(Unquoted(raw, number));
            }
            else if (raw[0] != '#')
            {
                var space = raw.IndexOf(' ', StringComparison.Ordinal);
                if (space < 0 || !raw.StartsWith("msg", StringComparison.Ordinal))
                {
                    throw Bad(number);
                }
                at = entry[raw[..space]] = new StringBuilder(Unquoted(raw[(space + 1)..].Trim(), number));
            }
        }
        return new Catalog(read);

        void Add()
        {
            if (entry.TryGetValue("msgid", out var id) && id.Length > 0)
            {
                var forms = entry.Where(e => e.Key.StartsWith("msgstr", StringComparison.Ordinal)).OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => e.Value.ToString()).ToArray();
                if (forms.Length > 0 && forms.All(f => f.Length > 0))
                {
                    read[id.ToString()] = forms;
                }
            }
            entry.Clear();
            at = null;
        }
    }

    private static string Unquoted(string quoted, int line)
    {
        if (quoted is not ['"', .., '"'])
        {
            throw Bad(line);
        }
        var plain = new StringBuilder();
        for (var i = 1; i < quoted.Length - 1; i++)
        {
            plain.Append(quoted[i] != '\\' ? quoted[i] : quoted[++i] switch { 'n' => '\n', 't' => '\t', var other => other });
        }
        return plain.ToString();
    }

    private static FormatException Bad(int line) => new($"Line {line} is not of a PO file: a keyword such as msgid, then a quoted text.");
}
