using System.Diagnostics;
using Servanda.Claims;
using Servanda.Ledger;
using Servanda.Stores;
using Xunit;

namespace Servanda.Tests.Ledger;

public sealed class Writers_to_a_file() : Writers_in_processes_of_their_own(new LedgerFolder());

public sealed class Writers_to_a_server(PostgresServer server) : Writers_in_processes_of_their_own(new LedgerFolder(server.Database()));

public abstract class Writers_in_processes_of_their_own : IDisposable
{
    private readonly LedgerFolder _folder;

    private protected Writers_in_processes_of_their_own(LedgerFolder folder) => _folder = folder;

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Lose_and_double_nothing_side_by_side()
    {
        _folder.Settings = _folder.Settings with { Author = null };
        using var first = Start("a", 200);
        using var second = Start("b", 200);
        var acknowledged = await Task.WhenAll(Acknowledged(first), Acknowledged(second));
        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        using var ledger = _folder.Open();
        AllThere(ledger, acknowledged.SelectMany(a => a));
        // One key entry, whoever came first, and 400 claims.
        Assert.Equal(401, ledger.Size);
        Assert.Equal(401, ledger.Audit().Holds().Entries);
        Assert.Equal(400, LedgerView.Of(ledger.Read()).Claims.Select(c => c.Id).Distinct().Count());
    }

    [Fact]
    public async Task Keep_what_they_acknowledged_when_they_are_killed()
    {
        _folder.Settings = _folder.Settings with { Author = null };
        var random = new Random(20260117);
        var acknowledged = new List<(string Claim, long Seq)>();
        for (var round = 0; round < 20; round++)
        {
            using var writer = Start($"round-{round}", 1_000_000);
            // The writer does not wait for us: when the kill comes, it is somewhere in its next entries.
            for (var lines = random.Next(1, 20); lines > 0; lines--)
            {
                var line = await writer.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
                Assert.NotNull(line);
                if (line != "open")
                {
                    acknowledged.Add(Parse(line));
                }
            }
            writer.Kill();
            acknowledged.AddRange(await Acknowledged(writer));
            using var ledger = _folder.Open();
            AllThere(ledger, acknowledged);
            ledger.Audit().Holds();
        }
    }

    [Fact]
    public void Wait_for_each_other_on_connections_of_one_process()
    {
        using (_folder.Open())
        {
            Parallel.For(0, 8, writer =>
            {
                using var ledger = _folder.Open();
                foreach (var i in Enumerable.Range(0, 25))
                {
                    Assert.IsType<Outcome.Recorded>(ledger.Append(Draft.Of(Some.Claim($"w{writer}-{i}"))));
                }
            });
        }
        using var after = _folder.Open();
        Assert.Equal(201, after.Audit().Holds().Entries);
    }

    private static void AllThere(LedgerStore ledger, IEnumerable<(string Claim, long Seq)> acknowledged)
    {
        var there = ledger.Read().Where(e => e.Payload is Payload.OfClaim).ToDictionary(e => ((Payload.OfClaim)e.Payload).Claim.Id, e => e.Seq);
        Assert.All(acknowledged, a => Assert.Equal(a.Seq, there[a.Claim]));
    }

    private static async Task<List<(string Claim, long Seq)>> Acknowledged(Process writer)
    {
        var output = await writer.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await writer.WaitForExitAsync(TestContext.Current.CancellationToken);
        // A line that was cut off by the kill was not acknowledged to anybody.
        var lines = output[..(output.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Where(line => line != "open").Select(Parse)];
    }

    private static (string Claim, long Seq) Parse(string line) => line.Split(' ') is ["claim", var claim, var seq] ? (claim, long.Parse(seq)) : throw new FormatException(line);

    private Process Start(string name, int count)
    {
        var start = new ProcessStartInfo("dotnet", [WriterProgram.Path, _folder.Place, name, $"{count}"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            Environment = { ["SERVANDA_HOME"] = _folder.Settings.Home.Folder },
        };
        return Process.Start(start)!;
    }
}
