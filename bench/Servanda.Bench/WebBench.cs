using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NodaTime;
using Servanda.Files;
using Servanda.Web;
using Servanda.Web.Serving;

namespace Servanda.Bench;

/// <summary>
/// The web app under load, beside a server that does nothing but send a file of the same bytes, in the same run and by the
/// same readers. The app is a process of its own; readers and servers share the machine.
/// </summary>
internal static class WebBench
{
    private const int Readers = 200;
    private const double Slow = 2_000;
    private const int WarmingViews = 40;
    private const int UncachedViews = 40;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(8);

    /// <summary>Serves a folder's agreement and claims until the process is ended, and beside it one page of it as a file.</summary>
    public static int Serve(string folder)
    {
        var agreement = AgreementFile.Read("agreement.yaml", File.ReadAllBytes(Path.Combine(folder, "agreement.yaml"))).Agreement!;
        var claims = ClaimLines.Read("claims.jsonl", File.ReadAllBytes(Path.Combine(folder, "claims.jsonl"))).Claims;
        var app = new Site(new SiteSettings { Agreement = agreement, Source = new FileSource(claims), Clock = SystemClock.Instance }).Build("http://127.0.0.1:0");
        app.StartAsync().GetAwaiter().GetResult();
        var last = claims.Max(c => c.HappenedIn(agreement.Zone).Latest).InZone(agreement.Zone).Date;
        Console.WriteLine($"{app.Urls.First()} {LocalDatePattern(last)} {claims.Count} {agreement.Provisions.Count()}");
        Thread.Sleep(Timeout.Infinite);
        return 0;
    }

    public static int Run(string folder)
    {
        Console.WriteLine(Machine.Line());
        using var site = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [.. Self, "web-site", folder]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        try
        {
            var parts = site.StandardOutput.ReadLine()!.Split(' ');
            var (address, last) = (parts[0], NodaTime.Text.LocalDatePattern.Iso.Parse(parts[1]).Value);
            Console.WriteLine($"{parts[3]} provisions, {parts[2]} claims, {Readers} readers at a time, each table row {Length.TotalSeconds} s");
            Compare(address, $"/?asof={parts[1]}");
            Uncached(address, last);
            site.Refresh();
            Console.WriteLine($"memory of the app: {site.WorkingSet64 >> 20} MiB resident");
            return 0;
        }
        finally
        {
            site.Kill();
        }
    }

    private static string[] Self => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];

    private static string LocalDatePattern(LocalDate day) => NodaTime.Text.LocalDatePattern.Iso.Format(day);

    private static void Compare(string address, string page)
    {
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Readers, AutomaticDecompression = DecompressionMethods.None }) { Timeout = TimeSpan.FromMinutes(10) };
        http.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Encoding", "br");
        var cold = Stopwatch.StartNew();
        using var first = http.GetAsync(address + page).GetAwaiter().GetResult();
        var bytes = first.Content.ReadAsByteArrayAsync().GetAwaiter().GetResult();
        Console.WriteLine($"the board, the first time: {cold.Elapsed.TotalMilliseconds:F0} ms; {bytes.Length:N0} bytes as sent");
        var file = StaticFile(bytes);
        try
        {
            var plain = Load(http, file.Urls.First(), null);
            var board = Load(http, address + page, null);
            var known = Load(http, address + page, first.Headers.ETag!.ToString());
            Console.WriteLine($"{"",-36} {"pages/s",9} {"p50 ms",8} {"p95 ms",8} {"p99 ms",8} {"p95 beside the file",20}");
            foreach (var (name, row) in new[] { ("a file of the same bytes", plain), ("the board, from the cache", board), ("the board, known to the reader", known) })
            {
                Console.WriteLine($"{name,-36} {row.Rate,9:N0} {row.At(0.5),8:F1} {row.At(0.95),8:F1} {row.At(0.99),8:F1} {row.At(0.95) / plain.At(0.95),20:F2}");
            }
        }
        finally
        {
            file.StopAsync().GetAwaiter().GetResult();
        }
    }

    private sealed record Row(double Rate, List<double> Times)
    {
        public double At(double share) => Times[(int)Math.Min(Times.Count - 1, share * Times.Count)];
    }

    private static Row Load(HttpClient http, string address, string? tag)
    {
        Ask(TimeSpan.FromSeconds(1));
        var (times, took) = Ask(Length);
        return new Row(times.Count / took.TotalSeconds, [.. times.Order()]);

        (ConcurrentBag<double> Times, TimeSpan Took) Ask(TimeSpan length)
        {
            var (taken, clock) = (new ConcurrentBag<double>(), Stopwatch.StartNew());
            Task.WaitAll(Enumerable.Range(0, Readers).Select(_ => Task.Run(async () =>
            {
                while (clock.Elapsed < length)
                {
                    using var request = new HttpRequestMessage(HttpMethod.Get, address);
                    if (tag is not null)
                    {
                        request.Headers.TryAddWithoutValidation("If-None-Match", tag);
                    }
                    var began = Stopwatch.GetTimestamp();
                    using var answer = await http.SendAsync(request);
                    await answer.Content.ReadAsByteArrayAsync();
                    taken.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                }
            })).ToArray());
            return (taken, clock.Elapsed);
        }
    }

    private static WebApplication StaticFile(byte[] bytes)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapGet("/", () => Results.Bytes(bytes, "text/html; charset=utf-8"));
        app.StartAsync().GetAwaiter().GetResult();
        return app;
    }

    // Boards that nobody has asked for yet, one after the other.
    private static void Uncached(string address, LocalDate last)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromMinutes(10) };
        var times = new List<double>();
        // A server that has run for a while: the first of them are not counted, unless what they wait for is no warming up.
        for (var back = 1 - WarmingViews; back <= UncachedViews; back++)
        {
            var began = Stopwatch.GetTimestamp();
            using var answer = http.GetAsync($"{address}/?asof={LocalDatePattern(last.PlusDays(-back - WarmingViews))}", HttpCompletionOption.ResponseHeadersRead).GetAwaiter().GetResult();
            if (Stopwatch.GetElapsedTime(began).TotalMilliseconds is var took && (back > 0 || took > Slow))
            {
                times.Add(took);
            }
            answer.Content.ReadAsByteArrayAsync().GetAwaiter().GetResult();
            if (times.Sum() > 60_000)
            {
                break;
            }
        }
        times.Sort();
        Console.WriteLine($"first byte of a board as of another day, not in the cache: p50 {times[times.Count / 2]:F1} ms, p95 {times[(int)(times.Count * 0.95)]:F1} ms, of {times.Count}");
    }
}
