using System.Diagnostics;
using System.Net;
using Servanda.Acceptance;
using Xunit;

namespace Servanda.Browser;

/// <summary>The program serving a ledger of the example truce, as a person would start it, in a folder of its own.</summary>
public sealed class Served : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Scratch scratch = new();
    private readonly Process program;

    public Served()
    {
        scratch.Bring("agreements/example-truce");
        Do("import", "claims", "agreements/example-truce/claims.jsonl");
        Do("checkpoint");
        var start = new ProcessStartInfo(Repository.Dotnet, [Repository.Program, "serve", Agreement, "--urls", "http://127.0.0.1:0"])
        {
            WorkingDirectory = scratch.Folder,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in Settings)
        {
            start.Environment[name] = value;
        }
        program = Process.Start(start)!;
        var line = program.StandardOutput.ReadLineAsync();
        Assert.True(line.Wait(Patience), "The program did not say within a minute where it serves.");
        Address = line.Result![(line.Result!.LastIndexOf("http://", StringComparison.Ordinal))..];
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = new Uri(Address) };
    }

    private const string Agreement = "agreements/example-truce";

    /// <summary>Where it serves.</summary>
    public string Address { get; }
    public HttpClient Http { get; }
    public Scratch Scratch => scratch;

    /// <summary>Every page, at a time when there is something to see on each.</summary>
    public static IReadOnlyList<string> Pages { get; } =
    [
        "/", "/?show=differ", "/?q=nothing-is-called-this", "/?standpoint=north&standpoint=south", "/provisions/halt-fire", "/provisions/halt-fire?holder=south&by=north", "/provisions/return-captives",
        "/provisions/captives-for-prisoners", "/provisions/suspend-crossing", "/provisions/joint-inquiry", "/phases/one", "/phases/two", "/phases/two?suppose=return-captives&suppose=two", "/divergence", "/divergence?between=north&between=south",
        "/tolls", "/timeline", "/timeline?speaker=north", "/map", "/changes?since=2026-01-13", "/text", "/ledger", "/ledger?audit=all", "/claims/c1", "/claims/c5", "/occurrences/o-12", "/entries/3",
    ];

    private const string Now = "2026-02-10T12:00:00Z";

    public const string AsOf = "asof=2026-01-20";

    public static string At(string page, string? language = null) => page + (page.Contains('?', StringComparison.Ordinal) ? "&" : "?") + AsOf + (language is null ? "" : $"&lang={language}");

    private Dictionary<string, string?> Settings => new(scratch.Settings, StringComparer.Ordinal) { ["SERVANDA_NOW"] = Now, ["TZ"] = "UTC", ["SERVANDA_LEDGER"] = "" };

    /// <summary>Runs another command on the same ledger.</summary>
    public Ran Do(params string[] arguments) => DoOn(Now, arguments);

    /// <summary>The same at another time.</summary>
    public Ran DoOn(string now, params string[] arguments)
    {
        var ran = Terminal.Run([.. arguments, "--agreement", Agreement], scratch.Folder, settings: new Dictionary<string, string?>(Settings, StringComparer.Ordinal) { ["SERVANDA_NOW"] = now });
        Assert.True(ran.ExitCode == 0, ran.Shown);
        return ran;
    }

    public async Task<string> Get(string path)
    {
        using var answer = await Http.GetAsync(path);
        return await answer.Content.ReadAsStringAsync();
    }

    public void Dispose()
    {
        program.Kill(entireProcessTree: true);
        program.WaitForExit();
        program.Dispose();
        Http.Dispose();
        scratch.Dispose();
    }
}
