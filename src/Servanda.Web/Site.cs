using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using Servanda.Claims;
using Servanda.Files.Documents;
using Servanda.Web.Pages;
using Servanda.Web.Serving;
using Servanda.Web.Words;

namespace Servanda.Web;

/// <summary>The web app: pages drawn on the server, whole without a script, that ask nothing of any other site.</summary>
public sealed class Site(SiteSettings settings)
{
    public const string DefaultAddress = "http://127.0.0.1:7420";
    private const int CacheMegabytes = 64;

    /// <summary>From which a slider counts its days.</summary>
    internal static readonly LocalDate FirstDay = new(1970, 1, 1);

    private readonly Records records = new(settings.Agreement);

    /// <summary>Whether an address is of this machine alone: nobody else may read before there are accounts.</summary>
    public static bool IsLoopback(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" && (uri.Host == "localhost" || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip)));

    /// <summary>The app, not yet started.</summary>
    /// <param name="addresses">Where to listen, each on this machine alone.</param>
    public WebApplication Build(params IReadOnlyList<string> addresses)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = typeof(Site).Assembly.GetName().Name, ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls([.. addresses]);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Logging.ClearProviders();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Services.AddRazorComponents();
        // Names and quotations go out as they are written; only what is markup is escaped.
        builder.Services.AddSingleton(System.Text.Encodings.Web.HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All));
        builder.Services.AddHostFiltering(hosts => hosts.AllowedHosts = ["localhost", "127.0.0.1", "[::1]"]);
        builder.Services.AddResponseCompression(compression =>
        {
            compression.MimeTypes = ["text/html", "application/json", "text/plain", "text/csv", "image/svg+xml"];
            compression.Providers.Add<BrotliCompressionProvider>();
            compression.Providers.Add<GzipCompressionProvider>();
        });
        builder.Services.Configure<BrotliCompressionProviderOptions>(o => o.Level = CompressionLevel.Optimal);
        builder.Services.Configure<GzipCompressionProviderOptions>(o => o.Level = CompressionLevel.Optimal);
        builder.Services.AddOutputCache(cache =>
        {
            cache.SizeLimit = CacheMegabytes << 20;
            cache.AddBasePolicy(new ViewPolicy(settings));
        });
        var app = builder.Build();
        app.UseHostFiltering();
        app.Use(Guarded);
        app.Use(Known);
        app.UseOutputCache();
        app.UseResponseCompression();
        app.Use(Explained);
        AssetFiles.Map(app);
        Map(app);
        return app;
    }

    private void Map(WebApplication app)
    {
        Page("/", asked => View<BoardPage>(asked, BoardModel.Of(asked)));
        Named("/provisions/{id}", (asked, id) => View<ProvisionPage>(asked, ProvisionModel.Of(asked, id)));
        Named("/phases/{id}", (asked, id) => View<PhasePage>(asked, PhaseModel.Of(asked, id)));
        Page("/divergence", asked => View<DivergencePage>(asked, DivergenceModel.Of(asked)));
        Page("/tolls", asked => View<TollsPage>(asked, Toll.Of(asked)));
        Page("/timeline", asked => View<TimelinePage>(asked, TimelineModel.Of(asked)));
        Page("/map", asked => View<MapPage>(asked, MapModel.Of(asked)));
        Page("/changes", asked => View<ChangesPage>(asked, ChangesModel.Of(asked)));
        Page("/text", asked => View<TextPage>(asked, settings.Findings));
        Page("/ledger", asked => View<LedgerPage>(asked, LedgerModel.Of(asked)));
        Named("/claims/{id}", (asked, id) => View<ClaimPage>(asked, ClaimModel.Of(asked, id)));
        Named("/occurrences/{id}", (asked, id) => View<OccurrencePage>(asked, OccurrenceModel.Of(asked, id)));
        Named("/entries/{id}", (asked, id) => View<EntryPage>(asked, EntryModel.Of(asked, id)));
        Named("/documents/{id}", (asked, id) => View<DocumentPage>(asked, DocumentModel.Of(asked, id)));
        app.MapGet("/entries/{seq}/proof", (long seq) => Download(EntryModel.LedgerOf(settings).Prove(seq.ToString(System.Globalization.CultureInfo.InvariantCulture)).ToString(), $"entry-{seq}.tlog-proof"));
        app.MapGet("/claims/{id}/json", (string id) => settings.Source.Now().Claims.LastOrDefault(c => c.Id == id) is { } claim
            ? Download(ClaimJson.Write(claim).ToJsonString() + "\n", "claim.jsonl") : throw new NoSuchPageException("There is no claim {0} on the record as it is asked about.", id));
        app.MapGet("/checkpoint", () => Download((EntryModel.LedgerOf(settings).LastCheckpoint() ?? throw new NoSuchPageException("No checkpoint was signed yet.")).Note.ToString(), "checkpoint.txt"));
        app.MapGet("/documents/{hash}/raw", (string hash) => settings.Document(hash) is { } document
            ? Results.Bytes(document.Content, "application/octet-stream", hash.Replace(':', '-') + DocumentNames.Ending(document.MediaType)) : throw new NoSuchPageException("There is no document {0}.", hash));
        app.MapFallback(context => throw new NoSuchPageException());

        void Named(string path, Func<Asked, string, IResult> answer) => app.MapGet(path, (HttpContext context, string id) => Dated(context.Request) ?? answer(Asked.Of(settings, records, context.Request), id));
        void Page(string path, Func<Asked, IResult> answer) => app.MapGet(path, (HttpContext context) => Dated(context.Request) ?? answer(Asked.Of(settings, records, context.Request)));
    }

    private static RazorComponentResult<T> View<T>(Asked asked, object model) where T : IComponent =>
        new(new Dictionary<string, object?>(StringComparer.Ordinal) { ["Asked"] = asked, ["Model"] = model }) { PreventStreamingRendering = true };

    private static IResult Download(string text, string name) => Results.Bytes(System.Text.Encoding.UTF8.GetBytes(text), "application/octet-stream", name);

    // A slider without a script sends the day as a number; the address that is kept has the date.
    private static RedirectHttpResult? Dated(HttpRequest request)
    {
        var parts = request.Query.SelectMany(q => q.Value.OfType<string>().Select(v => (q.Key, Value: v))).ToList();
        var moved = false;
        foreach (var key in (string[])[Asked.AsOfKey, Asked.KnownKey])
        {
            if (parts.Find(p => p.Key == key + "day") is { Value: { } text } && int.TryParse(text, out var days) && Math.Abs(days) < 1_000_000)
            {
                parts.RemoveAll(p => p.Key == key || p.Key == key + "day");
                parts.Add((key, StatusWords.Day(FirstDay.PlusDays(days)).Text));
                moved = true;
            }
        }
        return moved ? TypedResults.Redirect(request.Path + QueryString.Create(parts.Select(p => KeyValuePair.Create(p.Key, (string?)p.Value)))) : null;
    }

    private static Task Guarded(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return next(context);
    }

    // Who has a page already is told that it is still that page, before anything is drawn.
    private async Task Known(HttpContext context, RequestDelegate next)
    {
        if (!ViewPolicy.IsView(context.Request))
        {
            await next(context);
            return;
        }
        var tag = ViewPolicy.TagOf(settings, context.Request);
        if (context.Request.Headers.IfNoneMatch.ToString().Contains(tag, StringComparison.Ordinal))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            context.Response.Headers.ETag = tag;
            return;
        }
        context.Response.OnStarting(() =>
        {
            context.Response.Headers.Remove("blazor-enhanced-nav");
            if (context.Response.StatusCode == StatusCodes.Status200OK)
            {
                context.Response.Headers.ETag = tag;
            }
            return Task.CompletedTask;
        });
        await next(context);
    }

    // What is wrong is said on a page of its own, in the reader's language, with what to do; nobody is shown a stack trace.
    private async Task Explained(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception fault) when (fault is WrongAddressException or NoSuchPageException or Ledger.LedgerFaultException or Microsoft.AspNetCore.Http.BadHttpRequestException && !context.Response.HasStarted)
        {
            var wording = Wording.In(Asked.LanguageOf(context.Request));
            var (status, problem, remedy) = fault switch
            {
                WrongAddressException wrong => (StatusCodes.Status400BadRequest, wrong.Message, wrong.Remedy),
                NoSuchPageException { Problem: { } what } missing => (StatusCodes.Status404NotFound, wording.Plain(what, new Ltr(missing.Named ?? "")), wording.Plain("Check the address, or start from the board.")),
                NoSuchPageException => (StatusCodes.Status404NotFound, wording.Plain("There is no such page."), wording.Plain("Check the address, or start from the board.")),
                Ledger.LedgerFaultException { Refusal: Ledger.Refusal.NoSuchEntry or Ledger.Refusal.NoCheckpoint } none => (StatusCodes.Status404NotFound, none.Refusal.Message, none.Refusal.Remedy),
                Ledger.LedgerFaultException ledger => (StatusCodes.Status503ServiceUnavailable, ledger.Refusal.Message, ledger.Refusal.Remedy),
                _ => (StatusCodes.Status400BadRequest, fault.Message, wording.Plain("Check the address, or start from the board.")),
            };
            context.Response.Clear();
            context.Response.StatusCode = status;
            await Guarded(context, _ => Task.CompletedTask);
            await new RazorComponentResult<ProblemPage>(new Dictionary<string, object?>(StringComparer.Ordinal) { ["W"] = wording, ["Problem"] = problem, ["Remedy"] = remedy, ["Agreement"] = settings.Agreement })
            { PreventStreamingRendering = true, StatusCode = status }.ExecuteAsync(context);
        }
    }
}

