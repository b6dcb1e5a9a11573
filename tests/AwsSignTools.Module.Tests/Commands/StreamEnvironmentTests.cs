using System.Linq;
using System.Threading.Tasks;
using AwsSignTools.Module.Tests.Engine;
using Xunit;

namespace AwsSignTools.Module.Tests.Commands;

/// <summary>The cmdlets of streams give the same for the same input wherever they run: in every culture, and in runspaces side by side.</summary>
public class StreamEnvironmentTests
{
    private const string Script = """
        $request = New-AwsSignedRequest 'https://TRANSCRIBE.us-east-1.amazonaws.com/I/İ?TITLE=I&ı=i' -Service transcribe -EventStream `
            -Headers @{ 'X-TITLE' = 'I'; 'X-Number' = 1234.5; 'X-Long' = 1234567 } -SigningTime 2026-01-02T03:04:05Z KEYS
        $request.Url; $request.CanonicalRequest; $request.StringToSign; $request.Headers.Authorization
        $frames = & { $request; 'I'; 'ı' } | ConvertTo-EventStreamFrame -EventType TITLE -ContentType TEXT/PLAIN -EndOfStream -KeepMilliseconds `
            -SigningTime '2026-01-02T03:04:05.678Z' KEYS -Header @{
                TITLE = 'I'; when = [datetimeoffset]'2026-01-02T03:04:05.678Z'; i = @{ Type = 'INTEGER'; Value = '-1234' }
                t = @{ Type = 'timestamp'; Value = '2026-01-02T03:04:05.678Z' }; n = @{ Type = 'STRING'; Value = 1234.5 } }
        foreach ($frame in $frames) { "$frame"; [System.Convert]::ToBase64String($frame.Bytes) }
        $messages = $frames | ConvertFrom-EventStreamFrame -Service transcribe -Region us-east-1 KEYS
        foreach ($message in $messages) {
            "$message"; $message.PayloadText; $message.SignatureValid; $message.Date.UtcTicks; $message.Headers.Keys
            [System.Convert]::ToString($message.Headers['when'], [cultureinfo]::InvariantCulture) }
        $messages | ConvertTo-EventStreamFrame | ForEach-Object { [System.Convert]::ToBase64String($_.Bytes) }
        """;

    [Theory]
    [InlineData("th-TH")]
    [InlineData("ar-SA")]
    [InlineData("tr-TR")]
    [InlineData("fa-IR")]
    [InlineData("de-DE")]
    public void In_every_culture_the_same_comes_out(string culture) => Everywhere.SameInCulture(culture, Run);

    [Fact]
    public Task In_runspaces_side_by_side_the_same_comes_out() => Everywhere.SameSideBySide(3, Run);

    private static string[] Run()
    {
        using PowerShellSession session = new();
        string[] output = [.. session.Output(Script.Replace("KEYS", Sample.Keys, System.StringComparison.Ordinal)).Select(o => o?.ToString() ?? "(null)")];
        Assert.Contains("True", output);
        Assert.DoesNotContain("False", output);
        return output;
    }
}
