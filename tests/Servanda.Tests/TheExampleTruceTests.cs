using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Files;
using Servanda.Status;
using Servanda.Tests.Status;
using Xunit;

namespace Servanda.Tests;

/// <summary>
/// The front page of the suite: the example truce told as a story, from entry into force to the shut second phase, each
/// step as the board would show it and by whose account.
/// </summary>
public sealed class The_example_truce
{
    private static Agreement Agreement { get; } = Read();

    [Fact]
    public void Is_told_from_its_first_day_to_its_shut_second_phase()
    {
        var story = Story.Given(Agreement)

            // The tenth, noon: the truce enters into force. Nobody has said anything, and a blank is not "kept".
            .On("01-10").Stands("halt-fire", "all", Told.N, Shown.NoAccount).Stands("return-captives", "all", Told.N, Shown.Pending)

            // The thirteenth, noon: three days are over. The mechanism counts all but one of thirty.
            .On("01-13").Of("01-10", "01-13").Counts("watch", "captives-returned", 1, Bound.AllBut, of: 30)
            .Stands("return-captives", "all", Told.F, Shown.NotDoneInTime).CountIs("return-captives", "all", 29, 29)

            // The party that holds the promise counts its days from acceptance, and by its own reading has no deadline yet.
            .Stands("return-captives", "south", Told.N)

            // The fifteenth: the north says that the south fired, the south denies it, and then says that it answered fire.
            .On("01-16").Of("01-15").Asserts("north", "halt-fire", "o-12", "south")
            .Stands("halt-fire", "all", Told.F, Shown.NotKept).Stands("halt-fire", "all", Told.F, holder: "south").Stands("halt-fire", "all", Told.N, holder: "north")
            .Denies("south", "halt-fire", "o-12", "south")
            .Stands("halt-fire", "all", Told.A, Shown.Open).Stands("halt-fire", "north", Told.F).Stands("halt-fire", "south", Told.N)

            // A whole week observed with nothing found turns silence into an account, and leaves the accusation contested.
            .On("01-19").Of("01-10", "01-19").Observes("watch", "halt-fire", "whole-area")
            .Stands("halt-fire", "all", Told.B, Shown.Contested).Stands("halt-fire", "north", Told.F)

            // The inquiry that every incident calls for is owed within two days of it.
            .Stands("joint-inquiry", "all", Told.U).Stands("joint-inquiry", "north", Told.N, Shown.OverdueUnreported)

            // The north uses its power to close the crossing. By its own account fire was not halted, so the use is valid;
            // by the account of all that stays contested.
            .On("01-20").Of("01-20T10:00").Uses("north", "suspend-crossing")
            .Stands("suspend-crossing", "north", Told.T, Shown.Used)
            .Stands("suspend-crossing", "south", Told.N);

        // Phase two waits for phase one, whose exchange is told one captive short; and the envoy has not declared it.
        var two = Agreement.Phase("two")!;
        Assert.Equal(Told.F, story.By("all").Opens(two).Value);
        Assert.Equal(Told.N, story.By("all").Entered(two).Value);
        story.Stands("disarm", "all", Told.N, Shown.Dormant);

        // The envoy may declare it all the same; what its condition says stays as it is, and is shown beside.
        story.On("02-03").Declares("envoy", "two");
        Assert.Equal(Told.T, story.By("mediators").Entered(two).Value);
        Assert.Contains(Board.Of(story.Record, story.By("all").AsOf).Findings, f => f.Code == "declared-before-condition");
        story.Stands("disarm", "mediators", Told.N, Shown.Pending).Stands("disarm", "south", Told.N, Shown.Dormant);
    }

    private static Agreement Read([System.Runtime.CompilerServices.CallerFilePath] string here = "")
    {
        var file = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../agreements/example-truce/agreement.yaml"));
        var reading = AgreementFile.Read(file, File.ReadAllBytes(file));
        Assert.Empty(reading.Findings);
        return reading.Agreement!;
    }
}
