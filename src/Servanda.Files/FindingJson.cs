using System.Text.Json;
using Servanda.Agreements;

namespace Servanda.Files;

/// <summary>Findings as <c>check --json</c> prints them and as every other answer carries them.</summary>
public static class FindingJson
{
    /// <summary>A bare array.</summary>
    public static void Write(Stream stream, IEnumerable<Finding> findings)
    {
        using var json = new Utf8JsonWriter(stream, Json.Options);
        json.WriteStartArray();
        foreach (var finding in findings)
        {
            Write(json, finding);
        }
        json.WriteEndArray();
    }

    internal static void Write(Utf8JsonWriter json, string name, IEnumerable<Finding> findings)
    {
        json.WriteStartArray(name);
        foreach (var finding in findings)
        {
            Write(json, finding);
        }
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject();
        json.WriteString("code", finding.Code);
        json.WriteString("severity", Spelling.Of(finding.Severity));
        json.WriteString("message", finding.Message);
        json.WriteString("hint", finding.Hint);
        json.WriteString("file", finding.File);
        json.WriteNumber("line", finding.Position.Line);
        json.WriteNumber("column", finding.Position.Column);
        json.WriteStrings("provisions", finding.Provisions);
        json.WriteStrings("phases", finding.Phases);
        json.WriteEndObject();
    }
}
