using System.CommandLine;
using System.CommandLine.Parsing;
using Servanda.Agreements;

namespace Servanda.Cli;

/// <summary>The options that mean the same with every verb.</summary>
internal static class CommonOptions
{
    public static Option<string?> Agreement() => new("--agreement")
    {
        HelpName = "FILE",
        Description = "The agreement: its file, the folder it lies in, or a sample such as agreements/gaza-2025. Default: agreement.yaml here.",
    };

    public static Option<string[]> Claims() => new("--claims")
    {
        HelpName = "FILE",
        Description = "Evaluate the claims of a file, one a line, without a ledger; - reads standard input. May be given several times.",
    };

    public static Option<string?> Ledger() => new("--ledger")
    {
        HelpName = "PATH",
        Description = "The ledger. Default: SERVANDA_LEDGER, or servanda.db beside the agreement.",
    };

    public static Option<Stamp?> AsOf() => Stamp("--as-of", "About when: a date (the end of that local day) or a time with offset. Default: now.");

    public static Option<Stamp?> KnownAt() => Stamp("--known-at", "As the record stood when: a date (the end of that UTC day) or a time with offset. Default: everything recorded.");

    public static Option<bool> Json(string what) => new("--json") { Description = $"Print {what} as JSON." };

    public static Option<Stamp?> Stamp(string name, string description) => new(name)
    {
        HelpName = "DATE",
        Description = description,
        CustomParser = result => Read(result, name),
    };

    private static Stamp? Read(ArgumentResult result, string name)
    {
        var text = result.Tokens is [var token] ? token.Value : "";
        if (Agreements.Stamp.TryParse(text) is { } stamp)
        {
            return stamp;
        }
        result.AddError($"{name}: `{text}` is no date. Write a day such as 2026-01-19, or a time such as 2026-01-19T12:00:00+01:00.");
        return null;
    }
}
