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

    $sts = 'https://sts.us-west-2.amazonaws.com/'

    # Makes the signature again of what there is to sign: the method, URL and headers of the request, the path as the service wants it, the
    # hash, and the headers but for those that are not signed.
    function Get-Expected {
        param($Request, [string] $PayloadHash = (Get-Sha256Hex @()), [string] $Path, [string[]] $Unsigned = @())

        $target = $Request.Url -replace '^[a-z]+://[^/?]+', ''
        if (-not $Path) { $Path = ($target.Split('?')[0].Split('/') | ForEach-Object { [uri]::EscapeDataString($_) }) -join '/' }
        $query = "$($target.Split('?')[1])"
        $names = [System.Collections.Generic.List[string]]::new([string[]]@('host'))
        $values = @{ host = ([uri]$Request.Url).Authority }
        foreach ($name in $Request.Headers.Keys) {
            if ($name -in @('Authorization', 'User-Agent', 'Expect') + $Unsigned) { continue }
            if ($name -ne 'Host') { $names.Add($name.ToLowerInvariant()) }
            $values[$name.ToLowerInvariant()] = ($Request.Headers[$name] -replace ' +', ' ').Trim()
        }
        $names.Sort([System.StringComparer]::Ordinal)
        $scope = "$($Request.Headers['X-Amz-Date'].Substring(0, 8))/$($Request.Region)/$($Request.Service)/aws4_request"
        $canonical = (@($Request.Method, $Path, $query) + @($names | ForEach-Object { "${_}:$($values[$_])" }) + @('', ($names -join ';'), $PayloadHash)) -join "`n"
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
        It 'is all that it says it is' {
            $request = New-AwsSignedRequest $sts -Service sts @key -SigningTime 2026-01-02T03:04:05.678Z
            $empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
            $canonical = "GET`n/`n`nhost:sts.us-west-2.amazonaws.com`nx-amz-date:20260102T030405Z`n`nhost;x-amz-date`n$empty"

            $request.Method, $request.Url, $request.Service, $request.Region | Should -BeExactly @('GET', $sts, 'sts', 'us-west-2')
            $request.SignedAt | Should -Be ([datetimeoffset]'2026-01-02T03:04:05Z')
            $request.Body | Should -BeNullOrEmpty
            @($request.Headers.Keys) | Should -BeExactly @('X-Amz-Date', 'Authorization')
            $request.Headers['x-amz-date'] | Should -BeExactly '20260102T030405Z'
            $request.Headers['AUTHORIZATION'] | Should -BeExactly (
                "AWS4-HMAC-SHA256 Credential=$($sample.AccessKey)/20260102/us-west-2/sts/aws4_request, SignedHeaders=host;x-amz-date, Signature=$($request.Signature)")
            $request.CanonicalRequest | Should -BeExactly $canonical
            $request.StringToSign | Should -BeExactly "AWS4-HMAC-SHA256`n20260102T030405Z`n20260102/us-west-2/sts/aws4_request`n$(Get-Sha256Hex (Get-Utf8 $canonical))"
            $request.Signature | Should -BeExactly (Get-Expected $request).Signature
        }

        It 'is <What>' -ForEach @(
            @{ What = 'a request without a body'; Arguments = @{}; Method = 'GET'; Body = $null }
            @{ What = 'text'; Arguments = @{ Method = 'post'; Body = "a=b&c=gr$([char]0xFC)n" }; Method = 'POST'; Body = "a=b&c=gr$([char]0xFC)n" }
            @{ What = 'empty text'; Arguments = @{ Method = 'POST'; Body = '' }; Method = 'POST'; Body = '' }
            @{ What = 'bytes'; Arguments = @{ Method = 'PUT'; Body = [byte[]](103, 111) }; Method = 'PUT'; Body = 'go' }
            @{ What = 'no bytes'; Arguments = @{ Method = 'PUT'; Body = [byte[]]::new(0) }; Method = 'PUT'; Body = '' }
            @{ What = 'wrapped text'; Arguments = @{ Method = 'PUT'; Body = [psobject]::AsPSObject('wrapped') }; Method = 'PUT'; Body = 'wrapped' }
            @{ What = 'wrapped bytes'; Arguments = @{ Method = 'PUT'; Body = [psobject]::AsPSObject([byte[]](65, 66)) }; Method = 'PUT'; Body = 'AB' }
            @{ What = 'headers'; Arguments = @{ Method = 'PATCH'; Headers = @{ 'X-Foo' = 'bar'; 'x-number' = 16000; Accept = 'a/b' } }; Method = 'PATCH'; Body = $null }
        ) {
            $request = New-AwsSignedRequest $url -Service execute-api @Arguments @key @time
            $expected = Get-Expected $request (Get-Sha256Hex (Get-Utf8 "$Body"))

            $request.Method | Should -BeExactly $Method
            $request.CanonicalRequest | Should -BeExactly $expected.Canonical
            $request.StringToSign | Should -BeExactly $expected.ToSign
            $request.Signature | Should -BeExactly $expected.Signature
            $request.Headers['Authorization'] | Should -BeExactly $expected.Authorization
            $request.Headers['authorization'] | Should -BeExactly $expected.Authorization
            $request.Region | Should -BeExactly 'us-east-1'
            $request.Body -is [byte[]] | Should -Be ($null -ne $Body)
            if ($null -ne $Body) { ConvertTo-Hex $request.Body | Should -BeExactly (ConvertTo-Hex (Get-Utf8 $Body)) }
        }

        It 'is a file, by <Form>, which is not read into memory' -ForEach @(
            @{ Form = 'a path of PowerShell'; Path = 'TestDrive:/body.bin' }
            @{ Form = 'a path relative to the location'; Path = './body.bin' }
        ) {
            $content = [byte[]]::new(300000)
            [System.Random]::new(1).NextBytes($content)
            [System.IO.File]::WriteAllBytes((Join-Path $TestDrive 'body.bin'), $content)
            Push-Location -LiteralPath TestDrive:/
            try {
                $request = New-AwsSignedRequest $url -Service execute-api -Method PUT -InFile $Path @key @time
            }
            finally {
                Pop-Location
            }

            $request.Body | Should -BeNullOrEmpty
            $request.Signature | Should -BeExactly (Get-Expected $request (Get-Sha256Hex $content)).Signature
        }

        It 'is the hash that is given: <Given>' -ForEach @(
            @{ Given = '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072'; Line = '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072' }
            @{ Given = '44CE7DD67C959E0D3524FFAC1771DFBBA87D2B6B4B4E99E42034A8B803F8B072'; Line = '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072' }
            @{ Given = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER'; Line = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' }
            @{ Given = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD'; Line = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' }
        ) {
            $request = New-AwsSignedRequest https://bucket.s3.us-west-2.amazonaws.com/key -Service s3 -Method PUT -PayloadHash $Given @key @time

            $request.Headers['x-amz-content-sha256'] | Should -BeExactly $Line
            $request.Signature | Should -BeExactly (Get-Expected $request $Line).Signature
        }

        It 'is not the body with -UnsignedPayload' {
            $request = New-AwsSignedRequest $sts -Service sts -UnsignedPayload @key @time

            $request.Signature | Should -BeExactly (Get-Expected $request 'UNSIGNED-PAYLOAD').Signature
        }

        It 'has its path once encoded for S3, and the hash in a header: <Hash>' -ForEach @(
            @{ Arguments = @{}; Hash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' }
            @{ Arguments = @{ Method = 'PUT'; UnsignedPayload = $true }; Hash = 'UNSIGNED-PAYLOAD' }
        ) {
            $request = New-AwsSignedRequest "https://bucket.s3.eu-central-1.amazonaws.com/a b//../$([char]0xFC)%2F/" -Service s3 @Arguments @key @time

            $request.Region | Should -BeExactly 'eu-central-1'
            $request.Url | Should -BeExactly 'https://bucket.s3.eu-central-1.amazonaws.com/a%20b//../%C3%BC%2F/'
            $request.CanonicalRequest.Split("`n")[1] | Should -BeExactly '/a%20b//../%C3%BC//'
            $request.Headers['x-amz-content-sha256'] | Should -BeExactly $Hash
            $request.Signature | Should -BeExactly (Get-Expected $request $Hash -Path '/a%20b//../%C3%BC//').Signature
        }

        It 'is the request that opens an event stream' {
            $request = New-AwsSignedRequest https://transcribestreaming.us-west-2.amazonaws.com/stream-transcription -Service transcribe -EventStream @key @time `
                -Headers @{ 'x-amzn-transcribe-sample-rate' = 16000 }

            $request.Method | Should -BeExactly 'POST'
            $request.Region | Should -BeExactly 'us-west-2'
            $request.Headers['content-type'] | Should -BeExactly 'application/vnd.amazon.eventstream'
            $request.Headers['x-amz-content-sha256'] | Should -BeExactly 'STREAMING-AWS4-HMAC-SHA256-EVENTS'
            $request.Headers['x-amzn-transcribe-sample-rate'] | Should -BeExactly '16000'
            $request.Headers['authorization'] | Should -BeLike '*SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date;x-amzn-transcribe-sample-rate,*'
            $request.Signature | Should -BeExactly (Get-Expected $request 'STREAMING-AWS4-HMAC-SHA256-EVENTS').Signature
        }

        It 'has the method and the content type that are given, for an event stream too' {
            $request = New-AwsSignedRequest $sts -Service sts -EventStream -Method PUT -Headers @{ 'content-type' = 'application/vnd.amazon.eventstream;v=1' } @key @time

            $request.Method | Should -BeExactly 'PUT'
            $request.Headers['Content-Type'] | Should -BeExactly 'application/vnd.amazon.eventstream;v=1'
            $request.Signature | Should -BeExactly (Get-Expected $request 'STREAMING-AWS4-HMAC-SHA256-EVENTS').Signature
        }

        It 'has a path and a query encoded once in the URL, and as the service wants in the signature: <Url>' -ForEach @(
            @{ Url = 'https://sts.us-west-2.amazonaws.com'; Target = '/' }
            @{ Url = 'https://sts.us-west-2.amazonaws.com/?b=2&a=1&a=0'; Target = '/?a=0&a=1&b=2' }
            @{ Url = "https://sts.us-west-2.amazonaws.com/?a=x%20y&b=x+y&c=%c3%bc&d=$([char]0xFC)"; Target = '/?a=x%20y&b=x%2By&c=%C3%BC&d=%C3%BC' }
            @{ Url = 'https://sts.us-west-2.amazonaws.com/?flag&empty=&=x'; Target = '/?=x&empty=&flag=' }
            @{ Url = 'https://sts.us-west-2.amazonaws.com/?arn=arn:aws:iam::1:role/x'; Target = '/?arn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fx' }
            @{ Url = "https://sts.us-west-2.amazonaws.com/a b/$([char]0xFC)/c%2Fd/e:f/~-_."; Target = '/a%20b/%C3%BC/c%2Fd/e:f/~-_.' }
            @{ Url = 'https://STS.us-west-2.AMAZONAWS.com:443/A'; Target = '/A' }
            @{ Url = 'https://sts.us-west-2.amazonaws.com:8443/A'; Target = '/A'; Port = ':8443' }
            @{ Url = 'wss://sts.us-west-2.amazonaws.com/A'; Target = '/A' }
        ) {
            $request = New-AwsSignedRequest $Url -Service sts @key @time

            $request.Url | Should -BeExactly "$($Url.Split(':')[0])://sts.us-west-2.amazonaws.com$Port$Target"
            $request.Signature | Should -BeExactly (Get-Expected $request).Signature
        }

        It 'has the session token, <What>, for <Service>' -ForEach @(
            @{ Service = 'sts'; What = 'signed'; Unsigned = @(); Signed = 'host;x-amz-date;x-amz-security-token' }
            @{ Service = 'iotdevicegateway'; What = 'not signed'; Unsigned = @('X-Amz-Security-Token'); Signed = 'host;x-amz-date' }
        ) {
            $request = New-AwsSignedRequest https://x.us-west-2.amazonaws.com/ -Service $Service -SessionToken $sample.SessionToken @key @time

            $request.Headers['X-Amz-Security-Token'] | Should -BeExactly $sample.SessionToken
            $request.Headers['Authorization'] | Should -BeLike "*SignedHeaders=$Signed,*"
            $request.Signature | Should -BeExactly (Get-Expected $request -Unsigned $Unsigned).Signature
        }

        It 'is for the region <Expected>: <Uri>, -Region <Parameter>, AWS_REGION <Region>, AWS_DEFAULT_REGION <DefaultRegion>' -ForEach @(
            @{ Uri = 'https://sts.us-west-2.amazonaws.com/'; Parameter = ''; Region = ''; DefaultRegion = ''; Expected = 'us-west-2' }
            @{ Uri = 'https://sts.us-west-2.amazonaws.com/'; Parameter = ''; Region = 'eu-west-1'; DefaultRegion = ''; Expected = 'us-west-2' }
            @{ Uri = 'https://sts.us-west-2.amazonaws.com/'; Parameter = 'eu-west-1'; Region = ''; DefaultRegion = ''; Expected = 'eu-west-1' }
            @{ Uri = 'https://us-east-1.s3.eu-central-1.amazonaws.com/'; Parameter = ''; Region = ''; DefaultRegion = ''; Expected = 'eu-central-1' }
            @{ Uri = 'https://sts.cn-north-1.amazonaws.com.cn/'; Parameter = ''; Region = ''; DefaultRegion = ''; Expected = 'cn-north-1' }
            @{ Uri = 'https://sts.us-gov-west-1.amazonaws.com/'; Parameter = ''; Region = ''; DefaultRegion = ''; Expected = 'us-gov-west-1' }
            @{ Uri = 'https://abc.lambda-url.eu-north-1.on.aws/'; Parameter = ''; Region = ''; DefaultRegion = ''; Expected = 'eu-north-1' }
            @{ Uri = 'https://s3.dualstack.ap-southeast-7.amazonaws.com/'; Parameter = ''; Region = ''; DefaultRegion = ''; Expected = 'ap-southeast-7' }
            @{ Uri = 'https://localhost:8080/'; Parameter = ''; Region = 'eu-west-1'; DefaultRegion = 'eu-west-2'; Expected = 'eu-west-1' }
            @{ Uri = 'https://localhost:8080/'; Parameter = ''; Region = ''; DefaultRegion = 'eu-west-2'; Expected = 'eu-west-2' }
            @{ Uri = 'https://us-west-2.example.com/'; Parameter = ''; Region = 'eu-west-1'; DefaultRegion = ''; Expected = 'eu-west-1' }
        ) {
            $arguments = if ($Parameter) { @{ Region = $Parameter } } else { @{} }
            if ($Region) { $env:AWS_REGION = $Region }
            if ($DefaultRegion) { $env:AWS_DEFAULT_REGION = $DefaultRegion }
            try {
                $request = New-AwsSignedRequest $Uri -Service sts @arguments @key @time
            }
            finally {
                Clear-TestEnvironment
            }

            $request.Region | Should -BeExactly $Expected
            $request.Signature | Should -BeExactly (Get-Expected $request).Signature
        }

        It 'has all headers, signed but for those that change on their way' {
            $request = New-AwsSignedRequest $sts -Service sts @key @time -Headers ([ordered]@{
                    'X-Custom' = '  a   b  '; Accept = 'text/plain', 'text/html'; 'User-Agent' = 'curl'; Expect = '100-continue'; 'X-Number' = 1.5
                    'X-Empty' = ''; 'X-Null' = $null; 'X-Wrapped' = [psobject]::AsPSObject('w')
                })

            @($request.Headers.Keys) | Should -BeExactly @(
                'X-Custom', 'Accept', 'User-Agent', 'Expect', 'X-Number', 'X-Empty', 'X-Wrapped', 'X-Amz-Date', 'Authorization')
            foreach ($value in $request.Headers.Values) { $value.GetType() | Should -Be ([string]) }
            $request.Headers['accept'] | Should -BeExactly 'text/plain,text/html'
            $request.Headers['x-number'] | Should -BeExactly '1.5'
            $request.Headers['user-agent'] | Should -BeExactly 'curl'
            $request.Headers['Authorization'] | Should -BeLike '*SignedHeaders=accept;host;x-amz-date;x-custom;x-empty;x-number;x-wrapped,*'
            $request.Signature | Should -BeExactly (Get-Expected $request).Signature
        }

        It 'is for the host that is given as a header' {
            $request = New-AwsSignedRequest https://127.0.0.1:8080/ -Service sts -Region us-west-2 -Headers @{ Host = 'sts.us-west-2.amazonaws.com' } @key @time

            $request.CanonicalRequest | Should -BeLike "*`nhost:sts.us-west-2.amazonaws.com`n*"
            $request.Signature | Should -BeExactly (Get-Expected $request).Signature
        }

        It 'is a URL of the pipeline: <Form>' -ForEach @(
            @{ Form = 'text'; Given = { $url }; Arguments = @{ Service = 'execute-api' } }
            @{ Form = 'a [uri]'; Given = { [uri]$url }; Arguments = @{ Service = 'execute-api' } }
            @{ Form = 'a record with Uri'; Given = { [pscustomobject]@{ Uri = $url } }; Arguments = @{ Service = 'execute-api' } }
            @{ Form = 'a record with Url, Method and Service'; Given = { [pscustomobject]@{ Url = $url; Method = 'GET'; Service = 'execute-api' } }; Arguments = @{} }
        ) {
            $request = & $Given | New-AwsSignedRequest @Arguments @key @time

            $request.Url | Should -BeExactly 'https://execute-api.us-east-1.amazonaws.com/test/a%20b?a=1&b=2'
            $request.Signature | Should -BeExactly (Get-Expected $request).Signature
        }

        It 'are many, and a bad URL costs no other: <What>' -ForEach @(
            @{ What = 'nothing'; Arguments = @{} }
            @{ What = '-Body'; Arguments = @{ Body = 'x' } }
            @{ What = '-PayloadHash'; Arguments = @{ PayloadHash = 'UNSIGNED-PAYLOAD' } }
            @{ What = '-UnsignedPayload'; Arguments = @{ UnsignedPayload = $true } }
            @{ What = '-EventStream'; Arguments = @{ EventStream = $true } }
        ) {
            $requests = 'https://a.us-west-2.amazonaws.com/', 'no url', 'https://b.us-west-2.amazonaws.com/' |
                New-AwsSignedRequest -Service sts @Arguments @key -ErrorVariable problems -ErrorAction SilentlyContinue

            $requests.Url | Should -BeExactly @('https://a.us-west-2.amazonaws.com/', 'https://b.us-west-2.amazonaws.com/')
            $problems.Count | Should -Be 1
            $problems[0].FullyQualifiedErrorId | Should -BeExactly 'EndpointInvalid,AwsSignTools.Commands.NewAwsSignedRequestCommand'
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
                Get-Expected $sent.Request (Get-Sha256Hex $received.Body)).Signature
        }

        It 'is refused by Invoke-WebRequest of PowerShell 7 itself without -SkipHeaderValidation, as the help says' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
            $request = New-AwsSignedRequest http://127.0.0.1:9/ -Service execute-api -Region us-east-1 @key

            { Invoke-WebRequest -Uri $request.Url -Headers $request.Headers -ErrorAction Stop } | Should -Throw "*format of value 'AWS4-HMAC-SHA256 *is invalid*"
        }
    }

    Context 'its service and its settings' {
        It 'takes the service that the host names' {
            (New-AwsSignedRequest $sts @key @time).Service | Should -BeExactly 'sts'
            (New-AwsSignedRequest https://transcribestreaming.us-west-2.amazonaws.com/ @key @time).Service | Should -BeExactly 'transcribe'
        }

        It 'says that the URL to send differs: <Path>' -ForEach @(
            @{ Service = 'execute-api'; Path = '/a%7Eb'; Sent = '/a~b'; Said = 1 }
            @{ Service = 's3'; Path = '/a+b'; Sent = '/a%2Bb'; Said = 1 }
            @{ Service = 's3'; Path = '/a:b'; Sent = '/a%3Ab'; Said = 0 }
            @{ Service = 'execute-api'; Path = '/a:b c'; Sent = '/a:b%20c'; Said = 0 }
            @{ Service = 'execute-api'; Path = ''; Sent = '/'; Said = 0 }
        ) {
            $request = New-AwsSignedRequest "https://example.com$Path" -Service $Service -Region us-east-1 @key @time -WarningVariable warnings -WarningAction SilentlyContinue

            $request.Url | Should -BeExactly "https://example.com$Sent"
            $warnings.Count | Should -Be $Said
        }

        It 'needs one for a host that names none' {
            { New-AwsSignedRequest https://example.com/ -Region us-east-1 @key @time -ErrorAction Stop } | Should -Throw -ErrorId 'ServiceMissing*'
        }

        It 'signs the path as the user wants it' {
            $once = New-AwsSignedRequest 'https://example.com/a//b c' -Service execute-api -Region us-east-1 -PathEncoding Once -NormalizePath $false @key @time

            $once.CanonicalRequest.Split("`n")[1] | Should -BeExactly '/a//b%20c'
        }

        It 'leaves the session token out of the signature where the user wants it' {
            $request = New-AwsSignedRequest $sts -SessionTokenMode Appended -SessionToken $sample.SessionToken @key @time

            $request.Headers['Authorization'] | Should -Not -BeLike '*x-amz-security-token*'
            $request.Headers['X-Amz-Security-Token'] | Should -BeExactly $sample.SessionToken
        }
    }

    Context 'refusals' {
        It 'refuses <Why>' -ForEach @(
            @{ Why = 'a URL that is none'; Arguments = @{ Uri = 'nowhere' }; Id = 'EndpointInvalid'; Target = 'nowhere' }
            @{ Why = 'a URL without a scheme'; Arguments = @{ Uri = 'sts.us-west-2.amazonaws.com/' }; Id = 'EndpointInvalid'; Target = 'sts.us-west-2.amazonaws.com/' }
            @{ Why = 'another scheme'; Arguments = @{ Uri = 'ftp://x/' }; Id = 'EndpointInvalid'; Target = 'ftp://x/' }
            @{ Why = 'a fragment'; Arguments = @{ Uri = 'https://x/#y' }; Id = 'EndpointInvalid'; Target = "https://x/#$([char]0x2026)" }
            @{ Why = 'a user and a password'; Arguments = @{ Uri = 'https://user:Sesame@x/' }; Id = 'EndpointInvalid'; Target = $null }
            @{ Why = 'half an escape in the path'; Arguments = @{ Uri = 'https://x/%zz' }; Id = 'UriEscapeInvalid'; Target = '%zz' }
            @{ Why = 'half an escape in the query'; Arguments = @{ Uri = 'https://x/?a=%zz' }; Id = 'UriEscapeInvalid'; Target = 'a' }
            @{ Why = 'a URL that is signed'; Arguments = @{ Uri = 'https://x/?X-Amz-Signature=00' }; Id = 'UrlAlreadySigned'; Target = 'X-Amz-Signature' }
            @{ Why = 'a URL that is to be signed'; Arguments = @{ Uri = 'https://x/?a=b&x-amz-algorithm=AWS4-HMAC-SHA256' }; Id = 'UrlAlreadySigned'; Target = 'x-amz-algorithm' }
            @{ Why = 'a method that is none'; Arguments = @{ Method = 'GET POST' }; Id = 'MethodInvalid'; Target = 'GET POST' }
            @{ Why = 'a header name that is none'; Arguments = @{ Headers = @{ 'a b' = 1 } }; Id = 'HeaderInvalid'; Target = 'a b' }
            @{ Why = 'a header without a name'; Arguments = @{ Headers = @{ '' = 1 } }; Id = 'HeaderInvalid'; Target = '' }
            @{ Why = 'a line end in a header'; Arguments = @{ Headers = @{ a = "b`r`nc" } }; Id = 'HeaderInvalid'; Target = 'a' }
            @{ Why = 'half a line end in a header'; Arguments = @{ Headers = @{ a = "b`nc" } }; Id = 'HeaderInvalid'; Target = 'a' }
            @{ Why = 'a header that is a hashtable'; Arguments = @{ Headers = @{ a = @{ b = 1 } } }; Id = 'HeaderInvalid'; Target = 'a' }
            @{ Why = 'a header that is an object'; Arguments = @{ Headers = @{ a = [pscustomobject]@{ b = 1 } } }; Id = 'HeaderInvalid'; Target = 'a' }
            @{ Why = 'a header that is bytes'; Arguments = @{ Headers = @{ a = [byte[]](1, 2) } }; Id = 'HeaderInvalid'; Target = 'a' }
            @{ Why = 'a header that it makes itself: Authorization'; Arguments = @{ Headers = @{ Authorization = 'x' } }; Id = 'RequestAlreadySigned'; Target = 'Authorization' }
            @{ Why = 'a header that it makes itself: x-amz-date'; Arguments = @{ Headers = @{ 'x-amz-date' = 'x' } }; Id = 'RequestAlreadySigned'; Target = 'x-amz-date' }
            @{ Why = 'a header that it makes itself: x-amz-security-token'; Arguments = @{ Headers = @{ 'x-amz-security-token' = 'x' } }; Id = 'RequestAlreadySigned'; Target = 'x-amz-security-token' }
            @{ Why = 'a header that it makes itself: x-amz-content-sha256'; Arguments = @{ Headers = @{ 'x-amz-content-sha256' = 'UNSIGNED-PAYLOAD' } }; Id = 'RequestAlreadySigned'; Target = 'x-amz-content-sha256' }
            @{ Why = 'a hash that is none'; Arguments = @{ PayloadHash = 'abc' }; Id = 'PayloadHashInvalid'; Target = 'abc' }
            @{ Why = 'a hash in lower case'; Arguments = @{ PayloadHash = 'unsigned-payload' }; Id = 'PayloadHashInvalid'; Target = 'unsigned-payload' }
            @{ Why = 'a hash of two words'; Arguments = @{ PayloadHash = 'a b' }; Id = 'PayloadHashInvalid'; Target = 'a b' }
            @{ Why = 'a file that is not there'; Arguments = @{ InFile = 'TestDrive:/none' }; Id = 'FileUnreadable'; Category = 'ObjectNotFound'; Target = 'TestDrive:/none' }
            @{ Why = 'a file on a drive that is not there'; Arguments = @{ InFile = 'nodrive:/x' }; Id = 'FileUnreadable'; Category = 'ObjectNotFound'; Target = 'nodrive:/x' }
            @{ Why = 'a body that is a number'; Arguments = @{ Body = 5 }; Id = 'BodyInvalid'; Target = 'System.Int32' }
            @{ Why = 'a body that is a hashtable'; Arguments = @{ Body = @{ a = 1 } }; Id = 'BodyInvalid'; Target = 'System.Collections.Hashtable' }
            @{ Why = 'half a surrogate pair'; Arguments = @{ Body = [string][char]0xD800 }; Id = 'TextInvalid'; Target = $null }
            @{ Why = 'a region that is none'; Arguments = @{ Region = 'us east' }; Id = 'RegionInvalid'; Target = 'us east' }
            @{ Why = 'a service that is none'; Arguments = @{ Service = 'a/b' }; Id = 'ServiceInvalid'; Target = 'a/b' }
        ) {
            $all = @{ Uri = $url; Service = 'execute-api'; Region = 'us-east-1' } + $key
            foreach ($name in $Arguments.Keys) { $all[$name] = $Arguments[$name] }

            $refusal = Get-Refusal { New-AwsSignedRequest @all }

            Assert-Refusal $refusal New-AwsSignedRequest $Id $(if ($Category) { $Category } else { 'InvalidArgument' }) $Target
        }

        It 'ends without <Why>' -ForEach @(
            @{ Why = 'a credential'; Arguments = @{}; Id = 'CredentialNotFound'; Category = 'AuthenticationError'; Target = $null }
            @{ Why = 'the other half of a key'; Arguments = @{ AccessKey = 'x' }; Id = 'CredentialIncomplete'; Category = 'AuthenticationError'; Target = 'The explicit credential' }
            @{ Why = 'a region'; Arguments = @{ AccessKey = 'a'; SecretKey = 's' }; Id = 'RegionMissing'; Category = 'InvalidArgument'; Target = 'Region' }
        ) {
            $refusal = Get-Refusal { 'https://localhost/', 'https://localhost/' | New-AwsSignedRequest -Service sts @Arguments }

            Assert-Refusal $refusal New-AwsSignedRequest $Id $Category $Target -Terminating
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
            $request = New-AwsSignedRequest $url -Service execute-api -SessionToken $sample.SessionToken -Headers @{ 'X-Secret' = 'hidden' } @key @time

            $view = Get-View $request
            Get-Label $view | Should -BeExactly @('Method', 'Url', 'Service', 'Region', 'SignedAt', 'Headers', 'Signature')
            $view | Should -BeLike '*X-Amz-Security-Token*'
            $view | Should -Not -BeLike '*hidden*'
            $view.Contains($sample.SecretKey) | Should -BeFalse
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
            @{ Parameter = 'Method'; Start = 'd'; Expected = @('DELETE') }
        ) {
            Get-Completion "New-AwsSignedRequest https://x/ -$Parameter $Start" | Should -BeExactly $Expected
        }
    }
}
