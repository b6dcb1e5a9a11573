using System;
using System.Management.Automation;

namespace AwsSignTools.Module.Tests.Engine;

/// <summary>An output object by its properties, since the tests reference none of the module's types.</summary>
internal sealed class OutputObject(PSObject output)
{
    public string Text(string property) => (string)output.Properties[property].Value;

    public DateTimeOffset Moment(string property) => (DateTimeOffset)output.Properties[property].Value;
}
