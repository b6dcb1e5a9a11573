#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }

BeforeAll {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    $session = Enter-TestSession
    $ErrorActionPreference = $WarningPreference = 'Continue'
    $VerbosePreference = $DebugPreference = 'SilentlyContinue'
    $sample = Get-Sample
    $keys = Get-Key
    $onWindows = $PSVersionTable.PSVersion.Major -lt 6 -or $IsWindows

    # Profiles: one with keys, and one with a program that is everywhere and prints a file.
    $json = Join-Path $TestDrive 'credential.json'
    Set-Content -LiteralPath $json -Value '{ "Version": 1, "AccessKeyId": "ASIAI", "SecretAccessKey": "i", "SessionToken": "I", "Expiration": "2026-01-02T03:06:07Z" }'
    $profiles = Join-Path $TestDrive 'profiles'
    Set-Content -LiteralPath $profiles -Value @(
        '[keys]', 'aws_access_key_id = AKIAIOSFODNN7EXAMPLE', "aws_secret_access_key = $($sample.SecretKey)"
        '[program]', "credential_process = $(if ($onWindows) { 'type' } else { 'cat' }) `"$json`""
    )

    # What is made anew with each signature is made here, once.
    $tokens = @{
        Right = (New-IvsPlaybackToken $sample.IvsChannelArn -PrivateKey $keys.Sec1 -SigningTime 2026-01-02T03:00:00Z -ViewerId VIEWERI).Token
        Wrong = 'eyJhbGciOiJFUzM4NCIsInR5cCI6IkpXVCJ9.eyJhd3M6Y2hhbm5lbC1hcm4iOiJJIiwiZXhwIjoxNzY3MjI1OTAwMDAwLCJBV1M6VklFV0VSLUlEIjoiSSJ9.AAAA'
    }

    # Imports the module in a culture and runs everything there whose text, numbers or dates a culture could change.
    $script = {
        param($folder, $culture, $sample, $keys, $profiles, $tokens)

        $ErrorActionPreference = 'Stop'
        $WarningPreference = 'SilentlyContinue'
        [cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = $culture
        Import-Module $folder
        $key = @{ AccessKey = $sample.AccessKey; SecretKey = $sample.SecretKey }
        $viewer = @{ Endpoint = $sample.ViewerEndpoint; ChannelArn = $sample.ChannelArn; ClientId = 'I-i' }
        $time = @{ SigningTime = '2026-01-02T03:04:05Z' }
        $dotted, $dotless = [string][char]0x130, [string][char]0x131

        $made = @{ Culture = [cultureinfo]::CurrentCulture.Name }
        $made.Urls = @(
            "$(New-KvsSignedUrl @viewer @key @time -ExpiresIn 120.0)"
            "$(New-ChimeConnectUrl $sample.ChimeEndpoint $sample.UserArn -SessionId I-i @key -SigningTime 20260102T030405Z)"
            "$(New-AwsSignedUrl 'https://abc.execute-api.us-east-1.amazonaws.com/I/i?I=i' -Method initiate -QueryParameter @{ I = 1.5 } -Headers @{ 'X-I' = 1.5 } -ExpiresIn '3600.5' @key @time)"
        )
        $program = New-KvsSignedUrl @viewer -ProfileName program -ProfileLocation $profiles @time
        $made.Profiles = @("$(New-KvsSignedUrl @viewer -ProfileName keys -ProfileLocation $profiles @time)", "$program", $program.EffectiveExpiresAt.UtcTicks)

        $request = New-AwsSignedRequest "https://TRANSCRIBE.us-east-1.amazonaws.com/I/$dotted`?TITLE=I&$dotless=i" -Service transcribe -EventStream @key @time `
            -Headers @{ 'X-TITLE' = 'I'; 'X-Number' = 1234.5; 'X-Long' = 1234567 }
        $made.Request = @($request.Url, $request.CanonicalRequest, $request.StringToSign, $request.Headers['Authorization'])

        $frames = & { $request; 'I'; $dotless } | ConvertTo-EventStreamFrame -EventType TITLE -ContentType TEXT/PLAIN -EndOfStream -KeepMilliseconds @key `
            -SigningTime '2026-01-02T03:04:05.678Z' -Header @{
                TITLE = 'I'; when = [datetimeoffset]'2026-01-02T03:04:05.678Z'; i = @{ Type = 'INTEGER'; Value = '-1234' }
                t = @{ Type = 'timestamp'; Value = '2026-01-02T03:04:05.678Z' }; n = @{ Type = 'STRING'; Value = 1234.5 }
            }
        $messages = $frames | ConvertFrom-EventStreamFrame -Service transcribe -Region us-east-1 @key
        $made.Frames = @(
            foreach ($frame in $frames) { "$frame"; [System.Convert]::ToBase64String($frame.Bytes) }
            $messages | ConvertTo-EventStreamFrame | ForEach-Object { [System.Convert]::ToBase64String($_.Bytes) }
        )
        $made.Messages = @(
            foreach ($message in $messages) {
                "$message"; $message.PayloadText; $message.Date.UtcTicks; $message.Headers.Keys
                [System.Convert]::ToString($message.Headers['when'], [cultureinfo]::InvariantCulture)
            }
        )
        $made.SignatureValid = @($messages.SignatureValid)

        $right = "$(New-KvsSignedUrl @viewer @key @time)"
        $put = "$(New-AwsSignedUrl https://abc.execute-api.us-east-1.amazonaws.com/I -Method INITIATE @key @time)"
        $reports = @($right, "$right&I=i", ($right -replace 'Expires=299', "Expires=$dotted"), "$(New-KvsSignedUrl @viewer @key -SigningTime 2026-01-02T02:59:05Z)" |
                Test-AwsSignedUrl @key @time) + @($put | Test-AwsSignedUrl -Method initiate @key @time)
        $made.Reports = @(
            foreach ($report in $reports) { "$report $($report.TimeLeft)"; $report.Findings | ForEach-Object { "$($_.Message) $($_.Remedy)" } }
            $reports | Out-String -Width 1000
        )

        $tokenReports = $tokens.Right, $tokens.Wrong | Test-IvsPlaybackToken -PublicKey $keys.PublicKey -Time 2026-01-02T03:06:00Z
        $made.Tokens = @(
            foreach ($report in $tokenReports) { "$report"; $report.Findings | ForEach-Object { "$_" }; [string]$report.Claims.exp }
            $tokenReports | Out-String -Width 1000
        )
        $made
    }.ToString()

    function Get-Made {
        param([string] $Culture)

        $result = Invoke-InNewRunspace $script $Culture, $sample, $keys, $profiles, $tokens
        if ($result.Error) { throw $result.Error[0] }
        $result.Output[0]
    }

    $expected = Get-Made 'en-US'
}

AfterAll {
    Exit-TestSession $session
    Remove-Module Helpers
}

Describe 'What is made in <_>' -ForEach 'th-TH', 'ar-SA', 'tr-TR', 'fa-IR', 'de-DE' {
    BeforeAll {
        $made = Get-Made $_
    }

    It 'is made there' {
        $made.Culture | Should -BeExactly $_
    }

    It 'is the same: <_>' -ForEach 'Urls', 'Profiles', 'Request', 'Frames', 'Messages', 'Reports', 'Tokens' {
        $made[$_] | Should -Not -BeNullOrEmpty
        $made[$_] | Should -BeExactly $expected[$_]
    }

    It 'is right' {
        $made.Profiles[2] | Should -Be ([datetime]::new(2026, 1, 2, 3, 6, 7).Ticks)
        $made.SignatureValid | Should -Be @($true, $true, $true)
        $made.Reports[0] | Should -BeExactly 'Valid 00:04:59'
    }
}
