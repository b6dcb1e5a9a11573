#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }

BeforeAll {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    $session = Enter-TestSession
    $ErrorActionPreference = $WarningPreference = 'Continue'
    $VerbosePreference = $DebugPreference = 'SilentlyContinue'
    $sample = Get-Sample
    $key = @{ AccessKey = $sample.AccessKey; SecretKey = $sample.SecretKey }
    $time = @{ SigningTime = '20260101T000000Z' }
    $url = 'https://execute-api.us-east-1.amazonaws.com/test/a%20b?b=2&a=1'

    # Makes the signature again of what there is to sign.
    function Get-Expected {
        param($Request, [string] $PayloadHash = (Get-Sha256Hex @()), [string] $Path = '/test/a%2520b', [string] $Query = 'a=1&b=2')

        $names = [System.Collections.Generic.List[string]]::new([string[]]@('host'))
        $values = @{ host = ([uri]$Request.Url).Authority }
        foreach ($name in $Request.Headers.Keys) {
            if ($name -in 'Authorization', 'User-Agent') { continue }
            $names.Add($name.ToLowerInvariant())
            $values[$name.ToLowerInvariant()] = $Request.Headers[$name]
        }
        $names.Sort([System.StringComparer]::Ordinal)
        $scope = "$($Request.Headers['X-Amz-Date'].Substring(0, 8))/$($Request.Region)/$($Request.Service)/aws4_request"
        $canonical = (@($Request.Method, $Path, $Query) + @($names | ForEach-Object { "${_}:$($values[$_])" }) + @('', ($names -join ';'), $PayloadHash)) -join "`n"
        $toSign = ('AWS4-HMAC-SHA256', $Request.Headers['X-Amz-Date'], $scope, (Get-Sha256Hex (Get-Utf8 $canonical))) -join "`n"
        $signature = ConvertTo-Hex (Get-Hmac (Get-SigningKey $sample.SecretKey $scope) $toSign)
        [pscustomobject]@{
            Canonical     = $canonical
            ToSign        = $toSign
            Signature     = $signature
            Authorization = "AWS4-HMAC-SHA256 Credential=$($sample.AccessKey)/$scope, SignedHeaders=$($names -join ';'), Signature=$signature"
        }
    }

    # What a server on loopback gets when a script sends something to it.
    function Get-Received {
        param([scriptblock] $Send)

        $socket = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
        $socket.Start()
        $port = $socket.LocalEndpoint.Port
        $socket.Stop()
        $listener = [System.Net.HttpListener]::new()
        $listener.Prefixes.Add("http://127.0.0.1:$port/")
        $listener.Start()
        $server = [powershell]::Create()
        try {
            $null = $server.AddScript({
                    param($listener)
                    $context = $listener.GetContext()
                    $memory = [System.IO.MemoryStream]::new()
                    $context.Request.InputStream.CopyTo($memory)
                    $headers = @{}
                    foreach ($name in $context.Request.Headers.AllKeys) { $headers[$name] = $context.Request.Headers[$name] }
                    @{ Method = $context.Request.HttpMethod; Target = $context.Request.RawUrl; Headers = $headers; Body = $memory.ToArray() }
                    $context.Response.Close()
                }).AddArgument($listener)
            $receiving = $server.BeginInvoke()
            & $Send "http://127.0.0.1:$port"
            $server.EndInvoke($receiving)[0]
        }
        finally {
            $listener.Stop()
            $server.Dispose()
        }
    }
}

AfterAll {
    Exit-TestSession $session
    Remove-Module Helpers
}