/// <summary>There is nothing at an address.</summary>
/// <param name="problem">What there is not, with {0} for its name; null for no page at all.</param>
public sealed class NoSuchPageException(string? problem = null, string? named = null) : Exception
{
    public string? Problem => problem;
    public string? Named => named;
}

/// <summary>
/// Every page is kept as it was sent until the ledger grows or, where it follows the clock, the minute ends. Its tag says
/// which it is, so that who has it already is sent nothing.
/// </summary>
internal sealed class ViewPolicy(SiteSettings settings) : IOutputCachePolicy
{
    /// <summary>Whether it asks for a page, and not for a file of the program or a download.</summary>
    public static bool IsView(HttpRequest request) => (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && !request.Path.StartsWithSegments("/assets", StringComparison.Ordinal) && request.Query["audit"].Count == 0;

    /// <summary>What a page depends on besides its address: how far the ledger has come, the minute where it follows the clock, and the language.</summary>
    private static string StateOf(SiteSettings settings, HttpRequest request)
    {
        // Asked once a request, for its tag and for its place in the cache: they must be of one moment.
        var items = request.HttpContext.Items;
        if (items[typeof(ViewPolicy)] is not string state)
        {
            items[typeof(ViewPolicy)] = state = string.Join(' ', settings.Source.Now().Size,
                request.Query[Asked.AsOfKey].Count == 0 ? settings.Clock.GetCurrentInstant().ToUnixTimeSeconds() / 60 : 0, Asked.LanguageOf(request).Code);
        }
        return state;
    }

    public static string TagOf(SiteSettings settings, HttpRequest request) =>
        $"W/\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{typeof(Site).Assembly.ManifestModule.ModuleVersionId} {StateOf(settings, request)} {request.Path}{request.QueryString}")))[..24]}\"";

    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var request = context.HttpContext.Request;
        if (!IsView(request))
        {
            return ValueTask.CompletedTask;
        }
        context.EnableOutputCaching = context.AllowCacheLookup = context.AllowCacheStorage = context.AllowLocking = true;
        context.ResponseExpirationTimeSpan = TimeSpan.FromHours(1);
        context.CacheVaryByRules.QueryKeys = "*";
        var encodings = request.Headers.AcceptEncoding.ToString();
        var encoding = encodings.Contains("br", StringComparison.Ordinal) ? "br" : encodings.Contains("gzip", StringComparison.Ordinal) ? "gzip" : "plain";
        context.CacheVaryByRules.VaryByValues["view"] = $"{StateOf(settings, request)} {encoding}";
        context.HttpContext.Response.Headers.CacheControl = "private, no-cache";
        context.HttpContext.Response.Headers.Vary = "Accept-Encoding, Accept-Language";
        return ValueTask.CompletedTask;
    }

    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var response = context.HttpContext.Response;
        context.AllowCacheStorage = response.StatusCode == StatusCodes.Status200OK;
        return ValueTask.CompletedTask;
    }
}
