#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }

BeforeAll {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    $session = Enter-TestSession
    $ErrorActionPreference = $WarningPreference = 'Continue'
    $VerbosePreference = $DebugPreference = 'SilentlyContinue'
    $sample = Get-Sample
    $key = @{ AccessKey = $sample.AccessKey; SecretKey = $sample.SecretKey }
    $time = @{ SigningTime = '20260101T000000Z' }
    $api = 'https://abc.execute-api.us-east-1.amazonaws.com/test?b=2&a=1'
    $bucket = 'https://bucket.s3.eu-central-1.amazonaws.com/a%20b'

    # Makes the signature again of what there is to sign.
    function Get-Expected {
        param($Url, [string] $PayloadHash = (Get-Sha256Hex @()), [string] $Path = '/test')

        $query = $Url.Url.Split('?')[1] -replace '&X-Amz-Signature=.*'
        $parameters = @{}
        foreach ($pair in $query.Split('&')) { $name, $value = $pair.Split('='); $parameters[$name] = [uri]::UnescapeDataString($value) }
        $values = @{ host = ([uri]$Url.Url).Authority }
        foreach ($name in $Url.Headers.Keys) { $values[$name.ToLowerInvariant()] = $Url.Headers[$name] }
        $names = $parameters['X-Amz-SignedHeaders'].Split(';')
        $scope = $parameters['X-Amz-Credential'].Split([char[]]'/', 2)[1]
        $canonical = (@($Url.Method, $Path, $query) + @($names | ForEach-Object { "${_}:$($values[$_])" }) + @('', ($names -join ';'), $PayloadHash)) -join "`n"
        $toSign = ('AWS4-HMAC-SHA256', $parameters['X-Amz-Date'], $scope, (Get-Sha256Hex (Get-Utf8 $canonical))) -join "`n"
        ConvertTo-Hex (Get-Hmac (Get-SigningKey $sample.SecretKey $scope) $toSign)
    }
}

AfterAll {
    Exit-TestSession $session
    Remove-Module Helpers
}

