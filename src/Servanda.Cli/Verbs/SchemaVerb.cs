using Servanda.Files;

namespace Servanda.Cli.Verbs;

internal static class SchemaVerb
{
    public static Verb Create(Session session) => new("schema", "The JSON Schema of the agreement file, for editors.")
    {
        About = ["An editor that knows the schema completes keys and marks what is not one. What names refer to, and what conditions mean, only `servanda check` can say."],
        Examples = [new("servanda schema > agreement.schema.json", "write it beside your agreement; its first line is then: # yaml-language-server: $schema=agreement.schema.json")],
        Does = _ =>
        {
            session.Out.Raw(AgreementSchema.Text.TrimEnd() + "\n");
            return ExitCode.Done;
        },
    };
}
