using NodaTime;
using Servanda.Claims;

namespace Servanda.Reading;

/// <summary>A stretch of the document: UTF-16 code units of the text as given, half-open.</summary>
public readonly record struct Span(int Start, int End)
{
    public int Length => End - Start;

    public bool Overlaps(Span other) => Start < other.End && other.Start < End;

    public bool Contains(Span other) => Start <= other.Start && other.End <= End;

    public override string ToString() => $"[{Start},{End})";
}

public enum ProposalKind { Event, Figure, Demand, Position, Commitment, Denial, Expectation, Background }

/// <summary>Whose words the content is in: the speaker's, the reporter's paraphrase of them, or the document's own voice.</summary>
public enum Attribution { Direct, Indirect, Reporter }

public enum Topic
{
    General, Withdrawal, Disarmament, StabilisationForce, InterimAuthority, Captives, Aid, HaltOfAttacks, Reconstruction,
    PoliticalTrack, Talks, Monitoring,
}

public enum ProposalPolarity { ViolationAlleged, Fulfilment, NotFulfilled, Refusal }

public enum Modality { Must, Should, Conditional, Scheduled, Obligation, Hedged }

/// <summary>The days the content speaks of; either end may be open. A whole month is its first and last day.</summary>
public sealed record DaysAbout(LocalDate? From, LocalDate? To);

/// <summary>
/// One statement as the text has it, proposed as a claim. A reader proposes and a person confirms: nothing here is on the
/// record. Every field is either words of the text, a name of the agreement, or null where the text leaves it open.
/// </summary>
public sealed record Proposal
{
    /// <summary>Its place in the document, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The name of who speaks, resolved as far as the text allows; "A; B" for a statement of several.</summary>
    public required string Speaker { get; init; }

    /// <summary>The actor whose account this is; null where the agreement lists none.</summary>
    public string? Party { get; init; }
    public string? PartyName { get; init; }

    /// <summary>The speaker as written at this place; null for the document's own voice.</summary>
    public string? SurfaceSpeaker { get; init; }

    /// <summary>Who passed it on, outermost last.</summary>
    public IReadOnlyList<string> Via { get; init; } = [];
    public bool Reciprocal { get; init; }
    public string? Cue { get; init; }
    public string? Addressee { get; init; }
    public required ProposalKind Kind { get; init; }
    public required Topic Topic { get; init; }
    public string? Provision { get; init; }
    public ProposalPolarity? Polarity { get; init; }
    public Modality? Modality { get; init; }
    public Figure? Figure { get; init; }
    public LocalDate? DateSaid { get; init; }

    /// <summary>weekday, date, day-word, or inferred: how <see cref="DateSaid"/> is known.</summary>
    public string? DateSaidBasis { get; init; }
    public DaysAbout? DateAbout { get; init; }
    public required Attribution Attribution { get; init; }

    /// <summary>The whole statement: from the first to the last character of speaker, cue and content.</summary>
    public required Span Extent { get; init; }
    public Span? SpeakerSpan { get; init; }
    public Span? CueSpan { get; init; }
    public required IReadOnlyList<Span> ContentSpans { get; init; }
    public required double Confidence { get; init; }

    /// <summary>The rules that fired, by name, in the order of the steps.</summary>
    public required IReadOnlyList<string> Rules { get; init; }

    public const string ReportSpeaker = "(the report)";
    public const string ReportParty = "report";
}
