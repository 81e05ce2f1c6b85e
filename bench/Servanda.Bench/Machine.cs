using System.Reflection;
using System.Runtime.InteropServices;

namespace Servanda.Bench;

/// <summary>What a measurement was made on, so that a figure is never without it.</summary>
internal static class Machine
{
    public static string Line() => $"{Processor()}, {Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, commit {Commit()}";

    private static string Processor()
    {
        const string Known = "/proc/cpuinfo";
        var named = File.Exists(Known) ? File.ReadLines(Known).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        return named is null ? RuntimeInformation.ProcessArchitecture.ToString() : named[(named.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }

    // The build puts the commit behind the version.
    private static string Commit() => typeof(Machine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+') is [_, var commit] ? commit[..Math.Min(10, commit.Length)] : "unknown";
}
