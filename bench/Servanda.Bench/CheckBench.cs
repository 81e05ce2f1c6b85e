using System.Diagnostics;
using System.Globalization;
using System.Text;
using Servanda.Agreements.Checking;
using Servanda.Files;
using Servanda.Tests.Generated;

namespace Servanda.Bench;

/// <summary>How the time to read and check a draft grows with its length.</summary>
internal static class CheckBench
{
    /// <summary>A row for each size: the best of three, after one to warm up.</summary>
    public static int Table(IReadOnlyList<int> sizes)
    {
        Console.WriteLine("| provisions | file | read | check | findings | per provision |");
        Console.WriteLine("|---:|---:|---:|---:|---:|---:|");
        Measure(200);
        foreach (var size in sizes)
        {
            var (bytes, read, check, findings) = Enumerable.Range(0, 3).Select(_ => Measure(size)).MinBy(m => m.Read + m.Check);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {size:N0} | {bytes / 1e6:F1} MB | {read.TotalMilliseconds:N0} ms | {check.TotalMilliseconds:N0} ms | {findings} | {(read + check).TotalMicroseconds / size:F1} µs |"));
        }
        return 0;
    }

    /// <summary>A generated draft as a file, to time the program itself on it.</summary>
    public static int Draft(int provisions, int wordsEach)
    {
        Console.Write(AgreementText.Of(Generator.Agreement(1, provisions, wordsEach)));
        return 0;
    }

    private static (int Bytes, TimeSpan Read, TimeSpan Check, int Findings) Measure(int size)
    {
        var bytes = Encoding.UTF8.GetBytes(AgreementText.Of(Generator.Agreement(1, size)));
        GC.Collect();
        var watch = Stopwatch.StartNew();
        var reading = AgreementFile.Read("draft.yaml", bytes);
        var read = watch.Elapsed;
        if (reading.Agreement is not { } agreement)
        {
            throw new InvalidDataException(string.Join('\n', reading.Findings));
        }
        watch.Restart();
        var findings = DraftCheck.Of(agreement);
        return (bytes.Length, read, watch.Elapsed, findings.Count);
    }
}
