#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }

BeforeAll {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    $session = Enter-TestSession
    $ErrorActionPreference = $WarningPreference = 'Continue'
    $VerbosePreference = $DebugPreference = 'SilentlyContinue'
    $sample = Get-Sample
    $key = @{ AccessKey = $sample.AccessKey; SecretKey = $sample.SecretKey }
    $viewer = @{ Endpoint = $sample.ViewerEndpoint; ChannelArn = $sample.ChannelArn; ClientId = 'viewer-1' }
    $url = New-KvsSignedUrl @viewer @key
    $bucket = 'https://bucket.s3.eu-central-1.amazonaws.com/a%20b'
    $hash = '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072'

    # A URL of a time that does not go by, and the time.
    $at = @{ SigningTime = '20261123T093000Z' }
    $old = New-KvsSignedUrl @viewer @key @at
    $temporaryKey = @{ AccessKey = $sample.TemporaryKey; SecretKey = $sample.SecretKey; SessionToken = $sample.SessionToken }
    $temporary = New-KvsSignedUrl @viewer @temporaryKey @at

    # A port of loopback at which nobody listens.
    function Get-ClosedPort {
        $listener = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
        $listener.Start()
        $listener.LocalEndpoint.Port
        $listener.Stop()
    }
}

AfterAll {
    Exit-TestSession $session
    Remove-Module Helpers
}

