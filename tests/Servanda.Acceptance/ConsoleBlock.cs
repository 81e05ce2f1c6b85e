using System.Text.RegularExpressions;

namespace Servanda.Acceptance;

/// <summary>
/// A ```console block of a page: commands after <c>$ </c>, each followed by what it prints. In what is expected, <c>...</c>
/// stands for any text, and alone on its line for any number of lines. A comment before the block,
/// <c>&lt;!-- ends with 1 --&gt;</c>, says with which exit code its last command ends where that is not 0.
/// </summary>
public sealed record ConsoleBlock(int FirstLine, int LastLine, int? MarkerLine, int ExitCode, IReadOnlyList<ConsoleStep> Steps)
{
    public static IReadOnlyList<ConsoleBlock> In(IReadOnlyList<string> page)
    {
        var blocks = new List<ConsoleBlock>();
        for (var line = 0; line < page.Count; line++)
        {
            if (page[line] != "```console")
            {
                continue;
            }
            var end = line + 1;
            while (end < page.Count && page[end] != "```")
            {
                end++;
            }
            blocks.Add(Read(page, line, end));
            line = end;
        }
        return blocks;
    }

    /// <summary>The lines of the page that this block takes up once its commands have printed this.</summary>
    public IEnumerable<string> Rewritten(IReadOnlyList<Ran> ran)
    {
        if (ran[^1].ExitCode != 0)
        {
            yield return MarkerFor(ran[^1].ExitCode);
        }
        yield return "```console";
        foreach (var (step, result) in Steps.Zip(ran))
        {
            foreach (var line in step.Typed)
            {
                yield return line;
            }
            foreach (var line in step.Expects(result) ? step.Expected : step.Rewritten(result))
            {
                yield return line;
            }
        }
        yield return "```";
    }

    public static string MarkerFor(int exitCode) => $"<!-- ends with {exitCode} -->";

    private static ConsoleBlock Read(IReadOnlyList<string> page, int first, int last)
    {
        var marker = first > 0 ? Regex.Match(page[first - 1], "^<!-- ends with ([0-9]+) -->$") : Match.Empty;
        var steps = new List<ConsoleStep>();
        for (var line = first + 1; line < last;)
        {
            var typed = new List<string>();
            do
            {
                typed.Add(page[line++]);
            }
            while (line < last && typed[^1].EndsWith('\\'));

            var expected = new List<string>();
            while (line < last && !page[line].StartsWith("$ ", StringComparison.Ordinal))
            {
                expected.Add(page[line++]);
            }
            steps.Add(new ConsoleStep(typed, expected));
        }
        return new ConsoleBlock(first, last, marker.Success ? first - 1 : null, marker.Success ? int.Parse(marker.Groups[1].Value) : 0, steps);
    }
}

/// <summary>One command as typed, over one line or several, and the lines it is to print.</summary>
public sealed record ConsoleStep(IReadOnlyList<string> Typed, IReadOnlyList<string> Expected)
{
    /// <summary>Alone on its line any number of lines, within a line any text.</summary>
    private const string Cut = "...";

    public string Command => string.Join('\n', Typed)[2..];

    public bool Expects(Ran ran)
    {
        var pattern = string.Concat(Expected.Select(line => line == Cut ? "(?:.*\n)*?" : Pattern(line) + "\n"));
        return Regex.IsMatch(string.Concat(Lines(ran).Select(line => line + "\n")), $@"\A{pattern}\z");
    }

    /// <summary>What was printed, keeping what the expected lines leave open or leave out.</summary>
    public IEnumerable<string> Rewritten(Ran ran)
    {
        var open = Expected.Where(line => line != Cut && line.Contains(Cut, StringComparison.Ordinal)).ToList();
        return WithCuts(Lines(ran)).Select(line => open.Find(left => left != line && Matches(left, line)) ?? line);
    }

    // Each run of lines between two cuts is found again by its first line, and keeps its length.
    private List<string> WithCuts(IReadOnlyList<string> printed)
    {
        var (kept, at) = (new List<string>(), 0);
        for (var expected = 0; expected < Expected.Count;)
        {
            if (Expected[expected] == Cut)
            {
                kept.Add(Cut);
                expected++;
                continue;
            }
            var length = Expected.Skip(expected).TakeWhile(line => line != Cut).Count();
            var found = expected == 0 ? 0 : Enumerable.Range(at, printed.Count - at).FirstOrDefault(line => Matches(Expected[expected], printed[line]), -1);
            if (found < 0)
            {
                return [.. printed];
            }
            at = Math.Min(found + length, printed.Count);
            kept.AddRange(printed.Skip(found).Take(at - found));
            expected += length;
        }
        return kept is [.., Cut] ? kept : [.. kept, .. printed.Skip(at)];
    }

    public static IReadOnlyList<string> Lines(Ran ran)
    {
        var lines = ran.Shown.Split('\n').Select(line => line.TrimEnd()).ToList();
        while (lines is [.., ""])
        {
            lines.RemoveAt(lines.Count - 1);
        }
        return lines;
    }

    private static bool Matches(string expected, string printed) => Regex.IsMatch(printed, $@"\A{Pattern(expected)}\z");

    private static string Pattern(string line) => string.Join(".*?", line.TrimEnd().Split(Cut).Select(Regex.Escape));
}
