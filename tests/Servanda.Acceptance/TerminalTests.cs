using Xunit;

namespace Servanda.Acceptance;

public sealed class A_command_run_in_a_scratch_folder
{
    [Fact]
    public void Shows_what_it_printed_and_how_it_ended()
    {
        using var scratch = new Scratch();
        var ran = Terminal.Shell("echo out; echo err >&2; pwd; exit 3", scratch.Folder, scratch.Settings);

        Assert.Equal(("out\n.\n", "err\n", 3), (scratch.Plain(ran.Out), ran.Err, ran.ExitCode));
    }

    [Fact]
    public void Has_a_home_of_its_own()
    {
        using var scratch = new Scratch();
        var ran = Terminal.Shell("echo $HOME", scratch.Folder, scratch.Settings);

        Assert.Equal(".home\n", scratch.Plain(ran.Out));
    }
}
