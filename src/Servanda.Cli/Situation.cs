using System.CommandLine;
using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Cli.Screens;
using Servanda.Files;
using Servanda.Status;

namespace Servanda.Cli;

/// <summary>What a question is asked of: an agreement, the record as it stood, and about when.</summary>
internal sealed record Situation
{
    public required Agreement Agreement { get; init; }
    public required string AgreementFile { get; init; }
    public required Record Record { get; init; }

    /// <summary>What was recorded by then, in that order: retracted claims too, and the last wording of corrected ones.</summary>
    public required IReadOnlyList<Claim> Claims { get; init; }
    public required Instant AsOf { get; init; }

    /// <summary>As known when: what was asked for, or else when the last claim was recorded; null with no claims at all.</summary>
    public required Instant? KnownAt { get; init; }
    public required bool KnownAtWasAsked { get; init; }

    /// <summary>Where the claims came from, in the words of the person.</summary>
    public required string From { get; init; }

    /// <summary>Whether lines of the files hold no claim, and were left out.</summary>
    public required bool SomeUnreadable { get; init; }

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

    public IEnumerable<Option> All => AgreementArgument is null ? [agreement, claims, ledger, asOf, knownAt] : [claims, ledger, asOf, knownAt, Hidden(agreement)];

    public Situation Open(ParseResult parse)
    {
        var places = new Places(session);
        var named = (AgreementArgument is { } argument ? parse.GetValue(argument) : null) ?? parse.GetValue(agreement);
        var file = places.AgreementFile(named);
        var read = AgreementOf(session, file);
        var (stated, links, from, unreadable) = ClaimsOf(parse, places, read, file, named);
        var known = CommonOptions.KnownAt(parse.GetValue(knownAt));
        var record = new Record(read, stated, links, known);
        return new Situation
        {
            Agreement = read,
            AgreementFile = file,
            Record = record,
            Claims = [.. stated.Where(c => known is null || c.RecordedAt <= known).GroupBy(c => c.Id, StringComparer.Ordinal).Select(g => g.Last())],
            AsOf = CommonOptions.AsOf(parse.GetValue(asOf), read.Zone, session.Clock),
            KnownAt = known ?? (stated.Count == 0 ? null : stated.Max(c => c.RecordedAt)),
            KnownAtWasAsked = known is not null,
            From = from,
            SomeUnreadable = unreadable,
        };
    }

    /// <summary>The agreement of a file; its findings go to standard error, and errors among them stop the verb.</summary>
    public static Agreement AgreementOf(Session session, string file)
    {
        var bytes = Places.Read(file);
        var reading = Files.AgreementFile.Read(file, bytes);
        if (reading.Agreement is { } agreement)
        {
            return agreement;
        }
        FindingScreen.Write(session.Error, reading.Findings.Where(f => f.Severity == Severity.Error), file, bytes);
        throw new StopException(ExitCode.Findings, $"{file} has errors, and cannot be evaluated until they are put right.", $"servanda check {file}");
    }

    private (IReadOnlyList<Claim> Claims, IReadOnlyList<Link> Links, string From, bool Unreadable) ClaimsOf(ParseResult parse, Places places, Agreement read, string agreementFile, string? named)
    {
        if (parse.GetValue(claims) is { Length: > 0 } files)
        {
            var (stated, unreadable) = (new List<Claim>(), false);
            foreach (var file in files.Select(places.ClaimsFile))
            {
                var bytes = Places.Read(file);
                var lines = ClaimLines.Read(file == Places.StandardInput ? "standard input" : file, bytes);
                stated.AddRange(lines.Claims);
                if (lines.Findings.Count > 0)
                {
                    FindingScreen.Write(session.Error, lines.Findings, file, bytes);
                    unreadable |= lines.Findings.Any(f => f.Severity == Severity.Error);
                }
            }
            return (stated, [], string.Join(", ", files), unreadable);
        }
        var ledgers = new Ledgers(session);
        var path = ledgers.PathOf(parse.GetValue(ledger), agreementFile);
        if (File.Exists(path) || parse.GetValue(ledger) is not null)
        {
            using var opened = ledgers.Open(path, read.Id);
            var view = Ledgers.View(opened);
            return (view.Claims, view.Links, path, false);
        }
        throw NoClaims(agreementFile, named, parse.CommandResult.Command);
    }

    private static StopException NoClaims(string agreementFile, string? named, Command verb)
    {
        var folder = Path.GetDirectoryName(agreementFile) is { Length: > 0 } directory ? directory : ".";
        var isFolder = named is not null && !named.EndsWith(".yaml", StringComparison.Ordinal);
        var file = isFolder ? $"{named!.TrimEnd('/')}/{Places.ClaimsFileName}" : Path.Combine(folder, Places.ClaimsFileName);
        var naming = named is null ? "" : $" --agreement {named}";
        return StopException.WrongUse($"There is no ledger at {Path.Combine(folder, Places.LedgerFileName)}, and no --claims are named.",
            $"To look at a file of claims:  servanda {verb.Name}{(named is null ? "" : $" {named}")} --claims {file}",
            $"To start a ledger with it:    servanda import claims {file}{naming}");
    }

    private static Option Hidden(Option option)
    {
        option.Hidden = true;
        return option;
    }
}
