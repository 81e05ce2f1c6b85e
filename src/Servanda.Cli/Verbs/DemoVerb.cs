using System.CommandLine;
using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Cli.Screens;
using Servanda.Files;
using Servanda.Files.Documents;
using Servanda.Gaps;
using Servanda.Ledger;
using Servanda.Reading;
using Servanda.Status;

namespace Servanda.Cli.Verbs;

internal static class DemoVerb
{
    private const string Sample = "gaza-2025";
    private const string Report = "2025-12-19-report.txt";
    private const string NextPhase = "two";
    private static readonly Stamp Day = Stamp.On(new LocalDate(2025, 12, 19));

    public static Verb Create(Session session)
    {
        var folder = new Option<string?>("--dir") { HelpName = "FOLDER", Description = "Work in this new or empty folder. Default: a scratch folder, which is named." };
        var serve = new Option<bool>("--serve") { Description = "Open the web app on it at the end, until you stop it with Ctrl-C." };
        var urls = Sites.Urls();
        var verb = new Verb("demo", "The worked example, from a document to a board, in a folder of its own.")
        {
            About =
            [
                "It copies a sample agreement, reads a day's reporting into proposed claims, puts the claims that people confirmed on a new ledger, and shows how every promise stands by each account, why the next phase is shut, and where accounts and positions differ. It needs no network, and changes nothing outside the folder and your signing key.",
                "The board is of 19 December 2025. The agreement and its documents are written down by this project from public reports, each claim with its speaker and its source.",
            ],
            Examples = [new("servanda demo", "the whole way, in a scratch folder"), new("servanda demo --dir tryout", "the same, in a folder to keep"), new("servanda demo --serve --dir walk", "and then in a browser")],
            Does = parse =>
            {
                var demo = new Demo(session, parse.GetValue(folder));
                demo.Tell();
                return parse.GetValue(serve) ? demo.Serve(parse.GetValue(urls)!) : ExitCode.Done;
            },
        };
        verb.Add(folder);
        verb.Add(serve);
        verb.Add(urls);
        return verb;
    }

    private sealed class Demo
    {
        private readonly Session session;
        private readonly Screen screen;
        private readonly string folder;
        private readonly string file;
        private readonly Agreement agreement;

        public Demo(Session session, string? named)
        {
            this.session = session;
            screen = session.Out;
            folder = Folder(named);
            file = Path.Combine(folder, Places.AgreementFileName);
            Copy(new Places(session).Samples ?? throw StopException.Refused("The sample agreements are not beside the program.", "Set SERVANDA_SAMPLES to the folder that holds gaza-2025."));
            agreement = SituationOptions.AgreementOf(session, file);
        }

        public void Tell()
        {
            screen.Line($"Everything below happens in {folder}, which you may look into and delete.");
            Read();
            Record();
            var asked = Situation();
            Show(asked);
            Phase(asked);
            Differences(asked);
            Questions(asked);
            Next();
        }

        public int Serve(IReadOnlyList<string> addresses)
        {
            Heading("The same in a browser");
            using var ledger = Ledgers.Open(Ledger, agreement, session);
            var sites = new Sites(session);
            return sites.Serve(sites.OfLedger(agreement, file, ledger), addresses);
        }

        private void Read()
        {
            Heading("1. A day's reporting, read into attributed claims");
            var text = File.ReadAllText(Path.Combine(folder, "documents", Report));
            var proposals = new Reader(agreement).Read(text);
            var spoken = proposals.Where(p => p.Attribution != Attribution.Reporter).ToList();
            screen.Line($"{Report} is read into {Words.Count(proposals.Count, "proposal")}: {spoken.Count} of what named speakers say, {proposals.Count - spoken.Count} in the report's own voice. Some of them:");
            foreach (var proposal in spoken.OrderByDescending(p => p.Figure is not null).ThenBy(p => p.Number).Take(4).OrderBy(p => p.Number))
            {
                var said = proposal.ContentSpans.Count > 0 ? text[proposal.ContentSpans[0].Start..proposal.ContentSpans[^1].End] : "";
                screen.Wrapped(2, 4, new Run(proposal.Speaker, Ink.Strong), $" ({Spelling.Of(proposal.Kind)}{(proposal.Provision is { } on ? $", {on}" : "")}): “{Flat(said)}”");
            }
            screen.Line("A reader proposes and a person confirms: nothing enters the record by itself.");
        }

        private void Record()
        {
            Heading("2. The confirmed claims, on a ledger of its own");
            using var ledger = Ledgers.OpenOrCreate(Ledger, agreement, session);
            var path = Path.Combine(folder, Places.ClaimsFileName);
            var bytes = Places.Read(path);
            Documents.File(ledger, Documents.Beside(path));
            var imported = ledger.Import([.. ClaimLines.Read(path, bytes).Claims.Select(Draft.Of)], "claims", DocumentNames.Of(bytes));
            screen.Line($"{Words.Count(imported.Rows.Count(r => r is Outcome.Recorded), "claim")} and {Words.Count(Documents.Beside(path).Count, "document")} are on the ledger {Ledger}, under one signature.");
            screen.Line("The sample's claims were confirmed by people when it was made. Each keeps its speaker, its day and its source, and none can be changed without a trace.");
        }

        private void Show(Situation asked)
        {
            Heading("3. How every promise stands, by whose account");
            new BoardScreen(screen, Board.Of(asked.Record, asked.AsOf), asked, chosen: false).Show();
        }

        private void Phase(Situation asked)
        {
            Heading("4. Why the next phase is shut");
            screen.Line($"servanda blockers {NextPhase}");
            new BlockersScreen(screen, asked, All()).Show(Blockers.Of(asked.Record, All(), asked.AsOf, agreement.Phase(NextPhase)!));
        }

