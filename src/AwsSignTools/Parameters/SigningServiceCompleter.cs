using System;
using System.Linq;
using AwsSignTools.Aws;

namespace AwsSignTools.Parameters;

/// <summary>Completes the SigV4 names of the services in the catalogue.</summary>
public sealed class SigningServiceCompleter() : WordCompleter(
    [.. AwsServices.All.Select(static service => service.SigningName).OrderBy(static name => name, StringComparer.Ordinal)]);