Describe 'New-AwsSignedRequest' {
    Context 'what is signed' {
        It 'is <What>' -ForEach @(
            @{ What = 'a request without a body'; Arguments = @{}; Method = 'GET'; Body = '' }
            @{ What = 'text'; Arguments = @{ Method = 'post'; Body = "gr$([char]0xFC)n" }; Method = 'POST'; Body = "gr$([char]0xFC)n" }
            @{ What = 'bytes'; Arguments = @{ Method = 'PUT'; Body = [byte[]](103, 111) }; Method = 'PUT'; Body = 'go' }
            @{ What = 'headers'; Arguments = @{ Method = 'PATCH'; Headers = @{ 'X-Foo' = 'bar'; 'x-number' = 16000; Accept = 'a/b' } }; Method = 'PATCH'; Body = '' }
        ) {
            $request = New-AwsSignedRequest $url -Service execute-api @Arguments @key @time
            $expected = Get-Expected $request (Get-Sha256Hex (Get-Utf8 $Body))

            $request.Method | Should -BeExactly $Method
            $request.CanonicalRequest | Should -BeExactly $expected.Canonical
            $request.StringToSign | Should -BeExactly $expected.ToSign
            $request.Signature | Should -BeExactly $expected.Signature
            $request.Headers['Authorization'] | Should -BeExactly $expected.Authorization
            $request.Headers['authorization'] | Should -BeExactly $expected.Authorization
            $request.Region | Should -BeExactly 'us-east-1'
            if ($Body) { [System.Text.Encoding]::UTF8.GetString($request.Body) | Should -BeExactly $Body } else { $request.Body | Should -BeNullOrEmpty }
        }

        It 'is a file' {
            [System.IO.File]::WriteAllText((Join-Path $TestDrive 'body.txt'), 'hello')

            $request = New-AwsSignedRequest $url -Service execute-api -Method PUT -InFile TestDrive:/body.txt @key @time

            $request.Signature | Should -BeExactly (Get-Expected $request (Get-Sha256Hex (Get-Utf8 'hello'))).Signature
        }

        It 'is a hash that is given' {
            $hash = Get-Sha256Hex (Get-Utf8 'hello')

            $request = New-AwsSignedRequest $url -Service execute-api -Method PUT -PayloadHash $hash @key @time

            $request.Signature | Should -BeExactly (Get-Expected $request $hash).Signature
        }

        It 'is not the body with -UnsignedPayload' {
            $request = New-AwsSignedRequest 'https://bucket.s3.eu-central-1.amazonaws.com/a b' -Service s3 -Method PUT -UnsignedPayload @key @time

            $request.Region | Should -BeExactly 'eu-central-1'
            $request.Url | Should -BeExactly 'https://bucket.s3.eu-central-1.amazonaws.com/a%20b'
            $request.Headers['x-amz-content-sha256'] | Should -BeExactly 'UNSIGNED-PAYLOAD'
            $request.Signature | Should -BeExactly (Get-Expected $request 'UNSIGNED-PAYLOAD' -Path '/a%20b' -Query '').Signature
        }

        It 'is the request that opens an event stream' {
            $request = New-AwsSignedRequest https://transcribestreaming.us-west-2.amazonaws.com/stream-transcription -Service transcribe -EventStream @key @time

            $request.Method | Should -BeExactly 'POST'
            $request.Region | Should -BeExactly 'us-west-2'
            $request.Headers['content-type'] | Should -BeExactly 'application/vnd.amazon.eventstream'
            $request.Headers['x-amz-content-sha256'] | Should -BeExactly 'STREAMING-AWS4-HMAC-SHA256-EVENTS'
            $request.Signature | Should -BeExactly (Get-Expected $request 'STREAMING-AWS4-HMAC-SHA256-EVENTS' -Path '/stream-transcription' -Query '').Signature
        }

        It 'has the session token, signed' {
            $request = New-AwsSignedRequest $url -Service execute-api -SessionToken $sample.SessionToken @key @time

            $request.Headers['X-Amz-Security-Token'] | Should -BeExactly $sample.SessionToken
            $request.Headers['Authorization'] | Should -BeLike '*;x-amz-security-token,*'
            $request.Signature | Should -BeExactly (Get-Expected $request).Signature
        }

        It 'leaves out what changes on its way' {
            $request = New-AwsSignedRequest $url -Service execute-api -Headers @{ 'User-Agent' = 'me' } @key @time

            $request.Headers['User-Agent'] | Should -BeExactly 'me'
            $request.Headers['Authorization'] | Should -Not -BeLike '*user-agent*'
        }

        It 'is a URL of the pipeline: <Form>' -ForEach @(
            @{ Form = 'text'; Given = { $url } }
            @{ Form = 'a [uri]'; Given = { [uri]$url } }
            @{ Form = 'a record'; Given = { [pscustomobject]@{ Uri = $url; Service = 'execute-api' } } }
        ) {
            $arguments = if ($Form -eq 'a record') { @{} } else { @{ Service = 'execute-api' } }
            $expected = New-AwsSignedRequest $url -Service execute-api @key @time

            (& $Given | New-AwsSignedRequest @arguments @key @time).Signature | Should -BeExactly $expected.Signature
        }

        It 'is the same in <Culture>' -ForEach @(
            @{ Culture = 'th-TH' }
            @{ Culture = 'ar-SA' }
            @{ Culture = 'tr-TR' }
        ) {
            $expected = New-AwsSignedRequest $url -Service execute-api -Method initiate -Headers @{ 'X-I' = 1.5 } @key @time

            (Invoke-InCulture $Culture { New-AwsSignedRequest $url -Service execute-api -Method initiate -Headers @{ 'X-I' = 1.5 } @key @time }).Signature |
                Should -BeExactly $expected.Signature
        }
    }

    Context 'what is sent' {
        It 'arrives as it was signed by <Program>' -ForEach @(
            @{ Program = 'Invoke-WebRequest'; Script = { param($request, $more) $null = Invoke-WebRequest -Uri $request.Url -Method $request.Method -Headers $request.Headers -Body $request.Body -UseBasicParsing @more } }
            @{ Program = 'Invoke-RestMethod'; Script = { param($request, $more) Invoke-RestMethod -Uri $request.Url -Method $request.Method -Headers $request.Headers -Body $request.Body @more } }
            @{ Program = 'HttpClient'; Script = {
                    param($request)
                    Add-Type -AssemblyName System.Net.Http
                    $message = [System.Net.Http.HttpRequestMessage]::new($request.Method, $request.Url)
                    $message.Content = [System.Net.Http.ByteArrayContent]::new($request.Body)
                    foreach ($name in $request.Headers.Keys) {
                        if (-not $message.Headers.TryAddWithoutValidation($name, $request.Headers[$name])) {
                            $null = $message.Content.Headers.TryAddWithoutValidation($name, $request.Headers[$name])
                        }
                    }
                    $client = [System.Net.Http.HttpClient]::new()
                    $null = $client.SendAsync($message).GetAwaiter().GetResult().EnsureSuccessStatusCode()
                    $client.Dispose()
                }
            }
        ) {
            # Windows PowerShell has no such parameter.
            $more = if ($PSVersionTable.PSVersion.Major -ge 7) { @{ SkipHeaderValidation = $true } } else { @{} }
            $sent = @{}

            $received = Get-Received {
                param($server)
                $sent.Request = New-AwsSignedRequest "$server/a b/c?q=x y" -Service execute-api -Region us-east-1 -Method Post -Body '{"a":"b"}' @key `
                    -SessionToken $sample.SessionToken -Headers @{ 'Content-Type' = 'application/json'; 'X-Foo' = 'bar' }
                & $Script $sent.Request $more
            }

            $received.Method | Should -BeExactly 'POST'
            $received.Target | Should -BeExactly '/a%20b/c?q=x%20y'
            [System.Text.Encoding]::UTF8.GetString($received.Body) | Should -BeExactly '{"a":"b"}'
            $received.Headers['Host'] | Should -BeExactly ([uri]$sent.Request.Url).Authority
            foreach ($name in $sent.Request.Headers.Keys) {
                $received.Headers[$name] | Should -BeExactly $sent.Request.Headers[$name]
            }
            $sent.Request.Signature | Should -BeExactly (
                Get-Expected $sent.Request (Get-Sha256Hex $received.Body) -Path '/a%2520b/c' -Query 'q=x%20y').Signature
        }

        It 'is refused by Invoke-WebRequest of PowerShell 7 itself without -SkipHeaderValidation, as the help says' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
            $request = New-AwsSignedRequest http://127.0.0.1:9/ -Service execute-api -Region us-east-1 @key

            { Invoke-WebRequest -Uri $request.Url -Headers $request.Headers -ErrorAction Stop } | Should -Throw "*format of value 'AWS4-HMAC-SHA256 *is invalid*"
        }
    }

    Context 'refusals' {
        It 'refuses <Why>' -ForEach @(
            @{ Why = 'a URL that is none'; Arguments = @{ Uri = 'nowhere' }; Id = 'EndpointInvalid' }
            @{ Why = 'a fragment'; Arguments = @{ Uri = 'https://h/#x' }; Id = 'EndpointInvalid' }
            @{ Why = 'half an escape'; Arguments = @{ Uri = 'https://h/?a=%zz' }; Id = 'UriEscapeInvalid' }
            @{ Why = 'a method that is none'; Arguments = @{ Method = 'GET POST' }; Id = 'MethodInvalid' }
            @{ Why = 'a header name that is none'; Arguments = @{ Headers = @{ 'a b' = 1 } }; Id = 'HeaderInvalid' }
            @{ Why = 'a line end in a header'; Arguments = @{ Headers = @{ a = "b`r`nc" } }; Id = 'HeaderInvalid' }
            @{ Why = 'a header that it makes itself'; Arguments = @{ Headers = @{ Authorization = 'x' } }; Id = 'RequestAlreadySigned' }
            @{ Why = 'a body that is an object'; Arguments = @{ Body = @{ a = 1 } }; Id = 'BodyInvalid' }
            @{ Why = 'half a surrogate pair'; Arguments = @{ Body = [string][char]0xD800 }; Id = 'TextInvalid' }
            @{ Why = 'a hash that is none'; Arguments = @{ PayloadHash = 'a b' }; Id = 'PayloadHashInvalid' }
            @{ Why = 'a file that is not there'; Arguments = @{ InFile = 'TestDrive:/none' }; Id = 'FileUnreadable' }
            @{ Why = 'a service that is none'; Arguments = @{ Service = 'a/b' }; Id = 'ServiceInvalid' }
            @{ Why = 'a region that is none'; Arguments = @{ Region = 'us east' }; Id = 'RegionInvalid' }
        ) {
            $all = @{ Uri = $url; Service = 'execute-api'; Region = 'us-east-1' } + $key
            foreach ($name in $Arguments.Keys) { $all[$name] = $Arguments[$name] }

            $refusal = Get-Refusal { New-AwsSignedRequest @all }

            $refusal.Id | Should -BeExactly $Id
            $refusal.Source | Should -BeExactly 'AwsSignTools.Commands.NewAwsSignedRequestCommand'
            $refusal.Action | Should -Not -BeNullOrEmpty
            $refusal.Terminating | Should -BeFalse
        }

        It 'ends without <Why>' -ForEach @(
            @{ Why = 'a credential'; Arguments = @{ Uri = 'https://execute-api.us-east-1.amazonaws.com' }; Id = 'CredentialNotFound' }
            @{ Why = 'a region'; Arguments = @{ Uri = 'https://example.com'; AccessKey = 'a'; SecretKey = 's' }; Id = 'RegionMissing' }
        ) {
            $refusal = Get-Refusal { New-AwsSignedRequest -Service execute-api @Arguments }

            $refusal.Id | Should -BeExactly $Id
            $refusal.Terminating | Should -BeTrue
        }

        It 'takes one kind of body only' {
            (Get-Refusal { New-AwsSignedRequest $url -Service execute-api -Body 'a' -UnsignedPayload @key }).Id | Should -BeExactly 'AmbiguousParameterSet'
        }
    }

    Context 'output' {
        It 'is an AwsSignTools.SigV4.SignedRequest, as Get-Command says' {
            (New-AwsSignedRequest $url -Service execute-api @key).GetType().FullName | Should -BeExactly 'AwsSignTools.SigV4.SignedRequest'
            (Get-Command New-AwsSignedRequest).OutputType.Name | Should -Be 'AwsSignTools.SigV4.SignedRequest'
        }

        It 'shows no secret in its view or text' {
            $request = New-AwsSignedRequest $url -Service execute-api -SessionToken $sample.SessionToken @key @time

            $view = Get-View $request
            $view | Should -Match 'Method\s+: GET'
            $view | Should -Match 'SignedAt\s+: 2026-01-01 00:00:00 UTC'
            $view | Should -Match ([regex]::Escape($request.Signature))
            $view | Should -Not -BeLike "*$($sample.SessionToken)*"
            "$request" | Should -BeExactly "GET $($request.Url)"
        }

        It 'shows no secret key anywhere' {
            $Error.Clear()
            $output = @(
                New-AwsSignedRequest $url -Service execute-api @key -Verbose -Debug *>&1
                New-AwsSignedRequest nowhere -Service execute-api @key -ErrorAction SilentlyContinue
                try { New-AwsSignedRequest $url -Service execute-api @key -NoSuchParameter 1 } catch { $_ }
            )

            $Error.Count | Should -BeGreaterOrEqual 2
            (Get-Everything ($output + $Error)).Split("`n") | Where-Object { $_.Contains($sample.SecretKey) } | Should -BeNullOrEmpty
        }
    }

    Context 'as a command' {
        It 'completes -<Parameter>' -ForEach @(
            @{ Parameter = 'Region'; Start = 'us-w'; Expected = 'us-west-1', 'us-west-2' }
            @{ Parameter = 'Service'; Start = 'tr'; Expected = @('transcribe') }
        ) {
            Get-Completion "New-AwsSignedRequest -$Parameter $Start" | Should -BeExactly $Expected
        }
    }
}
