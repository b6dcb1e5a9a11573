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
            $report.IsExpired | Should -BeFalse
            $report.Algorithm, $report.Type | Should -BeExactly @('ES384', 'JWT')
            $report.Header.alg | Should -BeExactly 'ES384'
            $report.PlaybackUrl | Should -BeExactly $(if ($Form -in 'a playback URL', 'a Uri') { $sample.PlaybackUrl })
            $report.Findings | Should -BeNullOrEmpty
            $report.Claims.exp | Should -Be 1767225900
            $report.Claims.'aws:channel-arn' | Should -BeExactly $arn
        }

        It 'is checked with <Form>' -ForEach @(
            @{ Form = 'the public key'; Make = { @{ PublicKey = $keys.PublicKey } } }
            @{ Form = 'its lines'; Make = { @{ PublicKey = $keys.PublicKey -split "`r?`n" } } }
            @{ Form = 'its file'; Make = { Set-Content -Path TestDrive:/public.pem -Value $keys.PublicKey; @{ PublicKey = 'TestDrive:/public.pem' } } }
            @{ Form = 'its lines in one text, with \n'; Make = { @{ PublicKey = $keys.PublicKey -replace "`r?`n", '\n' } } }
            @{ Form = 'its file from Get-Item'; Make = { Set-Content -Path TestDrive:/public.pem -Value $keys.PublicKey; @{ PublicKey = Get-Item -Path TestDrive:/public.pem } } }
            @{ Form = 'the private key''s file'; Make = { Set-Content -Path TestDrive:/private.pem -Value $keys.Sec1; @{ PublicKey = Join-Path $TestDrive 'private.pem' } } }
            @{ Form = 'an ECDsa'; Make = { @{ PublicKey = Get-PublicKey } } }
            @{ Form = 'the private key'; Make = { @{ PublicKey = $keys.Pkcs8 } } }
            @{ Form = 'a SecureString of it'; Make = { @{ PublicKey = ConvertTo-Secure $keys.Sec1 } } }
            @{ Form = 'an encrypted one'; Make = { @{ PublicKey = $keys.Encrypted; Passphrase = $keys.Passphrase } } }
        ) {
            $key = . $Make

            (Test-IvsPlaybackToken $token @key @time).SignatureValid | Should -BeTrue
        }

        It 'is checked with a file at position 1, relative to the location' {
            Set-Content -Path TestDrive:/public.pem -Value $keys.PublicKey
            Push-Location -LiteralPath TestDrive:/
            try {
                (Test-IvsPlaybackToken $token ./public.pem @time).SignatureValid | Should -BeTrue
            }
            finally {
                Pop-Location
            }
        }

        It 'leaves an ECDsa of the caller''s usable' {
            $key = Get-PublicKey
            1..2 | ForEach-Object { (Test-IvsPlaybackToken $token -PublicKey $key @time).SignatureValid } | Should -Be @($true, $true)
            $key.ExportParameters($false).Q.X.Length | Should -Be 48
        }

        It 'is of its viewer' {
            $report = New-IvsPlaybackToken $arn -PrivateKey $keys.Sec1 -ViewerId v | Test-IvsPlaybackToken -PublicKey $keys.PublicKey

            $report.ViewerId | Should -BeExactly 'v'
            $report.TimeLeft | Should -BeGreaterThan ([timespan]'00:04:00')
            $report.TimeLeft | Should -BeLessOrEqual ([timespan]'00:05:00')
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

        It 'ends at its moment' {
            $report = Test-IvsPlaybackToken $token -Time '2026-01-01T00:05:01Z'

            $report.Valid | Should -BeFalse
            $report.IsExpired | Should -BeTrue
            $report.TimeLeft | Should -Be ([timespan]'-00:00:01')
            $report.Findings.Id | Should -BeExactly @('IvsExpiryPast')
        }

        It 'has its claims by name, whoever signed it' {
            $report = Test-IvsPlaybackToken (New-AnyToken '{"aws:channel-arn":"arn:aws:ivs:us-west-2:123456789012:channel/a","exp":1767225600000,"aws:viewer_id":"v","x":[1,"2"]}') $keys.PublicKey -At 2026-01-01

            $report.Claims.exp | Should -Be 1767225600000
            $report.Claims['aws:viewer_id'] | Should -BeExactly 'v'
            $report.Claims.x.Length | Should -Be 2
            $report.Header.alg | Should -BeExactly 'ES384'
            $report.Findings.Id | Should -BeExactly @('IvsClaimMisspelt', 'IvsExpiryInMilliseconds', 'IvsClaimUnknown')
            "$report" | Should -BeExactly "not valid: The claim 'aws:viewer_id' is none of IVS's; did you mean aws:viewer-id? So the token has no aws:viewer-id."
        }

        It 'is false with another key' {
            $pair = New-IvsPlaybackKeyPair
            Test-IvsPlaybackToken $token -PublicKey $pair -Quiet @time | Should -BeFalse
            (Test-IvsPlaybackToken $token -PublicKey $pair.PublicKey @time).Findings[0].Id | Should -BeExactly 'IvsSignatureMismatch'
        }

        It 'is false with -Quiet, and true where it is right' {
            'x', '', "$token" | Test-IvsPlaybackToken -Quiet @time | Should -Be $false, $false, $true
        }

        It 'is read in <_> as elsewhere' -ForEach 'th-TH', 'ar-SA', 'tr-TR' {
            $text = New-AnyToken '{"aws:channel-arn":"I","exp":1767225900000,"AWS:VIEWER-ID":"I"}'
            $here = Get-View (Test-IvsPlaybackToken $text @time)

            Invoke-InCulture $_ { Get-View (Test-IvsPlaybackToken $text @time) } | Should -BeExactly $here
            Invoke-InCulture $_ { Get-View (Test-IvsPlaybackToken $token @time) } | Should -Match 'ExpiresAt\s+: 2026-01-01 00:05:00 UTC\s+TimeLeft\s+: 00:04:00\s'
        }
    }

    Context 'a key that is wrong' {
        It 'ends the command with <Id>: <What>' -ForEach @(
            @{ What = 'a block that is cut'; Make = { "-----BEGIN PUBLIC KEY-----`nMHYw" }; Id = 'PublicKeyMalformed' }
            @{ What = 'lines'; Make = { "no`npem" }; Id = 'PublicKeyNotPem' }
            @{ What = 'Base64 alone'; Make = { 'MIGkAgEBBDAcd+FcdWlHe/9m' * 4 }; Id = 'PublicKeyNotPem' }
            @{ What = 'a number'; Make = { 5 }; Id = 'PublicKeyTypeInvalid' }
            @{ What = 'a key of OpenSSH'; Make = { 'ecdsa-sha2-nistp384 AAAA x' }; Id = 'PublicKeyIsOpenSsh' }
            @{ What = 'an ECDsa of another curve'; Make = { [System.Security.Cryptography.ECDsa]::Create([System.Security.Cryptography.ECCurve]::CreateFromFriendlyName('nistP256')) }; Id = 'PublicKeyCurveInvalid' }
            @{ What = 'PEM of another curve'; Make = { [System.Security.Cryptography.ECDsa]::Create([System.Security.Cryptography.ECCurve]::CreateFromFriendlyName('nistP256')).ExportSubjectPublicKeyInfoPem() }; Id = 'PublicKeyCurveInvalid' }
            @{ What = 'RSA'; Make = { $k = [System.Security.Cryptography.RSA]::Create(); $k.ImportFromPem($keys.Rsa); $k.ExportSubjectPublicKeyInfoPem() }; Id = 'PublicKeyAlgorithmInvalid' }
            @{ What = 'a private key of RSA'; Make = { $keys.Rsa }; Id = 'PrivateKeyIsRsa'; Target = 'PrivateKey' }
            @{ What = 'a certificate'; Make = { $keys.Certificate }; Id = 'PublicKeyIsCertificate' }
            @{ What = 'a certificate of nothing'; Make = { "-----BEGIN CERTIFICATE-----`nAAAA`n-----END CERTIFICATE-----" }; Id = 'PublicKeyIsCertificate' }
            @{ What = 'an ECDsa that was disposed of'; Make = { $k = [System.Security.Cryptography.ECDsa]::Create([System.Security.Cryptography.ECCurve]::CreateFromFriendlyName('nistP384')); $k.Dispose(); $k }; Id = 'PublicKeyUnusable' }
            @{ What = 'a file that is not there'; Make = { 'TestDrive:/no.pem' }; Id = 'FileUnreadable'; Category = 'ObjectNotFound'; Target = 'TestDrive:/no.pem' }
            @{ What = 'an encrypted private key'; Make = { $keys.Encrypted }; Id = 'PrivateKeyPassphraseMissing'; Target = 'PrivateKey' }
        ) {
            $key = . $Make

            $refusal = Get-Refusal { $token, $token | Test-IvsPlaybackToken -PublicKey $key }

            Assert-Refusal $refusal Test-IvsPlaybackToken $Id $(if ($Category) { $Category } else { 'InvalidData' }) $(if ($Target) { $Target } else { 'PublicKey' }) -Terminating
        }

        It 'of a record is an error, and the others go on' {
            $records = foreach ($key in 5, $keys.PublicKey) { [pscustomobject]@{ Token = "$token"; PublicKey = $key } }

            $refusal = Get-Refusal { $records[0] | Test-IvsPlaybackToken -Quiet @time }
            $valid = $records | Test-IvsPlaybackToken -Quiet @time -ErrorVariable problems -ErrorAction SilentlyContinue

            Assert-Refusal $refusal Test-IvsPlaybackToken PublicKeyTypeInvalid InvalidData PublicKey
            $problems.Count | Should -Be 1
            $valid | Should -Be @($true)
        }
    }

    It 'writes an AwsSignTools.Services.Ivs.IvsPlaybackTokenReport' {
        (Test-IvsPlaybackToken $token).GetType().FullName | Should -BeExactly 'AwsSignTools.Services.Ivs.IvsPlaybackTokenReport'
    }

    It 'shows no token and no key in its view' {
        $report = Test-IvsPlaybackToken $token $keys.Sec1 @time

        Get-View $report | Should -Not -Match ([regex]::Escape("$token".Substring(60, 30)))
        Get-Everything $report | Should -Not -Match 'PRIVATE KEY'
    }
}
