using Servanda.Tests;
using Xunit;

namespace Servanda.Acceptance.Verbs;

public sealed class The_demo : IDisposable
{
    private readonly Desk desk = new();

    [Fact]
    public void Goes_from_a_document_to_a_board() => Approved.Text("demo.txt", desk.Run("demo --dir tryout").Shown);

    [Fact]
    public void Ends_with_commands_that_work_as_typed()
    {
        var shown = desk.Run("demo --dir tryout").Out;
        var commands = shown[shown.IndexOf("What to try next", StringComparison.Ordinal)..].Split('\n').Where(l => l.StartsWith("  servanda ", StringComparison.Ordinal)).Select(l => l.Trim()["servanda ".Length..]).ToList();

        Assert.NotEmpty(commands);
        Assert.All(commands, command => Assert.Equal(0, desk.Run(command).ExitCode));
    }

    [Fact]
    public void Touches_no_folder_that_is_in_use()
    {
        desk.Scratch.Write("tryout/mine.txt", "mine");

        Assert.Equal(3, desk.Run("demo --dir tryout").ExitCode);
    }

    public void Dispose() => desk.Dispose();
}