Describe 'Test-AwsSignedUrl' {
    Context 'a URL that is right' {
        It 'is valid, and taken apart' {
            $report = Test-AwsSignedUrl $old @key @at

            $report.Valid | Should -BeTrue
            $report.SignatureValid | Should -BeTrue
            $report.Url, $report.Host, $report.Method | Should -BeExactly @("$old", 'v-a1b2c3d4.kinesisvideo.us-west-2.amazonaws.com', 'GET')
            $report.Service, $report.Region, $report.AccessKeyId | Should -BeExactly @('kinesisvideo', 'us-west-2', $sample.AccessKey)
            $report.SignedAt | Should -Be ([datetimeoffset]'2026-11-23T09:30:00Z')
            $report.ExpiresAt | Should -Be ([datetimeoffset]'2026-11-23T09:34:59Z')
            $report.TimeLeft | Should -Be ([timespan]::FromSeconds(299))
            $report.CanonicalRequest | Should -BeExactly $old.CanonicalRequest
            $report.StringToSign | Should -BeExactly $old.StringToSign
            $report.Connection | Should -BeNullOrEmpty
            $report.Findings | Should -BeNullOrEmpty
            "$report" | Should -BeExactly 'Valid'
        }

        It 'is taken as <Form>' -ForEach @(
            @{ Form = 'text'; Given = { $text } }
            @{ Form = 'text in quotes and white space'; Given = { "  '$text'`r`n" } }
            @{ Form = 'a [uri]'; Given = { [uri]$text } }
            @{ Form = 'a SignedUrl'; Given = { $signed } }
            @{ Form = 'a record with Url'; Given = { [pscustomobject]@{ Url = $text } } }
            @{ Form = 'a record with Url, and a method that a WebSocket has not'; Given = { [pscustomobject]@{ Url = $text; Method = 'PUT' } } }
            @{ Form = 'a record with Uri'; Given = { [pscustomobject]@{ Uri = [uri]$text } } }
            @{ Form = 'a record with SignedUrl'; Given = { [pscustomobject]@{ SignedUrl = $text } } }
        ) {
            # The escapes that a Uri changes in its other forms.
            $signed = New-KvsSignedUrl "$($sample.ViewerEndpoint)/?X-Amz-ChannelARN=$($sample.ChannelArn)&X-Amz-ClientId=v&x=a~b%2F%C3%A9" @key @at
            $text = $signed.Url

            foreach ($report in (& $Given | Test-AwsSignedUrl @key @at), (Test-AwsSignedUrl (& $Given) @key @at)) {
                $report.Url | Should -BeExactly $text
                $report.SignatureValid | Should -BeTrue
            }
        }

        It 'is taken as -<_>' -ForEach 'Url', 'Uri' {
            $named = @{ $_ = "$old" }

            (Test-AwsSignedUrl @named @key @at).SignatureValid | Should -BeTrue
        }

        It 'is neither right nor wrong without the key that signed, and no other is looked for' {
            $env:AWS_ACCESS_KEY_ID = $sample.AccessKey
            $env:AWS_SECRET_ACCESS_KEY = 'another'
            try {
                $none = Test-AwsSignedUrl $old @at
                $other = Test-AwsSignedUrl $old -AccessKey AKIDOTHER -SecretKey x @at
            }
            finally {
                Clear-TestEnvironment
            }

            $none.Valid | Should -BeTrue
            $none.SignatureValid | Should -BeNullOrEmpty
            $none.Findings | Should -BeNullOrEmpty
            $other.Valid | Should -BeFalse
            $other.SignatureValid | Should -BeNullOrEmpty
            $other.Findings.Id | Should -BeExactly @('CredentialDiffers')
        }

        It 'is checked with <Source>' -ForEach @(
            @{ Source = 'a profile'; Given = { @{ ProfileName = 'dev' } } }
            @{ Source = 'a profile (StoredCredentials)'; Given = { @{ StoredCredentials = 'dev' } } }
            @{ Source = 'a hashtable'; Given = { @{ Credential = @{ AccessKeyId = $sample.AccessKey; SecretAccessKey = $sample.SecretKey } } } }
            @{ Source = 'an object'; Given = { @{ Credential = [pscustomobject]@{ AccessKeyId = $sample.AccessKey; SecretAccessKey = $sample.SecretKey; SessionToken = $null } } } }
            @{ Source = 'a PSCredential'; Given = { @{ Credential = [pscredential]::new($sample.AccessKey, (ConvertTo-Secure $sample.SecretKey)) } } }
            @{ Source = 'JSON'; Given = { @{ Credential = @{ AccessKeyId = $sample.AccessKey; SecretAccessKey = $sample.SecretKey } | ConvertTo-Json } } }
            @{ Source = 'a SecureString, by the aliases of AWS.Tools'; Given = { @{ AK = $sample.AccessKey; SK = ConvertTo-Secure $sample.SecretKey } } }
        ) {
            $env:AWS_SHARED_CREDENTIALS_FILE = Join-Path $TestDrive 'credentials'
            Set-Content -LiteralPath $env:AWS_SHARED_CREDENTIALS_FILE -Value '[dev]', "aws_access_key_id = $($sample.AccessKey)", "aws_secret_access_key = $($sample.SecretKey)"
            $from = & $Given
            try {
                $report = Test-AwsSignedUrl $old @from @at
            }
            finally {
                Clear-TestEnvironment
            }

            $report.SignatureValid | Should -BeTrue
            $report.Valid | Should -BeTrue
        }

        It 'is checked with a credential that has ended, <What>' -ForEach @(
            @{ What = 'before the URL'; Moment = '20261123T093100Z'; Id = 'CredentialExpired' }
            @{ What = 'as the URL has'; Moment = '20261123T093600Z'; Id = 'UrlExpired' }
            @{ What = 'but had not then'; Moment = '20261123T092900Z'; Id = $null }
        ) {
            $credential = @{ AccessKeyId = $sample.TemporaryKey; SecretAccessKey = $sample.SecretKey; SessionToken = $sample.SessionToken; Expiration = [datetimeoffset]'2026-11-23T09:30:30Z' }

            $report = Test-AwsSignedUrl $temporary -SigningTime $Moment -Credential $credential -WarningVariable warnings -WarningAction SilentlyContinue

            $report.SignatureValid | Should -BeTrue
            $report.Findings.Id | Should -BeExactly $Id
            $warnings | Should -BeNullOrEmpty
        }

        It 'of an upload tells its method, headers and payload itself: <Form>' -ForEach @(
            @{ Form = 'from the pipeline'; Test = { $upload | Test-AwsSignedUrl @key } }
            @{ Form = 'as an argument'; Test = { Test-AwsSignedUrl $upload @key } }
            @{ Form = 'wrapped, whatever method is given'; Test = { [psobject]::AsPSObject($upload) | Test-AwsSignedUrl @key -Method DELETE } }
        ) {
            $upload = New-AwsSignedUrl $bucket -Method PUT -Headers @{ 'Content-Type' = 'text/plain'; 'X-Amz-Meta-N' = 5 } -PayloadHash $hash @key

            $report = & $Test

            $report.SignatureValid | Should -BeTrue
            $report.Method | Should -BeExactly 'PUT'
            $report.Findings | Should -BeNullOrEmpty
        }

        It 'of an upload is <Valid> as text with <What>: <Id>' -ForEach @(
            @{ What = 'nothing'; Sign = @{ PayloadHash = '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072' }; Arguments = @{}; Valid = $false; Id = 'SignedHeaderValuesMissing'; SignatureValid = $null }
            # The method can be told from the signature where the payload is the usual one.
            @{ What = 'headers'; Sign = @{}; Arguments = @{ Headers = @{ 'content-type' = 'text/plain'; 'X-AMZ-META-N' = 5 } }; Valid = $false; Id = 'SignedForAnotherMethod'; SignatureValid = $false }
            @{ What = 'headers and the method'; Sign = @{}; Arguments = @{ Headers = @{ 'content-type' = 'text/plain'; 'X-AMZ-META-N' = 5 }; Method = 'put' }; Valid = $true; Id = $null; SignatureValid = $true }
            @{ What = 'another header'; Sign = @{ PayloadHash = '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072' }; Arguments = @{ Headers = @{ 'content-type' = 'text/plain'; 'X-AMZ-META-N' = 6 }; Method = 'put'; PayloadHash = '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072' }; Valid = $false; Id = 'SignatureMismatch'; SignatureValid = $false }
            @{ What = 'all of them'; Sign = @{ PayloadHash = '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072' }; Arguments = @{ Headers = @{ 'content-type' = 'text/plain'; 'X-AMZ-META-N' = 5 }; Method = 'put'; PayloadHash = '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072' }; Valid = $true; Id = $null; SignatureValid = $true }
            @{ What = 'all of them and more, by -Header'; Sign = @{ PayloadHash = '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072' }; Arguments = @{ Header = @{ 'Content-Type' = ' text/plain '; 'X-Amz-Meta-N' = '5'; Other = 'x' }; Method = 'PUT'; PayloadHash = '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072' }; Valid = $true; Id = $null; SignatureValid = $true }
        ) {
            $upload = New-AwsSignedUrl $bucket -Method PUT -Headers @{ 'Content-Type' = 'text/plain'; 'X-Amz-Meta-N' = 5 } @Sign @key

            $report = Test-AwsSignedUrl "$upload" @key @Arguments

            $report.Valid | Should -Be $Valid
            $report.SignatureValid | Should -Be $SignatureValid
            @($report.Findings.Id)[0] | Should -BeExactly $Id
        }
    }

    Context 'a URL with settings, headers and a host of its own' {
        BeforeDiscovery {
            $cases = @(
                @{ What = 'a path encoded once'; Make = @{ Uri = 'https://x.execute-api.us-east-1.amazonaws.com/a b'; PathEncoding = 'Once' }; Tell = @{ PathEncoding = 'Once' } }
                @{ What = 'a path that is not normalised'; Make = @{ Uri = 'https://x.execute-api.us-east-1.amazonaws.com/a//b/../c'; NormalizePath = $false }; Tell = @{ NormalizePath = $false } }
                @{ What = 'a path that is normalised'; Make = @{ Uri = 'https://b.s3.us-east-1.amazonaws.com/a//b'; NormalizePath = $true }; Tell = @{ NormalizePath = $true } }
                @{ What = 'a repeated header'; Make = @{ Uri = 'https://x.execute-api.us-east-1.amazonaws.com/a'; Headers = @{ h = '1', '2' } }; Tell = @{ Headers = @{ h = '1', '2' } } }
                @{ What = 'a host of its own'; Make = @{ Uri = 'wss://haproxy.corp:8182/gremlin'; Service = 'neptune-db'; Region = 'us-east-1'; Headers = @{ Host = 'db.cluster-abc.us-east-1.neptune.amazonaws.com:8182' } }; Tell = @{ Headers = @{ Host = 'db.cluster-abc.us-east-1.neptune.amazonaws.com:8182' } } }
                @{ What = 'a raw colon'; Make = @{ Uri = 'wss://bedrock-runtime.us-east-1.amazonaws.com/model/amazon.nova-sonic-v1:0/x' }; Tell = @{} }
                @{ What = 'headers that change on the way'; Make = @{ Uri = 'https://x.execute-api.us-east-1.amazonaws.com/a'; Headers = @{ 'Proxy-Authorization' = 'x'; Connection = 'close'; a = 'b' } }; Tell = @{ Headers = @{ a = 'b' } } }
                @{ What = 'no life'; Make = @{ Uri = 'wss://a.iot.us-east-1.amazonaws.com/mqtt'; NoExpiry = $true }; Tell = @{} }
            )
        }

        It 'is valid as an object and as text: <What>' -TestCases $cases {
            $signed = New-AwsSignedUrl @Make @key @at

            ($signed | Test-AwsSignedUrl @key @at).SignatureValid | Should -BeTrue
            ($signed | Test-AwsSignedUrl @key @at).Valid | Should -BeTrue
            (Test-AwsSignedUrl $signed.Url @Tell @key @at).SignatureValid | Should -BeTrue
            (Test-AwsSignedUrl ($signed.Url -replace '\?', 'x?') @Tell @key @at).Valid | Should -BeFalse
        }

        It 'says which values an object does not use' {
            $signed = New-AwsSignedUrl https://x.execute-api.us-east-1.amazonaws.com/a -Headers @{ h = 1 } @key @at

            ($signed | Test-AwsSignedUrl -Method PUT -Headers @{ h = 2 } -PayloadHash UNSIGNED-PAYLOAD @key @at -WarningVariable warnings -WarningAction SilentlyContinue).Valid | Should -BeTrue
            $warnings.Message | Should -BeLike '-Method, -Headers, -PayloadHash are not used*'
            $null = $signed, $signed | Test-AwsSignedUrl -Headers @{ h = 2 } @key @at -WarningVariable warnings -WarningAction SilentlyContinue
            $warnings | Should -HaveCount 1
            $null = $signed | Test-AwsSignedUrl -Method get @key @at -WarningVariable warnings
            $warnings | Should -HaveCount 0
            (Test-AwsSignedUrl $signed.Url -Headers @{ h = 2 } @key @at).Findings[0].Remedy | Should -BeLike '*headers*'
        }

        It 'takes the session token where it is told to' {
            $make = @{ Uri = 'https://x.execute-api.us-east-1.amazonaws.com/a'; SessionTokenMode = 'Appended' }
            $signed = New-AwsSignedUrl @make @temporaryKey @at

            ($signed | Test-AwsSignedUrl @temporaryKey @at).Valid | Should -BeTrue
            (Test-AwsSignedUrl $signed.Url -SessionTokenMode Appended @temporaryKey @at).Valid | Should -BeTrue
            (Test-AwsSignedUrl $signed.Url @temporaryKey @at).Findings.Id | Should -Contain 'SessionTokenUnsigned'
            ($signed | Test-AwsSignedUrl -SessionTokenMode InSignature @temporaryKey @at).Valid | Should -BeFalse
        }
    }

    Context 'a URL that is wrong' {
        It 'says <Id> of <Mistake>' -ForEach @(
            @{ Mistake = 'an end that a shell cut off'; Change = { "$url" -replace '&.*' }; Id = 'SigningParameterMissing'; Remedy = '*in quotes*' }
            @{ Mistake = 'HTML'; Change = { "$url" -replace '&', '&amp;' }; Id = 'UrlEscapedAsText' }
            @{ Mistake = 'a line end'; Change = { "$url".Insert(100, "`n") }; Id = 'UrlBroken' }
            @{ Mistake = 'an endpoint'; Change = { $sample.ViewerEndpoint }; Id = 'UrlNotSigned' }
            @{ Mistake = 'a URL of S3'; Change = { 'https://bucket.s3.us-west-2.amazonaws.com/key' }; Id = 'UrlNotSigned'; Remedy = '*New-AwsSignedUrl*' }
            @{ Mistake = 'a URL of a player'; Change = { 'https://a1.us-west-2.playback.live-video.net/x.m3u8?token=e.e.e' }; Id = 'UrlNotSigned'; Remedy = '*Test-IvsPlaybackToken*' }
            @{ Mistake = 'a URL of CloudFront'; Change = { 'https://d1.cloudfront.net/x?Expires=1&Signature=s&Key-Pair-Id=K' }; Id = 'UrlNotSigned'; Remedy = '*key group*' }
            @{ Mistake = 'nothing'; Change = { ' ' }; Id = 'UrlInvalid'; Remedy = '*wss://*' }
            @{ Mistake = 'the name of a variable'; Change = { '$url' }; Id = 'UrlInvalid'; Remedy = '*wss://*' }
            @{ Mistake = 'another parameter'; Change = { "$url&lang=en" }; Id = 'ParameterAddedAfterSigning' }
            @{ Mistake = 'a second encoding'; Change = { "$url" -replace '%', '%25' }; Id = 'QueryDoubleEncoded' }
            @{ Mistake = 'another life'; Change = { "$url" -replace 'Expires=299', 'Expires=300' }; Id = 'ExpiresChanged' }
            @{ Mistake = 'the endpoint of the master'; Change = { "$url" -replace '//v-', '//m-' }; Id = 'SignedForAnotherHost' }
            @{ Mistake = 'another client'; Change = { "$url" -replace 'viewer-1', 'viewer-2' }; Id = 'SignatureMismatch' }
            @{ Mistake = 'its age'; Change = { New-KvsSignedUrl @viewer @key -SigningTime 2026-01-01T00:00:00Z }; Id = 'UrlExpired' }
            @{ Mistake = 'a date to come'; Change = { New-KvsSignedUrl @viewer @key -SigningTime (Get-Date).AddHours(1) }; Id = 'UrlNotYetValid' }
        ) {
            $report = Test-AwsSignedUrl (& $Change) @key

            $report.Valid | Should -BeFalse
            $report.Findings[0].Id | Should -BeExactly $Id
            $report.Findings[0].Severity | Should -Be 'Error'
            $report.Findings[0].Remedy | Should -Match '\.$'
            $report.Findings[0].Remedy | Should -BeLike $(if ($Remedy) { $Remedy } else { '*' })
            if ($Id -in 'UrlInvalid', 'UrlNotSigned', 'SigningParameterMissing') { $report.SignatureValid | Should -BeNullOrEmpty }
            "$report" | Should -BeLike "Invalid: $Id*"
            Test-AwsSignedUrl (& $Change) @key -Quiet | Should -BeFalse
        }

        It 'says SignatureMalformed, and nothing more, of a signature of <_> characters' -ForEach 0, 61, 62, 65 {
            $text = "$old".Substring(0, "$old".Length - 64) + '0' * $_

            $report = Test-AwsSignedUrl $text @key @at

            $report.Findings.Id | Should -BeExactly @('SignatureMalformed')
            $report.SignatureValid | Should -BeFalse
        }

        It 'is judged by the time that is given: <Moment>' -ForEach @(
            @{ Moment = '20261123T093000Z'; Id = $null; Seconds = 299 }
            @{ Moment = '20261123T093458Z'; Id = $null; Seconds = 1 }
            @{ Moment = '20261123T093459Z'; Id = 'UrlExpired'; Seconds = 0 }
            @{ Moment = '2026-11-23T09:25:00Z'; Id = $null; Seconds = 599 }
            @{ Moment = '2026-11-23T10:24:59+01:00'; Id = 'UrlNotYetValid'; Seconds = 600 }
        ) {
            $report = Test-AwsSignedUrl $old @key -SigningTime $Moment

            $report.Findings.Id | Should -BeExactly $Id
            $report.Valid | Should -Be ($null -eq $Id)
            $report.SignatureValid | Should -BeTrue
            $report.TimeLeft | Should -Be ([timespan]::FromSeconds($Seconds))
        }

        It 'costs no other one' {
            $urls = "$old", "$old&x=1", 'no url', 'https://example.com/', ("$old" -replace '//v-', '//m-'), "$old"

            $reports = $urls | Test-AwsSignedUrl @at -AccessKey $sample.AccessKey -SecretKey $sample.SecretKey -WarningVariable warnings -WarningAction SilentlyContinue

            $reports.Url | Should -BeExactly $urls
            "$($reports[0])", "$($reports[1])", "$($reports[2])", "$($reports[3])", "$($reports[5])" | Should -BeExactly @(
                'Valid', 'Invalid: ParameterAddedAfterSigning, SignatureMismatch', 'Invalid: UrlInvalid', 'Invalid: UrlNotSigned', 'Valid')
            $reports[4].Findings.Id | Should -Contain 'KvsEndpointRoleMismatch'
            $warnings | Should -BeNullOrEmpty
        }
    }

    Context 'a connection' {
        It 'is made with -Connect only' {
            (Test-AwsSignedUrl $url).Connection | Should -BeNullOrEmpty
        }

        It 'says that nobody is there' {
            $report = Test-AwsSignedUrl (New-AwsSignedUrl "http://127.0.0.1:$(Get-ClosedPort)/" -Service execute-api -Region us-east-1 @key) -Connect @key

            $report.Connection.Connected | Should -BeFalse
            $report.Findings[0].Id | Should -BeExactly 'ConnectRefused'
            $report.SignatureValid | Should -BeTrue
            Get-View $report | Should -Match 'Connection\s+: failed: Refused'
        }

        It 'goes through a proxy' {
            (Test-AwsSignedUrl $url -Connect -Proxy "http://127.0.0.1:$(Get-ClosedPort)").Findings[0].Id | Should -BeExactly 'ConnectProxyFailed'
        }

        It 'never deletes' {
            $report = New-AwsSignedUrl $bucket -Method DELETE @key | Test-AwsSignedUrl -Connect

            $report.Findings.Id | Should -BeExactly @('ConnectNotSent')
            $report.Connection.Failure | Should -Be 'Unsafe'
        }
    }

    Context 'refusals' {
        It 'refuses <Why>' -ForEach @(
            @{ Why = 'a header that is a hashtable'; Arguments = @{ Headers = @{ 'x-amz-a' = @{ b = 'Sesame' } } }; Id = 'HeaderInvalid'; Target = 'x-amz-a' }
            @{ Why = 'a header that is an object'; Arguments = @{ Headers = @{ 'x-amz-a' = [pscustomobject]@{ b = 'Sesame' } } }; Id = 'HeaderInvalid'; Target = 'x-amz-a' }
            @{ Why = 'a hash that is none'; Arguments = @{ PayloadHash = 'abc' }; Id = 'PayloadHashInvalid'; Target = 'abc' }
        ) {
            Assert-Refusal (Get-Refusal { Test-AwsSignedUrl $url @key @Arguments }) Test-AwsSignedUrl $Id InvalidArgument $Target
        }

        It 'ends with <Why>' -ForEach @(
            @{ Why = 'an access key alone'; Arguments = @{ AccessKey = 'AKID' }; Id = 'CredentialIncomplete'; Category = 'AuthenticationError'; Target = 'The explicit credential' }
            @{ Why = 'a secret key alone'; Arguments = @{ SecretKey = 'x' }; Id = 'CredentialIncomplete'; Category = 'AuthenticationError'; Target = 'The explicit credential' }
            @{ Why = 'a secret key with a line end'; Arguments = @{ AccessKey = 'x'; SecretKey = "x`n " }; Id = 'SecretKeyInvalid'; Category = 'InvalidArgument'; Target = 'SecretKey' }
            @{ Why = 'a profile that is not there'; Arguments = @{ ProfileName = 'nobody' }; Id = 'ProfileNotFound'; Category = 'AuthenticationError'; Target = 'nobody' }
            @{ Why = 'an object that is no credential'; Arguments = @{ Credential = 5 }; Id = 'CredentialObjectInvalid'; Category = 'AuthenticationError'; Target = '-Credential' }
        ) {
            $refusal = Get-Refusal { $url, $url | Test-AwsSignedUrl @Arguments }

            Assert-Refusal $refusal Test-AwsSignedUrl $Id $Category $Target -Terminating
        }

        It 'refuses <Why> before anything is done' -ForEach @(
            @{ Why = '-TimeoutSec 0'; Arguments = @{ TimeoutSec = 0 } }
            @{ Why = '-TimeoutSec 301'; Arguments = @{ TimeoutSec = 301 } }
            @{ Why = 'an empty -Method' ; Arguments = @{ Method = '' } }
            @{ Why = '-Proxy $null'; Arguments = @{ Proxy = $null } }
        ) {
            (Get-Refusal { Test-AwsSignedUrl $url @Arguments }).Id | Should -BeExactly 'ParameterArgumentValidationError'
        }
    }

    Context 'output' {
        It 'is an AwsSignTools.Diagnosis.SignedUrlReport' {
            (Test-AwsSignedUrl $url).GetType().FullName | Should -BeExactly 'AwsSignTools.Diagnosis.SignedUrlReport'
            (Get-Command Test-AwsSignedUrl).OutputType.Name | Should -Be @('AwsSignTools.Diagnosis.SignedUrlReport', 'System.Boolean')
        }

        It 'shows the verdict and what to do, and neither the session token nor the signature' {
            $view = (Get-View (Test-AwsSignedUrl "$temporary&x=1" @temporaryKey @at)).Replace("`r", '')

            Get-Label $view | Should -BeExactly @('Valid', 'Host', 'Service', 'Region', 'AccessKeyId', 'SignedAt', 'ExpiresAt', 'SignatureValid', 'Findings')
            $view | Should -BeLike "*SignedAt       : 2026-11-23 09:30:00 UTC`n*"
            $view | Should -BeLike "*ExpiresAt      : 2026-11-23 09:34:59 UTC (in 00:04:59)`n*"
            $view | Should -BeLike "*SignatureValid : False`n*"
            $view | Should -BeLike "*Findings       : Error ParameterAddedAfterSigning`n                   The signature is wrong: *"
            $view | Should -Match '> Give every parameter to the signer'
            $view.Contains($sample.SecretKey) | Should -BeFalse
            $view | Should -Not -Match 'FakeSession'
            $view | Should -Not -Match $temporary.Signature
        }

        It 'shows what has ended, what was not checked, and what is no URL' {
            $ended = (Get-View (Test-AwsSignedUrl $old -SigningTime 20261124T093000Z)).Replace("`r", '')
            $none = (Get-View (Test-AwsSignedUrl nowhere)).Replace("`r", '')

            $ended | Should -BeLike "*ExpiresAt      : 2026-11-23 09:34:59 UTC (ended)`n*"
            $ended | Should -BeLike "*SignatureValid : not checked`n*"
            $none | Should -BeLike "*Findings       : Error UrlInvalid`n                   'nowhere' is not an absolute URL: it has no scheme.`n                   > Give the whole URL*"
            Get-View (Test-AwsSignedUrl $url) | Should -Match 'Findings\s+: none'
        }

        It 'shows a finding with its rule and its remedy' {
            $view = Get-View (Test-AwsSignedUrl $old -SigningTime 20261124T093000Z).Findings

            Get-Label $view | Should -BeExactly @('Severity', 'Id', 'Message', 'Rule', 'Remedy')
        }

        It 'shows no secret key anywhere' {
            $Error.Clear()
            $output = @(
                Test-AwsSignedUrl $url @key -Verbose -Debug *>&1
                Test-AwsSignedUrl "$url&a=1" @key
                Test-AwsSignedUrl $url @key -PayloadHash 'a b' -ErrorAction SilentlyContinue
                try { Test-AwsSignedUrl $url @key -NoSuchParameter 1 } catch { $_ }
            )

            $Error.Count | Should -BeGreaterOrEqual 2
            (Get-Everything ($output + $Error)).Split("`n") | Where-Object { $_.Contains($sample.SecretKey) } | Should -BeNullOrEmpty
        }
    }

    Context 'as a command' {
        It 'completes -<Parameter>' -ForEach @(
            @{ Parameter = 'Method'; Start = 'd'; Expected = @('DELETE') }
            @{ Parameter = 'Region'; Start = 'us-w'; Expected = 'us-west-1', 'us-west-2' }
        ) {
            Get-Completion "Test-AwsSignedUrl x -$Parameter $Start" | Should -BeExactly $Expected
        }
    }
}
