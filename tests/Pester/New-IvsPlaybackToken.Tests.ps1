#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }

BeforeAll {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    $session = Enter-TestSession
    $ErrorActionPreference = $WarningPreference = 'Continue'
    $VerbosePreference = $DebugPreference = 'SilentlyContinue'
    $sample = Get-Sample
    $arn = $sample.IvsChannelArn
    $playbackUrl = $sample.PlaybackUrl
    $keys = Get-Key
    $pem = @{ PrivateKey = $keys.Sec1 }
    $time = @{ SigningTime = '2026-01-01T00:00:00Z' }
    $passphrase = ConvertTo-Secure $keys.Passphrase

    function Set-KeyFile {
        param([string] $Text, $Encoding = [System.Text.UTF8Encoding]::new($false))

        $path = Join-Path $TestDrive 'private-key.pem'
        [System.IO.File]::WriteAllText($path, $Text, $Encoding)
        $path
    }
}

AfterAll {
    Exit-TestSession $session
    Remove-Module Helpers
}

Describe 'New-IvsPlaybackToken' {
    Context 'the token' {
        It 'is an ES384 JWT of the channel and the end, and nothing more' {
            $token = Read-Token (New-IvsPlaybackToken $arn @pem @time -ExpiresIn 60).Token

            $token.IsValid | Should -BeTrue
            $token.Header | Should -BeExactly '{"alg":"ES384","typ":"JWT"}'
            $token.Json | Should -BeExactly ('{"aws:channel-arn":"' + $arn + '","exp":1767225660}')
            $token.Signature.Length | Should -Be 96
        }

        It 'is not padded and has only base64url''s characters' {
            (New-IvsPlaybackToken $arn @pem).Token | Should -MatchExactly '^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{128}$'
        }

        It 'says what each parameter is for' {
            $claims = @{
                AllowOrigin             = 'https://example.com', 'https://*.example.org:8443'
                StrictOriginEnforcement = $true
                SingleUseId             = '0f8fad5b-d9cb-469f-a165-70867728950e'
                ViewerId                = "viewer `"1`" $([char]0xE9)"
                ViewerSessionVersion    = 7
                ExpiresIn               = 600
            }

            $token = Read-Token (New-IvsPlaybackToken $arn @pem @time @claims).Token

            $token.IsValid | Should -BeTrue
            $token.Claims.psobject.Properties.Name | Sort-Object | Should -BeExactly @(
                'aws:access-control-allow-origin', 'aws:channel-arn', 'aws:single-use-uuid', 'aws:strict-origin-enforcement', 'aws:viewer-id', 'aws:viewer-session-version', 'exp')
            $token.Claims.'aws:channel-arn' | Should -BeExactly $arn
            $token.Claims.'aws:access-control-allow-origin' | Should -BeExactly 'https://example.com,https://*.example.org:8443'
            $token.Claims.'aws:strict-origin-enforcement' | Should -BeOfType bool
            $token.Claims.'aws:strict-origin-enforcement' | Should -BeTrue
            $token.Claims.'aws:single-use-uuid' | Should -BeExactly '0f8fad5b-d9cb-469f-a165-70867728950e'
            $token.Claims.'aws:viewer-id' | Should -BeExactly "viewer `"1`" $([char]0xE9)"
            $token.Claims.'aws:viewer-session-version' | Should -Be 7
            $token.Json | Should -Match '"aws:viewer-session-version":7[,}]'
            $token.Claims.exp | Should -Be 1767226200
        }

        It 'gets a new id for each with -SingleUse' {
            $tokens = $arn, $arn, $arn | New-IvsPlaybackToken @pem -SingleUse

            @($tokens.SingleUseId | Sort-Object -Unique).Count | Should -Be 3
            (Read-Token $tokens[0].Token).Claims.'aws:single-use-uuid' | Should -BeExactly $tokens[0].SingleUseId.ToString()
        }

        It 'is good for five minutes unless told' {
            $token = New-IvsPlaybackToken $arn @pem

            ($token.ExpiresAt - [datetimeoffset]::UtcNow).TotalSeconds | Should -BeGreaterThan 290
            ($token.ExpiresAt - [datetimeoffset]::UtcNow).TotalSeconds | Should -BeLessOrEqual 300
        }

        It 'needs no AWS credential, and takes none' {
            (Get-Command New-IvsPlaybackToken).Parameters.Keys | Should -Not -Contain 'AccessKey'
            "$env:AWS_ACCESS_KEY_ID$env:AWS_PROFILE" | Should -BeNullOrEmpty
            (Read-Token (New-IvsPlaybackToken $arn @pem).Token).IsValid | Should -BeTrue
        }

        It 'says the same in <Culture>' -ForEach @(
            @{ Culture = 'th-TH' }
            @{ Culture = 'ar-SA' }
            @{ Culture = 'tr-TR' }
        ) {
            $made = Invoke-InCulture $Culture { New-IvsPlaybackToken $arn @pem -SigningTime '2026-01-01T00:00:00Z' -ExpiresIn '60' -ViewerId I -ViewerSessionVersion 1234567 }
            $token = Read-Token $made.Token

            $token.IsValid | Should -BeTrue
            $token.Claims.exp | Should -Be 1767225660
            $token.Json | Should -BeLike '*"aws:viewer-id":"I","aws:viewer-session-version":1234567*'
            Invoke-InCulture $Culture { Get-View $made } | Should -Match 'ExpiresAt\s+: 2026-01-01 00:01:00 UTC'
        }
    }

    Context 'the private key' {
        It 'is taken as <Form>' -ForEach @(
            @{ Form = 'SEC1'; Make = { @{ PrivateKey = $keys.Sec1 } } }
            @{ Form = 'PKCS#8'; Make = { @{ PrivateKey = $keys.Pkcs8 } } }
            @{ Form = 'encrypted PKCS#8'; Make = { @{ PrivateKey = $keys.Encrypted; Passphrase = $passphrase } } }
            @{ Form = 'a SecureString'; Make = { @{ PrivateKey = ConvertTo-Secure $keys.Pkcs8 } } }
            @{ Form = 'an encrypted SecureString'; Make = { @{ PrivateKey = ConvertTo-Secure $keys.Encrypted; Passphrase = $passphrase } } }
            @{ Form = 'lines, as Get-Content gives them'; Make = { @{ PrivateKey = Get-Content -LiteralPath (Set-KeyFile $keys.Sec1) } } }
            @{ Form = 'one text, as Get-Content -Raw gives it'; Make = { @{ PrivateKey = Get-Content -Raw -LiteralPath (Set-KeyFile $keys.Sec1) } } }
            @{ Form = 'text with CRLF'; Make = { @{ PrivateKey = $keys.Pkcs8 -replace "`r?`n", "`r`n" } } }
            @{ Form = 'an environment variable with \n'; Make = { @{ PrivateKey = $keys.Pkcs8 -replace "`r?`n", '\n' } } }
            @{ Form = 'text after EC PARAMETERS'; Make = { @{ PrivateKey = "-----BEGIN EC PARAMETERS-----`nBgUrgQQAIg==`n-----END EC PARAMETERS-----`n" + $keys.Sec1 } } }
            @{ Form = 'a file'; Make = { @{ PrivateKeyPath = Set-KeyFile $keys.Sec1 } } }
            @{ Form = 'a file with a BOM'; Make = { @{ PrivateKeyPath = Set-KeyFile ([char]0xFEFF + $keys.Pkcs8) } } }
            @{ Form = 'a file in UTF-16 with CRLF'; Make = { @{ PrivateKeyPath = Set-KeyFile ($keys.Pkcs8 -replace "`r?`n", "`r`n") ([System.Text.Encoding]::Unicode) } } }
            @{ Form = 'an encrypted file'; Make = { @{ PrivateKeyPath = Set-KeyFile $keys.Encrypted; Passphrase = $passphrase } } }
        ) {
            $key = . $Make

            (Read-Token (New-IvsPlaybackToken $arn @key).Token).IsValid | Should -BeTrue
        }

        It 'is taken as a file at position 1, by a path of PowerShell' {
            $null = Set-KeyFile $keys.Sec1

            (Read-Token (New-IvsPlaybackToken $arn TestDrive:/private-key.pem).Token).IsValid | Should -BeTrue
        }

        It 'is taken as a file by a path relative to the location' {
            $null = Set-KeyFile $keys.Sec1
            Push-Location -LiteralPath TestDrive:/
            try {
                (Read-Token (New-IvsPlaybackToken $arn ./private-key.pem).Token).IsValid | Should -BeTrue
            }
            finally {
                Pop-Location
            }
        }

        It 'is taken as an ECDsa, which stays usable' {
            $curve = [System.Security.Cryptography.ECCurve]::CreateFromFriendlyName('nistP384')
            $ecdsa = [System.Security.Cryptography.ECDsa]::Create($curve)
            try {
                $tokens = 1..2 | ForEach-Object { New-IvsPlaybackToken $arn -PrivateKey $ecdsa }

                $tokens | ForEach-Object { (Read-Token $_.Token -PublicKey $ecdsa).IsValid | Should -BeTrue }
            }
            finally {
                $ecdsa.Dispose()
            }
        }

        It 'is refused where it is <Why>, once for all records' -ForEach @(
            @{ Why = 'an ECDsa of another curve'; Make = { @{ PrivateKey = [System.Security.Cryptography.ECDsa]::Create([System.Security.Cryptography.ECCurve]::CreateFromFriendlyName('nistP256')) } }; Id = 'PrivateKeyCurveInvalid'; Says = '*P-384*' }
            @{ Why = 'an ECDsa without its private part'; Make = { @{ PrivateKey = Get-PublicKey } }; Id = 'PrivateKeyUnusable'; Says = '*' }
            @{ Why = 'a P-256 key'; Make = { @{ PrivateKey = $keys.P256 } }; Id = 'PrivateKeyCurveInvalid'; Says = '*P-384*' }
            @{ Why = 'an RSA key'; Make = { @{ PrivateKey = $keys.Rsa } }; Id = 'PrivateKeyIsRsa'; Says = '*RSA*' }
            @{ Why = 'a public key'; Make = { @{ PrivateKey = $keys.PublicKey } }; Id = 'PrivateKeyIsPublicKey'; Says = '*public key*' }
            @{ Why = 'a certificate'; Make = { @{ PrivateKey = $keys.Certificate } }; Id = 'PrivateKeyIsCertificate'; Says = '*certificate*' }
            @{ Why = 'no PEM'; Make = { @{ PrivateKey = 'private-key.pem' } }; Id = 'PrivateKeyNotPem'; Says = '*no PEM block*' }
            @{ Why = 'cut short'; Make = { @{ PrivateKey = $keys.Pkcs8 -replace '(?m)^[A-Za-z0-9+/]{64}\r?\n', '' } }; Id = 'PrivateKeyMalformed'; Says = '*damaged*' }
            @{ Why = 'encrypted, without a passphrase'; Make = { @{ PrivateKey = $keys.Encrypted } }; Id = 'PrivateKeyPassphraseMissing'; Says = '*encrypted*' }
            @{ Why = 'encrypted, with another passphrase'; Make = { @{ PrivateKey = $keys.Encrypted; Passphrase = (ConvertTo-Secure 'wrong') } }; Id = 'PrivateKeyPassphraseWrong'; Says = '*passphrase is wrong*' }
            @{ Why = 'a number'; Make = { @{ PrivateKey = 42 } }; Id = 'PrivateKeyTypeInvalid'; Says = '*PEM text*' }
        ) {
            $key = . $Make

            $refusal = Get-Refusal { $arn, $arn | New-IvsPlaybackToken @key }

            Assert-Refusal $refusal New-IvsPlaybackToken $Id InvalidData PrivateKey -Terminating
            $refusal.Message | Should -BeLike $Says
        }

        It 'is refused where its file <Why>' -ForEach @(
            @{ Why = 'is not there'; Path = 'TestDrive:/none.pem'; Category = 'ObjectNotFound' }
            @{ Why = 'is a folder'; Path = 'TestDrive:/'; Category = 'ReadError' }
            @{ Why = 'is on a drive that is not there'; Path = 'nosuchdrive:/none.pem'; Category = 'ObjectNotFound' }
            @{ Why = 'is an environment variable'; Path = 'Env:/PATH'; Category = 'ReadError' }
        ) {
            $refusal = Get-Refusal { $arn, $arn | New-IvsPlaybackToken -PrivateKeyPath $Path }

            Assert-Refusal $refusal New-IvsPlaybackToken FileUnreadable $Category $Path -Terminating
            $refusal.Message | Should -Match 'cannot be read'
        }

        It 'is refused where its file has no end' -Skip:(-not (Test-Path /dev/zero)) {
            $refusal = Get-Refusal { New-IvsPlaybackToken $arn -PrivateKeyPath /dev/zero }

            Assert-Refusal $refusal New-IvsPlaybackToken PrivateKeyNotPem InvalidData PrivateKey -Terminating
            $refusal.Message | Should -BeLike '*larger than 1048576 bytes*'
        }

        It 'is asked for as text or as a path, and not as both' {
            (Get-Refusal { New-IvsPlaybackToken $arn -PrivateKey $keys.Sec1 -PrivateKeyPath x }).Id | Should -BeExactly 'AmbiguousParameterSet'
        }

        It 'is in no output, verbose or debug line, and no error: <Form>' -ForEach @(
            @{ Form = 'text'; Make = { $keys.Pkcs8 } }
            @{ Form = 'lines'; Make = { $keys.Pkcs8 -split "`n" } }
        ) {
            $key = . $Make
            $part = ($keys.Pkcs8 -split "`r?`n")[1]
            $part.Length | Should -Be 64

            $Error.Clear()
            $output = @(
                New-IvsPlaybackToken $arn -PrivateKey $key -Verbose -Debug *>&1
                New-IvsPlaybackToken x -PrivateKey $key *>&1 | Where-Object { $_ -isnot [System.Management.Automation.ErrorRecord] }
            )
            try { New-IvsPlaybackToken $arn -PrivateKey $key -NoSuchParameter 1 } catch { $null = $_ }
            try { New-IvsPlaybackToken $arn -PrivateKey $key -ViewerSessionVersion x } catch { $null = $_ }

            $Error.Count | Should -BeGreaterOrEqual 3
            (Get-Everything ($output + $Error)).Split("`n") | Where-Object { $_.Contains($part) } | Should -BeNullOrEmpty
        }
    }

    Context 'the end' {
        It 'is taken as -ExpiresIn <Form>' -ForEach @(
            @{ Form = 'seconds'; ExpiresIn = 90 }
            @{ Form = 'seconds in text'; ExpiresIn = '90' }
            @{ Form = 'a TimeSpan'; ExpiresIn = [timespan]::FromSeconds(90) }
            @{ Form = 'a TimeSpan in text'; ExpiresIn = '00:01:30' }
        ) {
            (Read-Token (New-IvsPlaybackToken $arn @pem @time -ExpiresIn $ExpiresIn).Token).Claims.exp | Should -Be 1767225690
            (Read-Token (New-IvsPlaybackToken $arn @pem @time -Expires $ExpiresIn).Token).Claims.exp | Should -Be 1767225690
        }

        It 'is taken as -ExpiresAt <Form>' -ForEach @(
            @{ Form = 'ISO 8601'; ExpiresAt = '2026-01-01T00:01:30Z' }
            @{ Form = 'SigV4''s own form'; ExpiresAt = '20260101T000130Z' }
            @{ Form = 'a DateTime'; ExpiresAt = [datetime]::new(2026, 1, 1, 0, 1, 30, [System.DateTimeKind]::Utc) }
            @{ Form = 'a DateTimeOffset with a fraction'; ExpiresAt = [datetimeoffset]::new(2026, 1, 1, 1, 1, 30, 999, [timespan]'01:00') }
        ) {
            (Read-Token (New-IvsPlaybackToken $arn @pem @time -ExpiresAt $ExpiresAt).Token).Claims.exp | Should -Be 1767225690
        }

        It 'is refused as a number, which may be seconds or milliseconds' {
            $refusal = Get-Refusal { New-IvsPlaybackToken $arn @pem -ExpiresAt 1767225690000 }

            $refusal.Id | Should -BeExactly 'ParameterArgumentTransformationError'
            $refusal.Message | Should -BeLike '*A number is not a moment*'
        }

        It 'is refused: <Why>' -ForEach @(
            @{ Why = 'it has passed'; Arguments = @{ ExpiresAt = '2025-12-31T23:59:59Z' }; Id = 'IvsExpiryPast'; Target = [datetimeoffset]'2025-12-31T23:59:59Z' }
            @{ Why = 'it is now'; Arguments = @{ ExpiresIn = 0 }; Id = 'IvsExpiryPast'; Target = [datetimeoffset]'2026-01-01T00:00:00Z' }
            @{ Why = 'a single-use token lasts over ten minutes'; Arguments = @{ ExpiresIn = 601; SingleUse = $true }; Id = 'IvsExpiryTooLate'; Target = [datetimeoffset]'2026-01-01T00:10:01Z' }
            @{ Why = 'a token with a viewer id lasts over ten minutes'; Arguments = @{ ExpiresIn = '00:10:01'; ViewerId = 'v' }; Id = 'IvsExpiryTooLate'; Target = [datetimeoffset]'2026-01-01T00:10:01Z' }
            @{ Why = 'a moment is given as a duration'; Arguments = @{ ExpiresIn = 1767225600 }; Id = 'IvsExpiryTooLate'; Target = [timespan]'20454' }
            @{ Why = 'it lies beyond the calendar'; Arguments = @{ ExpiresIn = 1e15 }; Id = 'IvsExpiryTooLate'; Target = [timespan]::MaxValue }
            @{ Why = 'it is given twice'; Arguments = @{ ExpiresIn = 60; ExpiresAt = '2026-01-01T00:01:30Z' }; Id = 'IvsExpiryAmbiguous'; Target = [datetimeoffset]'2026-01-01T00:01:30Z' }
        ) {
            $refusal = Get-Refusal { New-IvsPlaybackToken $arn @pem @time @Arguments }

            Assert-Refusal $refusal New-IvsPlaybackToken $Id InvalidArgument $Target
        }

        It 'is warned of where milliseconds were taken for seconds' {
            $token = New-IvsPlaybackToken $arn @pem @time -ExpiresIn 300000000 -WarningVariable warnings -WarningAction SilentlyContinue

            $token.Token | Should -Not -BeNullOrEmpty
            $warnings.Count | Should -Be 1
            $warnings[0].Message | Should -BeLike '*milliseconds*'
        }
    }

    Context 'the pipeline' {
        It 'takes the records of Get-IVSChannel, and gives playback URLs' {
            $channels = 1..3 | ForEach-Object { New-IvsChannelRecord "$arn$_" "$playbackUrl`?n=$_" }

            $tokens = $channels | New-IvsPlaybackToken @pem

            $tokens.ChannelArn | Should -BeExactly @("${arn}1", "${arn}2", "${arn}3")
            $tokens[0].PlaybackUrl | Should -BeExactly "$playbackUrl`?n=1&token=$($tokens[0].Token)"
            $tokens | ForEach-Object { (Read-Token $_.Token).Claims.'aws:channel-arn' | Should -BeExactly $_.ChannelArn }
        }

        It 'takes ARNs by value' {
            ($arn, "${arn}2" | New-IvsPlaybackToken @pem).ChannelArn | Should -BeExactly @($arn, "${arn}2")
        }

        It 'takes viewers by their names, such as from a CSV file' {
            $csv = 'ChannelArn,ViewerId,ViewerSessionVersion,ExpiresAt', "$arn,ann,1,2026-01-01T00:05:00Z", "$arn,bob,2,2026-01-01T00:06:00Z" | ConvertFrom-Csv

            $claims = $csv | New-IvsPlaybackToken @pem @time | ForEach-Object { (Read-Token $_.Token).Claims }

            $claims.'aws:viewer-id' | Should -BeExactly @('ann', 'bob')
            $claims.'aws:viewer-session-version' | Should -Be @(1, 2)
            $claims.exp | Should -Be @(1767225900, 1767225960)
        }

        It 'forgets one record''s viewer before the next' {
            $records = [pscustomobject]@{ Arn = $arn; ViewerId = 'ann' }, [pscustomobject]@{ Arn = $arn }

            ($records | New-IvsPlaybackToken @pem)[1].ViewerId | Should -BeNullOrEmpty
        }

        It 'gives each viewer a token of its own, and a bad one an error' {
            $tokens = 'a', ('x' * 41), 'b' | ForEach-Object { [pscustomobject]@{ ViewerId = $_; ViewerSessionVersion = 3 } } |
                New-IvsPlaybackToken -ChannelArn $arn @pem -ErrorVariable problems -ErrorAction SilentlyContinue

            $tokens | ForEach-Object { (Read-Token $_.Token).Claims.'aws:viewer-id' } | Should -BeExactly @('a', 'b')
            $tokens | ForEach-Object { (Read-Token $_.Token).IsValid } | Should -Be @($true, $true)
            $problems.Count | Should -Be 1
            $problems[0].FullyQualifiedErrorId | Should -BeExactly 'IvsViewerIdInvalid,AwsSignTools.Commands.NewIvsPlaybackTokenCommand'
        }

        It 'goes on after a bad record' {
            $tokens = $arn, 'arn:aws:ivs:us-west-2:123456789012:stream-key/x', $arn | New-IvsPlaybackToken @pem -ErrorVariable problems -ErrorAction SilentlyContinue

            $tokens.Count | Should -Be 2
            $problems.Count | Should -Be 1
            $problems[0].TargetObject | Should -BeExactly 'arn:aws:ivs:us-west-2:123456789012:stream-key/x'
        }

        It 'signs in parallel runspaces' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
            $module = (Get-Module AwsSignTools).Path

            $tokens = 1..4 | ForEach-Object -ThrottleLimit 4 -Parallel {
                Import-Module $using:module
                $pem = $using:pem
                1..5 | ForEach-Object { (New-IvsPlaybackToken $using:arn @pem).Token }
            }

            $tokens.Count | Should -Be 20
            $tokens | ForEach-Object { (Read-Token $_).IsValid | Should -BeTrue }
        }
    }

    Context 'refusals' {
        It 'refuses <Why>' -ForEach @(
            @{ Why = 'the ARN of a stage'; Arguments = @{ ChannelArn = 'arn:aws:ivs:us-west-2:123456789012:stage/x' }; Id = 'IvsChannelArnInvalid'; Target = 'arn:aws:ivs:us-west-2:123456789012:stage/x' }
            @{ Why = 'the ARN of a stream key'; Arguments = @{ ChannelArn = 'arn:aws:ivs:us-west-2:123456789012:stream-key/abc' }; Id = 'IvsChannelArnInvalid'; Target = 'arn:aws:ivs:us-west-2:123456789012:stream-key/abc' }
            @{ Why = 'an origin with a path'; Arguments = @{ AllowOrigin = 'https://example.com/' }; Id = 'IvsOriginInvalid'; Target = 'https://example.com/' }
            @{ Why = 'origins in one text'; Arguments = @{ AllowOrigin = 'https://a.com,https://b.com' }; Id = 'IvsOriginInvalid'; Target = 'https://a.com,https://b.com' }
            @{ Why = 'an origin without a scheme'; Arguments = @{ AllowOrigin = 'example.com' }; Id = 'IvsOriginInvalid'; Target = 'example.com' }
            @{ Why = 'a viewer id of 41 characters'; Arguments = @{ ViewerId = 'x' * 41 }; Id = 'IvsViewerIdInvalid'; Target = 'x' * 41 }
            @{ Why = 'an empty viewer id'; Arguments = @{ ViewerId = '' }; Id = 'IvsViewerIdInvalid'; Target = '' }
            @{ Why = 'a session version without a viewer'; Arguments = @{ ViewerSessionVersion = 1 }; Id = 'IvsViewerSessionVersionUnused'; Target = 1 }
            @{ Why = 'an http playback URL'; Arguments = @{ PlaybackUrl = 'http://example.com/a.m3u8' }; Id = 'IvsPlaybackUrlInvalid'; Target = 'http://example.com/a.m3u8' }
            @{ Why = 'a playback URL that has a token'; Arguments = @{ PlaybackUrl = 'https://example.com/a.m3u8?token=x' }; Id = 'IvsPlaybackUrlHasToken'; Target = 'PlaybackUrl' }
            @{ Why = 'both -SingleUse and -SingleUseId'; Arguments = @{ SingleUse = $true; SingleUseId = [guid]::Empty }; Id = 'IvsSingleUseAmbiguous'; Target = [guid]::Empty }
        ) {
            $all = @{ ChannelArn = $arn } + $pem
            foreach ($name in $Arguments.Keys) { $all[$name] = $Arguments[$name] }

            $refusal = Get-Refusal { New-IvsPlaybackToken @all }

            Assert-Refusal $refusal New-IvsPlaybackToken $Id InvalidArgument $Target
        }

        It 'refuses six origins with strict enforcement, and takes them without' {
            $origins = @{ AllowOrigin = 1..6 | ForEach-Object { "https://$_.example.com" } }

            Assert-Refusal (Get-Refusal { New-IvsPlaybackToken $arn @pem @origins -StrictOriginEnforcement }) New-IvsPlaybackToken IvsStrictOriginsTooMany InvalidArgument 6
            (New-IvsPlaybackToken $arn @pem @origins).AllowOrigin.Count | Should -Be 6
        }

        It 'warns of <What>' -ForEach @(
            @{ What = 'strict enforcement of nothing'; Arguments = @{ StrictOriginEnforcement = $true }; Says = '*no origin*-AllowOrigin*' }
            @{ What = 'a session version that cannot be revoked'; Arguments = @{ ViewerId = 'v'; ViewerSessionVersion = 2147483648 }; Says = '*2147483648*revoked*' }
        ) {
            $token = New-IvsPlaybackToken $arn @pem @Arguments -WarningVariable warnings -WarningAction SilentlyContinue

            (Read-Token $token.Token).IsValid | Should -BeTrue
            $warnings.Count | Should -Be 1
            $warnings[0].Message | Should -BeLike $Says
        }
    }

    Context 'output' {
        It 'is an AwsSignTools.Services.Ivs.IvsPlaybackToken, as Get-Command says' {
            (New-IvsPlaybackToken $arn @pem).GetType().FullName | Should -BeExactly 'AwsSignTools.Services.Ivs.IvsPlaybackToken'
            (Get-Command New-IvsPlaybackToken).OutputType.Name | Should -Contain 'AwsSignTools.Services.Ivs.IvsPlaybackToken'
        }

        It 'is the token wherever text is wanted' {
            $token = New-IvsPlaybackToken $arn @pem

            "$token" | Should -BeExactly $token.Token
            "https://example.com/?token=$(New-IvsPlaybackToken $arn @pem)" | Should -Match '\?token=ey[A-Za-z0-9_.-]+$'
        }

        It 'has a view of the token and what it says, and of nothing it does not' {
            $token = New-IvsPlaybackToken $arn @pem @time

            Get-View $token | Should -Match ([regex]::Escape("Token      : $($token.Token)"))
            Get-View $token | Should -Match 'ExpiresAt  : 2026-01-01 00:05:00 UTC'
            Get-View $token | Should -Not -Match 'PlaybackUrl|AllowOrigin|Strict|SingleUseId|Viewer'
        }

        It 'has a view of the playback URL in place of the token' {
            $token = New-IvsPlaybackToken $arn @pem -PlaybackUrl $playbackUrl -AllowOrigin https://example.com -ViewerId ann -ViewerSessionVersion 0

            Get-View $token | Should -Match ([regex]::Escape("PlaybackUrl          : $playbackUrl`?token=$($token.Token)"))
            Get-View $token | Should -Not -Match '(?m)^Token'
            Get-View $token | Should -Match 'https://example.com'
            Get-View $token | Should -Match 'ViewerId             : ann'
            Get-View $token | Should -Match 'ViewerSessionVersion : 0'
        }
    }

    Context 'as a command' {
        It 'changes nothing, so it has no -WhatIf and no -Confirm' {
            (Get-Command New-IvsPlaybackToken).Parameters.Keys | Should -Not -Contain 'WhatIf'
            (Get-Command New-IvsPlaybackToken).Parameters.Keys | Should -Not -Contain 'Confirm'
        }

        It 'takes the channel as -Arn and the time as -Timestamp too' {
            (Read-Token (New-IvsPlaybackToken -Arn $arn @pem -Timestamp 20260101T000000Z).Token).Claims.exp | Should -Be 1767225900
        }

        It 'refuses -ThrottleLimit <_>' -ForEach 0, 257 {
            (Get-Refusal { New-IvsPlaybackToken $arn @pem -ThrottleLimit $_ }).Id | Should -BeExactly 'ParameterArgumentValidationError'
        }

        It 'signs on several threads, in the order of the input, with -ThrottleLimit' {
            $viewers = 1..40 | ForEach-Object { [pscustomobject]@{ ChannelArn = $arn; ViewerId = "viewer-$_" } }
            $tokens = $viewers | New-IvsPlaybackToken @pem -ThrottleLimit 4
            $tokens.ViewerId | Should -Be $viewers.ViewerId
            ($tokens | ForEach-Object { (Read-Token $_.Token).Claims.'aws:viewer-id' }) | Should -Be $viewers.ViewerId
        }
    }
}
