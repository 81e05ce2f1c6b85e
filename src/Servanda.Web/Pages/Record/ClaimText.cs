using System.Text.Encodings.Web;
using System.Text.Json;
using Servanda.Claims;

namespace Servanda.Web.Pages;

/// <summary>A claim in the form of files, field by field.</summary>
public static class ClaimText
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(Claim claim) => ClaimJson.Write(claim).ToJsonString(Indented);
}
