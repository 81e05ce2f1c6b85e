using System.CommandLine;
using Servanda.Agreements;

namespace Servanda.Cli;

/// <summary>What was typed and means nothing, with the nearest thing that would.</summary>
internal static class WrongUse
{
    public static StopException Of(ParseResult parse, IReadOnlyList<string> args)
    {
        var command = parse.CommandResult.Command;
        var help = $"servanda {(command is RootCommand ? "" : PathOf(command) + " ")}--help";
        if (parse.UnmatchedTokens.Count == 0)
        {
            return StopException.WrongUse(parse.Errors[0].Message.TrimEnd('.') + ".", help);
        }
        var token = parse.UnmatchedTokens[0];
        if (token.StartsWith('-'))
        {
            var options = command.Options.Concat(Above(command)).Where(o => !o.Hidden).Select(o => o.Name);
            return StopException.WrongUse($"`{(command is RootCommand ? "servanda" : PathOf(command))}` has no option {token}.", [.. Near(token, options), help]);
        }
        if (command.Subcommands.Count > 0)
        {
            var verbs = command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name).ToList();
            var what = command is RootCommand ? "servanda" : PathOf(command);
            return StopException.WrongUse($"{what} has no verb `{token}`.", [.. Near(token, verbs), help]);
        }
        return StopException.WrongUse($"`{PathOf(command)}` does not know what to do with `{token}`.", help);
    }

    private static IEnumerable<string> Near(string token, IEnumerable<string> known) =>
        Spelling.Nearest(token, known) is { } near ? [$"Did you mean {near}?"] : [];

    private static IEnumerable<Option> Above(Command command) => command.Parents.OfType<Command>().SelectMany(p => p.Options.Where(o => o.Recursive));

    private static string PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent and not RootCommand ? $"{PathOf(parent)} {command.Name}" : command.Name;
}
