using NodaTime;
using Servanda.Agreements;
using Servanda.Status;

namespace Servanda.Cli;

/// <summary>A provision or phase that an account shows otherwise once something is on the record.</summary>
internal sealed record StatusChange(string Reference, string Standpoint, string Before, string After)
{
    public static IReadOnlyList<StatusChange> Between(Record before, Record after, Instant asOf) =>
    [
        .. Servanda.Status.Standpoint.Of(before.Agreement).SelectMany(s => Between(new Evaluation(before, s, asOf), new Evaluation(after, s, asOf))),
    ];

    private static IEnumerable<StatusChange> Between(Evaluation before, Evaluation after)
    {
        foreach (var phase in before.Record.Agreement.Phases)
        {
            foreach (var (name, was, now) in new[] { ("opens", before.Opens(phase), after.Opens(phase)), ("entered", before.Entered(phase), after.Entered(phase)), ("completed", before.Completed(phase), after.Completed(phase)) })
            {
                if (was.Value != now.Value)
                {
                    yield return new($"{phase.Id} {name}", before.Standpoint.Id, Screens.Words.Of(was.Value), Screens.Words.Of(now.Value));
                }
            }
        }
        foreach (var provision in before.Record.Agreement.Provisions)
        {
            foreach (var holder in Holders(provision))
            {
                var (was, now) = (before.ShownOf(provision, holder), after.ShownOf(provision, holder));
                if (was != now)
                {
                    yield return new(holder is null ? provision.Id : $"{provision.Id}@{holder}", before.Standpoint.Id, was.Words(), now.Words());
                }
            }
        }
    }

    private static IEnumerable<string?> Holders(Provision provision) =>
        provision.By.Count > 1 && provision.Responsibility == Responsibility.Several ? provision.By.Prepend((string?)null) : [null];
}
