using Servanda.Agreements;

namespace Servanda.Status;

/// <summary>The closed list of codes in which a status is shown.</summary>
public enum Shown
{
    Dormant, DormantContested, DoneEarly, Pending, NotYet, Fulfilled, FulfilledLate, DoneTimeUnknown, Contested, Open,
    OverdueUnreported, NotDoneInTime, Cured, Suspended, SuspendedContested, KeptSoFar, Kept, NotKept, NoAccount, OnTrack,
    Short, Used, UseInvalid, Unused, Waived, Superseded, Terminated, Ended,
}

public static class ShownCodes
{
    /// <summary>The code in files and JSON: <c>not-done-in-time</c>.</summary>
    public static string Code(this Shown shown) => Spelling.Of(shown);

    /// <summary>
    /// The words for people. They say that something is told, never that it is so: fulfilled and breached are findings of
    /// law and stay inside the condition language.
    /// </summary>
    public static string Words(this Shown shown) => shown switch
    {
        Shown.Dormant => "dormant",
        Shown.DormantContested => "dormant, contested",
        Shown.DoneEarly => "told done early",
        Shown.Pending => "pending, no account",
        Shown.NotYet => "told not yet done",
        Shown.Fulfilled => "told done",
        Shown.FulfilledLate => "told done late",
        Shown.DoneTimeUnknown => "told done, time unknown",
        Shown.Contested => "contested",
        Shown.Open => "open",
        Shown.OverdueUnreported => "overdue, no account",
        Shown.NotDoneInTime => "told not done in time",
        Shown.Cured => "told not kept, told cured",
        Shown.Suspended => "suspended",
        Shown.SuspendedContested => "suspended, contested",
        Shown.KeptSoFar => "told kept so far",
        Shown.Kept => "told kept",
        Shown.NotKept => "told not kept",
        Shown.NoAccount => "no account",
        Shown.OnTrack => "told on track",
        Shown.Short => "told short",
        Shown.Used => "told used",
        Shown.UseInvalid => "use told invalid",
        Shown.Unused => "not used",
        Shown.Waived => "waived",
        Shown.Superseded => "superseded",
        Shown.Terminated => "terminated",
        Shown.Ended => "ended",
    };
}
