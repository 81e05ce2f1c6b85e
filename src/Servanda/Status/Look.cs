namespace Servanda.Status;

/// <summary>
/// How a status or an answer is shown, on every screen and page: its sign, and the name of what it says. The sign stands
/// with the word, so that no colour is needed to read it.
/// </summary>
public readonly record struct Look(string Sign, string Name)
{
    public static Look ToldSo { get; } = new("✓", "so");
    public static Look ToldNot { get; } = new("✗", "not");
    public static Look Contested { get; } = new("≠", "contested");
    public static Look Open { get; } = new("?", "open");
    public static Look NoAccount { get; } = new("·", "none");
    public static Look Resting { get; } = new("–", "rest");

    public static Look Of(Shown shown) => shown switch
    {
        Shown.Fulfilled or Shown.FulfilledLate or Shown.DoneTimeUnknown or Shown.DoneEarly or Shown.KeptSoFar or Shown.Kept or Shown.OnTrack or Shown.Used or Shown.Cured => ToldSo,
        Shown.NotDoneInTime or Shown.NotKept or Shown.Short or Shown.UseInvalid or Shown.NotYet => ToldNot,
        Shown.Contested or Shown.DormantContested or Shown.SuspendedContested => Contested,
        Shown.Open => Open,
        Shown.Pending or Shown.OverdueUnreported or Shown.NoAccount or Shown.Unused => NoAccount,
        Shown.Dormant or Shown.Suspended or Shown.Waived or Shown.Superseded or Shown.Terminated or Shown.Ended => Resting,
    };

    public static Look Of(Told value) => value.Letter switch
    {
        'T' => ToldSo,
        'F' => ToldNot,
        'B' => Contested,
        'N' => NoAccount,
        _ => Open,
    };

    /// <summary>A yes/no question's value in words.</summary>
    public static string Words(Told value) => value.Letter switch
    {
        'T' => "told yes",
        'F' => "told no",
        'B' => "contested",
        'N' => "no account",
        'A' => "open: contested, and unreported",
        'U' => "open: contested or unreported",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
