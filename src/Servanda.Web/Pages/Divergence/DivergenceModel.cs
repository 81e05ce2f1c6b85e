using Servanda.Agreements;
using Servanda.Gaps;
using Servanda.Status;
using Servanda.Web.Serving;

namespace Servanda.Web.Pages;

/// <summary>Where accounts and positions differ: the agenda for talks.</summary>
/// <param name="Talks">Each meeting of the agreement, with what claims that name it are about: provisions and topics.</param>
public sealed record DivergenceModel(Divergence Divergence, IReadOnlyList<Standpoint> Between, Meeting? Meeting, IReadOnlyList<(Meeting Meeting, IReadOnlyList<string> About)> Talks)
{
    public static DivergenceModel Of(Asked asked)
    {
        var named = asked.QueryAll("between");
        IReadOnlyList<Standpoint> between = named.Count > 0 ? [.. named.Select(id => asked.Standpoint(id))]
            : [.. Standpoint.Of(asked.Agreement).Where(s => s is Standpoint.OfParty or Standpoint.OfMediators)];
        if (between.Count < 2)
        {
            throw new WrongAddressException(asked.W.Plain("One account cannot be compared."), asked.W.Plain("Choose two that differ."));
        }
        var meeting = asked.Query("meeting") is { } id ? asked.Agreement.Meeting(id) ?? throw new NoSuchPageException("The agreement has no meeting {0}.", id) : null;
        return new DivergenceModel(asked.Ask($"between {string.Join(' ', between.Select(s => s.Id))} {meeting?.Id}", record => Divergence.Of(record, asked.AsOf, between, meeting?.Id)), between, meeting, asked.Ask("meetings", record => (IReadOnlyList<(Meeting, IReadOnlyList<string>)>)
        [
            .. asked.Agreement.Meetings.Select(m => (m, (IReadOnlyList<string>)[.. record.Claims.Where(c => c.Claim.Meeting == m.Id && c.Claim.Said.In(asked.Zone).Earliest <= asked.AsOf)
                .Select(c => c.Claim.Provision ?? c.Claim.Topic).OfType<string>().Distinct(StringComparer.Ordinal)])),
        ]));
    }
}
