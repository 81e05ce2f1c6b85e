using System.CommandLine;
using System.CommandLine.Parsing;
using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Cli.Screens;
using Servanda.Files;
using Servanda.Ledger;
using Servanda.Status;

namespace Servanda.Cli;

/// <summary>What a question is asked of: an agreement, the record as it stood, and about when.</summary>
internal sealed record Situation
{
    public required Agreement Agreement { get; init; }
    public required string AgreementFile { get; init; }
    public required Record Record { get; init; }
    public required Instant AsOf { get; init; }

    /// <summary>As known when: what was asked for, or else when the last claim was recorded; null with no claims at all.</summary>
    public required Instant? KnownAt { get; init; }
    public required bool KnownAtWasAsked { get; init; }

    /// <summary>Where the claims came from, in the words of the person.</summary>
    public required string From { get; init; }

    /// <summary>Whether lines of the files hold no claim, and were left out.</summary>
    public required bool SomeUnreadable { get; init; }

    public static Situation Of(Agreement agreement, string file, LedgerView view, Instant asOf, Instant? knownAt, string from) => new()
    {
        Agreement = agreement,
        AgreementFile = file,
        Record = new Record(agreement, view.Claims, view.Links, knownAt),
        AsOf = asOf,
        KnownAt = knownAt ?? LastRecorded(view.Claims),
        KnownAtWasAsked = knownAt is not null,
        From = from,
        SomeUnreadable = false,
    };

    private static Instant? LastRecorded(IReadOnlyList<Claim> claims)
    {
        Instant? last = null;
        foreach (var claim in claims)
        {
            last = last is { } before ? Instant.Max(before, claim.RecordedAt) : claim.RecordedAt;
        }
        return last;
    }

    public int ExitCode => SomeUnreadable ? Cli.ExitCode.Findings : Cli.ExitCode.Done;
}

/// <summary>The options of every verb that evaluates, and how they become a situation.</summary>
internal sealed class SituationOptions(Session session)
{
    private readonly Option<string?> agreement = CommonOptions.Agreement();
    private readonly Option<string[]> claims = CommonOptions.Claims();
    private readonly Option<string?> ledger = CommonOptions.Ledger();
    private readonly Option<Stamp?> asOf = CommonOptions.AsOf();
    private readonly Option<Stamp?> knownAt = CommonOptions.KnownAt();

    /// <summary>The agreement named as the verb's argument, which goes before the option.</summary>
    public Argument<string?>? AgreementArgument { get; init; }

    /// <summary>Whether the verb is asked about one time; false where its answers are asked later, each about its own.</summary>
    public bool AsksWhen { get; init; } = true;

    public IEnumerable<Option> All =>
    [
        .. AgreementArgument is null ? new Option[] { agreement, claims, ledger } : [claims, ledger],
        .. AsksWhen ? new Option[] { asOf, knownAt } : [],
        .. AgreementArgument is null ? Array.Empty<Option>() : [Hidden(agreement)],
    ];

    /// <summary>Whether there is a ledger to ask: named, by SERVANDA_LEDGER, or beside the agreement.</summary>
    public bool HasLedger(ParseResult parse)
    {
        var places = new Places(session);
        var named = parse.GetValue(ledger);
        return (named ?? session.Variable("SERVANDA_LEDGER")) is not null
            || File.Exists(places.LedgerFile(null, places.AgreementFile(parse.GetValue(agreement))));
    }

    /// <summary>The files named by <c>--claims</c>.</summary>
    public IReadOnlyList<string> ClaimsFiles(ParseResult parse) => parse.GetValue(claims) ?? [];

    /// <summary>The claims of files, with what could not be read named on standard error.</summary>
    public (IReadOnlyList<Claim> Claims, bool Unreadable) Read(IEnumerable<string> files)
    {
        var places = new Places(session);
        var (view, unreadable) = Told(FilesOf(files, places));
        return (view.Claims, unreadable);
    }

    /// <param name="parse">What was typed.</param>
    /// <param name="onTheLedger">Ask the ledger even where claims of files are named, which then mean something else.</param>
    public Situation Open(ParseResult parse, bool onTheLedger = false)
    {
        var places = new Places(session);
        var named = (AgreementArgument is { } argument ? parse.GetValue(argument) : null) ?? parse.GetValue(agreement);
        var file = places.AgreementFile(named, parse.GetValue(ledger) ?? session.Variable("SERVANDA_LEDGER"));
        // Files of claims are read while the agreement is; what is wrong with them is told after what is wrong with it.
        var files = onTheLedger ? [] : ClaimsFiles(parse);
        var claimsRead = files.Count == 0 ? null : Task.Run(() => FilesOf(files, places));
        var read = AgreementOf(session, file);
        var (view, from, unreadable) = claimsRead is null ? OfLedger(parse, places, file, named, read) : ClaimsOf(files, claimsRead.GetAwaiter().GetResult(), places);
        var known = WhenAsked.KnownAt(parse.GetValue(knownAt));
        return Situation.Of(read, file, view, WhenAsked.AsOf(parse.GetValue(asOf), read.Zone, session.Clock), known, from) with { SomeUnreadable = unreadable };
    }

