using System.Text.RegularExpressions;
using Servanda.Tests;
using Xunit;

namespace Servanda.Acceptance.Verbs;

public sealed partial class The_manual : IDisposable
{
    private static readonly string[] VerbsOfVerbs = ["import claims", "export claims"];

    private readonly Desk desk = new();

    public static TheoryData<string> Verbs { get; } = [.. Listed()];

    [Fact]
    public void Lists_every_verb() => Approved.Text("help.txt", desk.Run("--help").Out);

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Says_what_a_verb_does(string verb)
    {
        var ran = desk.Run(verb + " --help");

        Approved.Text($"help-{verb.Replace(' ', '-')}.txt", ran.Out);
        Assert.Contains("\nExample", ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Has_examples_that_work_as_typed()
    {
        desk.Run("import claims example-truce --agreement example-truce --ledger servanda.db");
        var failed = Listed().SelectMany(verb => Examples(desk.Run(verb + " --help").Out)).Select(example => (example, Ran: desk.Run(example))).Where(e => e.Ran.ExitCode != 0);

        Assert.Empty(failed.Select(e => $"{e.example}\n{e.Ran.Err}"));
    }

    // What follows a `>` is the shell's.
    private static IEnumerable<string> Examples(string help) =>
        help[help.LastIndexOf("\nExample", StringComparison.Ordinal)..].Split('\n').Where(l => l.StartsWith("  servanda ", StringComparison.Ordinal)).Select(l => l.Split('>')[0]["  servanda ".Length..].Trim());

    private static IEnumerable<string> Listed()
    {
        var help = Terminal.Run(["--help"]).Out;
        var verbs = help[help.IndexOf("Verbs\n", StringComparison.Ordinal)..help.IndexOf("Options\n", StringComparison.Ordinal)];
        return Named().Matches(verbs).Select(m => m.Groups["verb"].Value).Concat(VerbsOfVerbs);
    }

    [GeneratedRegex(@"^  (?<verb>[a-z-]+)  ", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Named();

    public void Dispose() => desk.Dispose();
}
