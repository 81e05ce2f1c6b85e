using System.CommandLine;
using System.CommandLine.Invocation;
using Servanda.Cli.Screens;

namespace Servanda.Cli;

/// <summary>Help of the program and of each verb: one line of purpose, how it is typed, its options, and examples that work.</summary>
internal sealed class HelpAction(Session session) : SynchronousCommandLineAction
{
    private const int Indent = 2;
    private const int NameColumn = 28;

    public override int Invoke(ParseResult parse)
    {
        Show(parse.CommandResult.Command, parse.RootCommandResult.Command);
        return ExitCode.Done;
    }

    public void Show(Command command, Command root)
    {
        var screen = session.Out;
        screen.Line(new Run(PathOf(command), Ink.Strong));
        screen.Line(command.Description ?? "");
        screen.Line();
        Heading("Usage");
        screen.Wrapped(Indent, Indent + 4, Usage(command));
        Listed("Arguments", [.. command.Arguments.Where(a => !a.Hidden).Select(a => (NameOf(a), a.Description ?? ""))]);
        Listed(command == root ? "Verbs" : "Verbs of it", [.. command.Subcommands.Where(c => !c.Hidden).Select(c => (c.Name, c.Description ?? ""))]);
        Listed("Options", [.. command.Options.Where(o => !o.Hidden).Select(o => (NameOf(o), o.Description ?? ""))]);
        foreach (var paragraph in (command as Verb)?.About ?? [])
        {
            screen.Line();
            screen.Line(paragraph);
        }
        var examples = (command as Verb)?.Examples ?? Program.FirstExamples;
        if (examples.Count > 0)
        {
            screen.Line();
            Heading(examples.Count == 1 ? "Example" : "Examples");
            foreach (var example in examples)
            {
                screen.Write(new string(' ', Indent), [new Run(example.Command, Ink.Strong)]);
                screen.Wrapped(Indent + 4, Indent + 4, new Run(example.Shows, Ink.Quiet));
            }
        }
        if (command == root)
        {
            screen.Line();
            screen.Line("`servanda VERB --help` says more about each. Exit codes: 0 done, 1 findings or a failed proof, 2 wrong use, 3 refused, 4 fault.");
        }
        screen.Flush();
    }

    private void Heading(string text) => session.Out.Line(new Run(text, Ink.Strong));

    private void Listed(string heading, IReadOnlyList<(string Name, string Does)> items)
    {
        if (items.Count == 0)
        {
            return;
        }
        session.Out.Line();
        Heading(heading);
        var column = Math.Min(NameColumn, items.Max(i => i.Name.Length) + Indent + 2);
        foreach (var (name, does) in items)
        {
            // A name too long for its column stands on a line of its own, as does every name where the screen is narrow.
            if (name.Length + Indent + 2 > column || session.Width < NameColumn * 2)
            {
                session.Out.Wrapped(Indent, Indent, new Run(name, Ink.Strong));
                session.Out.Wrapped(Indent + 4, Indent + 4, does);
                continue;
            }
            session.Out.Row([(column, [[new Run(new string(' ', Indent) + name, Ink.Strong)]]), (0, Screen.Wrap([does], session.Width - column, session.Width - column))]);
        }
    }

    private static string Usage(Command command)
    {
        var words = new List<string> { PathOf(command) };
        words.AddRange(command.Arguments.Select(a => a.Arity.MinimumNumberOfValues == 0 ? $"[{a.Name}]" : a.Name + (a.Arity.MaximumNumberOfValues > 1 ? "..." : "")));
        if (command.Subcommands.Count > 0)
        {
            words.Add("VERB");
        }
        words.AddRange(command.Options.Where(o => o.Required).Select(o => $"{o.Name} {o.HelpName}"));
        words.Add("[options]");
        return string.Join(' ', words);
    }

    private static string PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{PathOf(parent)} {command.Name}" : "servanda";

    private static string NameOf(Argument argument) => argument.Name;

    private static string NameOf(Option option) =>
        string.Join(", ", option.Aliases.Where(a => a is "-h" or "-o").Append(option.Name)) + (option.HelpName is { } value ? $" {value}" : "");
}
