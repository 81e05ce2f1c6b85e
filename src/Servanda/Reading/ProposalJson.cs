using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Servanda.Claims;

namespace Servanda.Reading;

/// <summary>Writes a proposal as the one line of JSON that <c>read --jsonl</c> prints: fixed names, fixed order, nothing left out.</summary>
public static class ProposalJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="proposal">What was read.</param>
    /// <param name="document">The name of the document, such as <c>sha256:...</c>.</param>
    public static string Line(Proposal proposal, string? document)
    {
        var bytes = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            Write(json, proposal, document);
        }
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, Proposal p, string? document)
    {
        json.WriteStartObject();
        json.WriteNumber("n", p.Number);
        json.WriteString("document", document);
        json.WriteString("speaker", p.Speaker);
        json.WriteString("party", p.Party);
        json.WriteString("partyName", p.PartyName);
        json.WriteString("surfaceSpeaker", p.SurfaceSpeaker);
        json.WriteStartArray("via");
        foreach (var via in p.Via)
        {
            json.WriteStringValue(via);
        }
        json.WriteEndArray();
        json.WriteBoolean("reciprocal", p.Reciprocal);
        json.WriteString("cue", p.Cue);
        json.WriteString("addressee", p.Addressee);
        json.WriteString("kind", Name(p.Kind));
        json.WriteString("topic", Name(p.Topic));
        json.WriteString("provision", p.Provision);
        json.WriteString("polarity", p.Polarity is { } polarity ? Name(polarity) : null);
        json.WriteString("modality", p.Modality is { } modality ? Name(modality) : null);
        WriteFigure(json, p.Figure);
        json.WriteString("dateSaid", Day(p.DateSaid));
        json.WriteString("dateSaidBasis", p.DateSaidBasis);
        WriteAbout(json, p.DateAbout);
        json.WriteString("attribution", Name(p.Attribution));
        json.WriteNumber("start", p.Extent.Start);
        json.WriteNumber("end", p.Extent.End);
        WriteSpan(json, "speakerSpan", p.SpeakerSpan);
        WriteSpan(json, "cueSpan", p.CueSpan);
        json.WriteStartArray("contentSpans");
        foreach (var span in p.ContentSpans)
        {
            WriteSpan(json, span);
        }
        json.WriteEndArray();
        json.WriteNumber("confidence", Math.Round((decimal)p.Confidence, 2));
        json.WriteStartArray("rules");
        foreach (var rule in p.Rules)
        {
            json.WriteStringValue(rule);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFigure(Utf8JsonWriter json, Figure? figure)
    {
        if (figure is null)
        {
            json.WriteNull("figure");
            return;
        }
        json.WriteStartObject("figure");
        json.WriteNumber("value", figure.Value);
        json.WriteString("bound", Name(figure.Bound));
        json.WriteString("unit", figure.Unit);
        if (figure.High is { } high)
        {
            json.WriteNumber("high", high);
        }
        if (figure.Of is { } of)
        {
            json.WriteNumber("of", of);
        }
        json.WriteEndObject();
    }

    private static void WriteAbout(Utf8JsonWriter json, DaysAbout? about)
    {
        switch (about)
        {
            case null:
                json.WriteNull("dateAbout");
                break;
            case { From: { } from, To: { } to } when from == to:
                json.WriteString("dateAbout", Day(from));
                break;
            case { From: { } from, To: { } to } when from.Day == 1 && to == from.PlusMonths(1).PlusDays(-1):
                json.WriteString("dateAbout", LocalDatePattern.Iso.Format(from)[..7]);
                break;
            default:
                json.WriteStartArray("dateAbout");
                json.WriteStringValue(Day(about.From));
                json.WriteStringValue(Day(about.To));
                json.WriteEndArray();
                break;
        }
    }

    private static void WriteSpan(Utf8JsonWriter json, string name, Span? span)
    {
        json.WritePropertyName(name);
        if (span is { } s)
        {
            WriteSpan(json, s);
        }
        else
        {
            json.WriteNullValue();
        }
    }

    private static void WriteSpan(Utf8JsonWriter json, Span span)
    {
        json.WriteStartArray();
        json.WriteNumberValue(span.Start);
        json.WriteNumberValue(span.End);
        json.WriteEndArray();
    }

    private static string? Day(LocalDate? day) => day is { } d ? LocalDatePattern.Iso.Format(d) : null;

    public static string Name(ProposalKind kind) => kind switch
    {
        ProposalKind.Event => "event",
        ProposalKind.Figure => "figure",
        ProposalKind.Demand => "demand",
        ProposalKind.Position => "position",
        ProposalKind.Commitment => "commitment",
        ProposalKind.Denial => "denial",
        ProposalKind.Expectation => "expectation",
        ProposalKind.Background => "background",
    };

    public static string Name(Attribution attribution) => attribution switch
    {
        Attribution.Direct => "direct",
        Attribution.Indirect => "indirect",
        Attribution.Reporter => "reporter",
    };

    public static string Name(Topic topic) => topic switch
    {
        Topic.General => "general",
        Topic.Withdrawal => "withdrawal",
        Topic.Disarmament => "disarmament",
        Topic.StabilisationForce => "stabilisation-force",
        Topic.InterimAuthority => "interim-authority",
        Topic.Captives => "captives",
        Topic.Aid => "aid",
        Topic.HaltOfAttacks => "halt-of-attacks",
        Topic.Reconstruction => "reconstruction",
        Topic.PoliticalTrack => "political-track",
        Topic.Talks => "talks",
        Topic.Monitoring => "monitoring",
    };

    public static string Name(ProposalPolarity polarity) => polarity switch
    {
        ProposalPolarity.ViolationAlleged => "violation-alleged",
        ProposalPolarity.Fulfilment => "fulfilment",
        ProposalPolarity.NotFulfilled => "not-fulfilled",
        ProposalPolarity.Refusal => "refusal",
    };

    public static string Name(Modality modality) => modality switch
    {
        Modality.Must => "must",
        Modality.Should => "should",
        Modality.Conditional => "conditional",
        Modality.Scheduled => "scheduled",
        Modality.Obligation => "obligation-under-agreement",
        Modality.Hedged => "hedged",
    };

    public static string Name(Bound bound) => bound switch
    {
        Bound.Exact => "exact",
        Bound.AtLeast => "at-least",
        Bound.MoreThan => "more-than",
        Bound.About => "about",
        Bound.AtMost => "at-most",
        Bound.AllBut => "all-but",
        Bound.Between => "between",
    };
}
