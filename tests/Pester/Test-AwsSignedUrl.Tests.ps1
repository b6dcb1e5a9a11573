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
            $report = Test-AwsSignedUrl $url @key

            $report.Valid | Should -BeTrue
            $report.SignatureValid | Should -BeTrue
            $report.Service, $report.Region, $report.AccessKeyId | Should -BeExactly @('kinesisvideo', 'us-west-2', $sample.AccessKey)
            $report.SignedAt | Should -Be $url.SignedAt
            $report.ExpiresAt | Should -Be $url.ExpiresAt
            $report.TimeLeft | Should -BeLessOrEqual ([timespan]::FromSeconds(299))
            $report.CanonicalRequest | Should -BeExactly $url.CanonicalRequest
            $report.StringToSign | Should -BeExactly $url.StringToSign
            $report.Findings | Should -BeNullOrEmpty
            "$report" | Should -BeExactly 'Valid'
        }

        It 'is taken as <Form>' -ForEach @(
            @{ Form = 'text'; Given = { "$url" } }
            @{ Form = 'text in quotes and white space'; Given = { " '$url' `r`n" } }
            @{ Form = 'a [uri]'; Given = { [uri]"$url" } }
            @{ Form = 'a SignedUrl'; Given = { $url } }
            @{ Form = 'a record with Url'; Given = { [pscustomobject]@{ Url = "$url" } } }
            @{ Form = 'a record with Uri'; Given = { [pscustomobject]@{ Uri = [uri]"$url" } } }
        ) {
            (& $Given | Test-AwsSignedUrl @key).SignatureValid | Should -BeTrue
            (Test-AwsSignedUrl (& $Given) @key).SignatureValid | Should -BeTrue
        }

        It 'is neither right nor wrong without the key that signed' {
            (Test-AwsSignedUrl $url).SignatureValid | Should -BeNullOrEmpty
            $other = Test-AwsSignedUrl $url -AccessKey AKIDOTHER -SecretKey x
            $other.SignatureValid | Should -BeNullOrEmpty
            $other.Findings.Id | Should -BeExactly @('CredentialDiffers')
        }

        It 'is checked with <Source>' -ForEach @(
            @{ Source = 'a hashtable'; Given = { @{ Credential = @{ AccessKeyId = $sample.AccessKey; SecretAccessKey = $sample.SecretKey } } } }
            @{ Source = 'a PSCredential'; Given = { @{ Credential = [pscredential]::new($sample.AccessKey, (ConvertTo-SecureString $sample.SecretKey -AsPlainText -Force)) } } }
            @{ Source = 'JSON'; Given = { @{ Credential = @{ AccessKeyId = $sample.AccessKey; SecretAccessKey = $sample.SecretKey } | ConvertTo-Json } } }
        ) {
            $from = & $Given
            (Test-AwsSignedUrl $url @from).SignatureValid | Should -BeTrue
        }

        It 'of an upload tells its method and headers itself, as text it does not' {
            $upload = New-AwsSignedUrl $bucket -Method PUT -Headers @{ 'Content-Type' = 'audio/pcm' } @key

            ($upload | Test-AwsSignedUrl @key).SignatureValid | Should -BeTrue
            (Test-AwsSignedUrl "$upload" @key).Findings[0].Id | Should -BeExactly 'SignedHeaderValuesMissing'
            (Test-AwsSignedUrl "$upload" @key -Headers @{ 'content-type' = 'audio/pcm' }).Findings[0].Id | Should -BeExactly 'SignedForAnotherMethod'
            (Test-AwsSignedUrl "$upload" @key -Headers @{ 'content-type' = 'audio/pcm' } -Method put).Valid | Should -BeTrue
        }
    }

    Context 'a URL that is wrong' {
        It 'says <Id> of <Mistake>' -ForEach @(
            @{ Mistake = 'an end that a shell cut off'; Change = { "$url" -replace '&.*' }; Id = 'SigningParameterMissing' }
            @{ Mistake = 'HTML'; Change = { "$url" -replace '&', '&amp;' }; Id = 'UrlEscapedAsText' }
            @{ Mistake = 'a line end'; Change = { "$url".Insert(100, "`n") }; Id = 'UrlBroken' }
            @{ Mistake = 'an endpoint'; Change = { $sample.ViewerEndpoint }; Id = 'UrlNotSigned' }
            @{ Mistake = 'nothing'; Change = { ' ' }; Id = 'UrlInvalid' }
            @{ Mistake = 'another parameter'; Change = { "$url&lang=en" }; Id = 'ParameterAddedAfterSigning' }
            @{ Mistake = 'a second encoding'; Change = { "$url" -replace '%', '%25' }; Id = 'QueryDoubleEncoded' }
            @{ Mistake = 'another life'; Change = { "$url" -replace 'Expires=299', 'Expires=300' }; Id = 'ExpiresChanged' }
            @{ Mistake = 'the endpoint of the master'; Change = { "$url" -replace '//v-', '//m-' }; Id = 'SignedForAnotherHost' }
            @{ Mistake = 'another client'; Change = { "$url" -replace 'viewer-1', 'viewer-2' }; Id = 'SignatureMismatch' }
            @{ Mistake = 'a signature that was cut'; Change = { "$url".Substring(0, "$url".Length - 2) }; Id = 'SignatureMalformed' }
            @{ Mistake = 'its age'; Change = { New-KvsSignedUrl @viewer @key -SigningTime 2026-01-01T00:00:00Z }; Id = 'UrlExpired' }
            @{ Mistake = 'a date to come'; Change = { New-KvsSignedUrl @viewer @key -SigningTime (Get-Date).AddHours(1) }; Id = 'UrlNotYetValid' }
        ) {
            $report = Test-AwsSignedUrl (& $Change) @key

            $report.Valid | Should -BeFalse
            $report.Findings[0].Id | Should -BeExactly $Id
            $report.Findings[0].Severity | Should -Be 'Error'
            $report.Findings[0].Remedy | Should -Match '\.$'
            "$report" | Should -BeLike "Invalid: $Id*"
            Test-AwsSignedUrl (& $Change) @key -Quiet | Should -BeFalse
        }

        It 'is judged by the time that is given' {
            $old = New-KvsSignedUrl @viewer @key -SigningTime 2026-01-01T00:00:00Z

            Test-AwsSignedUrl $old -Quiet | Should -BeFalse
            Test-AwsSignedUrl $old -Quiet -SigningTime 2026-01-01T00:04:58Z | Should -BeTrue
            Test-AwsSignedUrl $old -Quiet -SigningTime 2026-01-01T00:04:59Z | Should -BeFalse
        }

        It 'costs no other one' {
            "$url", 'nowhere', "$url&a=1", "$url" | Test-AwsSignedUrl @key -Quiet | Should -Be @($true, $false, $false, $true)
        }

        It 'is told in the same words in <Culture>' -ForEach @(
            @{ Culture = 'th-TH' }
            @{ Culture = 'ar-SA' }
            @{ Culture = 'tr-TR' }
        ) {
            $old = New-KvsSignedUrl @viewer @key -SigningTime 2026-01-01T00:00:00Z
            $at = @{ SigningTime = '2026-06-01T00:00:00Z' }

            Invoke-InCulture $Culture { Get-View (Test-AwsSignedUrl $old @at) } | Should -BeExactly (Get-View (Test-AwsSignedUrl $old @at))
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
            @{ Why = 'a header that is an object'; Arguments = @{ Headers = @{ a = @{ b = 1 } } }; Id = 'HeaderInvalid'; Terminating = $false }
            @{ Why = 'a hash that is none'; Arguments = @{ PayloadHash = 'a b' }; Id = 'PayloadHashInvalid'; Terminating = $false }
            @{ Why = 'half a key'; Arguments = @{ AccessKey = 'AKID' }; Id = 'CredentialIncomplete'; Terminating = $true }
            @{ Why = 'a profile that is not there'; Arguments = @{ ProfileName = 'nobody' }; Id = 'ProfileNotFound'; Terminating = $true }
        ) {
            $refusal = Get-Refusal { Test-AwsSignedUrl $url @Arguments }

            $refusal.Id | Should -BeExactly $Id
            $refusal.Source | Should -BeExactly 'AwsSignTools.Commands.TestAwsSignedUrlCommand'
            $refusal.Action | Should -Not -BeNullOrEmpty
            $refusal.Terminating | Should -Be $Terminating
        }
    }

    Context 'output' {
        It 'is an AwsSignTools.Diagnosis.SignedUrlReport' {
            (Test-AwsSignedUrl $url).GetType().FullName | Should -BeExactly 'AwsSignTools.Diagnosis.SignedUrlReport'
            (Get-Command Test-AwsSignedUrl).OutputType.Name | Should -Be @('AwsSignTools.Diagnosis.SignedUrlReport', 'System.Boolean')
        }

        It 'shows what to do, and neither the session token nor the signature' {
            $temporary = New-KvsSignedUrl @viewer -AccessKey $sample.TemporaryKey -SecretKey $sample.SecretKey -SessionToken $sample.SessionToken

            $view = Get-View (Test-AwsSignedUrl "$temporary&a=1" -AccessKey $sample.TemporaryKey -SecretKey $sample.SecretKey)
            $view | Should -Match 'SignatureValid\s+: False'
            $view | Should -Match 'Findings\s+: Error ParameterAddedAfterSigning'
            $view | Should -Match '> Give every parameter to the signer'
            $view | Should -Not -Match 'FakeSessionToken'
            $view | Should -Not -Match $temporary.Signature
            Get-View (Test-AwsSignedUrl $url) | Should -Match 'Findings\s+: none'
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
