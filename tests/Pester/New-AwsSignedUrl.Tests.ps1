#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }

BeforeAll {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    $session = Enter-TestSession
    $ErrorActionPreference = $WarningPreference = 'Continue'
    $VerbosePreference = $DebugPreference = 'SilentlyContinue'
    $sample = Get-Sample
    $key = @{ AccessKey = $sample.AccessKey; SecretKey = $sample.SecretKey }
    $time = @{ SigningTime = '20260101T000000Z' }
    $api = 'https://abc.execute-api.us-east-1.amazonaws.com/test'
    $bucket = 'https://bucket.s3.eu-central-1.amazonaws.com/a%20b'
    $iot = 'wss://a1b2c3-ats.iot.us-west-2.amazonaws.com/mqtt'
    $transcribe = 'wss://transcribestreaming.us-west-2.amazonaws.com'
    $hash = '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072'

    # The parameters of a signed URL, in the order and the form in which they stand there.
    function Get-Pair {
        param($Url)

        $Url.Url.Split('?')[1].Split('&')
    }

    function Get-Parameter {
        param($Url, [string] $Name)

        [uri]::UnescapeDataString((Get-Pair $Url | Where-Object { $_.StartsWith("$Name=") }).Substring($Name.Length + 1))
    }

    # Makes the signature again of what there is to sign: what the URL has, the path and the hash that the service wants, and the headers.
    function Get-Expected {
        param($Url, [string] $PayloadHash, [string] $Path)

        if (-not $PayloadHash) { $PayloadHash = if ($Url.Service -ceq 's3') { 'UNSIGNED-PAYLOAD' } else { Get-Sha256Hex @() } }
        if (-not $Path) {
            $Path = $Url.Url -replace '^[a-z]+://[^/?]+([^?]*).*$', '$1'
            if ($Url.Service -cne 's3') { $Path = $Path.Replace('%', '%25') }
        }
        $query = $Url.Url.Split('?')[1] -replace '&X-Amz-Signature=.*'
        $parameters = @{}
        foreach ($pair in $query.Split('&')) { $name, $value = $pair.Split('='); $parameters[$name] = [uri]::UnescapeDataString($value) }
        $values = @{ host = ([uri]$Url.Url).Authority }
        foreach ($name in $Url.Headers.Keys) { $values[$name.ToLowerInvariant()] = $Url.Headers[$name].Trim() }
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
            # "Authenticating requests: using query parameters", Amazon S3 API reference.
            $url = New-AwsSignedUrl https://examplebucket.s3.amazonaws.com/test.txt -Region us-east-1 -ExpiresIn 86400 -SigningTime 20130524T000000Z `
                -AccessKey AKIAIOSFODNN7EXAMPLE -SecretKey wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY

            $url.Signature | Should -BeExactly 'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404'
            $url.Service, $url.Region, $url.Method | Should -BeExactly @('s3', 'us-east-1', 'GET')
            $url.ExpiresAt | Should -Be ([datetimeoffset]'2013-05-25T00:00:00Z')
            $url.Headers.GetType() | Should -Be ([System.Collections.Specialized.OrderedDictionary])
            $url.Headers.Count | Should -Be 0
        }

        It 'is signed for <Service>, which the host tells, and for as long as that expects' -ForEach @(
            @{ Uri = 'https://bucket.s3.us-west-2.amazonaws.com/key'; Service = 's3'; Region = 'us-west-2'; Seconds = 900 }
            @{ Uri = 'https://abc.execute-api.us-west-2.amazonaws.com/prod'; Service = 'execute-api'; Region = 'us-west-2'; Seconds = 900 }
            @{ Uri = 'wss://a1b2c3-ats.iot.us-west-2.amazonaws.com/mqtt'; Service = 'iotdevicegateway'; Region = 'us-west-2'; Seconds = 900 }
            @{ Uri = 'wss://transcribestreaming.us-west-2.amazonaws.com/stream-transcription-websocket?language-code=en-US&media-encoding=pcm&sample-rate=16000'; Service = 'transcribe'; Region = 'us-west-2'; Seconds = 300 }
            @{ Uri = 'wss://v-a1b2c3d4.kinesisvideo.us-west-2.amazonaws.com/?X-Amz-ChannelARN=arn:aws:kinesisvideo:us-west-2:123456789012:channel/demo-channel/1234567890123&X-Amz-ClientId=me'; Service = 'kinesisvideo'; Region = 'us-west-2'; Seconds = 299 }
            @{ Uri = 'wss://node001.ue1.ws-messaging.chime.aws/connect?sessionId=1&userArn=arn:aws:chime:us-east-1:123456789012:app-instance/a/user/me'; Service = 'chime'; Region = 'us-east-1'; Seconds = 10 }
            @{ Uri = 'https://sts.us-west-2.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15'; Service = 'sts'; Region = 'us-west-2'; Seconds = 900 }
        ) {
            $url = New-AwsSignedUrl $Uri @key -WarningVariable warnings -WarningAction SilentlyContinue

            $url.Service, $url.Region | Should -BeExactly @($Service, $Region)
            $url.ExpiresAt - $url.SignedAt | Should -Be ([timespan]::FromSeconds($Seconds))
            Get-Parameter $url 'X-Amz-Expires' | Should -BeExactly "$Seconds"
            $url.Signature | Should -BeExactly (Get-Expected $url)
            $warnings | Should -BeNullOrEmpty
        }

        It 'leads to the agent runtime of -AgentRuntimeArn, taken as <Form>' -ForEach @(
            @{ Form = 'an argument'; Script = { param($arn) New-AwsSignedUrl -AgentRuntimeArn $arn -QueryParameter @{ qualifier = 'DEFAULT' } @key -SigningTime 20150830T123600Z } }
            @{ Form = 'what Get-BACCAgentRuntime writes, piped'; Script = {
                    param($arn)
                    [pscustomobject]@{ AgentRuntimeArn = $arn; Status = 'READY' } | New-AwsSignedUrl -QueryParameter @{ qualifier = 'DEFAULT' } @key -SigningTime 20150830T123600Z
                }
            }
        ) {
            $url = & $Script 'arn:aws:bedrock-agentcore:us-west-2:123456789012:runtime/my_agent-a1B2c3D4e5'

            $url.Url | Should -BeLike 'wss://bedrock-agentcore.us-west-2.amazonaws.com/runtimes/arn%3Aaws%3Abedrock-agentcore%3Aus-west-2%3A123456789012%3Aruntime%2Fmy_agent-a1B2c3D4e5/ws`?*'
            $url.Service, $url.Region | Should -BeExactly @('bedrock-agentcore', 'us-west-2')
            $url.ExpiresAt - $url.SignedAt | Should -Be ([timespan]'00:05:00')
            $url.Signature | Should -BeExactly (Get-Expected $url)
        }

        It 'refuses another ARN as -AgentRuntimeArn' {
            $refusal = Get-Refusal { New-AwsSignedUrl -AgentRuntimeArn my_agent @key }

            Assert-Refusal $refusal New-AwsSignedUrl AgentRuntimeArnInvalid InvalidArgument 'my_agent'
        }

        It 'is signed for <Service> in <Region> where the host tells nothing: <What>' -ForEach @(
            @{ What = '-Region'; Arguments = @{ Region = 'eu-west-1' }; Service = 'sts'; Region = 'eu-west-1' }
            @{ What = '-RegionToCall'; Arguments = @{ RegionToCall = 'eu-west-1' }; Service = 'sts'; Region = 'eu-west-1' }
            @{ What = 'the environment'; Arguments = @{}; Service = 'sts'; Region = 'eu-north-1' }
        ) {
            $env:AWS_REGION = 'eu-north-1'
            try {
                $url = New-AwsSignedUrl https://localhost:8080/ -Service sts @Arguments @key
            }
            finally {
                Clear-TestEnvironment
            }

            $url.Service, $url.Region | Should -BeExactly @($Service, $Region)
            $url.Signature | Should -BeExactly (Get-Expected $url)
        }

        It 'is good for the method <Method> and its headers' -ForEach @(
            @{ Method = 'PUT' }
            @{ Method = 'put' }
            @{ Method = 'DELETE' }
        ) {
            $url = New-AwsSignedUrl $bucket -Method $Method @key @time -ExpiresIn 01:00:00 `
                -Headers ([ordered]@{ 'Content-Type' = ' text/plain '; 'X-Amz-Meta-N' = 5; 'User-Agent' = 'me'; 'X-Null' = $null })

            $url.Method | Should -BeExactly $Method.ToUpperInvariant()
            @($url.Headers.Keys) | Should -BeExactly @('Content-Type', 'X-Amz-Meta-N', 'User-Agent')
            $url.Headers['content-type'].Trim() | Should -BeExactly 'text/plain'
            Get-Parameter $url 'X-Amz-SignedHeaders' | Should -BeExactly 'content-type;host;x-amz-meta-n'
            Get-Parameter $url 'X-Amz-Expires' | Should -BeExactly '3600'
            $url.Url | Should -BeLike 'https://bucket.s3.eu-central-1.amazonaws.com/a%20b`?*'
            $url.Signature | Should -BeExactly (Get-Expected $url -PayloadHash 'UNSIGNED-PAYLOAD' -Path '/a%20b')
        }

        It 'is the hash line of <What>' -ForEach @(
            @{ What = 'the service'; Uri = 'https://abc.execute-api.us-east-1.amazonaws.com/test'; Arguments = @{}; Line = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' }
            @{ What = '-UnsignedPayload'; Uri = 'https://abc.execute-api.us-east-1.amazonaws.com/test'; Arguments = @{ UnsignedPayload = $true }; Line = 'UNSIGNED-PAYLOAD' }
            @{ What = '-PayloadHash, as Get-FileHash writes it'; Uri = 'https://abc.execute-api.us-east-1.amazonaws.com/test'; Arguments = @{ PayloadHash = '44CE7DD67C959E0D3524FFAC1771DFBBA87D2B6B4B4E99E42034A8B803F8B072' }; Line = '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072' }
            @{ What = 'S3'; Uri = 'https://bucket.s3.eu-central-1.amazonaws.com/a%20b'; Arguments = @{}; Line = 'UNSIGNED-PAYLOAD' }
            @{ What = '-PayloadHash, for S3 too'; Uri = 'https://bucket.s3.eu-central-1.amazonaws.com/a%20b'; Arguments = @{ Method = 'PUT'; PayloadHash = '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072' }; Line = '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072' }
        ) {
            $url = New-AwsSignedUrl $Uri @Arguments @key

            $url.CanonicalRequest.Split("`n")[-1] | Should -BeExactly $Line
            $url.Signature | Should -BeExactly (Get-Expected $url -PayloadHash $Line)
        }

        It 'has the parameters that are added, encoded once' {
            $url = New-AwsSignedUrl "$api`?b=x%20y&a=1" @key -QueryParameter ([ordered]@{
                    z = "$([char]0xFC) &=+%20"; a = 2, 0; n = 1.5; flag = $true; none = $null; wrapped = [psobject]::AsPSObject('w'); empty = ''
                })

            Get-Pair $url | Where-Object { -not $_.StartsWith('X-Amz-') } | Should -BeExactly @(
                'a=0', 'a=1', 'a=2', 'b=x%20y', 'empty=', 'flag=true', 'n=1.5', 'wrapped=w', 'z=%C3%BC%20%26%3D%2B%2520')
            $url.Url | Should -BeLike '*/test`?*'
            $url.Signature | Should -BeExactly (Get-Expected $url)
        }

        It 'ends when it is told to: <What>' -ForEach @(
            @{ What = '-ExpiresIn 60'; Arguments = @{ ExpiresIn = 60 }; Seconds = 60 }
            @{ What = '-Expires 60'; Arguments = @{ Expires = 60 }; Seconds = 60 }
            @{ What = '-ExpiresIn 00:02:00'; Arguments = @{ ExpiresIn = '00:02:00' }; Seconds = 120 }
            @{ What = '-ExpiresIn a week'; Arguments = @{ ExpiresIn = [timespan]::FromDays(7) }; Seconds = 604800 }
            @{ What = '-ExpiresAt ISO 8601'; Arguments = @{ ExpiresAt = '2026-01-02T04:04:05Z' }; Seconds = 3600 }
            @{ What = '-ExpiresAt SigV4''s own form'; Arguments = @{ ExpiresAt = '20260102T040405Z' }; Seconds = 3600 }
            @{ What = '-Expire a DateTime'; Arguments = @{ Expire = [datetime]::new(2026, 1, 2, 4, 4, 5, [System.DateTimeKind]::Utc) }; Seconds = 3600 }
            @{ What = '-Expire a DateTimeOffset with a fraction'; Arguments = @{ Expire = [datetimeoffset]'2026-01-02T05:04:05.9+01:00' }; Seconds = 3600 }
            @{ What = 'nothing'; Arguments = @{}; Seconds = 900 }
        ) {
            $url = New-AwsSignedUrl $bucket @key -SigningTime 2026-01-02T03:04:05.678Z @Arguments

            Get-Parameter $url 'X-Amz-Expires' | Should -BeExactly "$Seconds"
            Get-Parameter $url 'X-Amz-Date' | Should -BeExactly '20260102T030405Z'
        }

        It 'ends at a moment that is counted from now' {
            (New-AwsSignedUrl $bucket -Expire (Get-Date).AddHours(1) @key).Url | Should -Match '&X-Amz-Expires=(3599|3600)&'
        }

        It 'goes to the port of a WebSocket of Transcribe: <Uri>' -ForEach @(
            @{ Uri = 'wss://transcribestreaming.us-west-2.amazonaws.com/stream-transcription-websocket'; Start = 'wss://transcribestreaming.us-west-2.amazonaws.com:8443/'; Verbose = $true; Warning = $null }
            @{ Uri = 'wss://transcribestreaming.us-west-2.amazonaws.com:8443/x'; Start = 'wss://transcribestreaming.us-west-2.amazonaws.com:8443/'; Verbose = $false; Warning = $null }
            @{ Uri = 'wss://transcribestreaming.us-west-2.amazonaws.com:443/x'; Start = 'wss://transcribestreaming.us-west-2.amazonaws.com/'; Verbose = $false; Warning = '*8443*' }
            @{ Uri = 'wss://transcribestreaming.us-west-2.amazonaws.com:444/x'; Start = 'wss://transcribestreaming.us-west-2.amazonaws.com:444/'; Verbose = $false; Warning = '*8443*' }
            @{ Uri = 'https://transcribestreaming.us-west-2.amazonaws.com/x'; Start = 'https://transcribestreaming.us-west-2.amazonaws.com/'; Verbose = $false; Warning = $null }
        ) {
            $output = @(New-AwsSignedUrl $Uri @key @time -QueryParameter @{ 'language-code' = 'en-US'; 'media-encoding' = 'pcm'; 'sample-rate' = 16000 } -Verbose 4>&1 -WarningVariable warnings -WarningAction SilentlyContinue)
            $url = @($output | Where-Object { $_ -isnot [System.Management.Automation.VerboseRecord] })
            $told = @($output | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] -and $_.Message -like '*:8443*' })

            $url.Count | Should -Be 1
            $url[0].Url.StartsWith($Start) | Should -BeTrue
            $url[0].Url | Should -BeLike '*&language-code=en-US&media-encoding=pcm&sample-rate=16000&*'
            $url[0].Signature | Should -BeExactly (Get-Expected $url[0])
            $told.Count | Should -Be ([int]$Verbose)
            @($warnings).Count | Should -Be ([int]($null -ne $Warning))
            "$warnings" | Should -BeLike "$Warning"
        }

        It 'has the session token <Where> for <Uri>' -ForEach @(
            @{ Uri = 'wss://a1b2c3-ats.iot.us-west-2.amazonaws.com/mqtt'; Arguments = @{}; Where = 'appended' }
            @{ Uri = 'wss://a1b2c3-ats.iot.us-west-2.amazonaws.com/mqtt'; Arguments = @{ SessionTokenMode = 'InSignature' }; Where = 'signed, as told,' }
            @{ Uri = 'https://abc.execute-api.us-east-1.amazonaws.com/test'; Arguments = @{}; Where = 'signed' }
            @{ Uri = 'https://abc.execute-api.us-east-1.amazonaws.com/test'; Arguments = @{ SessionTokenMode = 'Appended' }; Where = 'appended, as told,' }
        ) {
            $url = New-AwsSignedUrl $Uri -SessionToken $sample.SessionToken @Arguments @key @time

            Get-Parameter $url 'X-Amz-Security-Token' | Should -BeExactly $sample.SessionToken
            $url.Url.EndsWith("&X-Amz-Signature=$($url.Signature)&X-Amz-Security-Token=FakeSessionToken%2F%2B%3D") | Should -Be $Where.StartsWith('appended')
            $url.Url.EndsWith("&X-Amz-Signature=$($url.Signature)") | Should -Be $Where.StartsWith('signed')
            $url.Signature | Should -BeExactly (Get-Expected $url)
        }

        It 'has its path as <Service> or the user wants it: <InUrl>, signed as <Canonical>' -ForEach @(
            @{ Service = 's3'; Arguments = @{}; Path = '/a b//../c%2fd'; InUrl = '/a%20b//../c%2Fd'; Canonical = '/a%20b//../c/d' }
            @{ Service = 's3'; Arguments = @{ PathEncoding = 'Twice' }; Path = '/a b//../c%2fd'; InUrl = '/a%20b//../c%2Fd'; Canonical = '/a%2520b//../c%252Fd' }
            @{ Service = 's3'; Arguments = @{ NormalizePath = $true }; Path = '/a b//../c%2fd'; InUrl = '/a%20b//../c%2Fd'; Canonical = '/c/d' }
            @{ Service = 'execute-api'; Arguments = @{}; Path = '/a b//../c%2fd'; InUrl = '/a%20b//../c%2Fd'; Canonical = '/c%252Fd' }
            @{ Service = 'execute-api'; Arguments = @{ PathEncoding = 'Once' }; Path = '/a b//../c%2fd'; InUrl = '/a%20b//../c%2Fd'; Canonical = '/c/d' }
            @{ Service = 'execute-api'; Arguments = @{ NormalizePath = $false }; Path = '/a b//../c%2fd'; InUrl = '/a%20b//../c%2Fd'; Canonical = '/a%2520b//../c%252Fd' }
            @{ Service = 'execute-api'; Arguments = @{ NormalizePath = $false; PathEncoding = 'Once' }; Path = '/a b//../c%2fd'; InUrl = '/a%20b//../c%2Fd'; Canonical = '/a%20b//../c/d' }
            @{ Service = 'execute-api'; Arguments = @{ NormalizePath = $false; PathEncoding = 'None' }; Path = '/a%20b//../c%2fd'; InUrl = '/a%20b//../c%2fd'; Canonical = '/a%20b//../c%2fd' }
        ) {
            $url = New-AwsSignedUrl "https://example.com$Path" -Service $Service -Region us-east-1 @Arguments @key @time

            $url.Url.StartsWith("https://example.com$InUrl`?") | Should -BeTrue
            $url.CanonicalRequest.Split("`n")[1] | Should -BeExactly $Canonical
            $url.Signature | Should -BeExactly (Get-Expected $url -Path $Canonical)
        }

        It 'is a URL of the pipeline: <Form>' -ForEach @(
            @{ Form = 'text'; Given = { "$bucket`?a=%2F" }; Seconds = 900 }
            @{ Form = 'a [uri]'; Given = { [uri]"$bucket`?a=%2F" }; Seconds = 900 }
            @{ Form = 'a record with Uri'; Given = { [pscustomobject]@{ Uri = "$bucket`?a=%2F" } }; Seconds = 900 }
            @{ Form = 'a record with all there is'; Given = { [pscustomobject]@{ Url = "$bucket`?a=%2F"; Service = 's3'; Region = 'eu-central-1'; Method = 'GET'; ExpiresAt = [datetimeoffset]'2026-01-01T00:10:00Z' } }; Seconds = 600 }
        ) {
            $url = & $Given | New-AwsSignedUrl @key @time

            $url.Url | Should -BeExactly (New-AwsSignedUrl "$bucket`?a=%2F" -ExpiresIn $Seconds @key @time).Url
            $url.Url.StartsWith("$bucket`?X-Amz-Algorithm=") | Should -BeTrue
            $url.Url | Should -BeLike '*&a=%2F&*'
            $url.Signature | Should -BeExactly (Get-Expected $url)
        }

        It 'are many, and a bad one costs no other' {
            $urls = @(& { 1..100 | ForEach-Object { "$bucket/$_" }; 'no url'; 'https://example.com/'; "$bucket/last" } |
                    New-AwsSignedUrl @key -ErrorVariable problems -ErrorAction SilentlyContinue)

            $urls | ForEach-Object { $_.Url.Split('?')[0] } | Should -BeExactly (@(1..100 | ForEach-Object { "$bucket/$_" }) + "$bucket/last")
            $urls | ForEach-Object { $_.Signature } | Should -BeExactly @($urls | ForEach-Object { Get-Expected $_ })
            $problems | ForEach-Object { $_.FullyQualifiedErrorId.Split(',')[0] } | Should -BeExactly @('EndpointInvalid', 'ServiceMissing')
        }
    }

    Context 'what is warned of' {
        It '<Id>' -ForEach @(
            @{ Id = 'HostServiceMismatch'; Arguments = @{ Uri = 'https://bucket.s3.us-west-2.amazonaws.com/key'; Service = 'S3' }; Remedy = '*give s3*' }
            @{ Id = 'HostServiceMismatch'; Arguments = @{ Uri = 'https://bedrock-runtime.us-east-1.amazonaws.com/'; Service = 'bedrock-runtime' }; Remedy = '*' }
            @{ Id = 'HostRegionMismatch'; Arguments = @{ Uri = 'https://bucket.s3.us-west-2.amazonaws.com/'; Region = 'us-east-1' }; Remedy = '*Leave -Region out*' }
            @{ Id = 'UrlLifeLong'; Arguments = @{ Uri = 'wss://transcribestreaming.us-west-2.amazonaws.com/'; ExpiresIn = 301 }; Remedy = '*Leave -ExpiresIn out*' }
            @{ Id = 'WebSocketPortUnknown'; Arguments = @{ Uri = 'wss://transcribestreaming.us-west-2.amazonaws.com:443/' }; Remedy = '*8443*' }
            @{ Id = 'KvsChannelArnMissing'; Arguments = @{ Uri = 'wss://m-a1b2c3d4.kinesisvideo.us-west-2.amazonaws.com' }; Remedy = '*New-KvsSignedUrl*' }
            @{ Id = 'ChimeUserArnMissing'; Arguments = @{ Uri = 'wss://node001.ue1.ws-messaging.chime.aws/connect?sessionId=1'; Region = 'us-east-1' }; Remedy = '*New-ChimeConnectUrl*' }
        ) {
            $url = New-AwsSignedUrl @Arguments @key @time -WarningVariable warnings -WarningAction SilentlyContinue

            $url.Findings.Id | Should -BeExactly @($Id)
            $url.Findings[0].Severity | Should -Be 'Warning'
            $warnings.Count | Should -Be 1
            $warnings[0].Message | Should -BeExactly "$($url.Findings[0].Message) $($url.Findings[0].Remedy)"
            $warnings[0].Message | Should -BeLike $Remedy
        }
    }

    Context 'refusals' {
        It 'refuses <Why>' -ForEach @(
            @{ Why = 'a URL that is none'; Arguments = @{ Uri = 'nowhere' }; Id = 'EndpointInvalid'; Target = 'nowhere' }
            @{ Why = 'a URL without a scheme'; Arguments = @{ Uri = 'bucket.s3.us-west-2.amazonaws.com/' }; Id = 'EndpointInvalid'; Target = 'bucket.s3.us-west-2.amazonaws.com/' }
            @{ Why = 'another scheme'; Arguments = @{ Uri = 'ftp://x/' }; Id = 'EndpointInvalid'; Target = 'ftp://x/' }
            @{ Why = 'a fragment'; Arguments = @{ Uri = 'https://x/#y' }; Id = 'EndpointInvalid'; Target = "https://x/#$([char]0x2026)" }
            @{ Why = 'a user and a password'; Arguments = @{ Uri = 'https://user:Sesame@x/' }; Id = 'EndpointInvalid'; Target = $null }
            @{ Why = 'a host that tells no service'; Arguments = @{ Uri = 'https://example.com/?Sesame'; Region = 'r' }; Id = 'ServiceMissing'; Target = 'example.com' }
            @{ Why = 'half an escape in the path'; Arguments = @{ Uri = 'https://sts.us-east-1.amazonaws.com/%zz' }; Id = 'UriEscapeInvalid'; Target = '%zz' }
            @{ Why = 'half an escape in the query'; Arguments = @{ Uri = 'https://sts.us-east-1.amazonaws.com/?a=%zz' }; Id = 'UriEscapeInvalid'; Target = 'a' }
            @{ Why = 'a life that is pasted'; Arguments = @{ Uri = 'https://sts.us-east-1.amazonaws.com/?a=b&X-Amz-Expires=299' }; Id = 'UrlExpiryGiven'; Target = 'X-Amz-Expires' }
            @{ Why = 'an & of HTML'; Arguments = @{ Uri = 'https://sts.us-east-1.amazonaws.com/?a=b&amp;c=d' }; Id = 'QueryEscapedAsHtml'; Target = '&amp;' }
            @{ Why = 'no life, for a service that requires one'; Arguments = @{ Uri = 'https://sts.us-east-1.amazonaws.com/'; NoExpiry = $true }; Id = 'UrlExpiryRequired'; Target = 'sts' }
            @{ Why = 'a URL that is signed'; Arguments = @{ Uri = 'https://sts.us-east-1.amazonaws.com/?X-Amz-Signature=1' }; Id = 'UrlAlreadySigned'; Target = 'X-Amz-Signature' }
            @{ Why = 'a parameter of the signature'; Arguments = @{ QueryParameter = @{ 'x-amz-date' = 1 } }; Id = 'UrlAlreadySigned'; Target = 'x-amz-date' }
            @{ Why = 'a parameter that is a hashtable'; Arguments = @{ QueryParameter = @{ a = @{ b = 'Sesame' } } }; Id = 'QueryParameterInvalid'; Target = 'a' }
            @{ Why = 'a parameter that is an object'; Arguments = @{ QueryParameter = @{ a = [pscustomobject]@{ b = 'Sesame' } } }; Id = 'QueryParameterInvalid'; Target = 'a' }
            @{ Why = 'a parameter without a name'; Arguments = @{ QueryParameter = @{ '' = 1 } }; Id = 'QueryParameterInvalid'; Target = $null }
            @{ Why = 'half a surrogate pair'; Arguments = @{ QueryParameter = @{ a = [string][char]0xD800 } }; Id = 'TextInvalid'; Target = $null }
            @{ Why = 'a method that is none'; Arguments = @{ Method = 'GET POST' }; Id = 'MethodInvalid'; Target = 'GET POST' }
            @{ Why = 'a header name that is none'; Arguments = @{ Headers = @{ 'a b' = 1 } }; Id = 'HeaderInvalid'; Target = 'a b' }
            @{ Why = 'a line end in a header'; Arguments = @{ Headers = @{ a = "b`nc" } }; Id = 'HeaderInvalid'; Target = 'a' }
            @{ Why = 'a header that is an object'; Arguments = @{ Headers = @{ a = @{ b = 1 } } }; Id = 'HeaderInvalid'; Target = 'a' }
            @{ Why = 'a second signature'; Arguments = @{ Headers = @{ Authorization = 'Sesame' } }; Id = 'RequestAlreadySigned'; Target = 'Authorization' }
            @{ Why = 'two hashes'; Arguments = @{ UnsignedPayload = $true; Headers = @{ 'X-Amz-Content-Sha256' = '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072' } }; Id = 'PayloadHashInvalid'; Target = 'UNSIGNED-PAYLOAD' }
            @{ Why = 'a hash that is none'; Arguments = @{ PayloadHash = 'abc' }; Id = 'PayloadHashInvalid'; Target = 'abc' }
            @{ Why = 'a hash of two words'; Arguments = @{ PayloadHash = 'a b' }; Id = 'PayloadHashInvalid'; Target = 'a b' }
            @{ Why = 'a region that is none'; Arguments = @{ Region = 'us east' }; Id = 'RegionInvalid'; Target = 'us east' }
            @{ Why = 'a service that is none'; Arguments = @{ Service = 'a/b' }; Id = 'ServiceInvalid'; Target = 'a/b' }
            @{ Why = 'a path that is to be taken as it is, and cannot'; Arguments = @{ Uri = 'https://sts.us-east-1.amazonaws.com/a b'; PathEncoding = 'None' }; Id = 'PathInvalid'; Target = '/a b' }
            @{ Why = 'no time at all'; Arguments = @{ ExpiresIn = 0 }; Id = 'ExpiresOutOfRange'; Category = 'LimitsExceeded'; Target = [timespan]::Zero }
            @{ Why = 'a week and a second'; Arguments = @{ ExpiresIn = 604801 }; Id = 'ExpiresOutOfRange'; Category = 'LimitsExceeded'; Target = [timespan]'7.00:00:01' }
            @{ Why = 'a moment that is past'; Arguments = @{ ExpiresAt = '2025-12-31T23:59:59Z' }; Id = 'ExpiresOutOfRange'; Category = 'LimitsExceeded'; Target = [timespan]'-00:00:01' }
            @{ Why = 'a moment in eight days'; Arguments = @{ ExpiresAt = '2026-01-09T00:00:00Z' }; Id = 'ExpiresOutOfRange'; Category = 'LimitsExceeded'; Target = [timespan]'8.00:00:00' }
            @{ Why = 'two ends'; Arguments = @{ ExpiresIn = 60; ExpiresAt = '2026-01-01T01:00:00Z' }; Id = 'UrlExpiryAmbiguous'; Target = [datetimeoffset]'2026-01-01T01:00:00Z' }
        ) {
            $all = @{ Uri = $api } + $key + $time
            foreach ($name in $Arguments.Keys) { $all[$name] = $Arguments[$name] }

            $refusal = Get-Refusal { New-AwsSignedUrl @all }

            Assert-Refusal $refusal New-AwsSignedUrl $Id $(if ($Category) { $Category } else { 'InvalidArgument' }) $Target
        }

        It 'ends without <Why>' -ForEach @(
            @{ Why = 'a credential'; Arguments = @{}; Id = 'CredentialNotFound'; Category = 'AuthenticationError'; Target = $null }
            @{ Why = 'the other half of a key'; Arguments = @{ AccessKey = 'x' }; Id = 'CredentialIncomplete'; Category = 'AuthenticationError'; Target = 'The explicit credential' }
            @{ Why = 'a region'; Arguments = @{ AccessKey = 'a'; SecretKey = 's' }; Id = 'RegionMissing'; Category = 'InvalidArgument'; Target = 'Region' }
        ) {
            $refusal = Get-Refusal { 'https://localhost/', 'https://localhost/' | New-AwsSignedUrl -Service sts @Arguments }

            Assert-Refusal $refusal New-AwsSignedUrl $Id $Category $Target -Terminating
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

        It 'shows the method and the names of headers where there are any, and no secret' {
            $url = New-AwsSignedUrl $bucket -Method PUT -Headers @{ 'X-Secret' = 'hidden' } @key @time

            $view = Get-View $url
            Get-Label $view | Should -BeExactly @('Method', 'Url', 'Headers', 'Service', 'Region', 'SignedAt', 'ExpiresAt')
            Get-Label (Get-View (New-AwsSignedUrl $bucket @key)) | Should -BeExactly @('Url', 'Service', 'Region', 'SignedAt', 'ExpiresAt')
            $view.Contains($sample.SecretKey) | Should -BeFalse
            $view | Should -Match 'Method\s+: PUT'
            $view | Should -Match 'Headers\s+: X-Secret'
            $view | Should -Match 'SignedAt\s+: 2026-01-01 00:00:00 UTC'
            $view | Should -Not -BeLike '*hidden*'
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
            @{ Parameter = 'Method'; Start = 'p'; Expected = 'PUT', 'POST', 'PATCH' }
            @{ Parameter = 'PathEncoding'; Start = ''; Expected = 'None', 'Once', 'Twice' }
            @{ Parameter = 'SessionTokenMode'; Start = 'A'; Expected = @('Appended') }
        ) {
            Get-Completion "New-AwsSignedUrl https://x/ -$Parameter $Start" | Should -BeExactly $Expected
        }
    }
}
