using System;
using System.Threading;
using AwsSignTools.Credentials.Services;

namespace AwsSignTools.Credentials;

/// <summary>Asks a service within the time limit, and says who asked whom where that fails.</summary>
/// <param name="context">The time limit and what stops the call.</param>
/// <param name="asker">Who asks, such as <c>The profile 'dev'</c>.</param>
internal sealed class ServiceCall(CredentialContext context, string asker)
{
    /// <summary>Who asks.</summary>
    public string Asker { get; } = asker;

    /// <summary>Asks.</summary>
    /// <param name="asked">The service, for messages.</param>
    /// <param name="remedy">What to do where it refuses.</param>
    /// <param name="loginRemedy">What to do where there is no login.</param>
    /// <param name="ask">The call.</param>
    /// <param name="limit">Another time limit than the context's.</param>
    /// <exception cref="CredentialUnavailableException">No credential was got.</exception>
    /// <exception cref="OperationCanceledException">The call was stopped.</exception>
    public SdkCredential Ask(
        string asked, string remedy, string? loginRemedy, Func<CancellationToken, SdkCredential> ask, TimeSpan? limit = null)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        TimeSpan timeLimit = limit ?? context.TimeLimit;
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        ending.CancelAfter(timeLimit);
        try
        {
            return ask(ending.Token);
        }
        catch (SdkFailureException e)
        {
            // A call that was stopped fails in one way or another.
            context.Cancellation.ThrowIfCancellationRequested();
            throw e.Kind == SdkFailureKind.LoginRequired
                ? CredentialErrors.LoginRequired(Asker, loginRemedy ?? remedy, asked)
                : CredentialErrors.From(e, Asker, asked, remedy);
        }
        catch (OperationCanceledException) when (!context.Cancellation.IsCancellationRequested)
        {
            throw CredentialErrors.TimedOut(Asker, asked, timeLimit);
        }
    }
}
