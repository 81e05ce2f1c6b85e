using System.CommandLine;

namespace Servanda.Cli;

/// <summary>A command that works as typed, and what it shows.</summary>
internal sealed record Example(string Command, string Shows);

/// <summary>A verb of the program: its options, what its help says, and what it does.</summary>
internal sealed class Verb : Command
{
    public Verb(string name, string purpose) : base(name, purpose)
    {
    }

    /// <summary>The longer text of its help, a paragraph each.</summary>
    public IReadOnlyList<string> About { get; init; } = [];
    public required IReadOnlyList<Example> Examples { get; init; }
    public Func<ParseResult, int>? Does { get; init; }
}
