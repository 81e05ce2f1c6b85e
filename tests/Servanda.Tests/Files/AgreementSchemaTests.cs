using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NJsonSchema;
using Servanda.Agreements;
using Servanda.Claims;
using Servanda.Files;
using Servanda.Status;
using Xunit;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Servanda.Tests.Files;

public sealed class The_schema_of_the_agreement_file
{
    private static readonly JsonObject Root = JsonNode.Parse(AgreementSchema.Text)!.AsObject();

    private static async Task<JsonSchema> Schema() => await JsonSchema.FromJsonAsync(AgreementSchema.Text, TestContext.Current.CancellationToken);

    [Fact]
    public void Is_the_file_beside_the_agreements() =>
        Assert.Equal(File.ReadAllText(Path.Combine(Agreements.Folder, "agreement.schema.json")), AgreementSchema.Text);

    [Fact]
    public async Task Admits_every_worked_agreement()
    {
        var schema = await Schema();
        foreach (var file in Agreements.Files)
        {
            var errors = schema.Validate(JsonOf(File.ReadAllText(file)));
            Assert.True(errors.Count == 0, file + "\n" + string.Join('\n', errors));
        }
    }

    [Theory]
    [InlineData("title: Example truce", "titel: Example truce")]
    [InlineData("id: halt-fire", "id: Halt_Fire")]
    [InlineData("role: party", "role: partie")]
    [InlineData("kind: quota", "kind: quotas")]
    [InlineData("target: 30", "target: thirty")]
    [InlineData("lag: 24h", "lag: 24 hours")]
    [InlineData("at: 2026-01-09", "at: 9 January")]
    [InlineData("servanda: 1", "servanda: 2")]
    [InlineData("value: F}", "value: X}")]
    [InlineData("mode: declared", "mode: announced")]
    public async Task Refuses_what_the_reader_refuses(string sound, string wrong)
    {
        var yaml = Agreements.ExampleText;
        Assert.Contains(sound, yaml, StringComparison.Ordinal);
        yaml = yaml.Replace(sound, wrong, StringComparison.Ordinal);
        Assert.NotEmpty((await Schema()).Validate(JsonOf(yaml)));
        Assert.NotEmpty(Agreements.Read(yaml).Findings);
    }

    [Fact]
    public void Describes_every_key()
    {
        var objects = Root["definitions"]!.AsObject().Select(d => (Name: d.Key, Node: d.Value!)).Append((Name: "agreement", Node: Root));
        foreach (var (name, node) in objects)
        {
            Assert.False(string.IsNullOrEmpty((string?)node["description"]), name);
            foreach (var (key, property) in node["properties"]?.AsObject() ?? [])
            {
                Assert.False(string.IsNullOrEmpty((string?)property!["description"]), $"{name}.{key}");
            }
        }
    }

    [Fact]
    public void Has_the_words_of_the_code()
    {
        Assert.Equal(Spelling.All<ActorRole>(), Words("actor", "role"));
        Assert.Equal(Spelling.All<Grade>(), Words("standpoint", "minimum-grade"));
        Assert.Equal(Spelling.All<SilencePolicy>(), Words("provision", "silence"));
        Assert.Equal(Spelling.All<Responsibility>(), Words("provision", "responsibility"));
        Assert.Equal(Spelling.All<RatePeriod>(), Words("provision", "per"));
        Assert.Equal(Spelling.All<LegOrder>(), Words("provision", "order"));
        Assert.Equal(Spelling.All<EntryMode>(), Words("opening", "mode"));
        Assert.Equal(Spelling.All<MonthRounding>(), Words("calendar", "rounding"));
        Assert.Equal(Spelling.All<Bound>(), Words("figure", "bound"));
        Assert.Equal(Spelling.All<Polarity>(), Words("claim", "polarity"));
        Assert.Equal(Spelling.All<Stance>(), Words("claim", "stance"));
        Assert.Equal(Spelling.All<PhaseQuestion>(), Words("expectation", "question"));
        Assert.Equal(Spelling.All<Shown>(), Words("expectation", "shown"));
        Assert.Equal(Told.All.Select(v => v.ToString()), Words("expectation", "value"));
    }

    private static IEnumerable<string> Words(string definition, string property) =>
        Root["definitions"]![definition]!["properties"]![property]!["enum"]!.AsArray().Select(word => (string)word!);

    /// <summary>An agreement as an editor sees it: plain numbers, true and false are such, and all else is text.</summary>
    private static string JsonOf(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return Node(stream.Documents[0].RootNode)!.ToJsonString();
    }

    private static JsonNode? Node(YamlDotNet.RepresentationModel.YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(c => KeyValuePair.Create(((YamlScalarNode)c.Key).Value!, Node(c.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Node)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "false" } truth => JsonValue.Create(truth.Value == "true"),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar when decimal.TryParse(scalar.Value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) =>
            JsonValue.Create(number),
        _ => JsonValue.Create(((YamlScalarNode)node).Value),
    };
}
