using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Servanda.Status;

/// <summary>
/// Words that are put together only when somebody reads them: an evaluation asks thousands of questions whose wording
/// nobody will ever see.
/// </summary>
[InterpolatedStringHandler]
public struct Phrase
{
    private readonly List<object?> parts;

    /// <summary>Which parts, by their bits, are words of the phrase itself and not set into it.</summary>
    private uint literals;

    public Phrase(int literalLength, int formattedCount)
    {
        _ = literalLength;
        parts = new List<object?>((2 * formattedCount) + 1);
    }

    private Phrase(string text) => (parts, literals) = ([text], 1);

    public static implicit operator Phrase(string text) => new(text);

    public void AppendLiteral(string text)
    {
        literals |= 1u << parts.Count;
        parts.Add(text);
    }

    public readonly void AppendFormatted<T>(T part) => parts.Add(part);

    /// <summary>The words with {0}, {1} where something is set into them, and what is set into them: what a translation is looked up by.</summary>
    public readonly (string Template, IReadOnlyList<object?> Arguments) Taken()
    {
        var (template, arguments) = (new StringBuilder(), new List<object?>());
        for (var at = 0; at < (parts?.Count ?? 0); at++)
        {
            if ((literals & (1u << at)) != 0)
            {
                template.Append((string)parts![at]!);
                continue;
            }
            template.Append(CultureInfo.InvariantCulture, $"{{{arguments.Count}}}");
            arguments.Add(parts![at]);
        }
        return (template.ToString(), arguments);
    }

    public override readonly string ToString()
    {
        if (parts is null or [])
        {
            return "";
        }
        if (parts is [string only])
        {
            return only;
        }
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            text.Append(CultureInfo.InvariantCulture, $"{part}");
        }
        return text.ToString();
    }
}
