using System.Diagnostics;
using System.Globalization;
using System.Text;
using Servanda.Claims;
using Servanda.Ledger;
using Servanda.Stores;
using Xunit;

namespace Servanda.Tests.Ledger;

/// <summary>
/// Writers killed at any point of what they do, and then everything they had acknowledged must be there and hold.
/// SERVANDA_CRASH_SECONDS says for how long; SERVANDA_CRASH_SEED which order of things.
/// </summary>
public sealed class Crashes
{
    private const int ShortSeconds = 15, RoundsOfOneLedger = 25;
    private static readonly string[] Works = ["append", "import", "checkpoint", "backup", "migrate"];
    private readonly Random _random = new(int.Parse(Environment.GetEnvironmentVariable("SERVANDA_CRASH_SEED") ?? "20260117", CultureInfo.InvariantCulture));

    [Fact]
    public void Lose_nothing_that_was_acknowledged()
    {
        var seconds = int.Parse(Environment.GetEnvironmentVariable("SERVANDA_CRASH_SECONDS") ?? $"{ShortSeconds}", CultureInfo.InvariantCulture);
        var watch = Stopwatch.StartNew();
        var kills = Works.ToDictionary(work => work, _ => 0);
        while (watch.Elapsed.TotalSeconds < seconds)
        {
            using var life = new LedgerLife();
            for (var round = 0; round < RoundsOfOneLedger && watch.Elapsed.TotalSeconds < seconds; round++)
            {
                var work = Works[_random.Next(Works.Length)];
                if (work == "migrate")
                {
                    using var old = new LedgerLife();
                    old.BringReleased();
                    old.Kill($"r{round}", work, _random, lines: 0);
                    old.Check(entries: 44);
                }
                else
                {
                    life.Kill($"r{round}", work, _random, lines: _random.Next(0, 6));
                    if (_random.Next(4) == 0)
                    {
                        life.TearLog(_random);
                    }
                    life.Check(entries: null);
                }
                kills[work]++;
            }
        }
        TestContext.Current.SendDiagnosticMessage("killed {0}", string.Join(", ", kills.Select(k => $"{k.Value} times in {k.Key}")));
        if (Environment.GetEnvironmentVariable("SERVANDA_CRASH_REPORT") is { Length: > 0 } report)
        {
            File.WriteAllText(report, string.Join("\n", kills.Select(k => $"{k.Key} {k.Value}")) + "\n");
        }
        Assert.True(kills.Values.Sum() >= Math.Min(seconds, 5), "hardly anything was killed");
    }

