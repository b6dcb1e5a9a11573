namespace AwsSignTools.Findings;

/// <summary>Adds what is found in a subject; nothing if the subject meets the rule, or has nothing that the rule is about.</summary>
/// <typeparam name="TSubject">What is checked.</typeparam>
/// <param name="subject">The subject.</param>
/// <param name="findings">Collects what is found.</param>
internal delegate void RuleCheck<in TSubject>(TSubject subject, ref FindingCollector findings);

/// <summary>
/// One rule of a service or of a specification: a row in the table of its subject. The same rule checks what is to be signed and what
/// was signed by anyone.
/// </summary>
/// <typeparam name="TSubject">What is checked.</typeparam>
/// <param name="Statement">The rule in one sentence; every finding of the check carries it.</param>
/// <param name="Check">The check.</param>
internal readonly record struct Rule<TSubject>(string Statement, RuleCheck<TSubject> Check);
