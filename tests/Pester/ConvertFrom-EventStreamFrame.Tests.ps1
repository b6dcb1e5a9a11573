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
        foreach ($item in $Frame) { $memory.Write($item.Bytes, 0, $item.Length) }
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
            @{ Form = 'a byte array from the pipeline'; Script = { , $bytes | ConvertFrom-EventStreamFrame } }
            @{ Form = 'bytes from the pipeline'; Script = { $bytes | ConvertFrom-EventStreamFrame } }
            @{ Form = 'bytes in an array of objects'; Script = { ConvertFrom-EventStreamFrame ([object[]]$bytes) } }
            @{ Form = 'frames from the pipeline'; Script = { $frames | ConvertFrom-EventStreamFrame } }
            @{ Form = 'byte arrays of -AsByteStream'; Script = { 'one', 'two', 'three' | ConvertTo-EventStreamFrame -EventType E -AsByteStream | ConvertFrom-EventStreamFrame } }
            @{ Form = 'pieces that are cut anywhere'; Script = { & { , $bytes[0..4]; , $bytes[5..99]; , $bytes[100..($bytes.Length - 1)] } | ForEach-Object { , [byte[]]$_ } | ConvertFrom-EventStreamFrame } }
            @{ Form = 'a file by -Path'; Script = { ConvertFrom-EventStreamFrame -Path (Set-File $bytes) } }
            @{ Form = 'a file by a path of PowerShell'; Script = { $null = Set-File $bytes; ConvertFrom-EventStreamFrame -Path TestDrive:/stream.bin } }
            @{ Form = 'a file from Get-Item'; Script = { Get-Item -LiteralPath (Set-File $bytes) | ConvertFrom-EventStreamFrame } }
            @{ Form = 'a file of -OutFile'; Script = { $null = $frames | ConvertFrom-EventStreamFrame | ConvertTo-EventStreamFrame -OutFile TestDrive:/out.bin; ConvertFrom-EventStreamFrame -Path TestDrive:/out.bin } }
        ) {
            $messages = @(& $Script)

            $messages | Get-Text | Should -BeExactly @('one', 'two', 'three')
            $messages | ForEach-Object { $_.EventType } | Should -BeExactly @('E', 'E', 'E')
            $messages | ForEach-Object { $_.FrameNumber } | Should -Be @(1, 2, 3)
        }

        It 'is the bytes of Get-Content' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
            Get-Content -LiteralPath (Set-File $bytes) -AsByteStream -Raw | ConvertFrom-EventStreamFrame | Get-Text | Should -BeExactly @('one', 'two', 'three')
            Get-Content -LiteralPath (Set-File $bytes) -AsByteStream | ConvertFrom-EventStreamFrame | Get-Text | Should -BeExactly @('one', 'two', 'three')
        }

        It 'is nothing of nothing' {
            @() | ConvertFrom-EventStreamFrame | Should -BeNullOrEmpty
            ConvertFrom-EventStreamFrame ([byte[]]@()) | Should -BeNullOrEmpty
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
            @{ ContentType = 'text/plain'; Text = 'hello' }
            @{ ContentType = 'application/json; charset=utf-8'; Text = 'hello' }
            @{ ContentType = 'application/octet-stream'; Text = $null }
        ) {
            $message = ConvertTo-EventStreamFrame 'hello' -ContentType $ContentType | ConvertFrom-EventStreamFrame

            $message.PayloadText | Should -BeExactly $Text
            $message.ContentType | Should -BeExactly $ContentType
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

        It 'are a short text' {
            "$($frames[0] | ConvertFrom-EventStreamFrame)" | Should -BeExactly 'E, 3 bytes'
        }
    }

    Context 'signed streams' {
        It 'are unwrapped, and their end is recognised' {
            $messages = $signed | ConvertFrom-EventStreamFrame

            $messages | Get-Text | Should -BeExactly @('one', 'two', 'three', '')
            $messages | ForEach-Object { $_.IsEndOfStream } | Should -Be @($false, $false, $false, $true)
            $messages[0].ChunkSignature | Should -BeExactly $signed[0].Signature
            $messages[0].SignatureValid | Should -BeNullOrEmpty
            Get-View $messages | Should -Match 'unchecked'
        }

        It 'are as they stand on the wire with -NoUnwrap' {
            $message = $signed[0] | ConvertFrom-EventStreamFrame -NoUnwrap

            @($message.Headers.Keys) | Should -BeExactly @(':date', ':chunk-signature')
            (Read-Frame $message.Payload).Text | Should -BeExactly 'one'
        }

        It 'are checked with <Form>' -ForEach @(
            @{ Form = 'the parameters'; Script = { ConvertFrom-EventStreamFrame (Join-Frame $signed) @stream @key } }
            @{ Form = 'frames that bring the signature before'; Script = { $signed | ConvertFrom-EventStreamFrame -Service demo -Region us-east-1 @key } }
            @{ Form = 'a file and a region of the environment'; Script = { $env:AWS_REGION = 'us-east-1'; try { ConvertFrom-EventStreamFrame -Path (Set-File (Join-Frame $signed)) -Service demo -PriorSignature $seed @key } finally { Clear-TestEnvironment } } }
        ) {
            & $Script | ForEach-Object { $_.SignatureValid } | Should -Be @($true, $true, $true, $true)
        }

        It 'are checked with the request that began them' {
            $request = New-AwsSignedRequest https://demo.us-east-1.amazonaws.com/ -Service demo -EventStream @key
            $stream = & { $request; 'one'; 'two' } | ConvertTo-EventStreamFrame -EndOfStream @key

            & { $request; $stream } | ConvertFrom-EventStreamFrame @key | ForEach-Object { $_.SignatureValid } | Should -Be @($true, $true, $true)
            $request | ConvertFrom-EventStreamFrame -Path (Set-File (Join-Frame $stream)) @key | ForEach-Object { $_.SignatureValid } | Should -Be @($true, $true, $true)
        }

        It 'have one error at the first break, and go on' {
            $messages = $signed[0], $signed[2], $signed[3] | ConvertFrom-EventStreamFrame @stream @key -ErrorVariable problems -ErrorAction SilentlyContinue

            $messages | ForEach-Object { $_.SignatureValid } | Should -Be @($true, $false, $true)
            $problems.Count | Should -Be 1
            $problems[0].FullyQualifiedErrorId | Should -BeExactly 'EventStreamSignatureInvalid,AwsSignTools.Commands.ConvertFromEventStreamFrameCommand'
            $problems[0].TargetObject | Should -Be 2
            $problems[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
            Get-View $messages[1] | Should -Match 'INVALID'
        }
    }

    Context 'what is broken' {
        It 'ends the command at <What>, after the whole messages' -ForEach @(
            @{ What = 'a changed length'; At = 3; Id = 'EventStreamPreludeChecksumInvalid' }
            @{ What = 'a changed payload'; At = 80; Id = 'EventStreamMessageChecksumInvalid' }
        ) {
            $broken = [byte[]]$bytes.Clone()
            $broken[$frames[0].Length + $At] = $broken[$frames[0].Length + $At] -bxor 1
            $read = [System.Collections.ArrayList]::new()

            $refusal = Get-Refusal { , $broken | ConvertFrom-EventStreamFrame | ForEach-Object { $null = $read.Add($_) } }

            $refusal.Id | Should -BeExactly $Id
            $refusal.Category | Should -Be 'InvalidData'
            $refusal.Target | Should -Be 2
            $refusal.Message | Should -BeLike "*Frame 2, at byte $($frames[0].Length): *"
            $refusal.Action | Should -BeLike '*-SkipInvalid*'
            $refusal.Terminating | Should -BeTrue
            $read | Get-Text | Should -BeExactly @('one')
        }

        It 'is passed over with -SkipInvalid, and warned of' {
            $broken = [byte[]]$bytes.Clone()
            $broken[$frames[0].Length + 80] = 0

            $messages = , $broken | ConvertFrom-EventStreamFrame -SkipInvalid -WarningVariable warnings -WarningAction SilentlyContinue

            $messages | Get-Text | Should -BeExactly @('one', 'three')
            $warnings.Count | Should -Be 1
            $warnings[0].Message | Should -BeLike "$($frames[1].Length) bytes from byte $($frames[0].Length) on were passed over.*"
        }

        It 'is a stream that is cut: the whole messages, and one error with the count' {
            $messages = , [byte[]]$bytes[0..($bytes.Length - 2)] | ConvertFrom-EventStreamFrame -ErrorVariable problems -ErrorAction SilentlyContinue

            $messages | Get-Text | Should -BeExactly @('one', 'two')
            $problems.Count | Should -Be 1
            $problems[0].FullyQualifiedErrorId | Should -BeLike 'EventStreamTruncated,*'
            $problems[0].Exception.LeftOver | Should -Be ($frames[2].Length - 1)
        }

        It 'is <What>, and the rest goes on' -ForEach @(
            @{ What = 'text'; Bad = 'text' }
            @{ What = 'a number'; Bad = 300 }
            @{ What = 'a hashtable'; Bad = @{ a = 1 } }
        ) {
            $messages = $frames[0], $Bad, $frames[1] | ConvertFrom-EventStreamFrame -ErrorVariable problems -ErrorAction SilentlyContinue

            $messages | Get-Text | Should -BeExactly @('one', 'two')
            $problems.Count | Should -Be 1
            $problems[0].FullyQualifiedErrorId | Should -BeLike 'EventStreamInputInvalid,*'
        }

        It 'is -Path where it is <What>' -ForEach @(
            @{ What = 'a file that is not there'; Path = 'TestDrive:/none.bin'; Category = 'ObjectNotFound' }
            @{ What = 'a folder'; Path = 'TestDrive:/'; Category = 'ReadError' }
            @{ What = 'an environment variable'; Path = 'Env:/PATH'; Category = 'ReadError' }
        ) {
            $refusal = Get-Refusal { ConvertFrom-EventStreamFrame -Path $Path }

            $refusal.Id | Should -BeExactly 'FileUnreadable'
            $refusal.Category | Should -Be $Category
            $refusal.Terminating | Should -BeFalse
        }

        It 'is <Why>, and so everything' -ForEach @(
            @{ Why = '-Service without -PriorSignature'; Arguments = @{ Service = 'demo' }; Id = 'EventStreamSigningIncomplete' }
            @{ Why = '-PriorSignature without -Service'; Arguments = @{ PriorSignature = 'a' * 64 }; Id = 'EventStreamSigningIncomplete' }
            @{ Why = 'a credential alone'; Arguments = @{ AccessKey = 'a'; SecretKey = 's' }; Id = 'EventStreamSigningIncomplete' }
            @{ Why = 'a prior signature that is none'; Arguments = @{ Service = 'demo'; PriorSignature = 'abc' }; Id = 'PriorSignatureInvalid' }
            @{ Why = 'no credential'; Arguments = @{ Service = 'demo'; PriorSignature = 'a' * 64; Region = 'us-east-1' }; Id = 'CredentialNotFound' }
            @{ Why = 'no region'; Arguments = @{ Service = 'demo'; PriorSignature = 'a' * 64; AccessKey = 'a'; SecretKey = 's' }; Id = 'RegionMissing' }
        ) {
            $refusal = Get-Refusal { ConvertFrom-EventStreamFrame $bytes @Arguments }

            $refusal.Id | Should -BeExactly $Id
            $refusal.Source | Should -BeExactly 'AwsSignTools.Commands.ConvertFromEventStreamFrameCommand'
            $refusal.Action | Should -Not -BeNullOrEmpty
            $refusal.Terminating | Should -BeTrue
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
