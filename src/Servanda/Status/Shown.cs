using System.Collections.Frozen;
using System.Text;

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
    private static readonly FrozenDictionary<Shown, string> Codes = Enum.GetValues<Shown>().ToFrozenDictionary(s => s, Kebab);
    private static readonly FrozenDictionary<string, Shown> ByCode = Codes.ToFrozenDictionary(c => c.Value, c => c.Key, StringComparer.Ordinal);

    /// <summary>The code in files and JSON: <c>not-done-in-time</c>.</summary>
    public static string Code(this Shown shown) => Codes[shown];

    public static Shown? FromCode(string code) => ByCode.TryGetValue(code, out var shown) ? shown : null;

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

    private static string Kebab(Shown shown)
    {
        var code = new StringBuilder();
        foreach (var c in shown.ToString())
        {
            if (char.IsUpper(c) && code.Length > 0)
            {
                code.Append('-');
            }
            code.Append(char.ToLowerInvariant(c));
        }
        return code.ToString();
    }
}
