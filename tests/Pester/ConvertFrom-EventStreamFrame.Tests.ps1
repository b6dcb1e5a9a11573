#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }

BeforeAll {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    $session = Enter-TestSession
    $ErrorActionPreference = $WarningPreference = 'Continue'
    $VerbosePreference = $DebugPreference = 'SilentlyContinue'

    # The stream whose signatures aws-c-auth publishes.
    $seed = 'e1d8e8c8815e60969f2a34765c9a15945ffc0badbaa4b7e3b163ea19131e949b'
    $key = @{ AccessKey = 'access'; SecretKey = 'secret' }
    $stream = @{ Region = 'us-east-1'; Service = 'demo'; PriorSignature = $seed }

    function Get-Text {
        param([Parameter(ValueFromPipeline = $true)] $Message)
        process { [System.Text.Encoding]::UTF8.GetString($Message.Payload) }
    }

    function Join-Frame {
        param([object[]] $Frame)

        $memory = [System.IO.MemoryStream]::new()
        foreach ($item in $Frame) {
            $part = if ($item -is [byte[]]) { $item } else { $item.Bytes }
            $memory.Write($part, 0, $part.Length)
        }
        , $memory.ToArray()
    }

    function Set-File {
        param([byte[]] $Bytes)

        $path = Join-Path $TestDrive 'stream.bin'
        [System.IO.File]::WriteAllBytes($path, $Bytes)
        $path
    }

    $frames = 'one', 'two', 'three' | ConvertTo-EventStreamFrame -EventType E -ContentType text/plain
    $bytes = Join-Frame $frames
    $first = $frames[0].Bytes
    $rest = Join-Frame $frames[1, 2]
    $signed = 'one', 'two', 'three' | ConvertTo-EventStreamFrame -EventType E -ContentType text/plain -EndOfStream @stream @key -SigningTime 19810116T063001Z
}

AfterAll {
    Exit-TestSession $session
    Remove-Module Helpers
}