    /// <summary>Serves the web app on what was named, until it is stopped.</summary>
    public int Serve(ParseResult parse, IReadOnlyList<string> addresses)
    {
        var places = new Places(session);
        var named = (AgreementArgument is { } argument ? parse.GetValue(argument) : null) ?? parse.GetValue(agreement);
        var file = places.AgreementFile(named, parse.GetValue(ledger) ?? session.Variable("SERVANDA_LEDGER"));
        var read = AgreementOf(session, file);
        var sites = new Sites(session);
        if (ClaimsFiles(parse) is { Count: > 0 } files)
        {
            return sites.Serve(sites.OfClaims(read, file, Told(FilesOf(files, places)).View.Claims, [.. files.Select(places.ClaimsFile)]), addresses);
        }
        using var opened = LedgerOf(parse, places, file, named, read);
        return sites.Serve(sites.OfLedger(read, file, opened), addresses);
    }

    /// <summary>The agreement of a file; its findings go to standard error, and errors among them stop the verb.</summary>
    public static Agreement AgreementOf(Session session, string file)
    {
        var bytes = Places.Read(file);
        var shown = new Places(session).Shown(file);
        var reading = Files.AgreementFile.Read(shown, bytes);
        if (reading.Agreement is { } agreement)
        {
            return agreement;
        }
        FindingScreen.Write(session.Error, reading.Findings.Where(f => f.Severity == Severity.Error), file, bytes);
        throw new StopException(ExitCode.Findings, $"{shown} has errors, and cannot be evaluated until they are put right.", $"servanda check {shown}");
    }

    private (LedgerView View, string From, bool Unreadable) ClaimsOf(IReadOnlyList<string> files, IReadOnlyList<FileOfClaims> read, Places places)
    {
        var (view, unreadable) = Told(read);
        return (view, string.Join(", ", files.Select(f => f == Places.StandardInput ? "standard input" : places.Shown(places.ClaimsFile(f)))), unreadable);
    }

    private (LedgerView View, string From, bool Unreadable) OfLedger(ParseResult parse, Places places, string agreementFile, string? named, Agreement read)
    {
        using var opened = LedgerOf(parse, places, agreementFile, named, read);
        return (LedgerView.Of(opened.Read()), places.Shown(places.LedgerFile(parse.GetValue(ledger), agreementFile)), false);
    }

    private Stores.LedgerStore LedgerOf(ParseResult parse, Places places, string agreementFile, string? named, Agreement read)
    {
        var path = places.LedgerFile(parse.GetValue(ledger), agreementFile);
        return parse.GetValue(ledger) is not null || session.Variable("SERVANDA_LEDGER") is not null || File.Exists(path)
            ? Ledgers.Open(path, read, session) : throw NoClaims(agreementFile, named, parse, places);
    }

    private sealed record FileOfClaims(string Path, byte[] Bytes, ClaimLinesReading Lines);

    private static List<FileOfClaims> FilesOf(IEnumerable<string> files, Places places)
    {
        var read = new List<FileOfClaims>();
        foreach (var file in files.Select(places.ClaimsFile).ToList())
        {
            var bytes = Places.Read(file);
            read.Add(new FileOfClaims(file, bytes, ClaimLines.Read(file == Places.StandardInput ? "standard input" : places.Shown(file), bytes)));
        }
        return read;
    }

    private (LedgerView View, bool Unreadable) Told(IReadOnlyList<FileOfClaims> files)
    {
        foreach (var (path, bytes, lines) in files)
        {
            FindingScreen.Write(session.Error, lines.Findings, path, bytes);
        }
        return (new LedgerView([.. files.SelectMany(f => f.Lines.Claims)], []), files.Any(f => f.Lines.Findings.Any(l => l.Severity == Severity.Error)));
    }

    private static StopException NoClaims(string agreementFile, string? named, ParseResult parse, Places places)
    {
        var folder = Path.GetDirectoryName(agreementFile) is { Length: > 0 } directory ? directory : ".";
        var isFolder = named is not null && !named.EndsWith(".yaml", StringComparison.Ordinal);
        var file = isFolder ? $"{named!.TrimEnd('/')}/{Places.ClaimsFileName}" : Path.Combine(folder, Places.ClaimsFileName);
        var naming = named is null ? "" : $" --agreement {named}";
        var verb = parse.CommandResult.Command;
        var asked = string.Concat(parse.CommandResult.Children.OfType<ArgumentResult>().Where(a => a.Argument.Name != "AGREEMENT").SelectMany(a => a.Tokens).Select(t => $" {t.Value}"));
        return StopException.WrongUse($"There is no ledger at {places.Shown(Path.Combine(folder, Places.LedgerFileName))}, and no --claims are named.",
            $"To look at a file of claims:  servanda {verb.Name}{asked}{(named is null ? "" : verb.Name is "status" or "serve" ? $" {named}" : naming)} --claims {file}",
            $"To start a ledger with it:    servanda import claims {file}{naming}");
    }

    private static Option Hidden(Option option)
    {
        option.Hidden = true;
        return option;
    }
}
