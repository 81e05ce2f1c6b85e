namespace Servanda.Agreements.Checking;

/// <summary>
/// Words that sound like a date or a measure and are none. They are told where the draft leaves their meaning open: a time where no
/// deadline stands beside it, a measure where <c>definitions</c> do not have it. English only.
/// </summary>
internal static class VagueWords
{
    /// <summary>At once, which everybody understands, though it is no date by which anything is late.</summary>
    public static readonly string[] AtOnce = ["immediately", "at once", "forthwith", "urgently", "straight away", "right away"];

    /// <summary>When somebody finds it time.</summary>
    public static readonly string[] Times =
    [
        "as soon as possible", "as soon as practicable", "as soon as feasible", "as soon as reasonably possible", "as soon as reasonably practicable", "as soon as conditions allow", "as soon as conditions permit",
        "as soon as circumstances allow", "as soon as circumstances permit", "as early as possible", "as quickly as possible", "at an early date", "at the earliest opportunity", "at the earliest possible date",
        "at the earliest possible opportunity", "at the appropriate time", "at an appropriate time", "in a timely manner", "in a timely fashion", "in a timely way", "timely", "in due course", "in due time", "in good time",
        "in the near future", "in the foreseeable future", "without delay", "without undue delay", "without unreasonable delay", "within a reasonable time", "within a reasonable period", "within a reasonable timeframe",
        "reasonable time", "promptly", "prompt", "speedily", "speedy", "swiftly", "swift", "expeditiously", "expeditious", "shortly", "soon", "when conditions allow", "when conditions permit", "when the conditions allow",
        "when the conditions permit", "when circumstances allow", "when circumstances permit", "once conditions allow", "once conditions permit",
    ];

    /// <summary>How much, or under what circumstances, somebody finds right.</summary>
    public static readonly string[] Measures =
    [
        "reasonable", "reasonably", "appropriate", "appropriately", "adequate", "adequately", "sufficient", "sufficiently", "proportionate", "proportionately", "substantial", "substantially", "significant", "significantly",
        "satisfactory", "satisfactorily", "meaningful", "meaningfully", "undue", "unduly",
        .. from link in (string[])["where", "wherever", "when", "whenever", "if", "as far as", "so far as", "insofar as", "to the extent"]
           from measure in (string[])["feasible", "possible", "practicable", "practical", "necessary", "needed", "appropriate"]
           select $"{link} {measure}",
        "as appropriate", "as necessary", "as needed", "if and when possible", "to the maximum extent possible", "to the maximum extent feasible", "to the fullest extent possible", "to the greatest extent possible", "as far as reasonably practicable",
        "so far as reasonably practicable", "best efforts", "best endeavours", "best endeavors", "every effort", "reasonable efforts", "all reasonable efforts", "all reasonable steps", "all necessary measures", "all necessary steps",
        "all appropriate measures", "good faith", "in good faith",
    ];
}
