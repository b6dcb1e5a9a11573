using System;
using System.Collections.Specialized;
using System.Linq;
using System.Management.Automation;
using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests.Commands;

/// <summary>The headers of ConvertTo-EventStreamFrame: which type on the wire a value has. Expected bytes are literal.</summary>
public sealed class ConvertToEventStreamFrameHeaderTests : IDisposable
{
    private readonly PowerShellSession _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("$true", "00")]
    [InlineData("$false", "01")]
    [InlineData("[sbyte]-128", "0280")]
    [InlineData("[byte]127", "027f")]
    [InlineData("[int16]-2", "03fffe")]
    [InlineData("3", "0400000003")]
    [InlineData("[int]::MinValue", "0480000000")]
    [InlineData("[long]4", "050000000000000004")]
    [InlineData("3000000000", "0500000000b2d05e00")]
    [InlineData("[byte[]](5, 6)", "0600020506")]
    [InlineData("[byte[]]::new(0)", "060000")]
    [InlineData("'grüße'", "0700076772c3bcc39f65")]
    [InlineData("''", "070000")]
    [InlineData("[datetimeoffset]'1970-01-01T02:00:01.5+02:00'", "0800000000000005dc")]
    [InlineData("[datetimeoffset]'1969-12-31T23:59:59.999Z'", "08ffffffffffffffff")]
    [InlineData("[datetime]::new(621355968015000000, 'Utc')", "0800000000000005dc")]
    [InlineData("([datetimeoffset]'1970-01-02T00:00:01.5Z').LocalDateTime", "0800000000052661dc")]
    [InlineData("[guid]'00112233-4455-6677-8899-aabbccddeeff'", "0900112233445566778899aabbccddeeff")]
    [InlineData("[psobject]::AsPSObject('a')", "07000161")]
    [InlineData("[psobject]::AsPSObject([datetimeoffset]'1970-01-01T00:00:01.5Z')", "0800000000000005dc")]
    public void The_type_of_a_value_is_its_type_on_the_wire(string value, string wire) => Assert.Equal(wire, Wire(value));

    [Theory]
    [InlineData("boolean", "'true'", "00")]
    [InlineData("BOOL", "0", "01")]
    [InlineData("byte", "-1", "02ff")]
    [InlineData("sbyte", "'7'", "0207")]
    [InlineData("short", "5", "030005")]
    [InlineData("int16", "'-1'", "03ffff")]
    [InlineData("Integer", "[long]6", "0400000006")]
    [InlineData("int", "6.0", "0400000006")]
    [InlineData("long", "7", "050000000000000007")]
    [InlineData("int64", "'9223372036854775807'", "057fffffffffffffff")]
    [InlineData("binary", "[byte[]](1, 2)", "0600020102")]
    [InlineData("byte[]", "'AQI='", "0600020102")]
    [InlineData("string", "5", "07000135")]
    [InlineData("string", "[version]'1.2'", "070003312e32")]
    [InlineData("timestamp", "1500", "0800000000000005dc")]
    [InlineData("timestamp", "'1500'", "0800000000000005dc")]
    [InlineData("timestamp", "'1970-01-01T00:00:01.5Z'", "0800000000000005dc")]
    [InlineData("timestamp", "'1970-01-01T00:00:01.5'", "0800000000000005dc")]
    [InlineData("timestamp", "[datetimeoffset]'1970-01-01T00:00:01.5Z'", "0800000000000005dc")]
    [InlineData("timestamp", "[datetime]::new(621355968015000000, 'Utc')", "0800000000000005dc")]
    [InlineData("timestamp", "[long]::MaxValue", "087fffffffffffffff")]
    [InlineData("uuid", "'00112233-4455-6677-8899-aabbccddeeff'", "0900112233445566778899aabbccddeeff")]
    [InlineData("guid", "[guid]'00112233-4455-6677-8899-aabbccddeeff'", "0900112233445566778899aabbccddeeff")]
    [InlineData("uuid", "[psobject]::AsPSObject('00112233-4455-6677-8899-aabbccddeeff')", "0900112233445566778899aabbccddeeff")]
    public void A_type_is_forced_by_an_object_with_Type_and_Value(string type, string value, string wire)
    {
        Assert.Equal(wire, Wire($"[pscustomobject]@{{ Type = '{type}'; Value = {value} }}"));
        Assert.Equal(wire, Wire($"@{{ Type = '{type}'; Value = {value} }}"));
        Assert.Equal(wire, Wire($"[ordered]@{{ Value = {value}; Type = [psobject]::AsPSObject('{type}') }}"));
    }

    [Theory]
    [InlineData("@{ Type = 'double'; Value = 1 }")]
    [InlineData("@{ Type = ''; Value = 1 }")]
    [InlineData("@{ Type = 5; Value = 1 }")]
    [InlineData("@{ Value = 1 }")]
    [InlineData("[pscustomobject]@{ Value = 1 }")]
    [InlineData("@{ Type = 'boolean'; Value = 'perhaps' }")]
    [InlineData("@{ Type = 'boolean' }")]
    [InlineData("@{ Type = 'byte'; Value = 128 }")]
    [InlineData("@{ Type = 'short'; Value = 40000 }")]
    [InlineData("@{ Type = 'integer'; Value = 1.5 }")]
    [InlineData("@{ Type = 'integer'; Value = 2147483648 }")]
    [InlineData("@{ Type = 'integer' }")]
    [InlineData("@{ Type = 'long'; Value = 1e300 }")]
    [InlineData("@{ Type = 'long'; Value = 'x' }")]
    [InlineData("@{ Type = 'binary'; Value = '!' }")]
    [InlineData("@{ Type = 'binary' }")]
    [InlineData("@{ Type = 'string' }")]
    [InlineData("@{ Type = 'timestamp'; Value = 'yesterday' }")]
    [InlineData("@{ Type = 'timestamp' }")]
    [InlineData("@{ Type = 'uuid'; Value = 'x' }")]
    [InlineData("@{ Type = 'uuid' }")]
    [InlineData("$null")]
    [InlineData("1.5")]
    [InlineData("[byte]128")]
    [InlineData("(1, 2)")]
    public void A_value_that_is_no_headers_ends_the_pipeline(string value)
    {
        ScriptResult result = _session.Run("try { 'x' | ConvertTo-EventStreamFrame -Header @{ a = " + value + " }; 'went on' } catch { $_ }");

        ErrorRecord error = Assert.IsType<ErrorRecord>(Assert.Single(result.Output).BaseObject);
        Assert.StartsWith("EventStreamValueTypeInvalid,AwsSignTools.Commands.", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
        Assert.EndsWith(".", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plain_hashtables_headers_are_in_the_order_of_their_names_behind_the_protocols_own()
    {
        PSObject message = _session.Single(
            "'x' | ConvertTo-EventStreamFrame -EventType E -ContentType C -Header @{ b = 1; 'a-1' = 3; ':z' = 4 } | ConvertFrom-EventStreamFrame");

        Assert.Equal(
            [":content-type", ":event-type", ":message-type", ":z", "a-1", "b"],
            ((OrderedDictionary)message.Properties["Headers"].Value).Keys.Cast<string>());
    }

    // The only header's type and value.
    private string Wire(string value)
    {
        byte[] frame = (byte[])_session.Single("'x' | ConvertTo-EventStreamFrame -AsByteStream -Header @{ a = " + value + " }").BaseObject;
        Assert.Equal([1, (byte)'a'], frame[12..14]);
        return Convert.ToHexStringLower(frame[14..^5]);
    }
}