Describe 'New-AwsSignedUrl' {
    Context 'what is signed' {
        It 'is the example of the documentation of S3' {
            $url = New-AwsSignedUrl https://examplebucket.s3.amazonaws.com/test.txt -Region us-east-1 -ExpiresIn 86400 -SigningTime 20130524T000000Z `
                -AccessKey AKIAIOSFODNN7EXAMPLE -SecretKey wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY

            $url.Signature | Should -BeExactly 'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404'
            $url.Service | Should -BeExactly 's3'
        }

        It 'is a URL of an API, whose service and region the host tells' {
            $url = New-AwsSignedUrl $api @key @time

            $url.Service, $url.Region, $url.Method | Should -BeExactly @('execute-api', 'us-east-1', 'GET')
            $url.Signature | Should -BeExactly (Get-Expected $url)
            $url.ExpiresAt - $url.SignedAt | Should -Be ([timespan]::FromMinutes(15))
            (Read-SignedUrl $url.Url).Expected | Should -BeExactly $url.Signature
        }

        It 'is an upload, with its method and headers' {
            $url = New-AwsSignedUrl $bucket -Method put -Headers @{ 'Content-Type' = 'audio/pcm' } -ExpiresIn 01:00:00 @key @time

            $url.Method | Should -BeExactly 'PUT'
            $url.Headers['content-type'] | Should -BeExactly 'audio/pcm'
            $url.Url | Should -BeLike 'https://bucket.s3.eu-central-1.amazonaws.com/a%20b`?*&X-Amz-Expires=3600&X-Amz-SignedHeaders=content-type%3Bhost&*'
            $url.Signature | Should -BeExactly (Get-Expected $url 'UNSIGNED-PAYLOAD' '/a%20b')
        }

        It 'is the hash that is given' {
            $hash = Get-Sha256Hex (Get-Utf8 'hello')

            $url = New-AwsSignedUrl $bucket -Method PUT -PayloadHash $hash @key @time

            $url.Signature | Should -BeExactly (Get-Expected $url $hash '/a%20b')
        }

        It 'is a WebSocket of Transcribe, at its port' {
            $url = New-AwsSignedUrl wss://transcribestreaming.us-west-2.amazonaws.com/stream-transcription-websocket @key @time `
                -QueryParameter @{ 'language-code' = 'en-US'; 'media-encoding' = 'pcm'; 'sample-rate' = 16000 }

            $url.Url | Should -BeLike 'wss://transcribestreaming.us-west-2.amazonaws.com:8443/stream-transcription-websocket`?*&language-code=en-US&media-encoding=pcm&sample-rate=16000&*'
            $url.Signature | Should -BeExactly (Get-Expected $url -Path '/stream-transcription-websocket')
        }

        It 'leaves the token of AWS IoT out, unless it is told otherwise' {
            $iot = 'wss://a1b2c3-ats.iot.us-west-2.amazonaws.com/mqtt'
            $url = New-AwsSignedUrl $iot -SessionToken $sample.SessionToken @key @time
            $signed = New-AwsSignedUrl $iot -SessionToken $sample.SessionToken -SessionTokenMode InSignature @key @time

            $url.Service | Should -BeExactly 'iotdevicegateway'
            $url.Url | Should -BeLike "*&X-Amz-Signature=$($url.Signature)&X-Amz-Security-Token=FakeSessionToken%2F%2B%3D"
            $url.Signature | Should -BeExactly (Get-Expected $url -Path '/mqtt')
            $signed.Url | Should -BeLike "*&X-Amz-Signature=$($signed.Signature)"
            $signed.Signature | Should -BeExactly (Get-Expected $signed -Path '/mqtt')
        }

        It 'has its path as it is wanted: <Path>' -ForEach @(
            @{ Arguments = @{}; Path = '/a%252Fb' }
            @{ Arguments = @{ PathEncoding = 'Once' }; Path = '/a%2Fb' }
            @{ Arguments = @{ NormalizePath = $false }; Path = '//a%252Fb' }
        ) {
            $url = New-AwsSignedUrl https://example.com//a%2Fb -Service execute-api -Region us-east-1 @Arguments @key @time

            $url.Signature | Should -BeExactly (Get-Expected $url -Path $Path)
        }

        It 'ends at a moment' {
            (New-AwsSignedUrl $bucket -ExpiresAt 2026-01-01T02:00:00Z @key @time).Url | Should -BeLike '*&X-Amz-Expires=7200&*'
            (New-AwsSignedUrl $bucket -Expire (Get-Date).AddHours(1) @key).Url | Should -Match '&X-Amz-Expires=(3599|3600)&'
        }

        It 'is a URL of the pipeline: <Form>' -ForEach @(
            @{ Form = 'text'; Given = { $bucket } }
            @{ Form = 'a [uri]'; Given = { [uri]$bucket } }
            @{ Form = 'a record'; Given = { [pscustomobject]@{ Url = $bucket; Service = 's3'; Region = 'eu-central-1' } } }
        ) {
            (& $Given | New-AwsSignedUrl @key @time).Url | Should -BeExactly (New-AwsSignedUrl $bucket @key @time).Url
        }

        It 'is the same in <Culture>' -ForEach @(
            @{ Culture = 'th-TH' }
            @{ Culture = 'ar-SA' }
            @{ Culture = 'tr-TR' }
        ) {
            $arguments = @{ Uri = $api; Method = 'initiate'; QueryParameter = @{ I = 1.5 } }

            (Invoke-InCulture $Culture { New-AwsSignedUrl @arguments @key @time }).Url | Should -BeExactly (New-AwsSignedUrl @arguments @key @time).Url
        }
    }

    Context 'what is warned of' {
        It '<Id>' -ForEach @(
            @{ Id = 'HostServiceMismatch'; Arguments = @{ Uri = 'https://bedrock-runtime.us-east-1.amazonaws.com/'; Service = 'bedrock-runtime' } }
            @{ Id = 'HostRegionMismatch'; Arguments = @{ Uri = 'https://bucket.s3.us-west-2.amazonaws.com/'; Region = 'us-east-1' } }
            @{ Id = 'UrlLifeLong'; Arguments = @{ Uri = 'wss://transcribestreaming.us-west-2.amazonaws.com/'; ExpiresIn = 301 } }
            @{ Id = 'WebSocketPortUnknown'; Arguments = @{ Uri = 'wss://transcribestreaming.us-west-2.amazonaws.com:443/' } }
            @{ Id = 'KvsChannelArnMissing'; Arguments = @{ Uri = 'wss://m-a1b2c3d4.kinesisvideo.us-west-2.amazonaws.com' } }
        ) {
            $url = New-AwsSignedUrl @Arguments @key @time -WarningVariable warnings -WarningAction SilentlyContinue

            $url.Findings.Id | Should -BeExactly @($Id)
            $warnings.Count | Should -Be 1
            $warnings[0].Message | Should -BeExactly "$($url.Findings[0].Message) $($url.Findings[0].Remedy)"
        }
    }

    Context 'refusals' {
        It 'refuses <Why>' -ForEach @(
            @{ Why = 'a URL that is none'; Arguments = @{ Uri = 'nowhere' }; Id = 'EndpointInvalid' }
            @{ Why = 'a host that tells no service'; Arguments = @{ Uri = 'https://example.com' }; Id = 'ServiceMissing' }
            @{ Why = 'a URL that is signed'; Arguments = @{ Uri = 'https://sts.us-east-1.amazonaws.com/?X-Amz-Signature=1' }; Id = 'UrlAlreadySigned' }
            @{ Why = 'half an escape'; Arguments = @{ Uri = 'https://sts.us-east-1.amazonaws.com/?a=%zz' }; Id = 'UriEscapeInvalid' }
            @{ Why = 'a method that is none'; Arguments = @{ Method = 'GET POST' }; Id = 'MethodInvalid' }
            @{ Why = 'a header name that is none'; Arguments = @{ Headers = @{ 'a b' = 1 } }; Id = 'HeaderInvalid' }
            @{ Why = 'a second signature'; Arguments = @{ Headers = @{ Authorization = 'x' } }; Id = 'RequestAlreadySigned' }
            @{ Why = 'a parameter that is an object'; Arguments = @{ QueryParameter = @{ a = @{ b = 1 } } }; Id = 'QueryParameterInvalid' }
            @{ Why = 'a hash that is none'; Arguments = @{ PayloadHash = 'a b' }; Id = 'PayloadHashInvalid' }
            @{ Why = 'eight days'; Arguments = @{ ExpiresIn = [timespan]::FromDays(8) }; Id = 'ExpiresOutOfRange' }
            @{ Why = 'a moment that is past'; Arguments = @{ ExpiresAt = '2020-01-01T00:00:00Z' }; Id = 'ExpiresOutOfRange' }
            @{ Why = 'two ends'; Arguments = @{ ExpiresIn = 60; ExpiresAt = '2100-01-01T00:00:00Z' }; Id = 'UrlExpiryAmbiguous' }
            @{ Why = 'a path that is to be taken as it is, and cannot'; Arguments = @{ Uri = 'https://sts.us-east-1.amazonaws.com/a b'; PathEncoding = 'None' }; Id = 'PathInvalid' }
            @{ Why = 'a region that is none'; Arguments = @{ Region = 'us east' }; Id = 'RegionInvalid' }
        ) {
            $all = @{ Uri = $api } + $key
            foreach ($name in $Arguments.Keys) { $all[$name] = $Arguments[$name] }

            $refusal = Get-Refusal { New-AwsSignedUrl @all }

            $refusal.Id | Should -BeExactly $Id
            $refusal.Source | Should -BeExactly 'AwsSignTools.Commands.NewAwsSignedUrlCommand'
            $refusal.Action | Should -Not -BeNullOrEmpty
            $refusal.Terminating | Should -BeFalse
        }

        It 'ends without <Why>' -ForEach @(
            @{ Why = 'a credential'; Arguments = @{ Uri = 'https://sts.us-east-1.amazonaws.com' }; Id = 'CredentialNotFound' }
            @{ Why = 'a region'; Arguments = @{ Uri = 'https://sts.amazonaws.com'; AccessKey = 'a'; SecretKey = 's' }; Id = 'RegionMissing' }
        ) {
            $refusal = Get-Refusal { New-AwsSignedUrl @Arguments }

            $refusal.Id | Should -BeExactly $Id
            $refusal.Terminating | Should -BeTrue
        }

        It 'takes one hash only' {
            (Get-Refusal { New-AwsSignedUrl $api -PayloadHash UNSIGNED-PAYLOAD -UnsignedPayload @key }).Id | Should -BeExactly 'AmbiguousParameterSet'
        }
    }

    Context 'output' {
        It 'is an AwsSignTools.SigV4.SignedUrl, which as text is the URL' {
            $url = New-AwsSignedUrl $api @key

            $url.GetType().FullName | Should -BeExactly 'AwsSignTools.SigV4.SignedUrl'
            (Get-Command New-AwsSignedUrl).OutputType.Name | Should -Be 'AwsSignTools.SigV4.SignedUrl'
            "$url" | Should -BeExactly $url.Url
        }

        It 'shows the method and the names of headers, and no secret' {
            $url = New-AwsSignedUrl $bucket -Method PUT -Headers @{ 'X-Secret' = 'hidden' } @key @time

            $view = Get-View $url
            $view | Should -Match 'Method\s+: PUT'
            $view | Should -Match 'Headers\s+: X-Secret'
            $view | Should -Match 'SignedAt\s+: 2026-01-01 00:00:00 UTC'
            $view | Should -Not -BeLike '*hidden*'
            Get-View (New-AwsSignedUrl $bucket @key) | Should -Not -Match '(?m)^(Method|Headers)\s'
        }

        It 'shows no secret key anywhere' {
            $Error.Clear()
            $output = @(
                New-AwsSignedUrl $api @key -Verbose -Debug *>&1
                New-AwsSignedUrl nowhere @key -ErrorAction SilentlyContinue
                try { New-AwsSignedUrl $api @key -NoSuchParameter 1 } catch { $_ }
            )

            $Error.Count | Should -BeGreaterOrEqual 2
            (Get-Everything ($output + $Error)).Split("`n") | Where-Object { $_.Contains($sample.SecretKey) } | Should -BeNullOrEmpty
        }
    }

    Context 'as a command' {
        It 'completes -<Parameter>' -ForEach @(
            @{ Parameter = 'Region'; Start = 'us-w'; Expected = 'us-west-1', 'us-west-2' }
            @{ Parameter = 'Service'; Start = 'tr'; Expected = @('transcribe') }
            @{ Parameter = 'Method'; Start = 'd'; Expected = @('DELETE') }
            @{ Parameter = 'PathEncoding'; Start = 'O'; Expected = @('Once') }
            @{ Parameter = 'SessionTokenMode'; Start = 'A'; Expected = @('Appended') }
        ) {
            Get-Completion "New-AwsSignedUrl -$Parameter $Start" | Should -BeExactly $Expected
        }
    }
}
