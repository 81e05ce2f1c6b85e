using Servanda.Claims;
using Servanda.Gaps;
using Servanda.Status;
using Xunit;
using static Servanda.Tests.Status.Story;
using Record = Servanda.Status.Record;

namespace Servanda.Tests.Gaps;

public sealed class A_proof
{
    private const int Cases = 400;

    [Fact]
    public void Cites_one_claim_where_one_is_enough_the_verified_one_first()
    {
        var withdraw = Some.Act() with { VerifiedBy = ["monitor"] };
        var evaluation = Given(withdraw).On("01-06").Asserts("paper", "withdraw", "w1").Asserts("b", "withdraw", "w2").Denies("a", "withdraw", "w3").Asserts("monitor", "withdraw", "w4", grade: Servanda.Agreements.Grade.Verified).By("all");
        var proof = Why.Of(evaluation, e => e.Performance(withdraw))!;
        Assert.Equal(["c4"], Ids(proof));
        Assert.Null(Why.Of(evaluation, e => e.Performance(withdraw), Goal.NotTold));
    }

    [Fact]
    public void Cites_the_verification_that_raises_the_grade()
    {
        var withdraw = Some.Act() with { VerifiedBy = ["monitor"] };
        var story = Given(withdraw).On("01-06").Asserts("a", "withdraw", "w1").Asserts("b", "withdraw", "w1").Verifies("monitor", "c1");
        Assert.Equal(["c1", "c3"], Ids(Why.Of(story.By("verified"), e => e.Performance(withdraw))!));
        Assert.Equal(["c1"], Ids(Why.Of(story.By("all"), e => e.Performance(withdraw))!));
    }

    [Fact]
    public void Cites_what_dates_the_window()
    {
        var withdraw = Some.Act() with { Within = new Servanda.Agreements.Window(Some.At("entry"), null) };
        var evaluation = Given(withdraw).On("01-06").Of("01-05").Dates("a", "entry").Of("01-06").Asserts("a", "withdraw", "w1").By("all");
        var proof = Why.Of(evaluation, e => e.Performance(withdraw))!;
        Assert.Equal(["c1", "c2"], Ids(proof));
        Assert.Equal(["c1"], proof.Beside.Select(c => c.Claim.Id));
    }

    [Fact]
    public void Does_not_cite_what_its_speaker_has_replaced_or_taken_back()
    {
        var withdraw = Some.Act();
        var evaluation = Given(withdraw).On("01-05").Asserts("a", "withdraw", "w1").Asserts("paper", "withdraw", "w1").On("01-06").Denies("a", "withdraw", "w1").Asserts("b", "withdraw", "w1").Retracts("paper", "c2").By("all");
        Assert.Equal(["c3", "c4"], Ids(Why.Of(evaluation, e => e.Performance(withdraw), Goal.Open)!));
        Assert.Equal(["c4"], Ids(Why.Of(evaluation, e => e.Performance(withdraw), Goal.Told)!));
        Assert.Equal(["c3"], Ids(Why.Of(evaluation, e => e.Performance(withdraw), Goal.NotTold)!));
    }

    [Fact]
    public void Does_not_put_a_presumption_in_the_place_of_a_claim()
    {
        var withdraw = Some.Act() with { Silence = Servanda.Agreements.SilencePolicy.PresumeNone };
        Assert.Equal(["c1"], Ids(Why.Of(Given(withdraw).On("01-05").SaysNotDone("a", "withdraw").By("all"), e => e.Performance(withdraw))!));
        Assert.Empty(Ids(Why.Of(Given(withdraw).On("01-05").Asserts("paper", "withdraw", "w1").Retracts("paper", "c1").By("all"), e => e.Performance(withdraw))!));
    }

    /// <summary>
    /// Soundness and minimality: the cited claims alone, as a record of their own, give the answer; without any one of them
    /// they do not.
    /// </summary>
    [Fact]
    public void Rests_on_claims_that_alone_give_the_answer_and_of_which_none_can_be_left_out()
    {
        var (proofs, cited) = (0, 0);
        for (var seed = 1; seed <= Cases; seed++)
        {
            var random = new Random(seed);
            var record = AnyRecord.Of(random);
            var evaluation = new Evaluation(record, AnyRecord.Standpoints[random.Next(AnyRecord.Standpoints.Count)], AnyRecord.Day(random));
            foreach (var (name, ask) in AnyRecord.Questions)
            {
                var answer = ask(evaluation);
                foreach (var goal in Enum.GetValues<Goal>())
                {
                    var proof = Why.Of(evaluation, ask, goal);
                    Assert.Equal((seed, name, goal, Why.HasProof(answer.Value, goal)), (seed, name, goal, proof is not null));
                    if (proof is null)
                    {
                        continue;
                    }
                    var claims = proof.Cites.Select(c => c.Claim).ToList();
                    Assert.True(Gives(claims, evaluation, ask, goal, answer), $"seed {seed}, {name}, {goal} by {evaluation.Standpoint.Id}: {string.Join(' ', claims.Select(c => c.Id))} alone do not give {answer.Value}");
                    foreach (var one in claims)
                    {
                        Assert.False(Gives([.. claims.Where(c => c != one)], evaluation, ask, goal, answer), $"seed {seed}, {name}, {goal} by {evaluation.Standpoint.Id}: {one.Id} can be left out");
                    }
                    proofs++;
                    cited += claims.Count;
                }
            }
        }
        Assert.True(proofs > Cases * AnyRecord.Questions.Count && cited > proofs / 5, $"{proofs} proofs citing {cited} claims are too few to say anything.");
    }

    // A claim that its speaker has replaced is no ground without the later word: then it would speak again.
    // The bit asked for, from nothing but the claims: by lo or p for what is told, by hi or q for what is not, all four for what is open.
    private static bool Gives(IReadOnlyList<Claim> claims, Evaluation evaluation, Func<Evaluation, Node> ask, Goal goal, Node answer)
    {
        var record = new Record(AnyRecord.Agreement, claims);
        if (record.Claims.Any(c => !c.Superseded && evaluation.Record.ById(c.Claim.Id)!.Superseded))
        {
            return false;
        }
        var told = ask(new Evaluation(record, evaluation.Standpoint, evaluation.AsOf));
        bool Same(Told value) => goal switch
        {
            Goal.Told => answer.Value.Lo ? value.Lo : value.P,
            Goal.NotTold => answer.Value.Hi ? !value.Q : !value.Hi,
            Goal.Open => value == answer.Value,
        };
        return Same(told.Value) && (answer.Presumed || Same(told.Bare));
    }

    private static IEnumerable<string> Ids(Proof proof) => proof.Cites.Select(c => c.Claim.Id);
}
