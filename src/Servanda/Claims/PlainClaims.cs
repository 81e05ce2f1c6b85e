using System.Text.Json;
using NodaTime;
using Servanda.Agreements;

namespace Servanda.Claims;

/// <summary>
/// Reads claims in which there is nothing to find fault with, straight from their bytes: nearly every line of a file. It
/// gives no claim for anything else, however slight; <see cref="ClaimJson"/> then reads the same line with care, and says
/// what is wrong with it. So whatever is given here is what would have been given there.
/// </summary>
/// <remarks>An instance remembers the words of the lines it has read, and is not to be used by two threads at once.</remarks>
public sealed class PlainClaims
{
    private readonly Remembered<string?> texts = new(4096, Sound);
    private readonly Remembered<Stamp?> stamps = new(1024, Stamp.TryParse);
    private readonly Remembered<Happened?> days = new(1024, text => Stamp.TryParse(text) is { } stamp ? new Happened(stamp, stamp) : null);
    private readonly Remembered<Field?> fields = new(128, Spelling.Read<Field>);
    private readonly Remembered<Kind?> kinds = new(32, Spelling.Read<Kind>);
    private readonly Remembered<Bound?> bounds = new(16, Spelling.Read<Bound>);

    // Both enums are spelt as the files spell them: RestrictedTo is `restricted-to`.
    private enum Field
    {
        Id, Speaker, Via, Kind, Provision, Actor, Occurrence, Polarity, Happened, Said, Recorded, Grade, Figure, Exception, Zone, Place, Source, Topic, Toward, Stance, Meeting,
        Visibility, RestrictedTo, Note, Counter, Anchor, Phase, Of, Found, Complete, Occurrences,
        Value, Bound, Unit, High, From, To, Document, Start, End, Exact, Name, Lat, Lon, Precision,
    }

    private enum Kind { Assert, Deny, Count, NotDone, Coverage, Exercise, Verify, Retract, Demand, Position, Commitment, Expectation }

    /// <summary>What a line says, field by field.</summary>
    private struct Told
    {
        public string? Id, Speaker, Provision, Actor, Occurrence, Exception, Zone, Topic, Meeting, Visibility, Note, Counter, Anchor, Phase, Of, Found;
        public IReadOnlyList<string>? Via, Toward, RestrictedTo, Occurrences;
        public Kind? Kind;
        public Polarity? Polarity;
        public Happened? Happened;
        public Stamp? Said;
        public Instant? Recorded;
        public Grade? Grade;
        public Figure? Figure;
        public Place? Place;
        public Source? Source;
        public Stance? Stance;
        public bool? Complete;
    }