        private void Differences(Situation asked)
        {
            Heading("5. Where accounts and positions differ");
            IReadOnlyList<Standpoint> compared = [.. Standpoint.Of(agreement).Where(s => s is Standpoint.OfParty or Standpoint.OfMediators)];
            new DivergeScreen(screen, asked).Show(Divergence.Of(asked.Record, asked.AsOf, compared), compared);
        }

        private void Questions(Situation asked)
        {
            Heading("6. What a newcomer asks");
            var board = Board.Of(asked.Record, asked.AsOf);
            var rows = board.Phases.SelectMany(p => p.Provisions).ToList();
            if (rows.Find(r => ToldByAllAlone(r) && OnlyOutlets(r)) is { } row)
            {
                var outlets = row.By(Standpoint.AllId).Proof.Claims.Select(c => agreement.NameOf(c.Speaker)).Distinct(StringComparer.Ordinal);
                Ask($"Why does {row.Provision.Id} stand under \"all\" and nowhere else?",
                    $"Because only {Words.List([.. outlets])} tells it, in its own voice. A newspaper is no party and no mediator: what it tells counts where every account counts, and by nobody else's account.");
            }
            if (rows.Find(r => r.Provision.IsNegative && r.Status.All(s => s.Status.Value == Told.N)) is { } blank)
            {
                Ask($"Nobody says that {blank.Provision.Id} was not kept. So is it kept?",
                    "No. A blank is \"no account\". Nobody whose word counts has said that it was kept either, and nobody reports having watched the whole time and area. Silence alone never shows \"kept\".");
            }
            var phase = agreement.Phase(NextPhase)!;
            if (board.Phases.FirstOrDefault(p => p.Phase.Id == NextPhase) is { } shut && shut.Provisions.All(r => r.By(Standpoint.AllId).Shown is Shown.Dormant or Shown.DormantContested or Shown.DoneEarly))
            {
                Ask($"Why is everything in {phase.Title.ToLowerInvariant()} dormant?",
                    phase.Opens is { Mode: EntryMode.Declared } opens
                        ? $"Nothing in it is owed before it is entered, and it is entered when {Words.List([.. opens.By.Select(agreement.NameOf)], "or")} declares it. No such declaration is on the record. What its condition says is told beside it, and does not open it."
                        : "Nothing in it is owed before its opening condition is told met.");
            }
            Ask("Who is right?", "That is not for this program to say. It keeps who says what, when and on what evidence, and what follows by each account.");
        }

        private void Next()
        {
            Heading("What to try next");
            var at = $"--agreement {Quoted(folder)} --as-of {Day}";
            foreach (var (command, shows) in new[]
            {
                ($"servanda why return-all-captives {at}", "47 of 48, and from which event the 72 hours run"),
                ($"servanda what-if --assume {NextPhase}=told {at}", "what would follow if phase two were entered"),
                ($"servanda status {Quoted(folder)} --as-of {Day} --standpoint israel --standpoint hamas", "two accounts side by side"),
                ($"servanda positions --topic disarmament {at}", "who wants, refuses and promises what"),
                ($"servanda read {Quoted(Path.Combine(folder, "documents", Report))} --agreement {Quoted(folder)}", "every proposal of the report"),
                ($"servanda audit --agreement {Quoted(folder)}", "the ledger, recomputed from its bytes"),
            })
            {
                screen.Write("  ", [new Run(command, Ink.Strong)]);
                screen.Wrapped(6, 6, new Run(shows, Ink.Quiet));
            }
        }

        private string Ledger => Path.Combine(folder, Places.LedgerFileName);

        private Situation Situation()
        {
            using var ledger = Ledgers.Open(Ledger, agreement, session);
            return Cli.Situation.Of(agreement, file, LedgerView.Of(ledger.Read()), Day.In(agreement.Zone).Latest, null, Ledger);
        }

        private Standpoint All() => Standpoint.Of(agreement).First(s => s.Id == Standpoint.AllId);

        private static bool ToldByAllAlone(ProvisionRow row) =>
            row.By(Standpoint.AllId).Value is { IsTrue: true } && row.Status.All(s => s.Standpoint == Standpoint.AllId || s.Status.Value != Told.T);

        private bool OnlyOutlets(ProvisionRow row) =>
            row.By(Standpoint.AllId).Proof.Claims.All(c => agreement.Actor(c.Speaker)?.Role == ActorRole.Outlet);

        private void Heading(string text)
        {
            screen.Line();
            screen.Line(new Run($"━━ {text}", Ink.Strong));
        }

        private void Ask(string question, string answer)
        {
            screen.Wrapped(0, 2, new Run(question, Ink.Strong));
            screen.Wrapped(2, 2, answer);
        }

        private static string Flat(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

        private static string Quoted(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path;

        private static string Folder(string? named)
        {
            if (named is null)
            {
                return Directory.CreateTempSubdirectory("servanda-demo-").FullName;
            }
            if (File.Exists(named) || (Directory.Exists(named) && Directory.EnumerateFileSystemEntries(named).Any()))
            {
                throw StopException.Refused($"{named} is there already and not empty.", "Name a folder that is new or empty, so that nothing of yours is touched.");
            }
            return Directory.CreateDirectory(named).FullName;
        }

        private void Copy(string samples)
        {
            var from = Path.Combine(samples, Sample);
            foreach (var source in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            {
                var to = Path.Combine(folder, Path.GetRelativePath(from, source));
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                File.Copy(source, to);
            }
        }
    }
}
