using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Servanda.Web;

/// <summary>The files that pages need, from the program itself: one style, one script, one icon. Each address has its hash, so that a browser keeps it for good.</summary>
public static class AssetFiles
{
    private sealed record Asset(string Type, byte[] Plain, byte[] Brotli, string Hash);

    private static readonly Dictionary<string, Asset> All = Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(n => n.StartsWith("assets/", StringComparison.Ordinal)).ToDictionary(n => n["assets/".Length..], Read, StringComparer.Ordinal);

    public static string Address(string name) => $"/assets/{name}?v={All[name].Hash}";

    internal static void Map(WebApplication app) => app.MapGet("/assets/{name}", (string name, HttpContext context) =>
    {
        if (!All.TryGetValue(name, out var asset))
        {
            return Results.NotFound();
        }
        var brotli = context.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal);
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        context.Response.Headers.Vary = "Accept-Encoding";
        if (brotli)
        {
            context.Response.Headers.ContentEncoding = "br";
        }
        return Results.Bytes(brotli ? asset.Brotli : asset.Plain, asset.Type);
    });

    private static Asset Read(string resource)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!;
        using var plain = new MemoryStream();
        stream.CopyTo(plain);
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            brotli.Write(plain.ToArray());
        }
        var type = Path.GetExtension(resource) switch { ".css" => "text/css; charset=utf-8", ".js" => "text/javascript; charset=utf-8", ".svg" => "image/svg+xml", _ => "application/octet-stream" };
        return new Asset(type, plain.ToArray(), packed.ToArray(), Convert.ToHexStringLower(SHA256.HashData(plain.ToArray()))[..12]);
    }
}