    /// <summary>The claim of one line; null where the line is anything but a plain claim.</summary>
    /// <param name="json">Well-formed UTF-8.</param>
    /// <param name="file">The file to name in the claim's place.</param>
    /// <param name="at">Where the claim stands in it.</param>
    /// <param name="idIfMissing">The id of a claim that names none; null where an id is required.</param>
    public Claim? Read(ReadOnlySpan<byte> json, string? file, TextPosition at, string? idIfMissing)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            var told = new Told();
            return reader.Read() && Members(ref reader, ref told) && !reader.Read() ? ClaimOf(told, file, at, idIfMissing) : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // No JSON, or an escape that names half a character.
            return null;
        }
    }

    private static Claim? ClaimOf(in Told told, string? file, TextPosition at, string? idIfMissing)
    {
        if ((told.Id ?? idIfMissing) is not { Length: <= ClaimJson.LongestId } id || told.Speaker is not { } speaker || told.Said is not { } said || told.Kind is not { } kind
            || !HasOnlyFieldsOf(kind, told))
        {
            return null;
        }
        Claim? own = kind switch
        {
            Kind.Assert => new Claim.Assert { Id = id, Speaker = speaker, Said = said, Anchor = told.Anchor },
            Kind.Deny => new Claim.Deny { Id = id, Speaker = speaker, Said = said, Anchor = told.Anchor },
            Kind.Count => told is { Figure: not null, Counter: { } counter } ? new Claim.Count { Id = id, Speaker = speaker, Said = said, Counter = counter } : null,
            Kind.NotDone => told.Provision is null ? null : new Claim.NotDone { Id = id, Speaker = speaker, Said = said },
            Kind.Coverage => told.Found is not ("none" or "some") ? null
                : new Claim.Coverage { Id = id, Speaker = speaker, Said = said, FoundSome = told.Found == "some", Complete = told.Complete, Occurrences = told.Occurrences ?? [] },
            Kind.Exercise => told is { Provision: null, Phase: null } ? null : new Claim.Exercise { Id = id, Speaker = speaker, Said = said, Phase = told.Phase },
            Kind.Verify => told.Of is { } of ? new Claim.Verify { Id = id, Speaker = speaker, Said = said, Of = of } : null,
            Kind.Retract => told.Of is { } of ? new Claim.Retract { Id = id, Speaker = speaker, Said = said, Of = of } : null,
            Kind.Demand => new Claim.Demand { Id = id, Speaker = speaker, Said = said },
            Kind.Position => new Claim.Position { Id = id, Speaker = speaker, Said = said },
            Kind.Commitment => new Claim.Commitment { Id = id, Speaker = speaker, Said = said },
            Kind.Expectation => new Claim.Expectation { Id = id, Speaker = speaker, Said = said },
        };
        return own is null || VisibilityOf(told) is not { } visibility ? null : own with
        {
            Via = told.Via ?? [],
            Provision = told.Provision,
            Actor = told.Actor,
            Occurrence = told.Occurrence,
            Polarity = told.Polarity,
            Happened = told.Happened,
            Recorded = told.Recorded,
            Grade = told.Grade ?? Grade.Reported,
            Figure = told.Figure,
            Exception = told.Exception,
            Zone = told.Zone,
            Place = told.Place,
            Source = told.Source,
            Topic = told.Topic,
            Toward = told.Toward ?? [],
            Stance = told.Stance,
            Meeting = told.Meeting,
            Visibility = visibility,
            Note = told.Note,
            WrittenAt = at,
            WrittenIn = file,
        };
    }

    private static bool HasOnlyFieldsOf(Kind kind, in Told told) =>
        (told.Counter is null || kind is Kind.Count)
        && (told.Anchor is null || kind is Kind.Assert or Kind.Deny)
        && (told.Phase is null || kind is Kind.Exercise)
        && (told.Of is null || kind is Kind.Verify or Kind.Retract)
        && (told is { Found: null, Complete: null, Occurrences: null } || kind is Kind.Coverage);

    private static Visibility? VisibilityOf(in Told told) => told switch
    {
        { Visibility: null, RestrictedTo: null } => Visibility.Public,
        { Visibility: "public" or "parties" or "mediators", RestrictedTo: null } => new Visibility(told.Visibility, []),
        { Visibility: "names", RestrictedTo: { Count: > 0 } names } => new Visibility(told.Visibility, names),
        _ => null,
    };

    /// <summary>The next member of the object that is open: no name that is unknown, and none twice.</summary>
    private bool Next(ref Utf8JsonReader reader, ref ulong seen, out Field field, out bool odd)
    {
        field = default;
        odd = false;
        if (!reader.Read() || reader.TokenType is not JsonTokenType.PropertyName)
        {
            return false;
        }
        if (reader.ValueIsEscaped || fields.Of(reader.ValueSpan) is not { } known || (seen & (1UL << (int)known)) != 0)
        {
            odd = true;
            return false;
        }
        seen |= 1UL << (int)known;
        field = known;
        return reader.Read();
    }

    private bool Members(ref Utf8JsonReader reader, ref Told told)
    {
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            return false;
        }
        var seen = 0UL;
        bool odd;
        while (Next(ref reader, ref seen, out var field, out odd))
        {
            if (reader.TokenType is JsonTokenType.Null)
            {
                // Counts as left out, so that writers may fill every column.
                continue;
            }
            var isPlain = field switch
            {
                Field.Id => Is(OwnText(ref reader), out told.Id),
                Field.Speaker => Is(Text(ref reader), out told.Speaker),
                Field.Via => Is(Texts(ref reader), out told.Via),
                Field.Kind => Is(Word(ref reader, kinds), out told.Kind),
                Field.Provision => Is(Text(ref reader), out told.Provision),
                Field.Actor => Is(Text(ref reader), out told.Actor),
                Field.Occurrence => Is(Text(ref reader), out told.Occurrence),
                Field.Polarity => Is(Spelt<Polarity>(ref reader), out told.Polarity),
                Field.Happened => Is(HappenedOf(ref reader), out told.Happened),
                Field.Said => Is(Word(ref reader, stamps), out told.Said),
                Field.Recorded => Is(Word(ref reader, stamps)?.Instant?.ToInstant(), out told.Recorded),
                Field.Grade => Is(Spelt<Grade>(ref reader), out told.Grade),
                Field.Figure => Is(FigureOf(ref reader), out told.Figure),
                Field.Exception => Is(Text(ref reader), out told.Exception),
                Field.Zone => Is(Text(ref reader), out told.Zone),
                Field.Place => Is(PlaceOf(ref reader), out told.Place),
                Field.Source => Is(SourceOf(ref reader), out told.Source),
                Field.Topic => Is(Text(ref reader), out told.Topic),
                Field.Toward => Is(Texts(ref reader), out told.Toward),
                Field.Stance => Is(Spelt<Stance>(ref reader), out told.Stance),
                Field.Meeting => Is(Text(ref reader), out told.Meeting),
                Field.Visibility => Is(Text(ref reader), out told.Visibility),
                Field.RestrictedTo => Is(Texts(ref reader), out told.RestrictedTo),
                Field.Note => Is(OwnText(ref reader), out told.Note),
                Field.Counter => Is(Text(ref reader), out told.Counter),
                Field.Anchor => Is(Text(ref reader), out told.Anchor),
                Field.Phase => Is(Text(ref reader), out told.Phase),
                Field.Of => Is(OwnText(ref reader), out told.Of),
                Field.Found => Is(Text(ref reader), out told.Found),
                Field.Complete => Is(Truth(ref reader), out told.Complete),
                Field.Occurrences => Is(Texts(ref reader), out told.Occurrences),
                _ => false,
            };
            if (!isPlain)
            {
                return false;
            }
        }
        return !odd;
    }

    private Happened? HappenedOf(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.String)
        {
            return reader.ValueIsEscaped ? null : days.Of(reader.ValueSpan);
        }
        Stamp? from = null, to = null;
        var seen = 0UL;
        var odd = reader.TokenType is not JsonTokenType.StartObject;
        while (!odd && Next(ref reader, ref seen, out var field, out odd))
        {
            odd = !(field switch
            {
                Field.From => Is(Word(ref reader, stamps), out from),
                Field.To => Is(Word(ref reader, stamps), out to),
                _ => false,
            });
        }
        return odd || from is not { } first || to is not { } last || ClaimJson.IsBefore(last, first) ? null : new Happened(first, last);
    }

    private Figure? FigureOf(ref Utf8JsonReader reader)
    {
        decimal? value = null, high = null, whole = null;
        Bound? bound = null;
        string? unit = null;
        var seen = 0UL;
        var odd = reader.TokenType is not JsonTokenType.StartObject;
        while (!odd && Next(ref reader, ref seen, out var field, out odd))
        {
            odd = !(field switch
            {
                Field.Value => Is(Number(ref reader), out value),
                Field.Bound => Is(Word(ref reader, bounds), out bound),
                Field.Unit => Is(Text(ref reader), out unit),
                Field.High => Is(Number(ref reader), out high),
                Field.Of => Is(Number(ref reader), out whole),
                _ => false,
            });
        }
        return odd || value is not { } number || bound is not { } kind || unit is null || number < 0 || high < number || whole < 0
            || (kind is Bound.Between) != high is not null || (kind is Bound.AllBut && whole < number)
            ? null : new Figure(number, kind, unit, high, whole);
    }

    private Place? PlaceOf(ref Utf8JsonReader reader)
    {
        string? name = null, precision = null;
        decimal? latitude = null, longitude = null;
        var seen = 0UL;
        var odd = reader.TokenType is not JsonTokenType.StartObject;
        while (!odd && Next(ref reader, ref seen, out var field, out odd))
        {
            odd = !(field switch
            {
                Field.Name => Is(Text(ref reader), out name),
                Field.Lat => Is(Number(ref reader), out latitude),
                Field.Lon => Is(Number(ref reader), out longitude),
                Field.Precision => Is(Text(ref reader), out precision),
                _ => false,
            });
        }
        return odd || latitude is null != longitude is null || latitude is < -90 or > 90 || longitude is < -180 or > 180 ? null : new Place(name, latitude, longitude, precision);
    }

    private Source? SourceOf(ref Utf8JsonReader reader)
    {
        string? document = null, exact = null;
        int? start = null, end = null;
        var seen = 0UL;
        var odd = reader.TokenType is not JsonTokenType.StartObject;
        while (!odd && Next(ref reader, ref seen, out var field, out odd))
        {
            odd = !(field switch
            {
                Field.Document => Is(Text(ref reader), out document),
                Field.Start => Is(Offset(ref reader), out start),
                Field.End => Is(Offset(ref reader), out end),
                Field.Exact => Is(OwnText(ref reader), out exact),
                _ => false,
            });
        }
        return odd || document is null || start is not { } first || end is not { } last || last < first ? null : new Source(document, first, last, exact);
    }

    private static bool Is<T>(T? read, out T? told) where T : class => (told = read) is not null;
    private static bool Is<T>(T? read, out T? told) where T : struct => (told = read) is not null;

    /// <summary>A text that other lines are likely to hold as well.</summary>
    private string? Text(ref Utf8JsonReader reader) =>
        reader.TokenType is not JsonTokenType.String ? null : reader.ValueIsEscaped ? Sound(reader.GetString()!) : texts.Of(reader.ValueSpan);

    /// <summary>A text of this line alone.</summary>
    private static string? OwnText(ref Utf8JsonReader reader) => reader.TokenType is JsonTokenType.String ? Sound(reader.GetString()!) : null;

    private static string? Sound(string text) => string.IsNullOrWhiteSpace(text) || text.Contains('\0', StringComparison.Ordinal) ? null : text;

    private static T? Word<T>(ref Utf8JsonReader reader, Remembered<T?> words) where T : struct =>
        reader.TokenType is JsonTokenType.String && !reader.ValueIsEscaped ? words.Of(reader.ValueSpan) : null;

    private T? Spelt<T>(ref Utf8JsonReader reader) where T : struct, Enum => Text(ref reader) is { } word ? Spelling.Read<T>(word) : null;

    private List<string>? Texts(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not JsonTokenType.StartArray)
        {
            return null;
        }
        var all = new List<string>();
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            if (Text(ref reader) is not { } text)
            {
                return null;
            }
            all.Add(text);
        }
        return all;
    }

    private static decimal? Number(ref Utf8JsonReader reader) =>
        reader.TokenType is JsonTokenType.Number && reader.TryGetDecimal(out var number) && Math.Abs(number) <= ClaimJson.LargestNumber
            ? number.Scale == 0 && decimal.IsPositive(number) ? number : ClaimJson.WithoutTrailingZeros(number) : null;

    private static int? Offset(ref Utf8JsonReader reader) => reader.TokenType is JsonTokenType.Number && reader.TryGetInt32(out var number) && number >= 0 ? number : null;

    private static bool? Truth(ref Utf8JsonReader reader) =>
        reader.TokenType is JsonTokenType.True ? true : reader.TokenType is JsonTokenType.False ? false : null;
}
