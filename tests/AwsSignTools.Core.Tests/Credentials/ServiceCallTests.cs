using System;
using System.Threading;
using System.Threading.Tasks;
using AwsSignTools.Aws;
using AwsSignTools.Core.Tests.Support;
using AwsSignTools.Credentials;
using AwsSignTools.Credentials.Services;
using AwsSignTools.Findings;
using Xunit;

namespace AwsSignTools.Core.Tests.Credentials;

public sealed class ServiceCallTests
{
    private readonly FakeServices _services = new();

    [Fact]
    public void An_answer_is_passed_on()
    {
        IssuedCredential answer = FakeServices.Answer();

        Assert.Same(answer, Call(Context()).Ask("the service", "Mend it.", null, limit =>
        {
            Assert.True(limit.Token.CanBeCanceled);
            Assert.False(limit.Token.IsCancellationRequested);
            return Task.FromResult(answer);
        }));
    }

    [Theory]
    [InlineData(ServiceFailure.Refused, "CredentialServiceRefused", "the service, which gave none (SomeCode): The service says no.", "Mend it.")]
    [InlineData(ServiceFailure.Unreachable, "CredentialServiceUnreachable", "the service, which cannot be reached: The service says no.", "Check the network")]
    [InlineData(ServiceFailure.AnswerInvalid, "CredentialServiceAnswerInvalid", "the service, whose answer is no credential: The service says no.", "Check the endpoint")]
    public void Each_failure_has_an_id_words_and_a_remedy(object kind, string id, string words, string remedy)
    {
        Finding finding = Unavailable.As(id, "the service", () => Call(Context()).Ask("the service", "Mend it.", "Sign in.", _ => throw FakeServices.Failure((ServiceFailure)kind)));

        Assert.StartsWith("The asker ", finding.Message, StringComparison.Ordinal);
        Assert.Contains(words, finding.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_login_has_its_own_remedy()
    {
        Finding finding = Unavailable.As("SsoLoginRequired", "the service", () => Call(Context()).Ask("the service", "Mend it.", "Sign in.", static _ => throw new LoginRequiredException()));

        Assert.StartsWith("The asker ", finding.Message, StringComparison.Ordinal);
        Assert.Contains("there is no login", finding.Message, StringComparison.Ordinal);
        Assert.Contains("Sign in.", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_of_failure_is_known()
    {
        foreach (ServiceFailure kind in Enum.GetValues<ServiceFailure>())
        {
            CredentialUnavailableException exception = Assert.Throws<CredentialUnavailableException>(
                () => Call(Context()).Ask("the service", "Mend it.", null, _ => throw FakeServices.Failure(kind)));
            Assert.Null(exception.InnerException);
        }
    }

    [Theory]
    [InlineData("No.", ": No.")]
    [InlineData("No", ": No.")]
    [InlineData("No...", ": No.")]
    [InlineData("No. ", ": No.")]
    public void A_message_ends_in_one_full_stop(string detail, string words)
    {
        Finding finding = Unavailable.As(
            "CredentialServiceRefused", () => Call(Context()).Ask("x", "Mend it.", null, _ => throw new AwsServiceException(ServiceFailure.Refused, null, detail)));

        Assert.EndsWith("which gave none" + words, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_clock_that_is_off_is_told_where_a_service_refuses()
    {
        Finding finding = Unavailable.As("CredentialServiceRefused", () => Call(Context()).Ask(
            "x", "Mend it.", null, static _ => throw new AwsServiceException(ServiceFailure.Refused, "RequestExpired", "Too late.", TimeSpan.FromMinutes(20))));

        Assert.EndsWith("Too late. This machine's clock is 20 min behind that of AWS.", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_has_the_time_limit_to_answer()
    {
        CredentialContext context = Context(TimeSpan.FromMilliseconds(150));
        Finding finding = Unavailable.As("CredentialServiceTimedOut", "the service", () => Call(context).Ask("the service", "Mend it.", null, WaitForStop));
        Assert.Contains("within 0.2 s", finding.Message, StringComparison.Ordinal);
        Assert.Contains("-CredentialTimeoutSec", finding.Remedy, StringComparison.Ordinal);

        CredentialContext patient = Context(TimeSpan.FromMinutes(5));
        _ = Unavailable.As(
            "CredentialServiceTimedOut", () => Call(patient).Ask("the service", "Mend it.", null, WaitForStop, TimeSpan.FromMilliseconds(50)));
    }

    [Fact]
    public void A_call_that_the_user_stops_is_stopped()
    {
        using CancellationTokenSource stop = new();
        CredentialContext context = Context(TimeSpan.FromMinutes(5), stop.Token);

        _ = Assert.ThrowsAny<OperationCanceledException>(() => Call(context).Ask("the service", "Mend it.", null, inner =>
        {
            stop.CancelAfter(50);
            return WaitForStop(inner);
        }));
    }

    [Fact]
    public void A_call_that_was_stopped_before_is_not_made()
    {
        CredentialContext context = Context(TimeSpan.FromMinutes(5), new CancellationToken(canceled: true));

        _ = Assert.ThrowsAny<OperationCanceledException>(
            () => Call(context).Ask("the service", "Mend it.", null, static _ => throw new InvalidOperationException("Not to be asked.")));
    }

    [Fact]
    public void A_failure_after_the_user_stopped_is_no_error()
    {
        using CancellationTokenSource stop = new();
        CredentialContext context = Context(TimeSpan.FromMinutes(5), stop.Token);

        // What becomes of a request that was broken off.
        _ = Assert.ThrowsAny<OperationCanceledException>(() => Call(context).Ask("the service", "Mend it.", null, _ =>
        {
            stop.Cancel();
            throw FakeServices.Failure(ServiceFailure.Unreachable);
        }));
    }

    private static ServiceCall Call(CredentialContext context) => new(context, "The asker");

    private static Task<IssuedCredential> WaitForStop(CallLimit limit)
    {
        _ = limit.Token.WaitHandle.WaitOne(TimeSpan.FromSeconds(60));
        limit.Token.ThrowIfCancellationRequested();
        return Task.FromResult(FakeServices.Answer());
    }

    private CredentialContext Context(TimeSpan? limit = null, CancellationToken cancellation = default) => new()
    {
        Services = _services,
        Environment = static _ => null,
        TimeLimit = limit ?? TimeSpan.FromSeconds(30),
        Cancellation = cancellation,
    };
}
