namespace Servanda.Cli;

/// <summary>What a person answers: single keys, and lines where words are asked for.</summary>
internal interface IKeys
{
    /// <summary>The next key, lower case; null where there is nobody left to ask.</summary>
    char? Next();

    /// <summary>A line; null where there is none left.</summary>
    string? Line();
}

/// <summary>The keyboard: a key counts at once, without Enter.</summary>
internal sealed class Keyboard : IKeys
{
    public char? Next() => char.ToLowerInvariant(Console.ReadKey(intercept: true).KeyChar);

    public string? Line() => Console.ReadLine();
}

/// <summary>Answers from a file or a pipe: each character is a key, white space apart; a line is the rest of the one it stands in, or the next.</summary>
internal sealed class WrittenKeys(TextReader answers) : IKeys
{
    public char? Next()
    {
        int read;
        do
        {
            read = answers.Read();
        }
        while (read is '\n' or '\r' or ' ');
        return read < 0 ? null : char.ToLowerInvariant((char)read);
    }

    public string? Line()
    {
        var rest = answers.ReadLine();
        return rest is not null && rest.Trim().Length == 0 ? answers.ReadLine() : rest;
    }
}
