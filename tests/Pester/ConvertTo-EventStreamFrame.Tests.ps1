#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }

BeforeAll {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    $session = Enter-TestSession
    $ErrorActionPreference = $WarningPreference = 'Continue'
    $VerbosePreference = $DebugPreference = 'SilentlyContinue'
    $sample = Get-Sample

    # The stream whose signatures aws-c-auth publishes.
    $seed = 'e1d8e8c8815e60969f2a34765c9a15945ffc0badbaa4b7e3b163ea19131e949b'
    $demo = @{ AccessKey = 'access'; SecretKey = 'secret'; Region = 'us-east-1'; Service = 'demo' }
    $signed = $demo + @{ PriorSignature = $seed; SigningTime = '19810116T063001Z' }

    function Get-Hex {
        param([Parameter(ValueFromPipeline = $true)] $Frame)
        process { ConvertTo-Hex $Frame.Bytes }
    }

    function Set-File {
        param([byte[]] $Bytes)

        $path = Join-Path $TestDrive 'payload.bin'
        [System.IO.File]::WriteAllBytes($path, $Bytes)
        $path
    }
}

AfterAll {
    Exit-TestSession $session
    Remove-Module Helpers
}

Describe 'ConvertTo-EventStreamFrame' {
    Context 'the frames that others publish' {
        It 'makes <What>' -ForEach @(
            @{ What = 'an empty message'; Text = ''; Header = $null; Expected = '000000100000000005c248eb7d98c8ff' }
            @{ What = 'a payload without headers'; Text = '{''foo'':''bar''}'; Header = $null; Expected = '0000001d00000000fd528c5a7b27666f6f273a27626172277dc3653936' }
            @{ What = 'a payload with an int32 header'; Text = '{''foo'':''bar''}'; Header = @{ 'event-type' = 40972 }; Expected = '0000002d0000001041c424b80a6576656e742d74797065040000a00c7b27666f6f273a27626172277d36f480a0' }
            @{ What = 'another'; Text = '{''foo'':''bar''}'; Header = @{ 'event-id' = 40972 }; Expected = '0000002b0000000e348bec7b086576656e742d6964040000a00c7b27666f6f273a27626172277dd3890285' }
        ) {
            ConvertTo-EventStreamFrame $Text -Header $Header | Get-Hex | Should -BeExactly $Expected
            (Read-Frame (ConvertFrom-Hex $Expected)).Text | Should -BeExactly $Text
        }
    }

    Context 'what is framed' {
        It 'is <Form>' -ForEach @(
            @{ Form = 'text at position 0'; Script = { ConvertTo-EventStreamFrame 'hello' } }
            @{ Form = 'text from the pipeline'; Script = { 'hello' | ConvertTo-EventStreamFrame } }
            @{ Form = 'a byte array at position 0'; Script = { ConvertTo-EventStreamFrame ([byte[]](104, 101, 108, 108, 111)) } }
            @{ Form = 'a byte array from the pipeline'; Script = { , [byte[]](104, 101, 108, 108, 111) | ConvertTo-EventStreamFrame } }
            @{ Form = 'bytes from the pipeline'; Script = { [byte[]](104, 101, 108, 108, 111) | ConvertTo-EventStreamFrame } }
            @{ Form = 'bytes in an array of objects'; Script = { ConvertTo-EventStreamFrame ([object[]][byte[]](104, 101, 108, 108, 111)) } }
            @{ Form = 'a file by -Path'; Script = { ConvertTo-EventStreamFrame -Path (Set-File (104, 101, 108, 108, 111)) } }
            @{ Form = 'a file by -FullName'; Script = { ConvertTo-EventStreamFrame -FullName (Set-File (104, 101, 108, 108, 111)) } }
            @{ Form = 'a file by a path of PowerShell'; Script = { $null = Set-File (104, 101, 108, 108, 111); ConvertTo-EventStreamFrame -Path TestDrive:/payload.bin } }
            @{ Form = 'a file from Get-Item'; Script = { Get-Item -LiteralPath (Set-File (104, 101, 108, 108, 111)) | ConvertTo-EventStreamFrame } }
            @{ Form = 'a file as an argument'; Script = { ConvertTo-EventStreamFrame (Get-Item -LiteralPath (Set-File (104, 101, 108, 108, 111))) } }
            @{ Form = 'lines from Get-Content'; Script = { Get-Content -LiteralPath (Set-File (104, 101, 108, 108, 111)) | ConvertTo-EventStreamFrame } }
        ) {
            $frames = @(& $Script)

            $frames.Count | Should -Be 1
            (Read-Frame $frames[0].Bytes).Text | Should -BeExactly 'hello'
            $frames[0].Length | Should -Be 21
        }

        It 'is text in UTF-8, a frame for each' {
            $texts = "gr$([char]0xFC)n", [char]::ConvertFromUtf32(0x1F600), '', 'last'

            $read = $texts | ConvertTo-EventStreamFrame | ForEach-Object { (Read-Frame $_.Bytes).Text }

            $read | Should -BeExactly $texts
        }

        It 'is bytes gathered to -ChunkSize, the rest at the end' {
            $frames = [byte[]](1..10) | ConvertTo-EventStreamFrame -ChunkSize 4

            ($frames | ForEach-Object { ConvertTo-Hex (Read-Frame $_.Bytes).Payload }) | Should -BeExactly @('01020304', '05060708', '090a')
        }

        It 'is bytes gathered to 8192 unless told' {
            $frames = [byte[]]::new(8193) | ConvertTo-EventStreamFrame

            ($frames | ForEach-Object { $_.Length }) | Should -Be @(8208, 17)
        }

        It 'is a byte array as it is, however long' {
            (ConvertTo-EventStreamFrame ([byte[]]::new(10)) -ChunkSize 4).Length | Should -Be 26
        }

        It 'is a byte array over the limit in several frames' {
            $frames = ConvertTo-EventStreamFrame ([byte[]]::new(25165825))

            ($frames | ForEach-Object { $_.Length }) | Should -Be @(25165840, 17)
        }

        It 'is a long byte array from the pipeline as fast as one by parameter' {
            # The text of such an array, which nobody wants, takes many seconds.
            $bytes = [byte[]]::new(16MB)

            (Measure-Command { , $bytes | ConvertTo-EventStreamFrame }).TotalSeconds | Should -BeLessThan 2
        }

        It 'is a file cut to -ChunkSize, by -Path and from Get-Item alike' {
            $path = Set-File (1..10)

            foreach ($frames in @(, @(ConvertTo-EventStreamFrame -Path $path -ChunkSize 4)), @(, @(Get-Item -LiteralPath $path | ConvertTo-EventStreamFrame -ChunkSize 4))) {
                ($frames | ForEach-Object { $_ } | ForEach-Object { ConvertTo-Hex (Read-Frame $_.Bytes).Payload }) |
                    Should -BeExactly @('01020304', '05060708', '090a')
            }
        }

        It 'is many files, each on its own' {
            $paths = 'a', 'bb' | ForEach-Object {
                $path = Join-Path $TestDrive "$_.bin"
                [System.IO.File]::WriteAllText($path, $_)
                $path
            }

            $read = Get-Item -LiteralPath $paths | ConvertTo-EventStreamFrame | ForEach-Object { (Read-Frame $_.Bytes).Text }

            $read | Should -BeExactly @('a', 'bb')
        }

        It 'is in the order of the pipeline where bytes and others are mixed' {
            $read = & { [byte]97; [byte]98; 'text'; [byte]99 } | ConvertTo-EventStreamFrame | ForEach-Object { (Read-Frame $_.Bytes).Text }

            $read | Should -BeExactly @('ab', 'text', 'c')
        }

        It 'is a whole file''s bytes from Get-Content -AsByteStream -Raw' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
            $frames = Get-Content -LiteralPath (Set-File (1..10)) -AsByteStream -Raw | ConvertTo-EventStreamFrame

            ($frames | ForEach-Object { ConvertTo-Hex (Read-Frame $_.Bytes).Payload }) | Should -BeExactly '0102030405060708090a'
        }

        It 'is nothing of nothing' {
            @() | ConvertTo-EventStreamFrame | Should -BeNullOrEmpty
            ConvertTo-EventStreamFrame -Path (Set-File @()) | Should -BeNullOrEmpty
        }

        It 'is framed at once, not when the pipeline ends' {
            $made = [System.Collections.ArrayList]::new()

            $first = 1..100 | ForEach-Object { $null = $made.Add($_); "event $_" } | ConvertTo-EventStreamFrame | Select-Object -First 1

            (Read-Frame $first.Bytes).Text | Should -BeExactly 'event 1'
            $made.Count | Should -Be 1
        }
    }

    Context 'headers' {
        It 'writes <Type> as type <Wire> on the wire' -ForEach @(
            @{ Type = 'true'; Value = $true; Wire = 0; Hex = '' }
            @{ Type = 'false'; Value = $false; Wire = 1; Hex = '' }
            @{ Type = 'sbyte'; Value = [sbyte]-2; Wire = 2; Hex = 'fe' }
            @{ Type = 'byte'; Value = [byte]127; Wire = 2; Hex = '7f' }
            @{ Type = 'int16'; Value = [int16]-2; Wire = 3; Hex = 'fffe' }
            @{ Type = 'int32'; Value = 40972; Wire = 4; Hex = '0000a00c' }
            @{ Type = 'int64'; Value = [int64]-2; Wire = 5; Hex = 'fffffffffffffffe' }
            @{ Type = 'byte[]'; Value = [byte[]](1, 2, 255); Wire = 6; Hex = '0102ff' }
            @{ Type = 'string'; Value = "gr$([char]0xFC)n"; Wire = 7; Hex = '6772c3bc6e' }
            @{ Type = 'DateTimeOffset'; Value = [datetimeoffset]::new(2023, 7, 31, 13, 36, 12, 345, [timespan]'02:00'); Wire = 8; Hex = '00000189abbc0139' }
            @{ Type = 'DateTime'; Value = [datetime]::new(2023, 7, 31, 11, 36, 12, [System.DateTimeKind]::Utc); Wire = 8; Hex = '00000189abbbffe0' }
            @{ Type = 'Guid'; Value = [guid]'00112233-4455-6677-8899-aabbccddeeff'; Wire = 9; Hex = '00112233445566778899aabbccddeeff' }
        ) {
            $header = (Read-Frame (ConvertTo-EventStreamFrame 'x' -Header @{ name = $Value }).Bytes).Headers['name']

            $header.Type | Should -Be $Wire
            $header.Hex | Should -BeExactly $Hex
        }

        It 'keeps the order of an [ordered] dictionary' {
            $headers = (Read-Frame (ConvertTo-EventStreamFrame 'x' -Header ([ordered]@{ z = 1; a = 2; m = 3 })).Bytes).Headers

            @($headers.Keys) | Should -BeExactly @('z', 'a', 'm')
        }

        It 'sorts a hashtable by name, so that the same script makes the same bytes' {
            $headers = (Read-Frame (ConvertTo-EventStreamFrame 'x' -Header @{ z = 1; a = 2; m = 3; B = 4 }).Bytes).Headers

            @($headers.Keys) | Should -BeExactly @('B', 'a', 'm', 'z')
        }

        It 'writes the protocol''s own first: -ContentType, -EventType, -MessageType' {
            $headers = (Read-Frame (ConvertTo-EventStreamFrame 'x' -EventType AudioEvent -ContentType application/octet-stream -Header @{ a = 1 }).Bytes).Headers

            @($headers.Keys) | Should -BeExactly @(':content-type', ':event-type', ':message-type', 'a')
            $headers[':content-type'].Text | Should -BeExactly 'application/octet-stream'
            $headers[':event-type'].Text | Should -BeExactly 'AudioEvent'
            $headers[':message-type'].Text | Should -BeExactly 'event'
        }

        It 'writes -MessageType where it is given, and none where nothing is' {
            (Read-Frame (ConvertTo-EventStreamFrame 'x' -MessageType exception).Bytes).Headers[':message-type'].Text | Should -BeExactly 'exception'
            (Read-Frame (ConvertTo-EventStreamFrame 'x').Bytes).Headers.Count | Should -Be 0
        }

        It 'writes them on each frame' {
            $types = 'a', 'b' | ConvertTo-EventStreamFrame -EventType E | ForEach-Object { (Read-Frame $_.Bytes).Headers[':event-type'].Text }

            $types | Should -BeExactly @('E', 'E')
        }

        It 'writes <Type> that is said to be <Name> as type <Wire>' -ForEach @(
            @{ Type = 'ISO 8601 text'; Name = 'timestamp'; Value = '2023-07-31T11:36:12.345Z'; Wire = 8; Hex = '00000189abbc0139' }
            @{ Type = 'a count of milliseconds'; Name = 'timestamp'; Value = 1690803372345; Wire = 8; Hex = '00000189abbc0139' }
            @{ Type = 'text of a UUID'; Name = 'uuid'; Value = '00112233-4455-6677-8899-aabbccddeeff'; Wire = 9; Hex = '00112233445566778899aabbccddeeff' }
            @{ Type = 'an int'; Name = 'long'; Value = 7; Wire = 5; Hex = '0000000000000007' }
            @{ Type = 'an int'; Name = 'short'; Value = -2; Wire = 3; Hex = 'fffe' }
            @{ Type = 'digits'; Name = 'byte'; Value = '127'; Wire = 2; Hex = '7f' }
            @{ Type = 'Base64'; Name = 'binary'; Value = 'AQL/'; Wire = 6; Hex = '0102ff' }
            @{ Type = 'an int'; Name = 'string'; Value = 16000; Wire = 7; Hex = '3136303030' }
            @{ Type = 'an int'; Name = 'boolean'; Value = 1; Wire = 0; Hex = '' }
        ) {
            foreach ($given in [pscustomobject]@{ Type = $Name; Value = $Value }, @{ Type = $Name; Value = $Value }) {
                $header = (Read-Frame (ConvertTo-EventStreamFrame 'x' -Header @{ name = $given }).Bytes).Headers['name']

                $header.Type | Should -Be $Wire
                $header.Hex | Should -BeExactly $Hex
            }
        }

        It 'refuses <Value> that is said to be <Name>' -ForEach @(
            @{ Name = 'short'; Value = 32768 }
            @{ Name = 'integer'; Value = 1.5 }
            @{ Name = 'timestamp'; Value = 'tomorrow' }
            @{ Name = 'uuid'; Value = 'abc' }
            @{ Name = 'binary'; Value = '*' }
            @{ Name = 'nonsense'; Value = 1 }
        ) {
            (Get-Refusal { ConvertTo-EventStreamFrame 'x' -Header @{ name = [pscustomobject]@{ Type = $Name; Value = $Value } } }).Id |
                Should -BeExactly 'EventStreamValueTypeInvalid'
        }

        It 'takes what Get-Date writes' {
            (Read-Frame (ConvertTo-EventStreamFrame 'x' -Header @{ at = Get-Date }).Bytes).Headers['at'].Type | Should -Be 8
        }

        It 'refuses <Why>, and so everything' -ForEach @(
            @{ Why = 'a byte that the wire cannot hold'; Header = @{ a = [byte]128 }; Id = 'EventStreamValueTypeInvalid'; Category = 'InvalidArgument' }
            @{ Why = 'a number with a fraction'; Header = @{ a = 1.5 }; Id = 'EventStreamValueTypeInvalid'; Category = 'InvalidArgument' }
            @{ Why = 'null'; Header = @{ a = $null }; Id = 'EventStreamValueTypeInvalid'; Category = 'InvalidArgument' }
            @{ Why = 'a value of 32768 bytes'; Header = @{ a = 'x' * 32768 }; Id = 'EventStreamValueTooLong'; Category = 'LimitsExceeded' }
            @{ Why = 'an empty name'; Header = @{ '' = 1 }; Id = 'EventStreamHeaderNameInvalid'; Category = 'InvalidArgument' }
            @{ Why = 'a name of 256 bytes'; Header = @{ ('x' * 256) = 1 }; Id = 'EventStreamHeaderNameInvalid'; Category = 'InvalidArgument' }
            @{ Why = 'a name that is no text'; Header = @{ 1 = 1 }; Id = 'EventStreamHeaderNameInvalid'; Category = 'InvalidArgument' }
            @{ Why = 'a header that -EventType gives too'; Header = @{ ':event-type' = 'a' }; Id = 'EventStreamHeaderDuplicate'; Category = 'InvalidArgument' }
        ) {
            $refusal = Get-Refusal { 'a', 'b' | ConvertTo-EventStreamFrame -EventType E -Header $Header }

            $refusal.Id | Should -BeExactly $Id
            $refusal.Source | Should -BeExactly 'AwsSignTools.Commands.ConvertToEventStreamFrameCommand'
            $refusal.Category | Should -Be $Category
            $refusal.Action | Should -Not -BeNullOrEmpty
            $refusal.Terminating | Should -BeTrue
        }
    }

    Context 'signed streams' {
        It 'makes the chain that aws-c-auth publishes, frame by frame' {
            $a = 'A' | ConvertTo-EventStreamFrame @demo -PriorSignature $seed -SigningTime 19810116T063001Z
            $b = 'B' | ConvertTo-EventStreamFrame @demo -PriorSignature $a.Signature -SigningTime 19810116T063002Z
            $c = 'C' | ConvertTo-EventStreamFrame @demo -SeedSignature $b -SigningTime 19810116T063003Z
            $end = ConvertTo-EventStreamFrame @demo -PriorSignature $c -SigningTime 19810116T063004Z -EndOfStream

            $a.Signature | Should -BeExactly '7aabf85b765e6a4d0d500b6e968657b14726fa3e1eb7e839302728ffd77629a5'
            $b.Signature | Should -BeExactly 'f72aa9642f571d24a6e1ae42f10f073ad9448d8a028b6bcd82da081335adda02'
            $c.Signature | Should -BeExactly '632af120435b57ec241d8bfbb12e496dfd5e2730a1a02ac0ab6eaa230ae02e9a'
            $end.Signature | Should -BeExactly 'c6f679ddb3af68f5e82f0cf6761244cb2338cf11e7d01a24130aea1b7c17e53e'
        }

        It 'makes the signature that other libraries publish for Transcribe' {
            $frame = ConvertTo-EventStreamFrame -AccessKey AKIDEXAMPLE -SecretKey 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' -Region us-east-1 -Service transcribe `
                -PriorSignature ce2704cf5f348fd66f179d5883162f223c30b3fb8213fb1bc097bf2ecd34b1b5 -SigningTime 2023-07-31T11:36:12Z -EndOfStream

            $frame.Signature | Should -BeExactly '29ef82c39850abdcc65f9d6046f3e437e385112b80b7f17b31ba33a7da3cc8af'
            (Read-Frame $frame.Bytes).Headers[':date'].Encoded | Should -BeExactly '053a646174650800000189abbbffe0'
        }

        It 'dates and signs the outer frame, in that order, around the payload' {
            $frame = 'A' | ConvertTo-EventStreamFrame @signed
            $read = Read-Frame $frame.Bytes

            @($read.Headers.Keys) | Should -BeExactly @(':date', ':chunk-signature')
            $read.Headers[':date'].Type | Should -Be 8
            $read.Headers[':chunk-signature'].Type | Should -Be 6
            $read.Headers[':chunk-signature'].Hex | Should -BeExactly $frame.Signature
            $read.Text | Should -BeExactly 'A'
            $frame.PriorSignature | Should -BeExactly $seed
            $frame.Date | Should -Be ([datetimeoffset]'1981-01-16T06:30:01Z')
        }

        It 'chains the frames of one pipeline, each to the one before' {
            $frames = 'one', 'two', 'three' | ConvertTo-EventStreamFrame @signed -EndOfStream
            $prior = $seed

            $frames.Count | Should -Be 4
            foreach ($frame in $frames) {
                $read = Read-Frame $frame.Bytes
                $frame.PriorSignature | Should -BeExactly $prior
                $frame.Signature | Should -BeExactly (
                    Get-EventSignature secret us-east-1 demo 19810116T063001Z $prior $read.Headers[':date'].Encoded $read.Payload)
                $prior = $frame.Signature
            }
            (Read-Frame $frames[3].Bytes).Payload.Length | Should -Be 0
        }

        It 'signs a message with headers as a frame within the frame' {
            $frame = 'audio' | ConvertTo-EventStreamFrame @signed -EventType AudioEvent -ContentType application/octet-stream
            $outer = Read-Frame $frame.Bytes
            $inner = Read-Frame $outer.Payload

            @($outer.Headers.Keys) | Should -BeExactly @(':date', ':chunk-signature')
            @($inner.Headers.Keys) | Should -BeExactly @(':content-type', ':event-type', ':message-type')
            $inner.Text | Should -BeExactly 'audio'
            $frame.Signature | Should -BeExactly (
                Get-EventSignature secret us-east-1 demo 19810116T063001Z $seed $outer.Headers[':date'].Encoded $outer.Payload)
        }

        It 'signs the pieces of a file, and ends the stream' {
            $frames = ConvertTo-EventStreamFrame -Path (Set-File (1..10)) -ChunkSize 4 -EndOfStream @signed

            $frames.Count | Should -Be 4
            ($frames | ForEach-Object { (Read-Frame $_.Bytes).Payload.Length }) | Should -Be @(4, 4, 2, 0)
            $frames[1].PriorSignature | Should -BeExactly $frames[0].Signature
        }

        It 'ends the stream after the last bytes that were gathered' {
            $frames = [byte[]](1..5) | ConvertTo-EventStreamFrame -ChunkSize 4 -EndOfStream @signed

            ($frames | ForEach-Object { (Read-Frame $_.Bytes).Payload.Length }) | Should -Be @(4, 1, 0)
        }

        It 'makes the end alone for an empty pipeline' {
            $frames = @(@() | ConvertTo-EventStreamFrame -EndOfStream @signed)

            $frames.Count | Should -Be 1
            (Read-Frame $frames[0].Bytes).Payload.Length | Should -Be 0
        }

        It 'dates each event when it is signed' {
            $before = [datetimeoffset]::UtcNow.AddSeconds(-1)
            $frames = & { 'a'; Start-Sleep -Milliseconds 1100; 'b' } | ConvertTo-EventStreamFrame @demo -PriorSignature $seed

            $frames[0].Date | Should -BeGreaterOrEqual $before
            $frames[1].Date | Should -BeGreaterThan $frames[0].Date
        }

        It 'takes the seed from whatever has a Signature, and in capitals' {
            $request = [pscustomobject]@{ Url = 'https://demo'; Signature = $seed }
            $other = $signed.Clone()
            $other.Remove('PriorSignature')

            $expected = (ConvertTo-EventStreamFrame A @signed).Signature

            (ConvertTo-EventStreamFrame A @other -SeedSignature $request).Signature | Should -BeExactly $expected
            (ConvertTo-EventStreamFrame A @other -SeedSignature $seed.ToUpperInvariant()).Signature | Should -BeExactly $expected
        }

        It 'keeps the chain whole around a bad record' {
            $frames = 'one', 42, 'two' | ConvertTo-EventStreamFrame @signed -ErrorVariable problems -ErrorAction SilentlyContinue

            $frames.Count | Should -Be 2
            $frames[1].PriorSignature | Should -BeExactly $frames[0].Signature
            $problems.Count | Should -Be 1
        }

        It 'signs the same in <Culture>' -ForEach @(
            @{ Culture = 'th-TH' }
            @{ Culture = 'ar-SA' }
            @{ Culture = 'tr-TR' }
        ) {
            $frame = Invoke-InCulture $Culture { ConvertTo-EventStreamFrame A @demo -PriorSignature $seed -SigningTime 1981-01-16T06:30:01Z }

            $frame.Signature | Should -BeExactly '7aabf85b765e6a4d0d500b6e968657b14726fa3e1eb7e839302728ffd77629a5'
            Invoke-InCulture $Culture { Get-View $frame } | Should -Match '1981-01-16 06:30:01'
        }

        It 'signs the same in parallel runspaces' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
            $module = (Get-Module AwsSignTools).Path

            $signatures = 1..4 | ForEach-Object -ThrottleLimit 4 -Parallel {
                Import-Module $using:module
                $signed = $using:signed
                1..10 | ForEach-Object { (ConvertTo-EventStreamFrame A @signed).Signature }
            }

            $signatures.Count | Should -Be 40
            $signatures | Sort-Object -Unique | Should -BeExactly '7aabf85b765e6a4d0d500b6e968657b14726fa3e1eb7e839302728ffd77629a5'
        }
    }

    Context 'requests, messages and files' {
        BeforeAll {
            $key = @{ AccessKey = 'access'; SecretKey = 'secret'; SigningTime = '19810116T063001Z' }
        }

        It 'takes seed, service and region of a request that is piped in' {
            $request = New-AwsSignedRequest https://demo.us-east-1.amazonaws.com/ -Service demo -EventStream @key
            $expected = 'A', 'B' | ConvertTo-EventStreamFrame -Service demo -Region us-east-1 -PriorSignature $request.Signature @key | Get-Hex

            & { $request; 'A'; 'B' } | ConvertTo-EventStreamFrame @key | Get-Hex | Should -BeExactly $expected
            $request | ConvertTo-EventStreamFrame -Path (Set-File 65) @key | Get-Hex | Should -BeExactly $expected[0]
        }

        It 'makes frames of messages that were read, byte by byte the same' {
            $frames = ConvertTo-EventStreamFrame 'one', 'two' -EventType E -ContentType text/plain -Header ([ordered]@{ z = 1; a = [datetimeoffset]::UtcNow; g = [guid]::NewGuid() })

            $frames | ConvertFrom-EventStreamFrame | ConvertTo-EventStreamFrame | Get-Hex | Should -BeExactly ($frames | Get-Hex)
        }

        It 'writes -Header and its like over what a message has' {
            $message = ConvertTo-EventStreamFrame 'one' -EventType E -Header @{ a = 1 } | ConvertFrom-EventStreamFrame

            $headers = (Read-Frame ($message | ConvertTo-EventStreamFrame -EventType F -Header @{ b = 2 }).Bytes).Headers

            $headers[':event-type'].Text | Should -BeExactly 'F'
            $headers['a'].Hex | Should -BeExactly '00000001'
            $headers['b'].Hex | Should -BeExactly '00000002'
        }

        It 'signs messages anew, and leaves the end of the old stream out' {
            $old = 'one', 'two' | ConvertTo-EventStreamFrame -EventType E -EndOfStream @signed
            $new = $old | ConvertFrom-EventStreamFrame | ConvertTo-EventStreamFrame -EndOfStream @signed

            $new | Get-Hex | Should -BeExactly ($old | Get-Hex)
        }

        It 'writes to -OutFile what it would have written to the pipeline, and a summary' {
            $path = Join-Path $TestDrive 'out.bin'
            [System.IO.File]::WriteAllText($path, 'x' * 100000)

            $summary = 'one', 'two' | ConvertTo-EventStreamFrame -EndOfStream @signed -OutFile $path

            $frames = 'one', 'two' | ConvertTo-EventStreamFrame -EndOfStream @signed
            ConvertTo-Hex ([System.IO.File]::ReadAllBytes($path)) | Should -BeExactly (-join ($frames | Get-Hex))
            $summary.GetType().FullName | Should -BeExactly 'AwsSignTools.EventStream.EventStreamSummary'
            $summary.Path | Should -BeExactly $path
            $summary.Frames | Should -Be 3
            $summary.Bytes | Should -Be ([System.IO.FileInfo]$path).Length
            $summary.Signature | Should -BeExactly $frames[2].Signature
        }

        It 'takes a path of PowerShell as -OutFile' {
            $null = ConvertTo-EventStreamFrame 'one' -OutFile TestDrive:/drive.bin

            (ConvertFrom-EventStreamFrame -Path TestDrive:/drive.bin).Payload.Length | Should -Be 3
        }

        It 'refuses -OutFile where it cannot be written' {
            $refusal = Get-Refusal { 'one' | ConvertTo-EventStreamFrame -OutFile TestDrive:/none/out.bin }

            $refusal.Id | Should -BeExactly 'FileUnwritable'
            $refusal.Category | Should -Be 'WriteError'
            $refusal.Action | Should -Not -BeNullOrEmpty
            $refusal.Terminating | Should -BeTrue
        }

        It 'drops the milliseconds of a date, and keeps them with -KeepMilliseconds' {
            $frames = 1..20 | ForEach-Object { 'x' } | ConvertTo-EventStreamFrame @demo -PriorSignature $seed
            $frames | ForEach-Object { $_.Date.Millisecond } | Sort-Object -Unique | Should -Be 0

            $kept = & { foreach ($i in 1..20) { 'x'; Start-Sleep -Milliseconds 3 } } | ConvertTo-EventStreamFrame @demo -PriorSignature $seed -KeepMilliseconds
            @($kept | ForEach-Object { $_.Date.Millisecond } | Sort-Object -Unique).Count | Should -BeGreaterThan 1
        }
    }

    Context 'credentials and region' {
        It 'signs with <Source>' -ForEach @(
            @{ Source = 'the aliases of AWS.Tools'; Arguments = { @{ AK = 'access'; SK = 'secret'; RegionToCall = 'us-east-1' } } }
            @{ Source = 'a SecureString'; Arguments = { @{ AccessKey = 'access'; SecretKey = ConvertTo-Secure 'secret'; Region = 'us-east-1' } } }
            @{ Source = 'a hashtable'; Arguments = { @{ Credential = @{ AccessKeyId = 'access'; SecretAccessKey = 'secret' }; Region = 'us-east-1' } } }
            @{ Source = 'a PSCredential'; Arguments = { @{ Credential = [pscredential]::new('access', (ConvertTo-Secure 'secret')); Region = 'us-east-1' } } }
        ) {
            $credential = & $Arguments

            (ConvertTo-EventStreamFrame A -Service demo -PriorSignature $seed -Timestamp 19810116T063001Z @credential).Signature |
                Should -BeExactly '7aabf85b765e6a4d0d500b6e968657b14726fa3e1eb7e839302728ffd77629a5'
        }

        It 'takes credential and region of <Source>' -ForEach @(
            @{ Source = 'the environment (AWS_REGION)'; Region = 'AWS_REGION' }
            @{ Source = 'the environment (AWS_DEFAULT_REGION)'; Region = 'AWS_DEFAULT_REGION' }
            @{ Source = 'the session'; Region = $null }
        ) {
            $stream = @{ Service = 'demo'; PriorSignature = $seed; SigningTime = '19810116T063001Z' }
            try {
                if ($Region) {
                    $env:AWS_ACCESS_KEY_ID = 'access'
                    $env:AWS_SECRET_ACCESS_KEY = 'secret'
                    Set-Item -LiteralPath "Env:$Region" -Value us-east-1
                }
                else {
                    $env:AWS_ACCESS_KEY_ID = 'another'
                    $env:AWS_SECRET_ACCESS_KEY = 'another'
                    $env:AWS_REGION = 'eu-west-1'
                    $StoredAWSCredentials = @{ AccessKeyId = 'access'; SecretAccessKey = 'secret' }
                    $StoredAWSRegion = 'us-east-1'
                    $StoredAWSCredentials.Count, $StoredAWSRegion | Should -Be @(2, 'us-east-1')
                }

                (ConvertTo-EventStreamFrame A @stream).Signature | Should -BeExactly '7aabf85b765e6a4d0d500b6e968657b14726fa3e1eb7e839302728ffd77629a5'
            }
            finally {
                Clear-TestEnvironment
            }
        }

        It 'refuses <Why>, and so everything' -ForEach @(
            @{ Why = '-Service without -PriorSignature'; Arguments = @{ Service = 'demo' }; Id = 'EventStreamSigningIncomplete'; Category = 'InvalidArgument'; Says = '*-PriorSignature*' }
            @{ Why = '-PriorSignature without -Service'; Arguments = @{ PriorSignature = 'a' * 64 }; Id = 'EventStreamSigningIncomplete'; Category = 'InvalidArgument'; Says = '*-Service*' }
            @{ Why = 'a credential for frames that are not signed'; Arguments = @{ AccessKey = 'a'; SecretKey = 's' }; Id = 'EventStreamSigningIncomplete'; Category = 'InvalidArgument'; Says = '*-Service*' }
            @{ Why = 'a profile for frames that are not signed'; Arguments = @{ ProfileName = 'p' }; Id = 'EventStreamSigningIncomplete'; Category = 'InvalidArgument'; Says = '*-Service*' }
            @{ Why = 'a region for frames that are not signed'; Arguments = @{ Region = 'us-east-1' }; Id = 'EventStreamSigningIncomplete'; Category = 'InvalidArgument'; Says = '*-Service*' }
            @{ Why = 'the end of a stream that is not signed'; Arguments = @{ EndOfStream = $true }; Id = 'EventStreamEndUnsigned'; Category = 'InvalidArgument'; Says = '*signed stream*' }
            @{ Why = 'a prior signature that is none'; Arguments = @{ Service = 'demo'; PriorSignature = 'abc' }; Id = 'PriorSignatureInvalid'; Category = 'InvalidArgument'; Says = '*64 hexadecimal digits*' }
            @{ Why = 'no credential'; Arguments = @{ Service = 'demo'; PriorSignature = 'a' * 64; Region = 'us-east-1' }; Id = 'CredentialNotFound'; Category = 'AuthenticationError'; Says = '*no AWS credential*' }
            @{ Why = 'a profile that is not there'; Arguments = @{ Service = 'demo'; PriorSignature = 'a' * 64; Region = 'us-east-1'; ProfileName = 'media' }; Id = 'ProfileNotFound'; Category = 'AuthenticationError'; Says = '*media*' }
            @{ Why = 'no region'; Arguments = @{ Service = 'demo'; PriorSignature = 'a' * 64; AccessKey = 'a'; SecretKey = 's' }; Id = 'RegionMissing'; Category = 'InvalidArgument'; Says = '*no region*' }
            @{ Why = 'a region that is none'; Arguments = @{ Service = 'demo'; PriorSignature = 'a' * 64; AccessKey = 'a'; SecretKey = 's'; Region = 'us east' }; Id = 'RegionInvalid'; Category = 'InvalidArgument'; Says = '*us east*' }
            @{ Why = 'a service that is none'; Arguments = @{ Service = 'de/mo'; PriorSignature = 'a' * 64; AccessKey = 'a'; SecretKey = 's'; Region = 'us-east-1' }; Id = 'ServiceInvalid'; Category = 'InvalidArgument'; Says = '*de/mo*' }
        ) {
            $refusal = Get-Refusal { 'a', 'b' | ConvertTo-EventStreamFrame @Arguments }

            $refusal.Id | Should -BeExactly $Id
            $refusal.Source | Should -BeExactly 'AwsSignTools.Commands.ConvertToEventStreamFrameCommand'
            $refusal.Category | Should -Be $Category
            $refusal.Message | Should -BeLike $Says
            $refusal.Action | Should -Not -BeNullOrEmpty
            $refusal.Terminating | Should -BeTrue
        }

        It 'warns once of a temporary key without its token' {
            $null = 'a', 'b' | ConvertTo-EventStreamFrame -AK ASIAIOSFODNN7EXAMPLE -SK s -Region us-east-1 -Service demo -PriorSignature $seed `
                -WarningVariable warnings -WarningAction SilentlyContinue

            $warnings.Count | Should -Be 1
            $warnings[0].Message | Should -BeLike '*ASIAIOSFODNN7EXAMPLE*'
        }
    }

    Context 'bad records' {
        It 'refuses <What>, and goes on' -ForEach @(
            @{ What = 'a number'; Bad = 42; Target = 42 }
            @{ What = 'null'; Bad = $null; Target = $null }
            @{ What = 'a date'; Bad = [datetime]::MinValue; Target = [datetime]::MinValue }
            @{ What = 'a hashtable'; Bad = @{ a = 1 }; Target = 'skip' }
        ) {
            $frames = 'one', $Bad, 'two' | ConvertTo-EventStreamFrame -ErrorVariable problems -ErrorAction SilentlyContinue

            ($frames | ForEach-Object { (Read-Frame $_.Bytes).Text }) | Should -BeExactly @('one', 'two')
            $problems.Count | Should -Be 1
            $problems[0].FullyQualifiedErrorId | Should -BeExactly 'EventStreamInputInvalid,AwsSignTools.Commands.ConvertToEventStreamFrameCommand'
            $problems[0].CategoryInfo.Category | Should -Be 'InvalidArgument'
            $problems[0].ErrorDetails.RecommendedAction | Should -BeLike '*ConvertTo-Json*'
            if ($Target -ne 'skip') { $problems[0].TargetObject | Should -Be $Target }
        }

        It 'refuses a file that is gone, and goes on' {
            $gone = Get-Item -LiteralPath (Set-File 1)
            Remove-Item -LiteralPath $gone.FullName

            $frames = @($gone, 'after' | ConvertTo-EventStreamFrame -ErrorVariable problems -ErrorAction SilentlyContinue)

            $frames.Count | Should -Be 1
            $problems.Count | Should -Be 1
            $problems[0].FullyQualifiedErrorId | Should -BeLike 'FileUnreadable,*'
            $problems[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        }

        It 'refuses -Path where it is <What>, without ending the script' -ForEach @(
            @{ What = 'a file that is not there'; Path = 'TestDrive:/none.bin'; Category = 'ObjectNotFound' }
            @{ What = 'a folder'; Path = 'TestDrive:/'; Category = 'ReadError' }
            @{ What = 'on a drive that is not there'; Path = 'nosuchdrive:/none.bin'; Category = 'ObjectNotFound' }
            @{ What = 'an environment variable'; Path = 'Env:/PATH'; Category = 'ReadError' }
            @{ What = 'no path'; Path = "a`0b"; Category = 'ReadError' }
        ) {
            $refusal = Get-Refusal { ConvertTo-EventStreamFrame -Path $Path }

            $refusal.Id | Should -BeExactly 'FileUnreadable'
            $refusal.Category | Should -Be $Category
            $refusal.Action | Should -Not -BeNullOrEmpty
            $refusal.Terminating | Should -BeFalse
        }

        It 'refuses -ChunkSize <Size>' -ForEach @(
            @{ Size = 0 }
            @{ Size = -1 }
            @{ Size = 25165825 }
        ) {
            (Get-Refusal { ConvertTo-EventStreamFrame 'a' -ChunkSize $Size }).Id | Should -BeExactly 'ParameterArgumentValidationError'
        }
    }

    Context 'output' {
        It 'is an AwsSignTools.EventStream.EventStreamFrame, as Get-Command says' {
            (ConvertTo-EventStreamFrame a).GetType().FullName | Should -BeExactly 'AwsSignTools.EventStream.EventStreamFrame'
            (Get-Command ConvertTo-EventStreamFrame).OutputType.Name |
                Should -Be @('AwsSignTools.EventStream.EventStreamFrame', 'System.Byte[]', 'AwsSignTools.EventStream.EventStreamSummary')
        }

        It 'is one byte array for each frame with -AsByteStream' {
            $frames = @('a', 'b' | ConvertTo-EventStreamFrame -AsByteStream)

            $frames.Count | Should -Be 2
            $frames[0].GetType() | Should -Be ([byte[]])
            (Read-Frame $frames[1]).Text | Should -BeExactly 'b'
        }

        It 'is a byte array in a variable with -AsByteStream' {
            $frame = ConvertTo-EventStreamFrame 'a' -AsByteStream

            $frame.GetType() | Should -Be ([byte[]])
            (Read-Frame $frame).Text | Should -BeExactly 'a'
        }

        It 'writes a stream to a file with -AsByteStream' {
            $path = Join-Path $TestDrive 'stream.bin'
            $file = [System.IO.File]::Create($path)
            try {
                'a', 'b' | ConvertTo-EventStreamFrame @signed -EndOfStream -AsByteStream | ForEach-Object { $file.Write($_, 0, $_.Length) }
            }
            finally {
                $file.Dispose()
            }

            $expected = 'a', 'b' | ConvertTo-EventStreamFrame @signed -EndOfStream | Get-Hex
            ConvertTo-Hex ([System.IO.File]::ReadAllBytes($path)) | Should -BeExactly (-join $expected)
        }

        It 'is a short text' {
            "$(ConvertTo-EventStreamFrame hello)" | Should -BeExactly 'event-stream frame of 21 bytes'
            "$(ConvertTo-EventStreamFrame A @signed)" | Should -BeLike 'event-stream frame of * bytes, signature 7aabf85b*'
        }

        It 'has a view of lengths, dates and signatures' {
            $view = Get-View (@(ConvertTo-EventStreamFrame hello) + @(ConvertTo-EventStreamFrame A @signed))

            $view | Should -Match 'Length\s+Date \(UTC\)\s+Signature'
            $view | Should -Match '(?m)^\s+21\s+\(unsigned\)'
            $view | Should -Match '1981-01-16 06:30:01\s+7aabf85b765e6a4d0d500b6e968657b14726fa3e1eb7e839302728ffd77629a5'
        }

        It 'shows no secret, nor do verbose and debug lines and errors' {
            $secret = $sample.SecretKey
            $credential = @{ Credential = [pscustomobject]@{ AccessKeyId = 'AKIA'; SecretAccessKey = $secret }; Region = 'us-east-1'; Service = 'demo' }

            $Error.Clear()
            $output = @(
                ConvertTo-EventStreamFrame a @credential -PriorSignature $seed -Verbose -Debug *>&1
                42 | ConvertTo-EventStreamFrame @credential -PriorSignature $seed -ErrorAction SilentlyContinue
            )
            try { ConvertTo-EventStreamFrame a @credential } catch { $null = $_ }
            try { ConvertTo-EventStreamFrame a @credential -NoSuchParameter 1 } catch { $null = $_ }

            $output.Count | Should -Be 1
            $Error.Count | Should -BeGreaterOrEqual 3
            (Get-Everything ($output + $Error)).Split("`n") | Where-Object { $_.Contains($secret) } | Should -BeNullOrEmpty
        }
    }

    Context 'as a command' {
        It 'completes -<Parameter>' -ForEach @(
            @{ Parameter = 'Region'; Start = 'us-w'; Expected = 'us-west-1', 'us-west-2' }
            @{ Parameter = 'Service'; Start = 'tr'; Expected = @('transcribe') }
            @{ Parameter = 'MessageType'; Start = ''; Expected = 'error', 'event', 'exception' }
            @{ Parameter = 'ContentType'; Start = 'application/o'; Expected = @('application/octet-stream') }
        ) {
            Get-Completion "ConvertTo-EventStreamFrame -$Parameter $Start" | Should -BeExactly $Expected
        }

        It 'takes a service that is not among those completed' {
            (ConvertTo-EventStreamFrame A @signed).Signature | Should -Not -BeNullOrEmpty
            Get-Completion 'ConvertTo-EventStreamFrame -Service demo' | Should -Not -Contain 'demo'
        }

        It 'changes nothing, so it has no -WhatIf and no -Confirm' {
            (Get-Command ConvertTo-EventStreamFrame).Parameters.Keys | Should -Not -Contain 'WhatIf'
            (Get-Command ConvertTo-EventStreamFrame).Parameters.Keys | Should -Not -Contain 'Confirm'
        }
    }
}
