using System.CommandLine;
using System.CommandLine.Parsing;
using Servanda.Agreements;

namespace Servanda.Cli;

/// <summary>What was typed and means nothing, with the nearest thing that would.</summary>
internal static class WrongUse
{
    /// <summary>
    /// An option that the verb does not have. The parser takes what it does not know for an argument, so that
    /// <c>status --asof</c> would look for an agreement of that name.
    /// </summary>
    public static StopException? UnknownOption(ParseResult parse)
    {
        var command = parse.CommandResult.Command;
        var taken = parse.CommandResult.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens).Select(t => t.Value).Concat(parse.UnmatchedTokens);
        if (taken.FirstOrDefault(t => t.Length > 1 && t[0] == '-' && !char.IsAsciiDigit(t[1])) is not { } token || parse.Tokens.Any(t => t.Value == "--"))
        {
            return null;
        }
        var options = command.Options.Concat(Above(command)).Where(o => !o.Hidden).Select(o => o.Name);
        return StopException.WrongUse($"`{NameOf(command)}` has no option {token}.", [.. Near(token, options), HelpOf(command)]);
    }

    public static StopException Of(ParseResult parse)
    {
        var command = parse.CommandResult.Command;
        if (parse.UnmatchedTokens is not [var token, ..])
        {
            return StopException.WrongUse(OnOneLine(parse.Errors[0].Message), HelpOf(command));
        }
        return command.Subcommands.Count > 0
            ? StopException.WrongUse($"`{NameOf(command)}` has no verb `{token}`.", [.. Near(token, command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name)), HelpOf(command)])
            : StopException.WrongUse($"`{NameOf(command)}` does not know what to do with `{token}`.", HelpOf(command));
    }

    private static string OnOneLine(string message) =>
        string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.').Replace('\'', '`') + ".";

    private static string NameOf(Command command) => command is RootCommand ? "servanda" : "servanda " + PathOf(command);

    private static string HelpOf(Command command) => $"{NameOf(command)} --help";

    private static IEnumerable<string> Near(string token, IEnumerable<string> known) =>
        Spelling.Nearest(token, known) is { } near ? [$"Did you mean {near}?"] : [];

    private static IEnumerable<Option> Above(Command command) => command.Parents.OfType<Command>().SelectMany(p => p.Options.Where(o => o.Recursive));

    private static string PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent and not RootCommand ? $"{PathOf(parent)} {command.Name}" : command.Name;
}
