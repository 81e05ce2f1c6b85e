using System.Text.Json;

namespace Servanda.Cli;

/// <summary>An answer in JSON: one object or array, and a line's end.</summary>
internal static class JsonAnswer
{
    extension(Session session)
    {
        public void Json(Action<Utf8JsonWriter> write)
        {
            using (var json = new Utf8JsonWriter(session.RawOutput, Files.Json.Options))
            {
                write(json);
            }
            session.Out.Raw("\n");
        }

        public void JsonObject(Action<Utf8JsonWriter> write) => session.Json(json =>
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        });
    }

    public static void WriteNumberOrNull(this Utf8JsonWriter json, string name, long? number)
    {
        if (number is { } value)
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
