using System.Text.Encodings.Web;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Servanda.Agreements;
using Servanda.Claims;

namespace Servanda.Files;

/// <summary>How every JSON answer writes what they have in common: times, numbers, figures, lists of words.</summary>
public static class Json
{
    private static readonly OffsetDateTimePattern SecondsPattern = OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'sso<m>");
    private static readonly InstantPattern UtcPattern = InstantPattern.General;

    // Names and words in any script stay readable; nothing of this is ever put into a page as it is.
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>In the zone's own offset, to the second.</summary>
    public static string Seconds(Instant instant, DateTimeZone zone) => SecondsPattern.Format(instant.InZone(zone).ToOffsetDateTime());

    public static string Utc(Instant instant) => UtcPattern.Format(instant);

    public static string Day(LocalDate day) => LocalDatePattern.Iso.Format(day);

    extension(Utf8JsonWriter json)
    {
        public void WriteStrings(string name, IEnumerable<string> values)
        {
            json.WriteStartArray(name);
            foreach (var value in values)
            {
                json.WriteStringValue(value);
            }
            json.WriteEndArray();
        }

        /// <summary>Without the trailing zeros that arithmetic leaves.</summary>
        public void WriteNumberOrNull(string name, decimal? number)
        {
            if (number is { } value)
            {
                json.WriteNumber(name, value / 1.0000000000000000000000000000m);
            }
            else
            {
                json.WriteNull(name);
            }
        }

        public void WriteFigure(string name, Figure? figure)
        {
            if (figure is null)
            {
                json.WriteNull(name);
                return;
            }
            json.WriteStartObject(name);
            json.WriteNumberOrNull("value", figure.Value);
            json.WriteString("bound", Spelling.Of(figure.Bound));
            json.WriteString("unit", figure.Unit);
            if (figure.High is { } high)
            {
                json.WriteNumberOrNull("high", high);
            }
            if (figure.Of is { } of)
            {
                json.WriteNumberOrNull("of", of);
            }
            json.WriteEndObject();
        }
    }
}
