namespace Servanda.Files;

/// <summary>
/// The JSON Schema of the agreement file, which editors use for completion and hints. It says what has which shape; that
/// names refer to something, and what conditions mean, only <see cref="AgreementFile"/> can say.
/// </summary>
public static class AgreementSchema
{
    private const string Resource = "agreement.schema.json";

    /// <summary>The schema, draft 7, as <c>agreements/agreement.schema.json</c> has it.</summary>
    public static string Text { get; } = Read();

    private static string Read()
    {
        using var stream = typeof(AgreementSchema).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
