using System;
using System.Threading.Tasks;
using AwsSignTools.Aws;
using AwsSignTools.Credentials.Services;

namespace AwsSignTools.Credentials;

/// <summary>Asks a service within the time limit, and reports who asked whom if that fails.</summary>
/// <param name="context">The time limit and what stops the call.</param>
/// <param name="sourceName">Who asks, such as <c>The profile 'dev'</c>.</param>
internal sealed class ServiceCall(CredentialContext context, string sourceName)
{
    /// <summary>Who asks.</summary>
    public string SourceName { get; } = sourceName;

    /// <summary>Asks.</summary>
    /// <param name="asked">The service, for messages.</param>
    /// <param name="remedy">What to do if it refuses.</param>
    /// <param name="loginRemedy">What to do if there is no login.</param>
    /// <param name="ask">The call.</param>
    /// <param name="limit">Another time limit than the context's.</param>
    /// <exception cref="CredentialUnavailableException">The call yields no credential.</exception>
    /// <exception cref="OperationCanceledException">The call was stopped.</exception>
    public IssuedCredential Ask(
        string asked, string remedy, string? loginRemedy, Func<CallLimit, Task<IssuedCredential>> ask, TimeSpan? limit = null)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        TimeSpan timeLimit = limit ?? context.TimeLimit;
        using CallLimit ending = new(timeLimit, context.Cancellation);
        try
        {
            return ending.Run(() => ask(ending));
        }
        catch (AwsServiceException e)
        {
            // A call that was stopped fails in one way or another.
            context.Cancellation.ThrowIfCancellationRequested();
            throw CredentialErrors.From(e, SourceName, asked, remedy);
        }
        catch (LoginRequiredException)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            throw CredentialErrors.LoginRequired(SourceName, loginRemedy ?? remedy, asked);
        }
        catch (OperationCanceledException) when (!context.Cancellation.IsCancellationRequested)
        {
            throw CredentialErrors.TimedOut(SourceName, asked, timeLimit);
        }
    }
}
