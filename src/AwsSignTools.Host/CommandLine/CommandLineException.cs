using System;

namespace AwsSignTools.Host.CommandLine;

/// <summary>A command line that cannot be followed; the message says which part and why.</summary>
internal sealed class CommandLineException(string message) : Exception(message);
