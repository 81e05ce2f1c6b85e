using Servanda.Ledger;
using Servanda.Stores;

namespace Servanda.Cli;

/// <summary>A ledger that shows something else than it showed before: told as what it is, with both checkpoints.</summary>
internal static class TwoHistories
{
    /// <returns>Whether the refusal says so; nothing is printed otherwise.</returns>
    public static bool Show(Session session, Refusal refusal)
    {
        var evidence = Inconsistency.Of(refusal);
        if (evidence is not null)
        {
            session.Out.Line($"✗ {refusal.Message}");
            session.Out.Wrapped(2, 2, refusal.Remedy);
            session.Out.Line();
            // As it stands: it is passed on, and each checkpoint in it is checked by its signature.
            session.Out.Raw(evidence);
        }
        session.Out.Flush();
        return evidence is not null;
    }
}
