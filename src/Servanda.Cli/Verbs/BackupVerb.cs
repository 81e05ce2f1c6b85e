using System.CommandLine;
using System.Globalization;
using NodaTime.Text;
using Servanda.Cli.Screens;
using Servanda.Stores;

namespace Servanda.Cli.Verbs;

internal static class BackupVerb
{
    private const string Ending = ".servanda-backup";

    public static Verb Create(Session session)
    {
        var ledger = new LedgerOptions(session, signs: false);
        var output = new Option<string?>("--output", "-o") { HelpName = "FILE", Description = "Where to write the backup; must not be there yet." };
        var into = new Option<string?>("--into") { HelpName = "FOLDER", Description = "Write it into this folder, under a name with its time and size." };
        var keep = new Option<int?>("--keep") { HelpName = "N", Description = "Delete all but the newest N backups of this ledger in the folder." };
        var every = new Option<string?>("--every") { HelpName = "TIME", Description = "Go on, with a backup every so often, such as 6h or 1d, until stopped." };
        var json = CommonOptions.Json("what was written");
        var verb = new Verb("backup", "Write the ledger, its documents and a signed checkpoint into one file.")
        {
            About =
            [
                "Others may go on appending meanwhile. The file is audited before it gets its name, and is a ledger in itself: every verb that reads takes it.",
                "The key of what is sealed is not in it, so that what was destroyed stays so: back up keys with `servanda key backup`, and keep the two apart.",
            ],
            Examples =
            [
                new("servanda backup -o monday.servanda-backup --agreement example-truce --ledger servanda.db", "into one file"),
                new("servanda backup --into backups --keep 14 --agreement example-truce --ledger servanda.db", "what a timer runs each night"),
            ],
            Does = parse =>
            {
                var (file, folder) = (parse.GetValue(output), parse.GetValue(into));
                if (file is null == folder is null || (folder is null && (parse.GetValue(keep) ?? (object?)parse.GetValue(every)) is not null) || parse.GetValue(keep) < 1)
                {
                    throw StopException.WrongUse("Say where to: -o FILE, or --into FOLDER, which --keep and --every go with.", "servanda backup --help");
                }
                if (file is not null && File.Exists(file))
                {
                    throw StopException.Refused($"{file} is there already.", "Name another file, or take this one away first.");
                }
                var pause = parse.GetValue(every) is { } time ? Pause(time) : (TimeSpan?)null;
                while (true)
                {
                    var (_, opened) = ledger.Open(parse, create: false);
                    using (opened)
                    {
                        var written = opened.BackUp(file ?? Named(session, folder!, opened));
                        var dropped = parse.GetValue(keep) is { } newest ? Drop(folder!, opened.Agreement, newest) : [];
                        Tell(session, written, dropped, parse.GetValue(json));
                    }
                    if (pause is null)
                    {
                        return ExitCode.Done;
                    }
                    session.Out.Flush();
                    Thread.Sleep(pause.Value);
                }
            },
        };
        foreach (var option in new Option[] { output, into, keep, every, json })
        {
            verb.Add(option);
        }
        ledger.All.ToList().ForEach(verb.Add);
        return verb;
    }

    // In the order of time when sorted by name; the size tells two of one second apart.
    private static string Named(Session session, string folder, LedgerStore ledger)
    {
        Directory.CreateDirectory(folder);
        var time = InstantPattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss'Z'").Format(session.Clock.GetCurrentInstant());
        var name = string.Create(CultureInfo.InvariantCulture, $"{ledger.Agreement}-{time}-{ledger.Size:d9}");
        var n = 1;
        while (File.Exists(Numbered(n)))
        {
            n++;
        }
        return Numbered(n);

        string Numbered(int number) => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{name}-{number:d3}{Ending}"));
    }

    private static List<string> Drop(string folder, string agreement, int newest)
    {
        var old = Directory.GetFiles(folder, $"{agreement}-*{Ending}").OrderDescending(StringComparer.Ordinal).Skip(newest).ToList();
        old.ForEach(File.Delete);
        return old;
    }

    private static TimeSpan Pause(string time) =>
        time.Length > 1 && int.TryParse(time[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? time[^1] switch { 'm' => TimeSpan.FromMinutes(number), 'h' => TimeSpan.FromHours(number), 'd' => TimeSpan.FromDays(number), 's' => TimeSpan.FromSeconds(number), _ => throw Bad(time) }
            : throw Bad(time);

    private static StopException Bad(string time) => StopException.WrongUse($"--every: `{time}` is no length of time.", "Write a number with s, m, h or d: 6h, 1d.");

    private static void Tell(Session session, BackedUp written, List<string> dropped, bool asJson)
    {
        if (asJson)
        {
            session.JsonObject(o =>
            {
                o.WriteString("file", written.File);
                o.WriteNumber("bytes", written.Bytes);
                o.WriteNumber("entries", written.Entries);
                o.WriteNumber("documents", written.Documents);
                o.WriteNumber("size", written.Checkpoint.Checkpoint.Size);
                o.WriteString("root", written.Checkpoint.Checkpoint.Root.ToBase64());
                o.WriteStartArray("dropped");
                dropped.ForEach(o.WriteStringValue);
                o.WriteEndArray();
            });
            return;
        }
        session.Out.Line($"{written.File}: {Words.Count(written.Entries, "entry", "entries")} and {Words.Count(written.Documents, "document")}, audited, under the checkpoint of {written.Checkpoint.Checkpoint.Size}.");
        foreach (var file in dropped)
        {
            session.Out.Line($"{file}: deleted, for newer ones are kept");
        }
    }
}