    [Fact]
    public void Of_a_disk_that_is_full_lose_nothing_and_go_on_when_there_is_room()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "file sizes are limited by the shell of Unix");
        using var life = new LedgerLife();
        var full = 0;
        foreach (var kilobytes in new[] { 200, 330, 512, 700 })
        {
            foreach (var work in new[] { "append", "import", "checkpoint", "backup" })
            {
                full += life.RunFull($"k{kilobytes}-{work}", work, kilobytes) ? 1 : 0;
                life.Check(entries: null);
            }
        }
        Assert.True(full >= 12, $"the disk was full {full} times");
    }

    [Fact]
    public async Task Of_the_server_lose_nothing()
    {
        using var server = new PostgresServer();
        using var life = new LedgerLife(server.Database());
        for (var round = 0; round < 3; round++)
        {
            using var writer = life.Start($"s{round}", "append");
            for (var lines = 0; lines < 20; lines++)
            {
                life.Take(await writer.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
            }
            server.Crash();
            writer.Kill();
            life.TakeAll(await writer.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
            Npgsql.NpgsqlConnection.ClearAllPools();
            life.Check(entries: null);
        }
    }

    /// <summary>A ledger, and what was acknowledged of it.</summary>
    private sealed class LedgerLife(string? place = null) : IDisposable
    {
        private readonly LedgerFolder _folder = new(place);
        private readonly List<(string Claim, long Seq)> _claims = [];
        private readonly List<(string File, long Entries)> _backups = [];
        private readonly List<string> _checkpoints = [];

        public void Dispose() => _folder.Dispose();

        public void BringReleased()
        {
            var released = Path.Combine(AppContext.BaseDirectory, "Ledger", "Released", "format-1.ledger");
            File.Copy(released, _folder.Path);
            File.Copy(released + ".vault-key", _folder.Path + ".vault-key");
            SecretMode.Set(_folder.Path + ".vault-key");
            var key = _folder.Settings.Home.File(SigningKey.FileName);
            Directory.CreateDirectory(_folder.Settings.Home.Folder);
            File.Copy(Path.Combine(Path.GetDirectoryName(released)!, "format-1.author.key"), key);
            SecretMode.Set(key);
        }

        public void Kill(string name, string work, Random random, int lines)
        {
            using var writer = Start(name, work);
            // From the first line on it is at work; the kill comes within the next entries, or before the first.
            for (var line = 0; line < lines && writer.StandardOutput.ReadLine() is { } said; line++)
            {
                Take(said);
            }
            Thread.Sleep(random.Next(work == "migrate" ? 350 : 12));
            writer.Kill();
            TakeAll(writer.StandardOutput.ReadToEnd());
            writer.WaitForExit();
        }

        /// <returns>Whether the writer met the limit.</returns>
        public bool RunFull(string name, string work, int kilobytes)
        {
            var writer = $"ulimit -f {kilobytes}; trap '' XFSZ; exec dotnet '{WriterProgram.Path}' '{_folder.Place}' '{name}' 100000 {work}";
            // The runtime keeps its code in a file of its own making otherwise, which is larger than the limit.
            var start = new ProcessStartInfo("bash", ["-c", writer]) { UseShellExecute = false, RedirectStandardOutput = true, Environment = { ["SERVANDA_HOME"] = _folder.Settings.Home.Folder, ["DOTNET_EnableWriteXorExecute"] = "0" } };
            using var process = Process.Start(start)!;
            var said = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            TakeAll(said);
            return said.EndsWith("full\n", StringComparison.Ordinal);
        }

        /// <summary>A last write of which only a part, or another's rubbish, got to the disk.</summary>
        public void TearLog(Random random)
        {
            var rubbish = new byte[random.Next(1, 5000)];
            random.NextBytes(rubbish);
            if (File.Exists(_folder.Path + "-wal"))
            {
                using var log = new FileStream(_folder.Path + "-wal", FileMode.Append);
                log.Write(rubbish);
            }
        }

        public void Check(long? entries)
        {
            // A process killed before it had made anything leaves nothing to check.
            if (place is null && !File.Exists(_folder.Path))
            {
                Assert.Empty(_claims);
                return;
            }
            using var ledger = LedgerStore.OpenOrCreate(_folder.Place, "example-truce", _folder.Settings with { Author = null }).OrThrow();
            var holds = ledger.Audit().Holds();
            Assert.Equal(entries ?? holds.Entries, holds.Entries);
            var there = new Dictionary<string, long>(StringComparer.Ordinal);
            foreach (var entry in ledger.Read())
            {
                if (entry.Payload is Payload.OfClaim { Claim.Id: var id })
                {
                    Assert.True(there.TryAdd(id, entry.Seq), $"{id} is there twice");
                }
            }
            Assert.All(_claims, claim => Assert.Equal(claim.Seq, there.GetValueOrDefault(claim.Claim, -1)));
            Assert.All(_checkpoints, note => Assert.Null(ledger.Against(note)));
            foreach (var (file, size) in _backups)
            {
                using var backup = LedgerStore.Open(file, _folder.Settings).OrThrow();
                Assert.True(backup.Size >= size, file);
                backup.LastCheckpoint();
            }
            // It goes on from there.
            Assert.IsType<Outcome.Recorded>(ledger.Append(Draft.Note("after")));
        }

        public void TakeAll(string output)
        {
            // A line that was cut off by the kill was not acknowledged to anybody.
            foreach (var line in output[..(output.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                Take(line);
            }
        }

        public void Take(string? line)
        {
            switch (line?.Split(' '))
            {
                case ["claim", var claim, var seq]:
                    _claims.Add((claim, long.Parse(seq, CultureInfo.InvariantCulture)));
                    break;
                case ["checkpoint", _, var note]:
                    _checkpoints.Add(Encoding.UTF8.GetString(Convert.FromBase64String(note)));
                    break;
                case ["backup", var file, var entries]:
                    _backups.Add((file, long.Parse(entries, CultureInfo.InvariantCulture)));
                    break;
            }
        }

        public Process Start(string name, string work) => Process.Start(new ProcessStartInfo("dotnet", [WriterProgram.Path, _folder.Place, $"{name}-{_claims.Count}-{_checkpoints.Count}-{_backups.Count}", "1000000", work])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            Environment = { ["SERVANDA_HOME"] = _folder.Settings.Home.Folder, ["DOTNET_TieredPGO"] = "0" },
        })!;
    }
}
