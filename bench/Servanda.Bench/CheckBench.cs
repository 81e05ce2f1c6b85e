using System.Diagnostics;
using System.Globalization;
using System.Text;
using Servanda.Agreements.Checking;
using Servanda.Files;
using Servanda.Tests.Generated;

namespace Servanda.Bench;

/// <summary>How the time to read and check a draft grows with its length, and how long the program takes for a long one, its start included.</summary>
internal static class CheckBench
{
    // The agreement to be at home with: 600 provisions in a megabyte of text.
    private const int Provisions = 600, WordsEach = 250, Runs = 5;

    /// <summary>A row for each size: the best of three, after some to warm up. Then the program itself, as a user waits for it.</summary>
    public static int Table(IReadOnlyList<int> sizes)
    {
        Console.WriteLine(Machine.Line());
        Console.WriteLine();
        Console.WriteLine("| provisions | file | read | check | findings | per provision |");
        Console.WriteLine("|---:|---:|---:|---:|---:|---:|");
        for (var warm = 0; warm < 5; warm++)
        {
            Measure(1_000);
        }
        foreach (var size in sizes)
        {
            var (bytes, read, check, findings) = Enumerable.Range(0, 3).Select(_ => Measure(size)).MinBy(m => m.Read + m.Check);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {size:N0} | {bytes / 1e6:F1} MB | {read.TotalMilliseconds:N0} ms | {check.TotalMilliseconds:N0} ms | {findings} | {(read + check).TotalMicroseconds / size:F1} µs |"));
        }
        Console.WriteLine();
        Console.WriteLine(Program());
        return 0;
    }

    /// <summary>A generated draft as a file, to time the program itself on it.</summary>
    public static int Draft(int provisions, int wordsEach)
    {
        Console.Write(AgreementText.Of(Generator.Agreement(1, provisions, wordsEach)));
        return 0;
    }

    // The built program lies beside this one, in a folder for each project and configuration.
    private static string Program()
    {
        var built = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(built.Parent!.Parent!.FullName, "Servanda.Cli", built.Name, "Servanda.Cli.dll");
        var draft = Path.GetTempFileName();
        try
        {
            var bytes = Encoding.UTF8.GetBytes(AgreementText.Of(Generator.Agreement(1, Provisions, WordsEach)));
            File.WriteAllBytes(draft, bytes);
            var times = Enumerable.Range(0, Runs).Select(_ => Wall(program, draft)).Order().ToList();
            return string.Create(CultureInfo.InvariantCulture,
                $"servanda check, start included, {Provisions} provisions in {bytes.Length / 1e6:F2} MB: median {times[Runs / 2].TotalSeconds:F2} s of {Runs} runs, slowest {times[^1].TotalSeconds:F2} s");
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static TimeSpan Wall(string program, string draft)
    {
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, "check", draft]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode <= 1 ? watch.Elapsed : throw new InvalidOperationException(error.GetAwaiter().GetResult());
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
