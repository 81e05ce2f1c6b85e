using Servanda.Files;
using Servanda.Status;
using Xunit;

namespace Servanda.Tests.Status;

/// <summary>
/// Contracts by which others explain their languages, written in the format, with the outcomes their authors give:
/// the sale of meat of Symboleo (S. Sharifi, A. Parvizimosaed, D. Amyot, L. Logrippo, J. Mylopoulos, "Symboleo: Towards a
/// Specification Language for Legal Contracts", RE 2020; A. Parvizimosaed et al., "Specification and analysis of legal
/// contracts with Symboleo", Software and Systems Modeling 2022); the giving of medicine of the DCR graphs (T. Hildebrandt,
/// R. R. Mukkamala, "Declarative Event-Based Workflow as Distributed Dynamic Condition Response Graphs", arXiv:1110.4161)
/// with the milestone of "Nested Dynamic Condition Response Graphs" (with T. Slaats, FSEN 2011); and the sale of a
/// bicycle, MAY and MUST with HENCE and LEST as in L4, one of its duties in a closed world as eFLINT has them (L. T. van
/// Binsbergen et al., "eFLINT: a domain-specific language for executable norm specifications", GPCE 2020).
/// </summary>
public sealed class Contracts_from_the_literature
{
    [Theory]
    [InlineData("meat-sale", 9)]
    [InlineData("medication", 6)]
    [InlineData("bicycle-sale", 4)]
    public void Come_out_as_their_authors_say(string name, int scenarios)
    {
        var reading = AgreementFile.Read(name, File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Status", "Contracts", name + ".yaml")));
        Assert.DoesNotContain(reading.Findings, f => f.Severity == Agreements.Severity.Error);
        Assert.Equal(scenarios, reading.Scenarios.Count);
        Assert.Empty(ScenarioRun.Of(reading.Agreement!, reading.Scenarios).Select(f => f.Message));
    }
}
