namespace Servanda.Tests.Ledger;

/// <summary>The program that tests start to write to a ledger from a process of its own: run from its own folder, with what it alone needs beside it.</summary>
internal static class WriterProgram
{
    public static string Path { get; } = System.IO.Path.Combine(Approved.Root, "artifacts", "bin", "Servanda.LedgerWriter", new DirectoryInfo(AppContext.BaseDirectory).Name, "Servanda.LedgerWriter.dll");
}
