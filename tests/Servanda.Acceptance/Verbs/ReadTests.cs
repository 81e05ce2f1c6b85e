using Xunit;

namespace Servanda.Acceptance.Verbs;

public sealed class Reading_as_a_person_does : IDisposable
{
    private const string Wire = "agreements/example-truce/documents/2026-01-16-wire.txt";

    private readonly Scratch scratch = new();

    public Reading_as_a_person_does() => scratch.Bring("agreements");

    public void Dispose() => scratch.Dispose();

    private Ran Run(string arguments, string input = "")
    {
        var settings = new Dictionary<string, string?>(scratch.Settings, StringComparer.Ordinal) { ["SERVANDA_NOW"] = Desk.Now, ["SERVANDA_SAMPLES"] = scratch.At("agreements") };
        return Terminal.Run(arguments.Split(' '), scratch.Folder, input, settings);
    }

    [Fact]
    public void Records_nothing_that_nobody_looked_at()
    {
        var ran = Run($"read {Wire} --agreement example-truce --ledger l.db --record");
        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("--review", ran.Err, StringComparison.Ordinal);
        Assert.False(File.Exists(scratch.At("l.db")));
    }

    [Fact]
    public void Records_above_a_confidence_with_the_rules_that_fired()
    {
        var ran = Run($"read {Wire} --agreement example-truce --ledger l.db --record --min-confidence 0.9");
        Assert.Equal(0, ran.ExitCode);
        Assert.Contains("left: confidence", ran.Out, StringComparison.Ordinal);
        var claims = Run("export claims --agreement example-truce --ledger l.db").Out;
        Assert.Contains("not reviewed; rules: cue-finite", claims, StringComparison.Ordinal);
        Assert.Equal(2, Run($"read {Wire} --agreement example-truce --record --min-confidence 2").ExitCode);
        Assert.Equal(2, Run($"read {Wire} --agreement example-truce --min-confidence 0.5").ExitCode);
    }

    [Fact]
    public void Reviews_by_key_with_edits_links_and_undo()
    {
        // Accept the first; reject the second and undo it; edit and link it; leave; write.
        var ran = Run($"read {Wire} --agreement example-truce --ledger l.db --review", "a r u e p nowhere\n e p halt-fire\n l bridge-1\n a r w");
        Assert.Equal(0, ran.ExitCode);
        Assert.Contains("⟦", ran.Out, StringComparison.Ordinal);
        Assert.Contains("Undone.", ran.Out, StringComparison.Ordinal);
        Assert.Contains("No provision is called `nowhere`.", ran.Out, StringComparison.Ordinal);
        Assert.Contains("1 accepted, 1 edited, 1 rejected", ran.Out, StringComparison.Ordinal);
        var claims = Run("export claims --agreement example-truce --ledger l.db").Out;
        Assert.Contains("\"occurrence\":\"bridge-1\"", claims.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(2, claims.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        // What was decided is not asked again.
        Assert.Contains("13 proposals to review", Run($"read {Wire} --agreement example-truce --ledger l.db --review", "q").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Leaves_no_half_of_a_review_that_is_left()
    {
        Run($"read {Wire} --agreement example-truce --ledger l.db --review", "a a a q");
        Assert.Empty(Run("export claims --agreement example-truce --ledger l.db").Out.Trim());
    }

    [Fact]
    public void Goes_on_with_a_folder_where_it_stopped()
    {
        Directory.CreateDirectory(scratch.At("reports"));
        foreach (var (name, text) in (ReadOnlySpan<(string, string)>)[("a.txt", "Northland said on Monday that Southland had fired."), ("b.html", "<p>Southland denied the raid.</p>"), ("c.txt", "\u0001\u0002\u0003")])
        {
            File.WriteAllText(scratch.At($"reports/{name}"), text);
        }
        var first = Run("read reports --agreement example-truce --into out.jsonl");
        Assert.Equal(1, first.ExitCode);
        Assert.Contains("1/3", first.Err, StringComparison.Ordinal);
        Assert.Contains("control characters", first.Err, StringComparison.Ordinal);
        var whole = File.ReadAllText(scratch.At("out.jsonl"));
        Assert.Equal(2, whole.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);

        // Stopped in the middle of the second: half a line, and no word of it in the progress.
        var progress = File.ReadAllLines(scratch.At("out.jsonl.progress"));
        File.WriteAllText(scratch.At("out.jsonl.progress"), progress[0] + "\n" + progress[1][..3]);
        File.WriteAllText(scratch.At("out.jsonl"), whole[..^40]);
        Assert.Contains("1 read before", Run("read reports --agreement example-truce --into out.jsonl").Err, StringComparison.Ordinal);
        Assert.Equal(whole, File.ReadAllText(scratch.At("out.jsonl")));
    }

    [Fact]
    public void Records_a_story_once_that_two_outlets_print()
    {
        var text = File.ReadAllText(scratch.At(Wire));
        File.WriteAllText(scratch.At("other.txt"), "From our own correspondent.\n\n" + text);
        Run($"read {Wire} --agreement example-truce --ledger l.db --record --min-confidence 0.9");
        var before = Run("export claims --agreement example-truce --ledger l.db").Out;
        var ran = Run("read other.txt --agreement example-truce --ledger l.db --record --min-confidence 0.9 --dateline 2026-01-16");
        Assert.Contains("It repeats", ran.Out, StringComparison.Ordinal);
        Assert.Equal(before, Run("export claims --agreement example-truce --ledger l.db").Out);
    }
}
