using System.Text.RegularExpressions;
using Npgsql;

namespace Servanda.Stores;

/// <summary>
/// The address of a PostgreSQL database as its own tools write it: <c>postgres://user:secret@host:5432/database?sslmode=require</c>.
/// The host may be left out for a server on this machine, or be a folder with its socket: <c>postgres:///name?host=/run/postgresql</c>.
/// </summary>
internal static partial class PostgresAddress
{
    private const string LocalSockets = "/run/postgresql";

    public static bool Is(string place) =>
        place.StartsWith("postgres://", StringComparison.Ordinal) || place.StartsWith("postgresql://", StringComparison.Ordinal);

    /// <summary>The address without user and secret, to be shown.</summary>
    public static string Shown(string address) => Form().Match(address) is { Success: true } match
        ? $"postgres://{match.Groups["host"].Value}{(match.Groups["port"] is { Success: true } port ? ":" + port.Value : "")}/{match.Groups["database"].Value}" : "the address of a PostgreSQL database";

    /// <summary>Null when the address is none.</summary>
    public static NpgsqlConnectionStringBuilder? Read(string address)
    {
        if (Form().Match(address) is not { Success: true } match)
        {
            return null;
        }
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = match.Groups["host"].Value is { Length: > 0 } host ? host : LocalSockets,
            Database = Uri.UnescapeDataString(match.Groups["database"].Value),
        };
        if (match.Groups["port"] is { Success: true } port)
        {
            settings.Port = int.Parse(port.Value, System.Globalization.CultureInfo.InvariantCulture);
        }
        if (match.Groups["user"] is { Success: true } user)
        {
            settings.Username = Uri.UnescapeDataString(user.Value);
        }
        if (match.Groups["secret"] is { Success: true } secret)
        {
            settings.Password = Uri.UnescapeDataString(secret.Value);
        }
        foreach (var pair in match.Groups["settings"].Value.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            var (name, value) = at < 0 ? (pair, "") : (pair[..at], Uri.UnescapeDataString(pair[(at + 1)..]));
            try
            {
                settings[name switch { "sslmode" => "SSL Mode", "host" => "Host", "port" => "Port", "user" => "Username", "password" => "Password", _ => name }] = value;
            }
            catch (Exception unknown) when (unknown is ArgumentException or FormatException or KeyNotFoundException)
            {
                return null;
            }
        }
        return settings;
    }

    [GeneratedRegex(@"^postgres(?:ql)?://(?:(?<user>[^:@/]*)(?::(?<secret>[^@/]*))?@)?(?<host>\[[^\]]+\]|[^:/?]*)(?::(?<port>\d{1,5}))?/(?<database>[^?/]+)(?:\?(?<settings>.*))?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