Describe 'ConvertFrom-EventStreamFrame' {
    Context 'what is read' {
        It 'is <Form>' -ForEach @(
            @{ Form = 'a byte array at position 0'; Script = { ConvertFrom-EventStreamFrame $bytes } }
            @{ Form = 'a byte array as -InputObject'; Script = { ConvertFrom-EventStreamFrame -InputObject $bytes } }
            @{ Form = 'a byte array from the pipeline'; Script = { , $bytes | ConvertFrom-EventStreamFrame } }
            @{ Form = 'a wrapped byte array'; Script = { ConvertFrom-EventStreamFrame ([psobject]::AsPSObject($bytes)) } }
            @{ Form = 'a wrapped byte array from the pipeline'; Script = { , [psobject]::AsPSObject($bytes) | ConvertFrom-EventStreamFrame } }
            @{ Form = 'byte arrays'; Script = { ConvertFrom-EventStreamFrame ($first, $rest) } }
            @{ Form = 'byte arrays from the pipeline'; Script = { $first, $rest | ConvertFrom-EventStreamFrame } }
            @{ Form = 'bytes from the pipeline'; Script = { $bytes | ConvertFrom-EventStreamFrame } }
            @{ Form = 'wrapped bytes from the pipeline'; Script = { & { foreach ($byte in $bytes) { [psobject]::AsPSObject($byte) } } | ConvertFrom-EventStreamFrame } }
            @{ Form = 'bytes after a byte array'; Script = { & { , $first; $rest } | ConvertFrom-EventStreamFrame } }
            @{ Form = 'a byte array after bytes'; Script = { & { $first; , $rest } | ConvertFrom-EventStreamFrame } }
            @{ Form = 'bytes in an array of objects'; Script = { ConvertFrom-EventStreamFrame ([object[]]$bytes) } }
            @{ Form = 'an array of objects from the pipeline'; Script = { [object[]]$bytes | ConvertFrom-EventStreamFrame } }
            @{ Form = 'frames from the pipeline'; Script = { $frames | ConvertFrom-EventStreamFrame } }
            @{ Form = 'byte arrays of -AsByteStream'; Script = { 'one', 'two', 'three' | ConvertTo-EventStreamFrame -EventType E -ContentType text/plain -AsByteStream | ConvertFrom-EventStreamFrame } }
            @{ Form = 'a file by -Path'; Script = { ConvertFrom-EventStreamFrame -Path (Set-File $bytes) } }
            @{ Form = 'a file by -FullName'; Script = { ConvertFrom-EventStreamFrame -FullName (Set-File $bytes) } }
            @{ Form = 'a file by -PSPath'; Script = { ConvertFrom-EventStreamFrame -PSPath (Set-File $bytes) } }
            @{ Form = 'a file by a path of PowerShell'; Script = { $null = Set-File $bytes; ConvertFrom-EventStreamFrame -Path TestDrive:/stream.bin } }
            @{ Form = 'a file by a path relative to the location'; Script = { $null = Set-File $bytes; Push-Location -LiteralPath TestDrive:/; try { ConvertFrom-EventStreamFrame -Path stream.bin } finally { Pop-Location } } }
            @{ Form = 'a file from Get-Item'; Script = { Get-Item -LiteralPath (Set-File $bytes) | ConvertFrom-EventStreamFrame } }
            @{ Form = 'a file without properties from the pipeline'; Script = { [System.IO.FileInfo](Set-File $bytes) | ConvertFrom-EventStreamFrame } }
            @{ Form = 'a file as an argument'; Script = { ConvertFrom-EventStreamFrame ([System.IO.FileInfo](Set-File $bytes)) } }
            @{ Form = 'a file of -OutFile'; Script = { $null = $frames | ConvertFrom-EventStreamFrame | ConvertTo-EventStreamFrame -OutFile TestDrive:/out.bin; ConvertFrom-EventStreamFrame -Path TestDrive:/out.bin } }
        ) {
            $messages = @(& $Script)

            $messages | Get-Text | Should -BeExactly @('one', 'two', 'three')
            $messages | ForEach-Object { $_.EventType } | Should -BeExactly @('E', 'E', 'E')
            $messages | ForEach-Object { $_.FrameNumber } | Should -Be @(1, 2, 3)
            $messages | ForEach-Object { $_.Offset } | Should -Be @(0, $first.Length, ($first.Length + $frames[1].Length))
            $messages | ForEach-Object { $_.FrameLength } | Should -Be @($frames | ForEach-Object { $_.Length })
            foreach ($message in $messages) {
                @($message.Headers.Keys) | Should -BeExactly @(':content-type', ':event-type', ':message-type')
                @($message.Headers.Values) | Should -BeExactly @('text/plain', 'E', 'event')
            }
        }

        It 'is pieces that are cut anywhere' {
            $sizes = @(1..20) + ($first.Length - 1), $first.Length, ($first.Length + 1), ($bytes.Length - 1)
            $read = foreach ($size in $sizes) {
                $texts = & { for ($i = 0; $i -lt $bytes.Length; $i += $size) { , [byte[]]$bytes[$i..([math]::Min($i + $size, $bytes.Length) - 1)] } } |
                    ConvertFrom-EventStreamFrame | Get-Text
                "$size $texts"
            }

            $read | Should -BeExactly @($sizes | ForEach-Object { "$_ one two three" })
        }

        It 'is a stream in several files' {
            [System.IO.File]::WriteAllBytes((Join-Path $TestDrive '1.bin'), $bytes[0..49])
            [System.IO.File]::WriteAllBytes((Join-Path $TestDrive '2.bin'), $bytes[50..($bytes.Length - 1)])

            Get-Item -Path TestDrive:/1.bin, TestDrive:/2.bin | ConvertFrom-EventStreamFrame | Get-Text | Should -BeExactly @('one', 'two', 'three')
        }

        It 'is the bytes of Get-Content' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
            Get-Content -LiteralPath (Set-File $bytes) -AsByteStream -Raw | ConvertFrom-EventStreamFrame | Get-Text | Should -BeExactly @('one', 'two', 'three')
            Get-Content -LiteralPath (Set-File $bytes) -AsByteStream | ConvertFrom-EventStreamFrame | Get-Text | Should -BeExactly @('one', 'two', 'three')
        }

        It 'is nothing of nothing' {
            @() | ConvertFrom-EventStreamFrame | Should -BeNullOrEmpty
            ConvertFrom-EventStreamFrame ([byte[]]@()) | Should -BeNullOrEmpty
            ConvertFrom-EventStreamFrame -Path (Set-File @()) | Should -BeNullOrEmpty
        }

        It 'is written when its last byte has come: <Form>' -ForEach @(
            @{ Form = 'byte arrays'; Script = { , $bytes; $null = $order.Add('then') } }
            @{ Form = 'bytes'; Script = { $bytes; $null = $order.Add('then') } }
            @{ Form = 'byte arrays of one'; Script = { foreach ($byte in $bytes) { , [byte[]]$byte }; $null = $order.Add('then') } }
        ) {
            $order = [System.Collections.ArrayList]::new()

            & $Script | ConvertFrom-EventStreamFrame | ForEach-Object { $null = $order.Add($_.FrameNumber) }

            $order | Should -Be @(1, 2, 3, 'then')
        }

        It 'shows how far a long file is read' {
            $path = Set-File (Join-Frame (1..10 | ForEach-Object { , (ConvertTo-EventStreamFrame ([byte[]]::new(50000)) -AsByteStream) }))

            $result = Invoke-InNewRunspace 'param($folder, $path) Import-Module $folder; ConvertFrom-EventStreamFrame -Path $path' $path

            $result.Output.Count | Should -Be 10
            $reading = @($result.Progress | Where-Object { $_.Activity -ceq 'Reading' })
            @($reading | Where-Object { $_.PercentComplete -gt 0 -and $_.PercentComplete -lt 100 -and $_.StatusDescription -ceq $path }).Count | Should -BeGreaterThan 0
            $reading[-1].RecordType | Should -Be 'Completed'
        }

        It 'is written at once, not when the pipeline ends' {
            $first = & { $frames[0]; throw 'too far' } | ConvertFrom-EventStreamFrame | Select-Object -First 1

            $first | Get-Text | Should -BeExactly 'one'
        }

        It 'is the frames that others publish' {
            $message = , (ConvertFrom-Hex '0000002d0000001041c424b80a6576656e742d74797065040000a00c7b27666f6f273a27626172277d36f480a0') | ConvertFrom-EventStreamFrame

            $message.Headers['event-type'] | Should -Be 40972
            $message.Headers['event-type'] | Should -BeOfType [int]
            $message | Get-Text | Should -BeExactly "{'foo':'bar'}"
        }
    }

    Context 'messages' {
        It 'have <Type> in a header as it was given' -ForEach @(
            @{ Type = 'true'; Value = $true }
            @{ Type = 'false'; Value = $false }
            @{ Type = 'sbyte'; Value = [sbyte]-2 }
            @{ Type = 'int16'; Value = [int16]-2 }
            @{ Type = 'int32'; Value = 40972 }
            @{ Type = 'int64'; Value = [int64]-2 }
            @{ Type = 'byte[]'; Value = [byte[]](1, 2, 255) }
            @{ Type = 'string'; Value = "gr$([char]0xFC)n" }
            @{ Type = 'DateTimeOffset'; Value = [datetimeoffset]::new(2023, 7, 31, 11, 36, 12, 345, [timespan]::Zero) }
            @{ Type = 'Guid'; Value = [guid]'00112233-4455-6677-8899-aabbccddeeff' }
        ) {
            $read = (ConvertTo-EventStreamFrame 'x' -Header @{ name = $Value } | ConvertFrom-EventStreamFrame).Headers['name']

            $read.GetType() | Should -Be $Value.GetType()
            $read | Should -Be $Value
        }

        It 'have headers in order, whose names differ by case' {
            $headers = (ConvertTo-EventStreamFrame 'x' -Header ([System.Collections.Specialized.OrderedDictionary]::new() | ForEach-Object { $_.Add('z', 1); $_.Add('A', 2); $_.Add('a', 3); $_ }) |
                    ConvertFrom-EventStreamFrame).Headers

            @($headers.Keys) | Should -BeExactly @('z', 'A', 'a')
            $headers['A'] | Should -Be 2
            $headers['a'] | Should -Be 3
        }

        It 'have PayloadText where the type is <ContentType>: <Text>' -ForEach @(
            @{ ContentType = 'text/plain'; Payload = 'hello'; Text = 'hello' }
            @{ ContentType = 'text/plain; charset=utf-8'; Payload = "gr$([char]0xFC)n"; Text = "gr$([char]0xFC)n" }
            @{ ContentType = 'TEXT/Html'; Payload = '<p>'; Text = '<p>' }
            @{ ContentType = 'application/json'; Payload = '{}'; Text = '{}' }
            @{ ContentType = 'application/json; charset=utf-8'; Payload = 'hello'; Text = 'hello' }
            @{ ContentType = 'application/x-amz-json-1.1'; Payload = '{}'; Text = '{}' }
            @{ ContentType = 'application/problem+json'; Payload = '{}'; Text = '{}' }
            @{ ContentType = 'application/xml'; Payload = '<a/>'; Text = '<a/>' }
            @{ ContentType = 'image/svg+xml'; Payload = '<svg/>'; Text = '<svg/>' }
            @{ ContentType = 'application/octet-stream'; Payload = 'abc'; Text = $null }
            @{ ContentType = 'audio/wav'; Payload = 'abc'; Text = $null }
            @{ ContentType = 'application/json'; Payload = [byte[]](0x7B, 0xFF, 0x7D); Text = $null }
        ) {
            $message = ConvertTo-EventStreamFrame $Payload -ContentType $ContentType | ConvertFrom-EventStreamFrame

            $message.PayloadText | Should -BeExactly $Text
            $message.ContentType | Should -BeExactly $ContentType
            ConvertTo-Hex $message.Payload | Should -BeExactly (ConvertTo-Hex $(if ($Payload -is [string]) { Get-Utf8 $Payload } else { $Payload }))
        }

        It 'say where they stood and what they are' {
            $event = ConvertTo-EventStreamFrame '{"a":1}' -EventType One -ContentType application/json
            $exception = ConvertTo-EventStreamFrame ([byte[]](1, 2, 3)) -MessageType exception -Header @{ ':exception-type' = 'BadRequestException' }

            $one, $two = $event, $exception | ConvertFrom-EventStreamFrame

            $one.GetType().FullName | Should -BeExactly 'AwsSignTools.EventStream.EventStreamMessage'
            $one.MessageType, $one.EventType, $one.ExceptionType, $one.ContentType, $one.PayloadText | Should -BeExactly @('event', 'One', $null, 'application/json', '{"a":1}')
            "$one" | Should -BeExactly 'One, 7 bytes'
            $two.MessageType, $two.EventType, $two.ExceptionType, $two.ContentType, $two.PayloadText | Should -BeExactly @('exception', $null, 'BadRequestException', $null, $null)
            "$two" | Should -BeExactly 'BadRequestException, 3 bytes'
            foreach ($message in $one, $two) {
                $message.Date, $message.ChunkSignature, $message.SignatureValid | Should -BeExactly @($null, $null, $null)
                $message.IsEndOfStream | Should -BeFalse
            }
        }

        It 'of an error say its code' {
            $message = ConvertTo-EventStreamFrame '' -MessageType error -Header @{ ':error-code' = 'InternalError'; ':error-message' = 'An internal server error occurred' } |
                ConvertFrom-EventStreamFrame

            $message.MessageType, $message.ExceptionType | Should -BeExactly @('error', 'InternalError')
            $message.Headers[':error-message'] | Should -BeExactly 'An internal server error occurred'
        }

        It 'have a UUID in the order of RFC 4122' {
            # Literal bytes: a round trip cannot see another order.
            $frame = New-RawFrame (ConvertFrom-Hex '0269640900112233445566778899aabbccddeeff')

            (ConvertFrom-EventStreamFrame $frame).Headers['id'] | Should -Be ([guid]'00112233-4455-6677-8899-aabbccddeeff')
        }

        It 'are the same bytes as frames again' {
            $odd = New-RawFrame ([byte[]]@(
                    1, 0x74, 8, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF
                    1, 0x75, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
                    1, 0x62, 6, 0, 0
                    1, 0x73, 7, 0, 0
                    2, 0xC3, 0xBC, 2, 0x80)) ([byte[]](1, 2, 3))
            $plain = Join-Frame @($bytes, $odd, (New-RawFrame), $first)
            $whole = Join-Frame ('a', 'b' | ConvertTo-EventStreamFrame -EventType E -ContentType text/plain -KeepMilliseconds -EndOfStream @stream @key)
            $inner = Join-Frame ('a', 'b' | ConvertTo-EventStreamFrame -EventType E -ContentType text/plain)

            function Get-Again { param([byte[]] $Stream, [switch] $NoUnwrap) ConvertTo-Hex (Join-Frame (ConvertFrom-EventStreamFrame $Stream -NoUnwrap:$NoUnwrap | ConvertTo-EventStreamFrame)) }
            Get-Again $plain | Should -BeExactly (ConvertTo-Hex $plain)
            Get-Again $plain -NoUnwrap | Should -BeExactly (ConvertTo-Hex $plain)
            Get-Again $whole -NoUnwrap | Should -BeExactly (ConvertTo-Hex $whole)
            Get-Again $whole | Should -BeExactly (ConvertTo-Hex $inner)
        }

        It 'of an exception say which' {
            $message = ConvertTo-EventStreamFrame '{"Message":"no"}' -MessageType exception -ContentType application/json -Header @{ ':exception-type' = 'BadRequestException' } |
                ConvertFrom-EventStreamFrame

            $message.MessageType | Should -BeExactly 'exception'
            $message.ExceptionType | Should -BeExactly 'BadRequestException'
            ($message.PayloadText | ConvertFrom-Json).Message | Should -BeExactly 'no'
        }

        It 'have a view of numbers, types, lengths and text' {
            $view = Get-View ($frames | ConvertFrom-EventStreamFrame)

            $view | Should -Match 'Frame\s+Type\s+Signature\s+Bytes\s+Payload'
            $view | Should -Match '(?m)^\s+3\s+E\s+5\s+three\s*$'
        }

        It 'have a view that says which signatures are right' {
            $checked = & {
                'hello' | ConvertTo-EventStreamFrame -EventType AudioEvent -ContentType text/plain @stream @key -AsByteStream
                , $first
                ConvertTo-EventStreamFrame ([byte[]](1, 2, 3)) -MessageType exception -Header @{ ':exception-type' = 'BadRequestException' } -AsByteStream
                ConvertTo-EventStreamFrame -EndOfStream @stream @key -AsByteStream
            } | ConvertFrom-EventStreamFrame @stream @key -ErrorAction SilentlyContinue

            $lines = (Get-View $checked).Trim().Split("`n") | ForEach-Object { $_.Trim() -replace ' +', ' ' }
            $lines.Count | Should -Be 6
            $lines[0, 2, 3, 4, 5] | Should -BeExactly @(
                'Frame Type Signature Bytes Payload', '1 AudioEvent valid 5 hello', '2 E INVALID 3 one', '3 BadRequestException INVALID 3', '4 (end of stream) INVALID 0')
        }

        It 'are a short text' {
            "$($frames[0] | ConvertFrom-EventStreamFrame)" | Should -BeExactly 'E, 3 bytes'
        }
    }

    Context 'signed streams' {
        It 'are unwrapped, and their end is recognised' {
            $messages = $signed | ConvertFrom-EventStreamFrame

            $messages | Get-Text | Should -BeExactly @('one', 'two', 'three', '')
            $messages | ForEach-Object { $_.IsEndOfStream } | Should -Be @($false, $false, $false, $true)
            $messages | ForEach-Object { $_.EventType } | Should -BeExactly @('E', 'E', 'E', $null)
            "$($messages[3])" | Should -BeExactly 'end of stream, 0 bytes'
            $messages | ForEach-Object { $_.ChunkSignature } | Should -BeExactly @($signed | ForEach-Object { $_.Signature })
            foreach ($message in $messages) {
                $message.Date | Should -Be ([datetimeoffset]'1981-01-16T06:30:01Z')
                $message.SignatureValid | Should -BeNullOrEmpty
            }
            Get-View $messages | Should -Match 'unchecked'
        }

        It 'are as they stand on the wire with -NoUnwrap' {
            $message = $signed[0] | ConvertFrom-EventStreamFrame -NoUnwrap

            @($message.Headers.Keys) | Should -BeExactly @(':date', ':chunk-signature')
            $message.Headers[':date'] | Should -Be $signed[0].Date
            ConvertTo-Hex $message.Headers[':chunk-signature'] | Should -BeExactly $signed[0].Signature
            $message.Date | Should -Be $signed[0].Date
            (Read-Frame $message.Payload).Text | Should -BeExactly 'one'
        }

        It 'without headers of their own are messages without headers' {
            $message = 'one' | ConvertTo-EventStreamFrame @stream @key | ConvertFrom-EventStreamFrame

            $message.Headers.Count | Should -Be 0
            $message | Get-Text | Should -BeExactly 'one'
        }

        It 'are checked with <Form>' -ForEach @(
            @{ Form = 'the parameters'; Script = { ConvertFrom-EventStreamFrame (Join-Frame $signed) @stream @key } }
            @{ Form = 'the parameters and -NoUnwrap'; Script = { ConvertFrom-EventStreamFrame (Join-Frame $signed) -NoUnwrap @stream @key } }
            @{ Form = 'frames that bring the signature before'; Script = { $signed | ConvertFrom-EventStreamFrame -Service demo -Region us-east-1 @key } }
            @{ Form = 'a file and a region of the environment'; Script = { $env:AWS_REGION = 'us-east-1'; try { ConvertFrom-EventStreamFrame -Path (Set-File (Join-Frame $signed)) -Service demo -PriorSignature $seed @key } finally { Clear-TestEnvironment } } }
        ) {
            & $Script | ForEach-Object { $_.SignatureValid } | Should -Be @($true, $true, $true, $true)
        }

        It 'are checked from the middle, with frames that bring the signature before' {
            $signed[1..3] | ConvertFrom-EventStreamFrame -Service demo -Region us-east-1 @key | ForEach-Object { $_.SignatureValid } | Should -Be @($true, $true, $true)
        }

        It 'are not checked with a credential of the environment alone' {
            $env:AWS_ACCESS_KEY_ID = 'access'
            $env:AWS_SECRET_ACCESS_KEY = 'secret'
            $env:AWS_REGION = 'us-east-1'
            try {
                $plain = $signed[0] | ConvertFrom-EventStreamFrame
                $checked = $signed[0] | ConvertFrom-EventStreamFrame -Service demo
            }
            finally {
                Clear-TestEnvironment
            }

            $plain.SignatureValid | Should -BeNullOrEmpty
            $checked.SignatureValid | Should -BeTrue
        }

        It 'are checked with the request that began them' {
            $request = New-AwsSignedRequest https://demo.us-east-1.amazonaws.com/ -Service demo -EventStream @key
            $stream = & { $request; 'one'; 'two' } | ConvertTo-EventStreamFrame -EndOfStream @key

            & { $request; $stream } | ConvertFrom-EventStreamFrame @key | ForEach-Object { $_.SignatureValid } | Should -Be @($true, $true, $true)
            $path = Set-File (Join-Frame $stream)
            $request | ConvertFrom-EventStreamFrame -Path $path @key | ForEach-Object { $_.SignatureValid } | Should -Be @($true, $true, $true)
            & { $request; [System.IO.FileInfo]$path } | ConvertFrom-EventStreamFrame @key | ForEach-Object { $_.SignatureValid } | Should -Be @($true, $true, $true)
            $request | ConvertFrom-EventStreamFrame ([System.IO.FileInfo]$path) @key | ForEach-Object { $_.SignatureValid } | Should -Be @($true, $true, $true)
        }

        It 'have one error at the first break, and go on: a frame that is <What>' -ForEach @(
            @{ What = 'changed'; Valid = $true, $false, $true, $true, $true; Change = { $frames[1] = New-RawFrame (ConvertFrom-Hex (Get-HeaderHex $frames[1])) ([byte[]](1, 2, 3)) } }
            @{ What = 'left out'; Valid = $true, $false, $true, $true; Change = { $frames.RemoveAt(1) } }
            @{ What = 'swapped'; Valid = $true, $false, $false, $false, $true; Change = { $frames.Reverse(1, 2) } }
            @{ What = 'there again'; Valid = $true, $true, $false, $true, $true, $true; Change = { $frames.Insert(2, $frames[1]) } }
            @{ What = 'not signed'; Valid = $true, $false, $true, $true, $true, $true; Change = { $frames.Insert(1, $first) } }
            @{ What = 'after the end'; Valid = $true, $true, $true, $true, $true, $false; Change = {
                    $end = , $frames[4] | ConvertFrom-EventStreamFrame
                    $frames.Add(('e' | ConvertTo-EventStreamFrame -Region us-east-1 -Service demo -PriorSignature $end.ChunkSignature @key).Bytes)
                }
            }
        ) {
            function Get-HeaderHex { param([byte[]] $Frame) ConvertTo-Hex $Frame[12..(11 + [int](Read-BigEndian $Frame 4 4))] }
            $frames = [System.Collections.Generic.List[byte[]]]::new()
            'a', 'b', 'c', 'd' | ConvertTo-EventStreamFrame -EventType E @stream @key -EndOfStream | ForEach-Object { $frames.Add($_.Bytes) }
            . $Change

            $output = @($frames | ConvertFrom-EventStreamFrame @stream @key 2>&1)
            $messages = @($output | Where-Object { $_ -isnot [System.Management.Automation.ErrorRecord] })
            $refusal = Get-Refusal { $frames | ConvertFrom-EventStreamFrame @stream @key }

            $messages | ForEach-Object { $_.SignatureValid } | Should -Be $Valid
            Get-View $messages[[array]::IndexOf($Valid, $false)] | Should -Match 'INVALID'
            Assert-Refusal $refusal ConvertFrom-EventStreamFrame EventStreamSignatureInvalid InvalidData ([array]::IndexOf($Valid, $false) + 1)
            $refusal.Message | Should -BeLike "Frame $($refusal.Target), at byte *"
        }

        It 'have an error that suspects <What>, and the messages are written' -ForEach @(
            @{ What = 'the seed'; Change = @{ PriorSignature = '0' * 64 }; Do = '*-PriorSignature is the initial request''s*' }
            @{ What = 'the secret key'; Change = @{ SecretKey = 'other' }; Do = '*secret key*' }
            @{ What = 'the region'; Change = @{ Region = 'us-east-2' }; Do = '*-Region*' }
            @{ What = 'the service'; Change = @{ Service = 'transcribe' }; Do = '*-Service*' }
        ) {
            $checking = $stream + $key
            foreach ($name in $Change.Keys) { $checking[$name] = $Change[$name] }

            $messages = ConvertFrom-EventStreamFrame (Join-Frame $signed) @checking -ErrorAction SilentlyContinue
            $refusal = Get-Refusal { ConvertFrom-EventStreamFrame (Join-Frame $signed) @checking }

            $messages.Count | Should -Be 4
            $messages[0].SignatureValid | Should -BeFalse
            Assert-Refusal $refusal ConvertFrom-EventStreamFrame EventStreamSignatureInvalid InvalidData 1
            $refusal.Action | Should -BeLike $Do
            $refusal.Record.Exception.Message.Replace('secret key', '') | Should -Not -BeLike '*secret *'
        }

        It 'end at a break with -ErrorAction Stop' {
            $read = [System.Collections.ArrayList]::new()
            $wrong = $stream + $key
            $wrong.PriorSignature = '0' * 64

            { ConvertFrom-EventStreamFrame (Join-Frame $signed) @wrong -ErrorAction Stop | ForEach-Object { $null = $read.Add($_) } } |
                Should -Throw -ErrorId 'EventStreamSignatureInvalid,AwsSignTools.Commands.ConvertFromEventStreamFrameCommand'
            $read.Count | Should -Be 0
        }
    }

    Context 'what is broken' {
        It 'ends the command at <What>, after the whole messages' -ForEach @(
            @{ What = 'a changed length'; At = 3; Id = 'EventStreamPreludeChecksumInvalid' }
            @{ What = 'a changed first byte'; At = 0; Id = 'EventStreamPreludeChecksumInvalid' }
            @{ What = 'a changed checksum of the prelude'; At = 9; Id = 'EventStreamPreludeChecksumInvalid' }
            @{ What = 'a changed header'; At = 30; Id = 'EventStreamMessageChecksumInvalid' }
            @{ What = 'a changed payload'; At = 80; Id = 'EventStreamMessageChecksumInvalid' }
            @{ What = 'a changed last byte'; At = -1; Id = 'EventStreamMessageChecksumInvalid' }
        ) {
            $broken = [byte[]]$bytes.Clone()
            $place = if ($At -lt 0) { $first.Length + $frames[1].Length - 1 } else { $first.Length + $At }
            $broken[$place] = $broken[$place] -bxor 0x10
            $read = [System.Collections.ArrayList]::new()

            $refusal = Get-Refusal { , $broken | ConvertFrom-EventStreamFrame | ForEach-Object { $null = $read.Add($_) } }

            Assert-Refusal $refusal ConvertFrom-EventStreamFrame $Id InvalidData 2 -Terminating
            $refusal.Message | Should -BeLike "*Frame 2, at byte $($first.Length): *"
            $refusal.Action | Should -BeLike '*-SkipInvalid*'
            $read | Get-Text | Should -BeExactly @('one')
        }

        It 'ends the command at <What>, though the checksums are right' -ForEach @(
            @{ What = 'a frame that is too short'; Make = { New-Prelude 15 0 }; Id = 'EventStreamLengthInvalid' }
            @{ What = 'headers longer than the frame'; Make = { New-Prelude 100 85 }; Id = 'EventStreamLengthInvalid' }
            @{ What = 'a payload that is too long'; Make = { New-Prelude (16 + 25165825) 0 }; Id = 'EventStreamLengthInvalid' }
            @{ What = 'a header without a name'; Make = { New-RawFrame (0, 0) }; Id = 'EventStreamHeaderInvalid' }
            @{ What = 'an unknown type'; Make = { New-RawFrame (1, 0x61, 10) }; Id = 'EventStreamHeaderInvalid' }
            @{ What = 'a name that is there twice'; Make = { New-RawFrame (1, 0x61, 0, 1, 0x61, 0) }; Id = 'EventStreamHeaderInvalid' }
            @{ What = 'a value that is cut'; Make = { New-RawFrame (1, 0x61, 4, 0) }; Id = 'EventStreamHeaderInvalid' }
        ) {
            $frame = & $Make

            Assert-Refusal (Get-Refusal { ConvertFrom-EventStreamFrame $frame }) ConvertFrom-EventStreamFrame $Id InvalidData 1 -Terminating
        }

        It 'is passed over with -SkipInvalid, and warned of once for each place' {
            $changed = [byte[]]$frames[1].Bytes.Clone()
            $changed[-1] = $changed[-1] -bxor 1
            $stream = Join-Frame @([byte[]](7, 7, 7), $first, $changed, $first, [byte[]]$frames[1].Bytes[0..19])

            $messages = ConvertFrom-EventStreamFrame $stream -SkipInvalid -WarningVariable warnings -WarningAction SilentlyContinue

            $messages | Get-Text | Should -BeExactly @('one', 'one')
            $messages | ForEach-Object { $_.Offset } | Should -Be @(3, (3 + $first.Length + $changed.Length))
            $warnings.Count | Should -Be 3
            $warnings[0].Message | Should -BeLike '3 bytes from byte 0 on were passed over.*.'
            $warnings[1].Message | Should -BeLike "$($changed.Length) bytes from byte $(3 + $first.Length) on were passed over.*."
            $warnings[2].Message | Should -BeLike "20 bytes from byte $($stream.Length - 20) on were passed over.*."
        }

        It 'is a stream that is cut: the whole messages, and one error with the count' {
            $lengths = 1..($frames[1].Length - 1)
            $found = foreach ($left in $lengths) {
                $cut = [byte[]]$bytes[0..($first.Length + $left - 1)]
                $message, $problem = , $cut | ConvertFrom-EventStreamFrame 2>&1
                "$($message | Get-Text) $($problem.FullyQualifiedErrorId) $($problem.Exception.LeftOver) $($problem.ErrorDetails.Message -match $(
                    if ($left -lt 12) { "ends $left bytes? into a frame" } else { "after $left of the frame's $($frames[1].Length) bytes" }))"
            }

            $found | Should -BeExactly @($lengths | ForEach-Object { "one EventStreamTruncated,AwsSignTools.Commands.ConvertFromEventStreamFrameCommand $_ True" })
            $refusal = Get-Refusal { , $cut | ConvertFrom-EventStreamFrame }
            Assert-Refusal $refusal ConvertFrom-EventStreamFrame EventStreamTruncated InvalidData 2
        }

        It 'is <What>, and the rest goes on' -ForEach @(
            @{ What = 'text'; Bad = 'text'; Type = 'System.String' }
            @{ What = 'a fraction'; Bad = 3.5; Type = 'System.Double' }
            @{ What = 'a number'; Bad = 300; Type = 'System.Int32' }
            @{ What = 'a hashtable'; Bad = @{ a = 1 }; Type = 'System.Collections.Hashtable' }
            @{ What = 'a record with a path'; Bad = [pscustomobject]@{ Path = '/etc/hostname' }; Type = 'System.Management.Automation.PSCustomObject' }
        ) {
            $messages = $frames[0], $Bad, $frames[1] | ConvertFrom-EventStreamFrame -ErrorAction SilentlyContinue
            $refusal = Get-Refusal { $frames[0], $Bad, $frames[1] | ConvertFrom-EventStreamFrame }

            $messages | Get-Text | Should -BeExactly @('one', 'two')
            Assert-Refusal $refusal ConvertFrom-EventStreamFrame EventStreamInputInvalid InvalidArgument $refusal.Target
            $refusal.Target.GetType().FullName | Should -BeExactly $Type
            $refusal.Message | Should -BeLike "A $Type holds no frames.*"
            $refusal.Action | Should -BeLike '*byte`[`]*'
        }

        It 'is an array that holds itself, and the rest goes on' {
            $loop = [object[]]::new(1)
            $loop[0] = $loop

            $frames[0], $loop, $frames[1] | ConvertFrom-EventStreamFrame -ErrorVariable problems -ErrorAction SilentlyContinue | Get-Text | Should -BeExactly @('one', 'two')

            $problems.Count | Should -Be 1
            $problems[0].FullyQualifiedErrorId | Should -BeLike 'EventStreamInputInvalid,*'
        }

        It 'is null <Where>, and the rest goes on' -ForEach @(
            @{ Where = 'in the pipeline'; Script = { , $bytes + $null | ConvertFrom-EventStreamFrame -ErrorVariable +problems -ErrorAction SilentlyContinue } }
            @{ Where = 'in an argument'; Script = { ConvertFrom-EventStreamFrame @($bytes, $null) -ErrorVariable +problems -ErrorAction SilentlyContinue } }
        ) {
            $problems = @()

            . $Script | Get-Text | Should -BeExactly @('one', 'two', 'three')
            $problems.Count | Should -Be 1
        }

        It 'is a file that is not there, and the other is read' {
            $messages = [System.IO.FileInfo]'/nowhere/at/all', [System.IO.FileInfo](Set-File $bytes) | ConvertFrom-EventStreamFrame -ErrorVariable problems -ErrorAction SilentlyContinue

            $messages | Get-Text | Should -BeExactly @('one', 'two', 'three')
            $problems.Count | Should -Be 1
            $problems[0].FullyQualifiedErrorId | Should -BeExactly 'FileUnreadable,AwsSignTools.Commands.ConvertFromEventStreamFrameCommand'
            $problems[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
            "$($problems[0].TargetObject)" | Should -BeExactly ([System.IO.FileInfo]'/nowhere/at/all').FullName
        }

        It 'is -Path where it is <What>' -ForEach @(
            @{ What = 'a file that is not there'; Path = 'TestDrive:/none.bin'; Category = 'ObjectNotFound' }
            @{ What = 'a folder'; Path = 'TestDrive:/'; Category = 'ReadError' }
            @{ What = 'an environment variable'; Path = 'Env:/PATH'; Category = 'ReadError' }
        ) {
            Assert-Refusal (Get-Refusal { ConvertFrom-EventStreamFrame -Path $Path }) ConvertFrom-EventStreamFrame FileUnreadable $Category $Path
        }

        It 'is <Why>, and so everything' -ForEach @(
            @{ Why = '-Service without -PriorSignature'; Arguments = @{ Service = 'demo' }; Id = 'EventStreamSigningIncomplete'; Target = '-PriorSignature' }
            @{ Why = '-Service and a credential without -PriorSignature'; Arguments = @{ Service = 'demo'; AccessKey = 'a'; SecretKey = 's' }; Id = 'EventStreamSigningIncomplete'; Target = '-PriorSignature' }
            @{ Why = '-PriorSignature without -Service'; Arguments = @{ PriorSignature = 'a' * 64 }; Id = 'EventStreamSigningIncomplete'; Target = '-Service' }
            @{ Why = 'a credential alone'; Arguments = @{ AccessKey = 'a'; SecretKey = 's' }; Id = 'EventStreamSigningIncomplete'; Target = '-Service' }
            @{ Why = 'a profile alone'; Arguments = @{ ProfileName = 'dev' }; Id = 'EventStreamSigningIncomplete'; Target = '-Service' }
            @{ Why = 'a region alone'; Arguments = @{ Region = 'us-east-1' }; Id = 'EventStreamSigningIncomplete'; Target = '-Service' }
            @{ Why = 'a prior signature that is none'; Arguments = @{ Service = 'demo'; PriorSignature = 'abc' }; Id = 'PriorSignatureInvalid'; Target = 'abc' }
            @{ Why = 'an empty prior signature'; Arguments = @{ Service = 'demo'; PriorSignature = '' }; Id = 'PriorSignatureInvalid'; Target = '' }
            @{ Why = 'no credential'; Arguments = @{ Service = 'demo'; PriorSignature = 'a' * 64; Region = 'us-east-1' }; Id = 'CredentialNotFound'; Category = 'AuthenticationError'; Target = $null }
            @{ Why = 'no region'; Arguments = @{ Service = 'demo'; PriorSignature = 'a' * 64; AccessKey = 'a'; SecretKey = 's' }; Id = 'RegionMissing'; Target = 'Region' }
            @{ Why = 'a region that is none'; Arguments = @{ Service = 'demo'; PriorSignature = 'a' * 64; AccessKey = 'a'; SecretKey = 's'; Region = 'us east' }; Id = 'RegionInvalid'; Target = 'us east' }
            @{ Why = 'a service that is none'; Arguments = @{ Service = 'a/b'; PriorSignature = 'a' * 64; AccessKey = 'a'; SecretKey = 's'; Region = 'us-east-1' }; Id = 'ServiceInvalid'; Target = 'a/b' }
        ) {
            $refusal = Get-Refusal { ConvertFrom-EventStreamFrame $bytes @Arguments }

            Assert-Refusal $refusal ConvertFrom-EventStreamFrame $Id $(if ($Category) { $Category } else { 'InvalidArgument' }) $Target -Terminating
        }
    }

    Context 'secrets' {
        It 'are in no output, verbose, debug or error line' {
            $secret = (Get-Sample).SecretKey
            $checking = @{ AccessKey = 'access'; SecretKey = $secret; Region = 'us-east-1'; Service = 'demo' }

            $Error.Clear()
            $output = @(
                $signed | ConvertFrom-EventStreamFrame @checking -Verbose -Debug -ErrorAction SilentlyContinue
                try { ConvertFrom-EventStreamFrame $bytes @checking } catch { $_ }
            )

            $Error.Count | Should -BeGreaterOrEqual 2
            (Get-Everything ($output + $Error)).Split("`n") | Where-Object { $_.Contains($secret) } | Should -BeNullOrEmpty
        }
    }

    Context 'as a command' {
        It 'completes -<Parameter>' -ForEach @(
            @{ Parameter = 'Region'; Start = 'us-w'; Expected = 'us-west-1', 'us-west-2' }
            @{ Parameter = 'Service'; Start = 'tr'; Expected = @('transcribe') }
        ) {
            Get-Completion "ConvertFrom-EventStreamFrame -$Parameter $Start" | Should -BeExactly $Expected
        }

        It 'says what it writes' {
            (Get-Command ConvertFrom-EventStreamFrame).OutputType.Name | Should -Be 'AwsSignTools.EventStream.EventStreamMessage'
        }
    }
}
