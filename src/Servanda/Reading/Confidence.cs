using System.Collections.Frozen;

namespace Servanda.Reading;

/// <summary>
/// How sure the reader is: the product of what each rule that fired is worth, and of how clear the topic is. A number to sort
/// by, not a probability; below one half a proposal is only a sentence worth a look.
/// </summary>
internal static class Confidence
{
    private static readonly FrozenDictionary<string, double> Worth = new Dictionary<string, double>
    {
        ["cue-finite"] = 0.97,
        ["cue-inverted"] = 0.97,
        ["cue-according"] = 0.96,
        ["cue-inherited"] = 0.9,
        ["cue-participle"] = 0.9,
        ["cue-fronted"] = 0.88,
        ["cue-absolute"] = 0.88,
        ["cue-passive"] = 0.88,
        ["cue-observed"] = 0.85,
        ["cue-quotedas"] = 0.9,
        ["quotation-continues"] = 0.8,
        ["quotation-after-colon"] = 0.75,
        ["quotation-signed"] = 0.9,
        ["floor"] = 0.9,
        ["called-so"] = 0.85,
        ["name-abridged"] = 0.88,
        ["band-nearby"] = 0.75,
        ["issuer"] = 0.9,
        ["kind-was"] = 0.85,
        ["passed-on"] = 0.85,
        ["takes-up"] = 0.85,
        ["content-split"] = 0.9,
        ["pronoun-person"] = 0.88,
        ["pronoun-organisation"] = 0.82,
        ["pronoun-issuer"] = 0.9,
        ["named-later"] = 0.75,
        ["same-head"] = 0.88,
        ["same-head-mentioned"] = 0.85,
        ["body-nearby"] = 0.8,
        ["same-head-alias"] = 0.85,
        ["document-of-speaker"] = 0.82,
        ["last-organisation"] = 0.75,
        ["last-person"] = 0.75,
        ["described"] = 0.85,
        ["described-affiliated"] = 0.92,
        ["person"] = 0.9,
        ["joint-speakers"] = 0.93,
        ["both-sides"] = 0.95,
        ["kind-default"] = 0.85,
        ["report"] = 0.7,
    }.ToFrozenDictionary();

    private const double NoTopic = 0.8;
    private const double NarrowTopic = 0.9;

    public static double Of(List<string> rules, TopicFound topic)
    {
        var confidence = topic.Topic is Topic.General ? NoTopic : topic.Margin < 1 ? NarrowTopic : 1;
        foreach (var rule in rules)
        {
            confidence *= Worth.GetValueOrDefault(rule, 1);
        }
        return confidence;
    }
}
