using System.Globalization;
using System.Management.Automation;

namespace AwsSignTools.Parameters;

/// <summary>
/// Takes an endpoint as text, or from the object that holds it. An object with an Address and a Port, such as the Endpoint of a database instance of
/// AWS.Tools, is both.
/// </summary>
internal sealed class DatabaseEndpointAttribute : ArgumentTransformationAttribute
{
    private static readonly TextFromAttribute Text = new("Endpoint", "Address", "Url", "Uri");

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        AddressOf(inputData) ?? AddressOf(PropertyOf(inputData, "Endpoint")) ?? (HasEndpoint(inputData) ? Text.Transform(engineIntrinsics, inputData) : null);

    // A record of a cluster or cache alone has none: the engine binds its name by the name of the property.
    private static bool HasEndpoint(object value)
    {
        foreach (string name in (string[])["Endpoint", "Address", "Url", "Uri"])
        {
            if (PropertyOf(value, name) is not null)
            {
                return true;
            }
        }

        return PropertyOf(value, "ClusterName") is null && PropertyOf(value, "CacheName") is null && PropertyOf(value, "ReplicationGroupId") is null;
    }

    private static string? AddressOf(object? value) =>
        Unwrapped.Of(PropertyOf(value, "Address")) is string { Length: > 0 } address && PropertyOf(value, "Port") is { } given
        && LanguagePrimitives.TryConvertTo(given, CultureInfo.InvariantCulture, out int port)
            ? $"{address}:{port.ToString(CultureInfo.InvariantCulture)}"
            : null;

    // Not unwrapped: the properties of a record are those of what wraps it.
    private static object? PropertyOf(object? value, string name) =>
        Unwrapped.Of(value) is null or string or System.ValueType ? null : PSObject.AsPSObject(value).Properties[name]?.Value;
}
