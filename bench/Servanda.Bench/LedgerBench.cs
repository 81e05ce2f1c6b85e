using System.Diagnostics;
using System.Globalization;
using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Ledger;
using Servanda.Merkle;
using Servanda.Stores;

namespace Servanda.Bench;

/// <summary>
/// The ledger beside the bare engine: the same rows, written by the same statements into the same tables, made beforehand
/// and without hashing, signing or sealing. All in one run, so that the machine's load is the same for both.
/// </summary>
internal static class LedgerBench
{
    private const int Batch = 1000;

    /// <param name="server">The address of an empty PostgreSQL database; null leaves it out.</param>
    public static int Table(int claims, string? server)
    {
        var folder = Directory.CreateTempSubdirectory("servanda-bench-").FullName;
        try
        {
            Console.WriteLine($"{Environment.ProcessorCount} cores, {claims:N0} ordinary claims, batches of {Batch:N0}");
            Console.WriteLine();
            Console.WriteLine("| durable appends a second | bare engine | ledger | times slower | ledger, by processor time alone |");
            Console.WriteLine("|---|---:|---:|---:|---:|");
            Engine("SQLite", folder, _ => Path.Combine(folder, $"{Guid.NewGuid():n}.db"), claims);
            if (server is not null)
            {
                var n = 0;
                Engine("PostgreSQL", folder, _ => server, claims, () => $"truce-{++n}");
            }
            Console.WriteLine();
            Checks(folder, claims);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The time of an inclusion proof in a tree of so many leaves, of which only the hashes are there.</summary>
    public static int Proofs(int entries)
    {
        var folder = Directory.CreateTempSubdirectory("servanda-bench-").FullName;
        try
        {
            var (build, prove, size) = BareLedger.Proofs(Path.Combine(folder, "tree.db"), entries);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{entries:N0} leaves in {build.TotalSeconds:F0} s ({size / 1e6:N0} MB): an inclusion proof takes {prove.TotalMicroseconds:N0} µs, {1 / prove.TotalSeconds:N0} a second"));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Engine(string name, string folder, Func<int, string> place, int claims, Func<string>? agreement = null)
    {
        var settings = Settings(folder);
        string Of() => agreement?.Invoke() ?? "truce";
        var drafts = Drafts(claims, "warm");
        using (var warm = LedgerStore.OpenOrCreate(place(0), Of(), settings).OrThrow())
        {
            warm.Import(drafts[..Math.Min(claims, 3 * Batch)], "claims");
        }
        var single = Math.Min(claims, 2000);
        var imported = Measure(claims, LedgerStore.OpenOrCreate(place(1), Of(), settings).OrThrow(), ledger =>
        {
            foreach (var batch in Drafts(claims, "i").Chunk(Batch))
            {
                ledger.Import(batch, "claims");
            }
        }, out var source);
        var signed = Measure(Math.Min(claims, 10 * Batch), LedgerStore.OpenOrCreate(place(2), Of(), settings).OrThrow(), ledger =>
        {
            foreach (var batch in Drafts(Math.Min(claims, 10 * Batch), "s").Chunk(Batch))
            {
                ledger.Append(batch);
            }
        }, out var second);
        second.Dispose();
        var one = Measure(single, LedgerStore.OpenOrCreate(place(3), Of(), settings).OrThrow(), ledger =>
        {
            foreach (var draft in Drafts(single, "o"))
            {
                ledger.Append(draft);
            }
        }, out var third);
        third.Dispose();
        var bare = new BareLedger(source);
        var bareBatches = bare.Write(place(4), Of(), settings, Batch, claims);
        var bareSingle = bare.Write(place(5), Of(), settings, 1, single);
        source.Dispose();
        Row($"{name}, in batches, one signature a batch", bareBatches, imported);
        Row($"{name}, in batches, each entry signed", bareBatches, signed);
        Row($"{name}, one at a time, signed", bareSingle, one);
    }

    private static void Checks(string folder, int claims)
    {
        var settings = Settings(folder);
        var path = Path.Combine(folder, "checks.db");
        var text = 0L;
        using (var ledger = LedgerStore.OpenOrCreate(path, "truce", settings).OrThrow())
        {
            foreach (var batch in Drafts(claims, "c").Chunk(Batch))
            {
                ledger.Append(batch);
                text += batch.Sum(draft => Text(draft));
            }
            ledger.Sign();
        }
        var bytes = new FileInfo(path).Length;
        using var opened = LedgerStore.Open(path, settings).OrThrow();
        opened.Audit();
        var (watch, processor) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var entries = ((Audit.Holds)opened.Audit()).Entries;
        var (full, fullOfProcessor) = (entries / watch.Elapsed.TotalSeconds, entries / (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
        opened.AuditHashes();
        watch.Restart();
        processor = Environment.CpuUsage.TotalTime;
        _ = (Audit.Holds)opened.AuditHashes();
        var (hashes, hashesOfProcessor) = (entries / watch.Elapsed.TotalSeconds, entries / (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
        const int Proofs = 2000;
        var random = new Random(1);
        watch.Restart();
        for (var i = 0; i < Proofs; i++)
        {
            opened.Prove(random.Next((int)entries).ToString(CultureInfo.InvariantCulture));
        }
        var proofs = Proofs / watch.Elapsed.TotalSeconds;
        Console.WriteLine("| of a ledger of signed entries | | by processor time alone |");
        Console.WriteLine("|---|---:|---:|");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| audit of hashes and tree, entries a second | {hashes:N0} | {hashesOfProcessor:N0} |"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| audit with every signature and sealed field, entries a second | {full:N0} | {fullOfProcessor:N0} |"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| inclusion proofs with their leaf, a second | {proofs:N0} | |"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| bytes on disk for each claim | {bytes / (double)claims:N0} | |"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| of these beyond its own text | {(bytes - text) / (double)claims:N0} | |"));
    }

    private static void Row(string what, double bare, (double Rate, double OfProcessor) ledger) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {bare:N0} | {ledger.Rate:N0} | {bare / ledger.Rate:F1} | {ledger.OfProcessor:N0} |"));

    private static (double Rate, double OfProcessor) Measure(int claims, LedgerStore ledger, Action<LedgerStore> work, out LedgerStore after)
    {
        GC.Collect();
        var (watch, processor) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        work(ledger);
        after = ledger;
        return (claims / watch.Elapsed.TotalSeconds, claims / (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
    }

    private static LedgerSettings Settings(string folder) => new() { Clock = SystemClock.Instance, Home = new ServandaHome(Path.Combine(folder, "home")) };

    /// <summary>A claim as monitors send it: speaker, provision, occurrence, two dates, a note and a reporter.</summary>
    private static Draft[] Drafts(int count, string prefix) => [.. Enumerable.Range(0, count).Select(i => Draft.Of(new Claim.Assert
    {
        Id = $"{prefix}-{i}",
        Speaker = "north",
        Via = ["wire"],
        Provision = "halt-fire",
        Actor = "south",
        Occurrence = $"o-{i}",
        Happened = new Happened(Stamp.On(new LocalDate(2026, 1, 15)), Stamp.On(new LocalDate(2026, 1, 15))),
        Said = Stamp.On(new LocalDate(2026, 1, 16)),
        Note = "Two shells fell beside the crossing at noon",
    }))];

    /// <summary>A claim's own text: its line in a claims file.</summary>
    private static int Text(Draft draft) => Files.ClaimLines.Write(((Payload.OfClaim)draft.Payload).Claim).Length;
}
