namespace Servanda.Cli;

/// <summary>Our own faults: one line on the screen, and the details in a file that can be sent to us.</summary>
internal static class Faults
{
    public static void Tell(Exception fault, IReadOnlyList<string> args, Session? session)
    {
        var path = Path.Combine(Path.GetTempPath(), $"servanda-fault-{Environment.ProcessId}.txt");
        string where;
        try
        {
            File.WriteAllText(path, $"servanda {string.Join(' ', args)}\n{typeof(Faults).Assembly.GetName().Version}\n{fault}\n");
            where = $"The details are in {path}; look through it before you send it to anybody, for it names what you typed.";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            where = "The details could not be written down.";
        }
        session?.Out.Flush();
        Console.Error.WriteLine($"servanda: this is a fault of the program, not yours: {fault.Message.ReplaceLineEndings(" ")} {where}");
    }
}
