using System.Globalization;
using NodaTime;
using Servanda.Cli.Screens;
using Servanda.Reading;

namespace Servanda.Cli;

/// <summary>
/// Reading many documents into one file of lines. Beside it stands a file of progress, a line for each document done with the
/// length that the lines had then: after a stop at any moment the lines are cut back to the last whole document, and what is
/// done is not done again.
/// </summary>
internal sealed class ReadFolder(Session session, Reader reader, DocumentFiles documents)
{
    private const string ProgressEnding = ".progress";

    public int Run(IReadOnlyList<string> files, string into, Func<string, LocalDate?> dateline)
    {
        var progress = into + ProgressEnding;
        var (done, length) = Resume(into, progress);
        using var lines = new FileStream(into, FileMode.OpenOrCreate, FileAccess.Write);
        lines.SetLength(length);
        lines.Seek(0, SeekOrigin.End);
        var (read, refused, before, proposals) = (0, 0, 0, 0);
        foreach (var file in files)
        {
            var at = $"{read + refused + before + 1}/{files.Count}";
            try
            {
                var document = documents.Open(file);
                if (!done.Add(document.Hash))
                {
                    before++;
                    continue;
                }
                var found = reader.Read(document.Text, dateline(file));
                foreach (var proposal in found)
                {
                    lines.Write(System.Text.Encoding.UTF8.GetBytes(ProposalJson.Line(proposal, document.Hash) + "\n"));
                }
                lines.Flush(flushToDisk: false);
                System.IO.File.AppendAllText(progress, string.Create(CultureInfo.InvariantCulture, $"{lines.Length}\t{document.Hash}\n"));
                read++;
                proposals += found.Count;
                session.Error.Line($"{at}  {Foreign.Text(document.Name)}  {Words.Count(found.Count, "proposal")}");
            }
            catch (StopException stop)
            {
                refused++;
                session.Error.Wrapped(0, 2, $"{at}  {Foreign.Text(stop.Message)} {string.Join(" ", stop.Next)}");
            }
        }
        session.Error.Line($"{Words.Count(read, "document")} read, {Words.Count(proposals, "proposal")}{(before > 0 ? $"; {before} read before" : "")}{(refused > 0 ? $"; {refused} refused" : "")}. They are in {into}.");
        return refused > 0 ? ExitCode.Findings : ExitCode.Done;
    }

    private static (HashSet<string> Done, long Length) Resume(string into, string progress)
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        if (!System.IO.File.Exists(progress) && System.IO.File.Exists(into))
        {
            throw StopException.WrongUse($"{into} is there already, and no {progress} says what is in it.", "Name another file, or remove this one.");
        }
        long length = 0;
        foreach (var line in System.IO.File.Exists(progress) ? System.IO.File.ReadAllText(progress).Split('\n')[..^1] : [])
        {
            // The last line may be cut short; it then has no end of line and is left out above.
            var cells = line.Split('\t');
            length = long.Parse(cells[0], CultureInfo.InvariantCulture);
            done.Add(cells[1]);
        }
        return (done, length);
    }
}
