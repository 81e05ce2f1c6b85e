using Xunit;

namespace Servanda.Acceptance;

public sealed class A_console_block
{
    private static readonly string[] Page = ["text", "<!-- ends with 1 -->", "```console", "$ one \\", "  more", "first", "...", "at 12:00 in ...", "$ two", "```"];

    [Fact]
    public void Holds_commands_and_what_they_print()
    {
        var block = Assert.Single(ConsoleBlock.In(Page));

        Assert.Equal(["one \\\n  more", "two"], block.Steps.Select(step => step.Command));
        Assert.Equal(1, block.ExitCode);
    }

    [Theory]
    [InlineData("first\nat 12:00 in Geneva\n", true)]
    [InlineData("first\nbetween\nbetween\nat 12:00 in Geneva", true)]
    [InlineData("first\nat 12:01 in Geneva\n", false)]
    [InlineData("first\nat 12:00 in Geneva\nand more\n", false)]
    public void Leaves_open_what_dots_stand_for(string printed, bool fits) =>
        Assert.Equal(fits, ConsoleBlock.In(Page)[0].Steps[0].Expects(new Ran(printed, "", 0)));

    [Fact]
    public void Keeps_what_it_leaves_open_when_it_is_rewritten() => Assert.Equal(
        ["<!-- ends with 2 -->", "```console", "$ one \\", "  more", "First", "...", "at 12:00 in ...", "and more", "$ two", "new", "```"],
        ConsoleBlock.In(Page)[0].Rewritten([new Ran("First\nbetween\nat 12:00 in Geneva\nand more\n", "", 0), new Ran("new\n", "", 2)]));
}
