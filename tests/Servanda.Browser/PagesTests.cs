using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Servanda.Acceptance;
using Servanda.Tests;
using Servanda.Web.Words;
using Xunit;

namespace Servanda.Browser;

public sealed class Every_page(Served served) : IClassFixture<Served>
{
    private const int MostBytesOfAFirstView = 30_000;

    public static TheoryData<string> Pages => [.. Served.Pages];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Is_there_in_every_language(string page)
    {
        foreach (var language in Language.All)
        {
            using var answer = await served.Http.GetAsync(Served.At(page, language.Code), TestContext.Current.CancellationToken);
            var html = Parsed(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(language.Code, html.DocumentElement.GetAttribute("lang"));
            Assert.Equal(language.Direction, html.DocumentElement.GetAttribute("dir"));
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Asks_nothing_of_any_other_site(string page)
    {
        var html = Parsed(await served.Get(Served.At(page)));

        Assert.DoesNotContain(html.QuerySelectorAll("[src], link[href], form[action], image, use, object, iframe"), e =>
            (e.GetAttribute("src") ?? e.GetAttribute("href") ?? e.GetAttribute("action") ?? "").Contains("//", StringComparison.Ordinal));
        Assert.DoesNotContain(html.QuerySelectorAll("[style], [onclick]"), _ => true);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Says_nothing_that_cannot_be_translated(string page)
    {
        var html = Parsed(await served.Get(Served.At(page, Language.Pseudo.Code)));

        Assert.Equal("", Leftover(html));
    }

    [Fact]
    public async Task Of_a_first_view_is_light_with_all_it_needs()
    {
        var page = await Packed("/?" + Served.AsOf);
        var html = Parsed(await served.Get("/?" + Served.AsOf));
        var bytes = page + await Packed(html.QuerySelector("link[rel=stylesheet]")!.GetAttribute("href")!) + await Packed(html.QuerySelector("script[src]")!.GetAttribute("src")!) + await Packed(html.QuerySelector("link[rel=icon]")!.GetAttribute("href")!);

        Assert.InRange(bytes, 1_000, MostBytesOfAFirstView);
    }

    [Fact]
    public async Task Is_sent_once_to_whoever_keeps_it()
    {
        using var first = await served.Http.GetAsync(Served.At("/divergence"), TestContext.Current.CancellationToken);
        using var again = new HttpRequestMessage(HttpMethod.Get, Served.At("/divergence"));
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await served.Http.SendAsync(again, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public async Task Follows_the_ledger_unless_its_times_are_fixed()
    {
        using var own = new Served();
        var frozen = Parsed(await own.Get("/provisions/disarm?" + Served.AsOf)).QuerySelector("a.permanent")!.GetAttribute("href")!;
        var (live, before) = (await own.Get("/provisions/disarm?" + Served.AsOf), Said(await own.Get(frozen)));

        own.DoOn("2026-02-11T12:00:00Z", "record", "--kind", "position", "--speaker", "south", "--provision", "disarm", "--stance", "for", "--said", "2026-01-19");

        Assert.NotEqual(live, await own.Get("/provisions/disarm?" + Served.AsOf));
        Assert.Equal(before, Said(await own.Get(frozen)));
    }

    // All but the slider, which reaches as far as the ledger does now.
    private static string Said(string html)
    {
        var page = Parsed(html);
        page.QuerySelector(".times")!.Remove();
        return page.Body!.InnerHtml;
    }

    [Theory]
    [InlineData("/nope", HttpStatusCode.NotFound)]
    [InlineData("/provisions/nope", HttpStatusCode.NotFound)]
    [InlineData("/claims/nope", HttpStatusCode.NotFound)]
    [InlineData("/entries/99999", HttpStatusCode.NotFound)]
    [InlineData("/entries/99999/proof", HttpStatusCode.NotFound)]
    [InlineData("/?asof=yesterday", HttpStatusCode.BadRequest)]
    [InlineData("/?standpoint=nobody", HttpStatusCode.BadRequest)]
    [InlineData("/divergence?between=north", HttpStatusCode.BadRequest)]
    [InlineData("/phases/two?suppose=nothing", HttpStatusCode.NotFound)]
    public async Task That_is_asked_wrongly_says_what_to_do(string address, HttpStatusCode status)
    {
        using var answer = await served.Http.GetAsync(address, TestContext.Current.CancellationToken);
        var html = Parsed(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.Equal(status, answer.StatusCode);
        Assert.NotEmpty(html.QuerySelector("main h1")!.TextContent);
        Assert.NotEmpty(html.QuerySelector("main p")!.TextContent);
        Assert.DoesNotContain("   at ", html.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chooses_the_language_of_the_browser()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/?" + Served.AsOf);
        request.Headers.AcceptLanguage.Add(new StringWithQualityHeaderValue("de"));
        request.Headers.AcceptLanguage.Add(new StringWithQualityHeaderValue("ar-EG", 0.8));
        request.Headers.AcceptLanguage.Add(new StringWithQualityHeaderValue("fr", 0.3));
        using var answer = await served.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("ar", Parsed(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).DocumentElement.GetAttribute("lang"));
    }

    [Fact]
    public async Task Refuses_a_name_that_is_not_of_this_machine()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Host = "elsewhere.example" } };
        using var answer = await served.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Of_an_entry_gives_a_proof_that_others_can_check()
    {
        var proof = await served.Get("/entries/3/proof");
        served.Scratch.Write("entry.tlog-proof", proof);
        var key = Regex.Match(served.Do("key", "list").Out, @"servanda\.local/example-truce\+\S+").Value;

        Assert.Contains("this is entry 3", served.Do("prove", "--check", "entry.tlog-proof", "--log-key", key).Out, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Approved_pages => new()
    {
        { "/", "board" }, { "/provisions/halt-fire", "provision" }, { "/phases/two", "phase" }, { "/divergence", "divergence" }, { "/tolls", "tolls" }, { "/map", "map" }, { "/claims/c1", "claim" },
    };

    [Theory]
    [MemberData(nameof(Approved_pages))]
    public async Task Looks_as_it_was_approved(string page, string name)
    {
        foreach (var language in new[] { "en", "ar" })
        {
            Approved.Text($"{name}.{language}.html", Normal(await served.Get(Served.At(page, language))));
        }
    }

    /// <summary>A page as people review it: a line an element, without what differs from one run to the next.</summary>
    private static string Normal(string html)
    {
        var lines = new System.Text.StringBuilder();
        Write(Parsed(html).Body!, 0);
        var text = Regex.Replace(lines.ToString(), @"\?v=[0-9a-f]+", "");
        text = Regex.Replace(text, @"\d{4}-\d{2}-\d{2}T\d{2}(?::|%3A)\d{2}(?::|%3A)[\d.]+Z", "TIME");
        text = Regex.Replace(text, "author-[0-9a-f]+", "author-KEY");
        return Regex.Replace(text, @"(Recorded|recorded) \d{4}-\d{2}-\d{2} \d{2}:\d{2}", "$1 TIME");

        void Write(INode node, int depth)
        {
            foreach (var child in node.ChildNodes)
            {
                if (child is IElement element)
                {
                    lines.Append(' ', depth).Append('<').Append(element.LocalName).Append(string.Concat(element.Attributes.Select(a => $" {a.Name}=\"{a.Value}\""))).Append(">\n");
                    Write(element, depth + 1);
                }
                else if (child.TextContent.Trim() is { Length: > 0 } words)
                {
                    lines.Append(' ', depth).Append(Regex.Replace(words, @"\s+", " ")).Append('\n');
                }
            }
        }
    }

    private static IDocument Parsed(string html) => new HtmlParser().ParseDocument(html);

    // What is somebody else's, an id, a number or a date is no text of the interface.
    private static string Leftover(IDocument html)
    {
        foreach (var foreign in html.QuerySelectorAll("bdi, code, pre, script, [dir=auto], body [dir=ltr], [lang=''], .languages, svg, option:not(:empty), title").Where(e => !e.TextContent.StartsWith('⟦')).ToList())
        {
            foreign.Remove();
        }
        var text = html.Body!.TextContent;
        for (var before = ""; before != text;)
        {
            before = text;
            text = Regex.Replace(text, "⟦[^⟦⟧]*⟧", "");
        }
        return string.Concat(Regex.Matches(text, @"\p{L}[^\n]*").Select(m => m.Value + "\n"));
    }

    private async Task<long> Packed(string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("br"));
        using var answer = await served.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var bytes = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        using var unpacked = new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress);
        await unpacked.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken);
        return bytes.Length;
    }
}
