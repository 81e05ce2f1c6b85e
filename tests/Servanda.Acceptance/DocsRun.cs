using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace Servanda.Acceptance;

/// <summary>
/// The documentation shows what really happens: every ```console block of a page is run, in order, in one scratch copy of
/// the samples. With ACCEPT=1 what was printed is written into the page.
/// </summary>
public sealed class The_documentation
{
    /// <summary>What the scratch folder is called in a page, since its real name differs from run to run.</summary>
    private const string Here = "~/servanda";

    /// <summary>The pages were written on this day: a command without a date must answer the same for ever.</summary>
    private const string Now = "2026-02-05T12:00:00Z";

    private static readonly bool Accepting = Environment.GetEnvironmentVariable("ACCEPT") == "1";

    public static TheoryData<string> Pages() =>
        [.. Repository.Pages().Where(page => File.ReadLines(Repository.At(page)).Contains("```console"))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Shows_what_really_happens(string page)
    {
        var lines = File.ReadAllLines(Repository.At(page)).ToList();
        var blocks = ConsoleBlock.In(lines);
        var ran = Run(blocks);
        if (Accepting)
        {
            Rewrite(page, lines, blocks, ran);
            return;
        }

        var differences = blocks.Zip(ran).SelectMany(pair => Differences(page, pair.First, pair.Second)).ToList();
        Assert.True(differences.Count == 0, $"{string.Join("\n", differences)}\nIf this is right, run ACCEPT=1 ./test The_documentation and read the diff.");
    }

    /// <summary>A page may show the tests, which cannot run inside themselves: of such a block the form is checked.</summary>
    [Fact]
    public void Shows_the_sum_of_the_tests_where_it_shows_the_tests()
    {
        var shown = Repository.Pages()
            .SelectMany(page => ConsoleBlock.In(File.ReadAllLines(Repository.At(page))))
            .SelectMany(block => block.Steps)
            .Where(step => IsTest(step) && step.Expected.Count > 0);

        Assert.All(shown, step => Assert.Matches("^([0-9]+|...) passed, 0 failed, [0-9]+ skipped$", step.Expected[^1]));
    }

    private static List<IReadOnlyList<Ran>> Run(IReadOnlyList<ConsoleBlock> blocks)
    {
        using var scratch = new Scratch();
        scratch.Bring("agreements");
        Install(scratch);
        return [.. blocks.Select(block => (IReadOnlyList<Ran>)[.. block.Steps.Select(step => Run(step, scratch))])];
    }

    private static Ran Run(ConsoleStep step, Scratch scratch)
    {
        if (IsTest(step))
        {
            return new Ran(string.Join('\n', step.Expected), "", 0);
        }

        // Each command is a shell of its own, which begins in the folder where the last one ended.
        var ran = Terminal.Shell(
            $"""
            exec 2>&1
            cd "$(cat "$HOME/folder" 2>/dev/null || pwd)"
            {step.Command}
            code=$?
            pwd >"$HOME/folder"
            exit $code
            """,
            scratch.Folder,
            new Dictionary<string, string?>(scratch.Settings, StringComparer.Ordinal)
            {
                ["PATH"] = $"{scratch.Folder}:{Environment.GetEnvironmentVariable("PATH")}",
                ["NO_COLOR"] = "1",
                ["SERVANDA_NOW"] = Now,
            });
        return ran with { Out = ran.Out.Replace(scratch.Folder, Here) };
    }

    /// <summary>Puts the program as built where a page has the launcher.</summary>
    private static void Install(Scratch scratch)
    {
        var launcher = scratch.Write("servanda", $"#!/bin/sh\nexec '{Repository.Dotnet}' '{Repository.Program}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(launcher, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static IEnumerable<string> Differences(string page, ConsoleBlock block, IReadOnlyList<Ran> ran)
    {
        foreach (var (step, result) in block.Steps.Zip(ran))
        {
            if (!step.Expects(result))
            {
                yield return $"{page}:{block.FirstLine + 1}: `{step.Command}` prints\n{Indented(ConsoleStep.Lines(result))}\nwhere the page has\n{Indented(step.Expected)}";
            }
        }

        var ended = ran.Select(r => r.ExitCode).ToList();
        if (ended is [] || ended[..^1].Exists(code => code != 0) || ended[^1] != block.ExitCode)
        {
            yield return $"{page}:{block.FirstLine + 1}: ends with {string.Join(", ", ended)}, where the page says 0 and at last {block.ExitCode}";
        }
    }

    private static string Indented(IEnumerable<string> lines) => string.Join('\n', lines.Select(line => "    " + line));

    private static void Rewrite(string page, List<string> lines, IReadOnlyList<ConsoleBlock> blocks, IReadOnlyList<IReadOnlyList<Ran>> ran)
    {
        // From the last to the first, so that the places of those before stay right.
        foreach (var (block, results) in blocks.Zip(ran).Reverse())
        {
            var first = block.MarkerLine ?? block.FirstLine;
            lines.RemoveRange(first, block.LastLine - first + 1);
            lines.InsertRange(first, block.Rewritten(results));
        }

        var text = string.Concat(lines.Select(line => line + "\n"));
        if (File.ReadAllText(Repository.At(page)) != text)
        {
            File.WriteAllText(Repository.At(page), text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }
    }

    private static bool IsTest(ConsoleStep step) => Regex.IsMatch(step.Command, "^(ACCEPT=1 )?./test( |$)");
}
