using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace Servanda.Browser;

/// <summary>A real Chromium, shared by the tests of a class.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private IPlaywright playwright = null!;

    public IBrowser Browser { get; private set; } = null!;
    public Served Served { get; } = new();

    public async ValueTask InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox"] });
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.CloseAsync();
        playwright.Dispose();
        Served.Dispose();
    }

    /// <summary>A window of its own, where an error on a page is an error of the test.</summary>
    public async Task<IPage> Window(int width = 1280, bool script = true, ColorScheme scheme = ColorScheme.Light)
    {
        var context = await Browser.NewContextAsync(new() { BaseURL = Served.Address, ViewportSize = new() { Width = width, Height = 900 }, JavaScriptEnabled = script, ColorScheme = scheme, Permissions = ["clipboard-read", "clipboard-write"] });
        var page = await context.NewPageAsync();
        page.PageError += (_, error) => throw new InvalidOperationException(error);
        return page;
    }
}

public sealed class A_reader(Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly AxeRunOptions Rules = new() { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] } };

    [Theory]
    [InlineData("en", ColorScheme.Light)]
    [InlineData("en", ColorScheme.Dark)]
    [InlineData("ar", ColorScheme.Light)]
    public async Task With_any_means_meets_no_barrier_that_axe_knows(string language, ColorScheme scheme)
    {
        var page = await chromium.Window(scheme: scheme);
        var found = new List<string>();
        foreach (var address in Served.Pages)
        {
            await page.GotoAsync(Served.At(address, language));
            var result = await page.RunAxe(Rules);
            found.AddRange(result.Violations.SelectMany(v => v.Nodes.Select(n => $"{address}: {v.Id}: {n.Html}")));
        }

        Assert.Empty(found);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("he")]
    [InlineData("uk")]
    public async Task On_a_phone_never_scrolls_sideways(string language)
    {
        var page = await chromium.Window(width: 360);
        var wide = new List<string>();
        foreach (var address in Served.Pages)
        {
            await page.GotoAsync(Served.At(address, language));
            var over = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            if (over > 0)
            {
                wide.Add($"{address}: {over} px");
            }
        }

        Assert.Empty(wide);
    }

    [Fact]
    public async Task On_a_phone_sees_in_each_cell_whose_account_it_is()
    {
        var page = await chromium.Window(width: 360);
        await page.GotoAsync(Served.At("/"));
        var cells = page.Locator("table.board td[data-by]");

        Assert.True(await cells.CountAsync() > 20);
        Assert.Equal(0, await page.EvaluateAsync<int>("[...document.querySelectorAll('table.board td[data-by]')].filter(c => getComputedStyle(c, '::before').content !== JSON.stringify(c.dataset.by)).length"));
    }

    [Fact]
    public async Task Without_a_script_goes_from_the_board_to_what_would_open_the_next_phase()
    {
        var page = await chromium.Window(script: false);
        await page.GotoAsync(Served.At("/"));
        await page.GetByRole(AriaRole.Link, new() { Name = "All ways to open it, and what if" }).ClickAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Ten prisoners for each captive" }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Show what would change" }).ClickAsync();

        Assert.Contains("suppose=captives-for-prisoners", page.Url, StringComparison.Ordinal);
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "What stands otherwise" })).ToContainTextAsync("Ten prisoners for each captive");
    }

    [Fact]
    public async Task Without_a_script_moves_through_time_by_slider_and_by_steps()
    {
        var page = await chromium.Window(script: false);
        await page.GotoAsync(Served.At("/"));
        await page.GetByRole(AriaRole.Link, new() { Name = "−7, As of: seven days back" }).ClickAsync();
        Assert.Contains("asof=2026-01-13", page.Url, StringComparison.Ordinal);

        await page.GetByRole(AriaRole.Slider).First.PressAsync("ArrowRight");
        await page.GetByRole(AriaRole.Button, new() { Name = "Go to that day" }).First.ClickAsync();
        Assert.Contains("asof=2026-01-14", page.Url, StringComparison.Ordinal);
        Assert.DoesNotContain("asofday", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_keyboard_alone_skips_to_the_content_and_opens_a_proof()
    {
        var page = await chromium.Window();
        await page.GotoAsync(Served.At("/provisions/halt-fire"));
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal("main", await page.EvaluateAsync<string>("document.activeElement.id"));

        var reached = false;
        for (var keys = 0; keys < 80 && !reached; keys++)
        {
            await page.Keyboard.PressAsync("Tab");
            reached = await page.EvaluateAsync<bool>("document.activeElement.matches('.proof summary')");
        }
        Assert.True(reached, "No proof was reached with 80 presses of Tab.");
        var open = await page.EvaluateAsync<bool>("document.activeElement.parentElement.open");
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal(!open, await page.EvaluateAsync<bool>("document.activeElement.parentElement.open"));
        Assert.True(await page.EvaluateAsync<bool>("getComputedStyle(document.activeElement).outlineStyle !== 'none'"), "What has the focus does not show it.");
    }

    [Fact]
    public async Task Takes_along_an_address_that_says_the_same_for_good()
    {
        var page = await chromium.Window();
        await page.GotoAsync("/");
        await page.Locator("a.copy").ClickAsync();
        await Assertions.Expect(page.Locator("a.copy")).ToHaveTextAsync("Copied");
        var copied = await page.EvaluateAsync<string>("navigator.clipboard.readText()");

        Assert.StartsWith(chromium.Served.Address, copied, StringComparison.Ordinal);
        Assert.Contains("asof=2026-02-10", copied, StringComparison.Ordinal);
        Assert.Contains("known=20", copied, StringComparison.Ordinal);
        Assert.Contains("lang=en", copied, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lets_go_of_the_slider_and_is_on_that_day()
    {
        var page = await chromium.Window();
        await page.GotoAsync(Served.At("/"));
        await page.GetByRole(AriaRole.Slider).First.FocusAsync();
        await page.Keyboard.PressAsync("ArrowLeft");
        await page.WaitForURLAsync(url => url.Contains("asof=2026-01-19", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ar")]
    [InlineData("he")]
    public async Task From_right_to_left_reads_dates_and_ratios_as_they_are_written(string language)
    {
        var page = await chromium.Window();
        await page.GotoAsync(Served.At("/provisions/halt-fire", language));
        // Where the first and the last sign of each stand on the screen.
        var reversed = await page.EvaluateAsync<string[]>("""
            [...document.querySelectorAll('bdi[dir=ltr]')].filter(e => /\d.*\D.*\d/.test(e.textContent) && e.firstChild.nodeType === 3 && e.getClientRects().length === 1).filter(e => {
              const at = i => { const r = document.createRange(); r.setStart(e.firstChild, i); r.setEnd(e.firstChild, i + 1); return r.getBoundingClientRect().left; };
              return at(0) > at(e.firstChild.length - 1);
            }).map(e => e.textContent)
            """);
        var dates = await page.Locator("bdi[dir=ltr]").Filter(new() { HasTextRegex = new("^\\d{4}-\\d{2}-\\d{2}$") }).CountAsync();

        Assert.True(dates > 3, $"Only {dates} dates are on the page.");
        Assert.Empty(reversed);
        Assert.Equal("rtl", await page.EvaluateAsync<string>("getComputedStyle(document.body).direction"));
    }

    [Fact]
    public async Task Prints_a_board_without_its_controls()
    {
        var page = await chromium.Window();
        await page.GotoAsync(Served.At("/"));
        await page.EmulateMediaAsync(new() { Media = Media.Print });

        await Assertions.Expect(page.Locator("form.filters")).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator("table.board").First).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("a.permanent")).ToBeVisibleAsync();
    }
}
