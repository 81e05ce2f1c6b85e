namespace Servanda.Cli;

/// <summary>What the program's exit code says.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Findings = 1;
    public const int WrongUse = 2;
    public const int Refused = 3;
    public const int Fault = 4;
}

/// <summary>
/// The verb cannot go on, for a reason that whoever typed it can do something about: what is the matter, and what to do
/// next. Caught once, at the top, where it becomes an exit code.
/// </summary>
internal sealed class StopException(int exitCode, string message, params IReadOnlyList<string> next) : Exception(message)
{
    public int ExitCode => exitCode;
    public IReadOnlyList<string> Next => next;

    public static StopException WrongUse(string message, params IReadOnlyList<string> next) => new(Cli.ExitCode.WrongUse, message, next);

    public static StopException Refused(string message, params IReadOnlyList<string> next) => new(Cli.ExitCode.Refused, message, next);
}
