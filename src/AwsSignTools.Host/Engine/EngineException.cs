using System;

namespace AwsSignTools.Host.Engine;

/// <summary>The engine cannot start with the module; the message says what to do.</summary>
internal sealed class EngineException(string message) : Exception(message);
