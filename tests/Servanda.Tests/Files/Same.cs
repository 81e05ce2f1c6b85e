using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using Servanda.Agreements;
using Servanda.Claims;

namespace Servanda.Tests.Files;

/// <summary>Everything that a value says, as text, without where it stands in a file: two are the same when their texts are.</summary>
internal static class Same
{
    public static string Told(object? value)
    {
        var text = new StringBuilder();
        Tell(value, text, 0);
        return text.ToString();
    }

    private static void Tell(object? value, StringBuilder text, int depth)
    {
        switch (value)
        {
            case null:
                text.Append("none\n");
                break;
            case decimal number:
                text.Append((number / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture)).Append('\n');
                break;
            case string or bool or int or Enum or Stamp or TimeLength or NodaTime.DateTimeZone or NodaTime.LocalDate or NodaTime.Instant or Servanda.Told:
                text.Append(value).Append('\n');
                break;
            case IEnumerable items:
                text.Append("list\n");
                foreach (var item in items)
                {
                    text.Append(' ', depth);
                    Tell(item, text, depth + 1);
                }
                break;
            default:
                text.Append(value.GetType().Name).Append('\n');
                foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(IsSaid).OrderBy(p => p.Name, StringComparer.Ordinal))
                {
                    text.Append(' ', depth).Append(property.Name).Append(": ");
                    Tell(property.GetValue(value), text, depth + 1);
                }
                break;
        }
    }

    private static bool IsSaid(PropertyInfo property) => property.GetIndexParameters().Length == 0
        && property.PropertyType != typeof(TextPosition) && property.PropertyType != typeof(Excerpts)
        && !(property.DeclaringType == typeof(Agreement) && property.Name is "PowersWithEffect" or "Provisions" && property.DeclaringType == typeof(Agreement))
        && !(property.DeclaringType == typeof(Claim) && property.Name is nameof(Claim.WrittenIn) or nameof(Claim.RecordedAt));
}
