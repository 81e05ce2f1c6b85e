using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Ledger;
using Servanda.LedgerWriter;
using Servanda.Stores;

// A writer in a process of its own, for tests to run beside others or to kill: LEDGER NAME COUNT [WORK].
// WORK is append (the default), import, checkpoint, backup or migrate. Says a line for each thing once it is acknowledged:
// "claim NAME-i SEQ", "checkpoint SIZE BASE64-OF-THE-NOTE" or "backup FILE ENTRIES"; "full" when the disk was, and ends with 3.
var (path, name, count, work) = (args[0], args[1], int.Parse(args[2]), args.ElementAtOrDefault(3) ?? "append");
var clock = new LeapingClock(name);
try
{
    using var ledger = LedgerStore.OpenOrCreate(path, "example-truce", clock).OrThrow();
    Say("open");
    for (var i = 0; i < count && work != "migrate"; i++)
    {
        switch (work)
        {
            case "import":
                var rows = Enumerable.Range(0, 20).Select(row => Made($"{name}-{i}-{row}")).ToList();
                foreach (var (claim, outcome) in rows.Zip(ledger.Import([.. rows.Select(Draft.Of)], "claims").Rows))
                {
                    Say($"claim {claim.Id} {((Outcome.Recorded)outcome).Seq}");
                }
                break;
            case "checkpoint":
                ledger.Append(Draft.Of(Made($"{name}-{i}")));
                var signed = ledger.Sign();
                Say($"checkpoint {signed.Checkpoint.Size} {Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(signed.Note.ToString()))}");
                break;
            case "backup":
                ledger.Append(Draft.Of(Made($"{name}-{i}")));
                var written = ledger.BackUp($"{path}.{name}-{i}.backup");
                Say($"backup {written.File} {written.Entries}");
                break;
            default:
                var made = Made($"{name}-{i}");
                if (ledger.Append(Draft.Of(made)) is not Outcome.Recorded recorded)
                {
                    return 1;
                }
                Say($"claim {made.Id} {recorded.Seq}");
                break;
        }
    }
    return 0;
}
catch (LedgerFaultException fault) when (fault.Refusal is Refusal.NoRoom)
{
    Say("full");
    return 3;
}
catch (LedgerFaultException fault) when (fault.Refusal is Refusal.StoreUnreachable)
{
    // The server was killed under it.
    return 4;
}
catch (IOException fault) when (fault is not FileNotFoundException)
{
    Say("full");
    return 3;
}

static Claim Made(string id) => new Claim.Assert { Id = id, Speaker = "north", Provision = "halt-fire", Note = $"note on {id}", Said = Stamp.On(new LocalDate(2026, 1, 16)) };

static void Say(string line)
{
    Console.Out.WriteLine(line);
    Console.Out.Flush();
}
