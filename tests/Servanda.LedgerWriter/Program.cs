using NodaTime;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Ledger;
using Servanda.Stores;

// A writer in a process of its own, for tests to run beside others or to kill: LEDGER NAME COUNT.
// Says "NAME-i SEQ" for each claim once it is acknowledged.
var (path, name, count) = (args[0], args[1], int.Parse(args[2]));
using var ledger = LedgerStore.OpenOrCreate(path, "example-truce", SystemClock.Instance).OrThrow();
for (var i = 0; i < count; i++)
{
    var claim = new Claim.Assert { Id = $"{name}-{i}", Speaker = "north", Provision = "halt-fire", Note = $"note {i}", Said = Stamp.On(new LocalDate(2026, 1, 16)) };
    if (ledger.Append(Draft.Of(claim)) is not Outcome.Recorded recorded)
    {
        return 1;
    }
    Console.Out.WriteLine($"{claim.Id} {recorded.Seq}");
    Console.Out.Flush();
}
return 0;
