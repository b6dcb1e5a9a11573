#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }

BeforeAll {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    $session = Enter-TestSession
    $ErrorActionPreference = $WarningPreference = 'Continue'
    $VerbosePreference = $DebugPreference = 'SilentlyContinue'
    $sample = Get-Sample
    $arn = $sample.IvsChannelArn
    $keys = Get-Key
    $time = @{ Time = '2026-01-01T00:01:00Z' }
    $token = New-IvsPlaybackToken $arn -PrivateKey $keys.Sec1 -SigningTime '2026-01-01T00:00:00Z' -PlaybackUrl $sample.PlaybackUrl

    function ConvertTo-Base64Url {
        param([byte[]] $Bytes)

        [System.Convert]::ToBase64String($Bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_')
    }

    # A token of any header and claims, signed with the tests' key by .NET itself.
    function New-AnyToken {
        param(
            [string] $Claims = "{`"aws:channel-arn`":`"$arn`",`"exp`":1767225900}",
            [string] $Header = '{"alg":"ES384","typ":"JWT"}',
            [string] $Hash = 'SHA384'
        )

        $text = "$(ConvertTo-Base64Url (Get-Utf8 $Header)).$(ConvertTo-Base64Url (Get-Utf8 $Claims))"
        $key = [System.Security.Cryptography.ECDsa]::Create()
        $key.ImportFromPem($keys.Sec1)
        "$text.$(ConvertTo-Base64Url $key.SignData((Get-Utf8 $text), [System.Security.Cryptography.HashAlgorithmName]$Hash))"
    }
}

AfterAll {
    Exit-TestSession $session
    Remove-Module Helpers
}

Describe 'Test-IvsPlaybackToken' {
    Context 'a token that is right' {
        It 'is valid as <Form>' -ForEach @(
            @{ Form = 'an object'; Make = { $token } }
            @{ Form = 'text'; Make = { "$token" } }
            @{ Form = 'a playback URL'; Make = { $token.PlaybackUrl } }
            @{ Form = 'a Uri'; Make = { [uri]$token.PlaybackUrl } }
            @{ Form = 'a record'; Make = { [pscustomobject]@{ Token = "$token" } } }
            @{ Form = 'another signer''s'; Make = { New-AnyToken } }
        ) {
            $report = . $Make | Test-IvsPlaybackToken -PublicKey $keys.PublicKey @time

            $report.Valid | Should -BeTrue
            $report.SignatureValid | Should -BeTrue
            $report.ChannelArn | Should -BeExactly $arn
            $report.TimeLeft | Should -Be ([timespan]'00:04:00')
            $report.Findings | Should -BeNullOrEmpty
            $report.Claims.exp | Should -Be 1767225900
            $report.Claims.'aws:channel-arn' | Should -BeExactly $arn
        }

        It 'is checked with <Form>' -ForEach @(
            @{ Form = 'the public key'; Make = { @{ PublicKey = $keys.PublicKey } } }
            @{ Form = 'its lines'; Make = { @{ PublicKey = $keys.PublicKey -split "`r?`n" } } }
            @{ Form = 'its file'; Make = { Set-Content -Path TestDrive:/public.pem -Value $keys.PublicKey; @{ PublicKey = 'TestDrive:/public.pem' } } }
            @{ Form = 'an ECDsa'; Make = { @{ PublicKey = Get-PublicKey } } }
            @{ Form = 'the private key'; Make = { @{ PublicKey = $keys.Pkcs8 } } }
            @{ Form = 'a SecureString of it'; Make = { @{ PublicKey = ConvertTo-Secure $keys.Sec1 } } }
            @{ Form = 'an encrypted one'; Make = { @{ PublicKey = $keys.Encrypted; Passphrase = $keys.Passphrase } } }
        ) {
            $key = . $Make

            (Test-IvsPlaybackToken $token @key @time).SignatureValid | Should -BeTrue
        }

        It 'is not judged by its signature without a key' {
            $report = Test-IvsPlaybackToken $token @time

            $report.Valid | Should -BeTrue
            $report.SignatureValid | Should -BeNullOrEmpty
            Get-View $report | Should -Match 'SignatureValid\s+: \(not checked'
        }
    }

    Context 'a token that is wrong' {
        It 'is told <Id> first' -ForEach @(
            @{ Id = 'IvsExpiryPast'; Make = { New-AnyToken '{"aws:channel-arn":"arn:aws:ivs:us-west-2:123456789012:channel/a","exp":1767225600}' } }
            @{ Id = 'IvsExpiryInMilliseconds'; Make = { New-AnyToken '{"aws:channel-arn":"arn:aws:ivs:us-west-2:123456789012:channel/a","exp":1767225900000}' } }
            @{ Id = 'IvsExpiryMissing'; Make = { New-AnyToken '{"aws:channel-arn":"arn:aws:ivs:us-west-2:123456789012:channel/a"}' } }
            @{ Id = 'IvsClaimMisspelt'; Make = { New-AnyToken '{"channel-arn":"arn:aws:ivs:us-west-2:123456789012:channel/a","exp":1767225900}' } }
            @{ Id = 'IvsAlgorithmInvalid'; Make = { New-AnyToken -Header '{"alg":"HS256","typ":"JWT"}' } }
            @{ Id = 'IvsSignatureHashInvalid'; Make = { New-AnyToken -Hash 'SHA256' } }
            @{ Id = 'IvsSignatureMissing'; Make = { "$token" -replace '\.[^.]+$' } }
            @{ Id = 'IvsSignatureMismatch'; Make = { $parts = "$token".Split('.'); "$($parts[0]).$((New-AnyToken '{"aws:channel-arn":"arn:aws:ivs:us-west-2:123456789012:channel/b","exp":1767225900}').Split('.')[1]).$($parts[2])" } }
            @{ Id = 'IvsTokenNotJwt'; Make = { 'hello' } }
            @{ Id = 'IvsTokenMissing'; Make = { $sample.PlaybackUrl } }
        ) {
            $report = Test-IvsPlaybackToken (. $Make) $keys.PublicKey @time

            $report.Valid | Should -BeFalse
            $report.Findings[0].Id | Should -BeExactly $Id
            $report.Findings[0].Severity | Should -Be 'Error'
            $report.Findings[0].Message | Should -Not -BeNullOrEmpty
            $report.Findings[0].Remedy | Should -Not -BeNullOrEmpty
            Get-View $report | Should -Match $Id
            "$report" | Should -BeLike 'not valid: *'
        }

        It 'is false with -Quiet, and true where it is right' {
            'x', "$token" | Test-IvsPlaybackToken -Quiet @time | Should -Be $false, $true
        }

        It 'is read in <_> as elsewhere' -ForEach 'th-TH', 'ar-SA', 'tr-TR' {
            $text = New-AnyToken '{"aws:channel-arn":"I","exp":1767225900000,"AWS:VIEWER-ID":"I"}'
            $here = Get-View (Test-IvsPlaybackToken $text @time)

            Invoke-InCulture $_ { Get-View (Test-IvsPlaybackToken $text @time) } | Should -BeExactly $here
            Invoke-InCulture $_ { Get-View (Test-IvsPlaybackToken $token @time) } | Should -Match 'ExpiresAt\s+: 2026-01-01 00:05:00 UTC\s+TimeLeft\s+: 00:04:00\s'
        }
    }

    Context 'a key that is wrong' {
        It 'ends the command with <Id>' -ForEach @(
            @{ Id = 'PublicKeyIsCertificate'; Make = { $keys.Certificate } }
            @{ Id = 'PublicKeyTypeInvalid'; Make = { 5 } }
            @{ Id = 'FileUnreadable'; Make = { 'TestDrive:/no.pem' } }
            @{ Id = 'PrivateKeyPassphraseMissing'; Make = { $keys.Encrypted } }
        ) {
            $key = . $Make

            $refusal = Get-Refusal { $token, $token | Test-IvsPlaybackToken -PublicKey $key }

            $refusal.Id | Should -BeExactly $Id
            $refusal.Terminating | Should -BeTrue
            $refusal.Action | Should -Not -BeNullOrEmpty
        }
    }

    It 'shows no token and no key in its view' {
        $report = Test-IvsPlaybackToken $token $keys.Sec1 @time

        Get-View $report | Should -Not -Match ([regex]::Escape("$token".Substring(60, 30)))
        Get-Everything $report | Should -Not -Match 'PRIVATE KEY'
    }
}
