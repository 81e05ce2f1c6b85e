using System.Text;
using NodaTime;
using NodaTime.Text;

namespace Servanda.Cli;

/// <summary>Small texts that go from one program to another by file.</summary>
internal static class Texts
{
    public static string Read(string file) => Encoding.UTF8.GetString(Places.Read(file));

    /// <summary>Writes a file whole, over one of that name.</summary>
    public static void Write(string file, string text)
    {
        File.WriteAllText(file + ".new", text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        File.Move(file + ".new", file, overwrite: true);
    }
}

/// <summary>Times as they are shown.</summary>
internal static class Times
{
    /// <param name="unixSeconds">A time as signatures have it.</param>
    public static string Of(long unixSeconds) => InstantPattern.General.Format(Instant.FromUnixTimeSeconds(unixSeconds));
}
