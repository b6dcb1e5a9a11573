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

    function Get-PayloadLength {
        param([Parameter(ValueFromPipeline = $true)] $Frame)
        process { (Read-Frame $Frame.Bytes).Payload.Length }
    }

    function Get-PayloadText {
        param([Parameter(ValueFromPipeline = $true)] $Frame)
        process { (Read-Frame $Frame.Bytes).Text }
    }

    function Set-File {
        param([byte[]] $Bytes, [string] $Name = 'payload.bin')

        $path = Join-Path $TestDrive $Name
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

        It 'is bytes and files cut to 8192 unless told, and arrays and text as they are' {
            $path = Set-File ([byte[]]::new(20000))

            [byte[]]::new(8200) | ConvertTo-EventStreamFrame | ForEach-Object { $_.Length } | Should -Be @(8208, 24)
            ConvertTo-EventStreamFrame -Path $path | ForEach-Object { $_.Length } | Should -Be @(8208, 8208, 3632)
            [System.IO.FileInfo]$path | ConvertTo-EventStreamFrame | ForEach-Object { $_.Length } | Should -Be @(8208, 8208, 3632)
            , [byte[]]::new(20000) | ConvertTo-EventStreamFrame | ForEach-Object { $_.Length } | Should -Be @(20016)
            'x' * 20000 | ConvertTo-EventStreamFrame | ForEach-Object { $_.Length } | Should -Be @(20016)
        }

        It 'is a byte array as it is, however long' {
            (ConvertTo-EventStreamFrame ([byte[]]::new(10)) -ChunkSize 4).Length | Should -Be 26
        }

        It 'is a byte array over the limit in several frames' {
            $bytes = [byte[]]::new(25165825)
            $bytes[25165823] = 1
            $bytes[25165824] = 2

            $frames = ConvertTo-EventStreamFrame $bytes

            ($frames | ForEach-Object { $_.Length }) | Should -Be @(25165840, 17)
            $frames[0].Bytes[12 + 25165823], $frames[1].Bytes[12] | Should -Be @(1, 2)
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

        It 'is a long file, whose progress is shown' {
            $content = [byte[]]::new(100000)
            [System.Random]::new(1).NextBytes($content)
            $path = Set-File $content

            $result = Invoke-InNewRunspace 'param($folder, $path) Import-Module $folder; ConvertTo-EventStreamFrame -Path $path -ChunkSize 3000' $path

            $result.Output.Count | Should -Be 34
            $all = [System.Collections.Generic.List[byte]]::new()
            foreach ($frame in $result.Output) { $all.AddRange([byte[]](Read-Frame $frame.Bytes).Payload) }
            [System.Linq.Enumerable]::SequenceEqual($all, $content) | Should -BeTrue
            @($result.Progress | Where-Object { $_.PercentComplete -gt 0 -and $_.PercentComplete -lt 100 }).Count | Should -BeGreaterThan 0
            $result.Progress[-1].RecordType | Should -Be 'Completed'
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

        It 'is bytes gathered, and arrays and text as they are, where they are mixed' {
            & { [byte[]](1..5); , [byte[]](1..7); "gr$([char]0xFC)n"; [byte]9 } | ConvertTo-EventStreamFrame -ChunkSize 4 |
                ForEach-Object { ConvertTo-Hex (Read-Frame $_.Bytes).Payload } | Should -BeExactly @('01020304', '05', '01020304050607', '6772c3bc6e', '09')
        }

        It 'is each of an array, and a bad one costs no other' {
            $frames = ConvertTo-EventStreamFrame @('a', $null, @(1), 'b') -ErrorVariable problems -ErrorAction SilentlyContinue

            $frames | Get-PayloadText | Should -BeExactly @('a', 'b')
            $problems | ForEach-Object { $_.FullyQualifiedErrorId.Split(',')[0] } | Should -BeExactly @('EventStreamInputInvalid', 'EventStreamInputInvalid')
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
        It 'writes <What> as <Wire> on the wire' -ForEach @(
            @{ What = 'true'; Value = $true; Wire = '00' }
            @{ What = 'false'; Value = $false; Wire = '01' }
            @{ What = 'an sbyte'; Value = [sbyte]-128; Wire = '0280' }
            @{ What = 'a byte'; Value = [byte]127; Wire = '027f' }
            @{ What = 'an int16'; Value = [int16]-2; Wire = '03fffe' }
            @{ What = 'an int32'; Value = 40972; Wire = '040000a00c' }
            @{ What = 'the least int32'; Value = [int]::MinValue; Wire = '0480000000' }
            @{ What = 'an int64'; Value = [int64]-2; Wire = '05fffffffffffffffe' }
            @{ What = 'a literal beyond an int32'; Value = 3000000000; Wire = '0500000000b2d05e00' }
            @{ What = 'a byte array'; Value = [byte[]](1, 2, 255); Wire = '0600030102ff' }
            @{ What = 'an empty byte array'; Value = [byte[]]::new(0); Wire = '060000' }
            @{ What = 'a string'; Value = "gr$([char]0xFC)n"; Wire = '0700056772c3bc6e' }
            @{ What = 'an empty string'; Value = ''; Wire = '070000' }
            @{ What = 'a DateTimeOffset'; Value = [datetimeoffset]::new(2023, 7, 31, 13, 36, 12, 345, [timespan]'02:00'); Wire = '0800000189abbc0139' }
            @{ What = 'a DateTimeOffset before 1970'; Value = [datetimeoffset]'1969-12-31T23:59:59.999Z'; Wire = '08ffffffffffffffff' }
            @{ What = 'a DateTime in UTC'; Value = [datetime]::new(2023, 7, 31, 11, 36, 12, [System.DateTimeKind]::Utc); Wire = '0800000189abbbffe0' }
            @{ What = 'a DateTime in local time'; Value = ([datetimeoffset]'1970-01-02T00:00:01.5Z').LocalDateTime; Wire = '0800000000052661dc' }
            @{ What = 'a Guid'; Value = [guid]'00112233-4455-6677-8899-aabbccddeeff'; Wire = '0900112233445566778899aabbccddeeff' }
            @{ What = 'a wrapped string'; Value = [psobject]::AsPSObject('a'); Wire = '07000161' }
            @{ What = 'a wrapped DateTimeOffset'; Value = [psobject]::AsPSObject([datetimeoffset]'1970-01-01T00:00:01.5Z'); Wire = '0800000000000005dc' }
        ) {
            $header = (Read-Frame (ConvertTo-EventStreamFrame 'x' -Header @{ a = $Value }).Bytes).Headers['a']

            $header.Encoded | Should -BeExactly "0161$Wire"
        }

        It 'keeps the order of an [ordered] dictionary' {
            $headers = (Read-Frame (ConvertTo-EventStreamFrame 'x' -Header ([ordered]@{ z = 1; a = 2; m = 3 })).Bytes).Headers

            @($headers.Keys) | Should -BeExactly @('z', 'a', 'm')
        }

        It 'sorts a hashtable by name, so that the same script makes the same bytes' {
            $headers = (Read-Frame (ConvertTo-EventStreamFrame 'x' -Header @{ z = 1; a = 2; m = 3; B = 4 }).Bytes).Headers

            @($headers.Keys) | Should -BeExactly @('B', 'a', 'm', 'z')

            $headers = (Read-Frame (ConvertTo-EventStreamFrame 'x' -EventType E -ContentType C -Header @{ b = 1; 'a-1' = 3; ':z' = 4 }).Bytes).Headers
            @($headers.Keys) | Should -BeExactly @(':content-type', ':event-type', ':message-type', ':z', 'a-1', 'b')
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

        It 'writes <Value> that is said to be <Type> as <Wire>' -ForEach @(
            @{ Type = 'boolean'; Value = 'true'; Wire = '00' }
            @{ Type = 'boolean'; Value = 1; Wire = '00' }
            @{ Type = 'BOOL'; Value = 0; Wire = '01' }
            @{ Type = 'byte'; Value = -1; Wire = '02ff' }
            @{ Type = 'byte'; Value = '127'; Wire = '027f' }
            @{ Type = 'sbyte'; Value = '7'; Wire = '0207' }
            @{ Type = 'short'; Value = 5; Wire = '030005' }
            @{ Type = 'short'; Value = -2; Wire = '03fffe' }
            @{ Type = 'int16'; Value = '-1'; Wire = '03ffff' }
            @{ Type = 'Integer'; Value = [long]6; Wire = '0400000006' }
            @{ Type = 'int'; Value = 6.0; Wire = '0400000006' }
            @{ Type = 'long'; Value = 7; Wire = '050000000000000007' }
            @{ Type = 'int64'; Value = '9223372036854775807'; Wire = '057fffffffffffffff' }
            @{ Type = 'binary'; Value = [byte[]](1, 2); Wire = '0600020102' }
            @{ Type = 'binary'; Value = 'AQL/'; Wire = '0600030102ff' }
            @{ Type = 'byte[]'; Value = 'AQI='; Wire = '0600020102' }
            @{ Type = 'string'; Value = 16000; Wire = '0700053136303030' }
            @{ Type = 'string'; Value = [version]'1.2'; Wire = '070003312e32' }
            @{ Type = 'timestamp'; Value = 1690803372345; Wire = '0800000189abbc0139' }
            @{ Type = 'timestamp'; Value = '1500'; Wire = '0800000000000005dc' }
            @{ Type = 'timestamp'; Value = '2023-07-31T11:36:12.345Z'; Wire = '0800000189abbc0139' }
            @{ Type = 'timestamp'; Value = '1970-01-01T00:00:01.5'; Wire = '0800000000000005dc' }
            @{ Type = 'timestamp'; Value = [datetimeoffset]'1970-01-01T00:00:01.5Z'; Wire = '0800000000000005dc' }
            @{ Type = 'timestamp'; Value = [datetime]::new(621355968015000000, 'Utc'); Wire = '0800000000000005dc' }
            @{ Type = 'timestamp'; Value = [long]::MaxValue; Wire = '087fffffffffffffff' }
            @{ Type = 'uuid'; Value = '00112233-4455-6677-8899-aabbccddeeff'; Wire = '0900112233445566778899aabbccddeeff' }
            @{ Type = 'guid'; Value = [guid]'00112233-4455-6677-8899-aabbccddeeff'; Wire = '0900112233445566778899aabbccddeeff' }
            @{ Type = 'uuid'; Value = [psobject]::AsPSObject('00112233-4455-6677-8899-aabbccddeeff'); Wire = '0900112233445566778899aabbccddeeff' }
        ) {
            foreach ($given in [pscustomobject]@{ Type = $Type; Value = $Value }, @{ Type = $Type; Value = $Value }, [ordered]@{ Value = $Value; Type = [psobject]::AsPSObject($Type) }) {
                $header = (Read-Frame (ConvertTo-EventStreamFrame 'x' -Header @{ a = $given }).Bytes).Headers['a']

                $header.Encoded | Should -BeExactly "0161$Wire"
            }
        }

        It 'refuses <Why> as a header, and so everything' -ForEach @(
            @{ Why = 'an unknown type'; Value = @{ Type = 'double'; Value = 1 }; Target = 'double' }
            @{ Why = 'an object of an unknown type'; Value = [pscustomobject]@{ Type = 'nonsense'; Value = 1 }; Target = 'nonsense' }
            @{ Why = 'an empty type'; Value = @{ Type = ''; Value = 1 }; Target = '' }
            @{ Why = 'a type that is a number'; Value = @{ Type = 5; Value = 1 }; Target = [hashtable] }
            @{ Why = 'a value without a type'; Value = @{ Value = 1 }; Target = [hashtable] }
            @{ Why = 'an object without a type'; Value = [pscustomobject]@{ Value = 1 }; Target = [System.Management.Automation.PSCustomObject] }
            @{ Why = 'perhaps as a Boolean'; Value = @{ Type = 'boolean'; Value = 'perhaps' }; Target = 'perhaps' }
            @{ Why = 'no Boolean'; Value = @{ Type = 'boolean' }; Target = $null }
            @{ Why = '128 as a byte'; Value = @{ Type = 'byte'; Value = 128 }; Target = 128 }
            @{ Why = '32768 as a short'; Value = @{ Type = 'short'; Value = 32768 }; Target = 32768 }
            @{ Why = '1.5 as an integer'; Value = @{ Type = 'integer'; Value = 1.5 }; Target = 1.5 }
            @{ Why = '2147483648 as an integer'; Value = @{ Type = 'integer'; Value = 2147483648 }; Target = 2147483648 }
            @{ Why = 'no integer'; Value = @{ Type = 'integer' }; Target = $null }
            @{ Why = '1e300 as a long'; Value = @{ Type = 'long'; Value = 1e300 }; Target = 1e300 }
            @{ Why = 'x as a long'; Value = @{ Type = 'long'; Value = 'x' }; Target = 'x' }
            @{ Why = '! as Base64'; Value = @{ Type = 'binary'; Value = '!' }; Target = '!' }
            @{ Why = '* as Base64'; Value = @{ Type = 'binary'; Value = '*' }; Target = '*' }
            @{ Why = 'no Base64'; Value = @{ Type = 'binary' }; Target = $null }
            @{ Why = 'no string'; Value = @{ Type = 'string' }; Target = $null }
            @{ Why = 'yesterday as a moment'; Value = @{ Type = 'timestamp'; Value = 'yesterday' }; Target = 'yesterday' }
            @{ Why = 'no moment'; Value = @{ Type = 'timestamp' }; Target = $null }
            @{ Why = 'x as a UUID'; Value = @{ Type = 'uuid'; Value = 'x' }; Target = 'x' }
            @{ Why = 'no UUID'; Value = @{ Type = 'uuid' }; Target = $null }
            @{ Why = 'null'; Value = $null; Target = $null }
            @{ Why = 'a number with a fraction'; Value = 1.5; Target = 1.5 }
            @{ Why = 'a byte that the wire cannot hold'; Value = [byte]128; Target = [byte]128 }
            @{ Why = 'an array of numbers'; Value = 1, 2; Target = [object[]] }
        ) {
            $refusal = Get-Refusal { 'a', 'b' | ConvertTo-EventStreamFrame -Header @{ a = $Value } }

            # What cannot be compared is told by its type.
            $found = if ($Target -is [type]) { $refusal.Target.GetType() } else { $refusal.Target }
            $found | Should -BeExactly $Target
            Assert-Refusal $refusal ConvertTo-EventStreamFrame EventStreamValueTypeInvalid InvalidArgument $refusal.Target -Terminating
        }

        It 'takes what Get-Date writes' {
            (Read-Frame (ConvertTo-EventStreamFrame 'x' -Header @{ at = Get-Date }).Bytes).Headers['at'].Type | Should -Be 8
        }

        It 'refuses <Why>, and so everything' -ForEach @(
            @{ Why = 'a value of 32768 bytes'; Header = @{ a = 'x' * 32768 }; Id = 'EventStreamValueTooLong'; Category = 'LimitsExceeded'; Target = 32768 }
            @{ Why = 'headers of 131126 bytes'; Header = [ordered]@{ a = 'x' * 32767; b = 'x' * 32767; c = 'x' * 32767; d = 'x' * 32767 }; Id = 'EventStreamHeadersTooLong'; Category = 'LimitsExceeded'; Target = 131126 }
            @{ Why = 'an empty name'; Header = @{ '' = 1 }; Id = 'EventStreamHeaderNameInvalid'; Category = 'InvalidArgument'; Target = '' }
            @{ Why = 'a name of 256 bytes'; Header = @{ ('x' * 256) = 1 }; Id = 'EventStreamHeaderNameInvalid'; Category = 'InvalidArgument'; Target = 'x' * 256 }
            @{ Why = 'a name that is no text'; Header = @{ 1 = 1 }; Id = 'EventStreamHeaderNameInvalid'; Category = 'InvalidArgument'; Target = 1 }
            @{ Why = 'a header that -EventType gives too'; Header = @{ ':event-type' = 'a' }; Id = 'EventStreamHeaderDuplicate'; Category = 'InvalidArgument'; Target = ':event-type' }
        ) {
            $refusal = Get-Refusal { 'a', 'b' | ConvertTo-EventStreamFrame -EventType E -Header $Header }

            Assert-Refusal $refusal ConvertTo-EventStreamFrame $Id $Category $Target -Terminating
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
            $before = [datetimeoffset]::UtcNow
            $frames = & { 'a'; Start-Sleep -Milliseconds 20; 'b' } | ConvertTo-EventStreamFrame @demo -PriorSignature $seed -KeepMilliseconds
            $whole = 'a' | ConvertTo-EventStreamFrame @demo -PriorSignature $seed

            $frames[0].Date | Should -BeGreaterOrEqual $before.AddMilliseconds(-1)
            $frames[1].Date | Should -BeGreaterThan $frames[0].Date
            $whole.Date | Should -BeGreaterOrEqual $before.AddSeconds(-1)
            $whole.Date | Should -BeLessOrEqual ([datetimeoffset]::UtcNow)
            $whole.Date.Millisecond | Should -Be 0
        }

        It 'takes the seed from whatever has a Signature, and in capitals' {
            $request = [pscustomobject]@{ Url = 'https://demo'; Signature = $seed }
            $other = $signed.Clone()
            $other.Remove('PriorSignature')

            $expected = (ConvertTo-EventStreamFrame A @signed).Signature

            (ConvertTo-EventStreamFrame A @other -SeedSignature $request).Signature | Should -BeExactly $expected
            (ConvertTo-EventStreamFrame A @other -SeedSignature $seed.ToUpperInvariant()).Signature | Should -BeExactly $expected
        }

        It 'does not sign the end of a stream where an input failed' {
            $frames = 'A', 3.5, 'B' | ConvertTo-EventStreamFrame @signed -EndOfStream -ErrorVariable problems -ErrorAction SilentlyContinue

            $frames | Get-PayloadText | Should -BeExactly @('A', 'B')
            $problems | ForEach-Object { $_.FullyQualifiedErrorId.Split(',')[0] } | Should -BeExactly @('EventStreamInputInvalid', 'EventStreamIncomplete')
            $problems[1].ErrorDetails.RecommendedAction | Should -Match '\.$'
        }

        It 'refuses text that is empty, which would end the stream' {
            Assert-Refusal (Get-Refusal { '' | ConvertTo-EventStreamFrame @signed }) ConvertTo-EventStreamFrame EventStreamPayloadEmpty InvalidArgument $null
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

    Context 'requests and dates' {
        BeforeAll {
            $key = @{ AccessKey = 'access'; SecretKey = 'secret'; SigningTime = '19810116T063001Z' }
        }

        It 'takes seed, service and region of a request that is piped in' {
            $request = New-AwsSignedRequest https://demo.us-east-1.amazonaws.com/ -Service demo -EventStream @key
            $expected = 'A', 'B' | ConvertTo-EventStreamFrame -Service demo -Region us-east-1 -PriorSignature $request.Signature @key | Get-Hex

            & { $request; 'A'; 'B' } | ConvertTo-EventStreamFrame @key | Get-Hex | Should -BeExactly $expected
            $request | ConvertTo-EventStreamFrame -Path (Set-File 65) @key | Get-Hex | Should -BeExactly $expected[0]
        }

        It 'drops the milliseconds of a date, and keeps them with -KeepMilliseconds: <Milliseconds>' -ForEach @(
            @{ Arguments = @{}; Milliseconds = 0 }
            @{ Arguments = @{ KeepMilliseconds = $true }; Milliseconds = 678 }
        ) {
            $frame = 'x' | ConvertTo-EventStreamFrame @demo -PriorSignature $seed -SigningTime 2026-01-02T03:04:05.678Z @Arguments
            $read = Read-Frame $frame.Bytes

            $frame.Date | Should -Be ([datetimeoffset]::new(2026, 1, 2, 3, 4, 5, $Milliseconds, [timespan]::Zero))
            [System.Convert]::ToInt64($read.Headers[':date'].Hex, 16) | Should -Be $frame.Date.ToUnixTimeMilliseconds()
            $frame.Signature | Should -BeExactly (
                Get-EventSignature secret us-east-1 demo 20260102T030405Z $seed $read.Headers[':date'].Encoded $read.Payload)
        }
    }

    Context 'messages' {
        BeforeAll {
            function Get-Message { 'one', 'two' | ConvertTo-EventStreamFrame -EventType E -ContentType text/plain -Header @{ n = 1 } | ConvertFrom-EventStreamFrame }
            $expected = 'one', 'two' | ConvertTo-EventStreamFrame -EventType E -ContentType text/plain -Header @{ n = 1 } | Get-Hex
        }

        It 'are framed with their own headers <Form>' -ForEach @(
            @{ Form = 'from the pipeline'; Script = { Get-Message | ConvertTo-EventStreamFrame } }
            @{ Form = 'as an argument'; Script = { ConvertTo-EventStreamFrame (Get-Message) } }
            @{ Form = 'wrapped'; Script = { Get-Message | ForEach-Object { [psobject]::AsPSObject($_) } | ConvertTo-EventStreamFrame } }
        ) {
            & $Script | Get-Hex | Should -BeExactly $expected
        }

        It 'have the headers that are given in the place of their own, or after them' {
            $headers = (Get-Message | ConvertTo-EventStreamFrame -EventType F -Header ([ordered]@{ z = 'new'; n = [long]2 }) | ConvertFrom-EventStreamFrame)[0].Headers

            @($headers.Keys) | Should -BeExactly @(':content-type', ':event-type', ':message-type', 'n', 'z')
            @($headers.Values) | Should -BeExactly @('text/plain', 'F', 'event', 2, 'new')
            $headers['n'].GetType() | Should -Be ([long])
        }

        It 'may have their headers changed' {
            $message = (Get-Message)[0]
            $message.Headers['n'] = [psobject]::AsPSObject('changed')
            $message.Headers.Remove(':event-type')
            $message.Headers['t'] = [pscustomobject]@{ Type = 'timestamp'; Value = 1500 }

            $headers = ($message | ConvertTo-EventStreamFrame | ConvertFrom-EventStreamFrame).Headers

            @($headers.Keys) | Should -BeExactly @(':content-type', ':message-type', 'n', 't')
            $headers['n'] | Should -BeExactly 'changed'
            $headers['t'] | Should -Be ([datetimeoffset]::FromUnixTimeMilliseconds(1500))
        }

        It 'are refused with <Why>, and the others go on' -ForEach @(
            @{ Why = 'a fraction'; Change = { $message.Headers['n'] = 1.5 }; Id = 'EventStreamValueTypeInvalid'; Target = 1.5 }
            @{ Why = 'null'; Change = { $message.Headers['n'] = $null }; Id = 'EventStreamValueTypeInvalid'; Target = $null }
            @{ Why = 'a name that is no text'; Change = { $message.Headers.Add(1, 'x') }; Id = 'EventStreamHeaderNameInvalid'; Target = 1 }
            @{ Why = 'an empty name'; Change = { $message.Headers.Add('', 'x') }; Id = 'EventStreamHeaderNameInvalid'; Target = '' }
        ) {
            $messages = Get-Message
            $message = $messages[0]
            . $Change

            Assert-Refusal (Get-Refusal { $messages | ConvertTo-EventStreamFrame }) ConvertTo-EventStreamFrame $Id InvalidArgument $Target
            @($messages | ConvertTo-EventStreamFrame -ErrorAction SilentlyContinue).Count | Should -Be 1
        }

        It 'are signed anew with another seed, and the end of their stream is left out' {
            $old = 'one', 'two' | ConvertTo-EventStreamFrame -EventType E -EndOfStream @signed | ConvertFrom-EventStreamFrame
            $output = $old | ConvertTo-EventStreamFrame @demo -PriorSignature ('a' * 64) -EndOfStream -Verbose 4>&1
            $frames = @($output | Where-Object { $_ -isnot [System.Management.Automation.VerboseRecord] })
            $verbose = @($output | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] })

            $frames.Count | Should -Be 3
            $prior = 'a' * 64
            foreach ($frame in $frames) {
                $read = Read-Frame $frame.Bytes
                $frame.Signature | Should -BeExactly (
                    Get-EventSignature secret us-east-1 demo $frame.Date.ToString("yyyyMMdd'T'HHmmss'Z'") $prior $read.Headers[':date'].Encoded $read.Payload)
                $prior = $frame.Signature
            }
            $frames[0, 1] | ForEach-Object { (Read-Frame (Read-Frame $_.Bytes).Payload).Text } | Should -BeExactly @('one', 'two')
            (Read-Frame $frames[2].Bytes).Payload.Length | Should -Be 0
            $verbose.Count | Should -Be 1
            $verbose[0].Message | Should -BeLike '*-EndOfStream*'
        }

        It 'are framed without the old end where there is no new one' {
            $frames = @('one' | ConvertTo-EventStreamFrame -EventType E -EndOfStream @signed | ConvertFrom-EventStreamFrame | ConvertTo-EventStreamFrame)

            $frames.Count | Should -Be 1
            (Read-Frame $frames[0].Bytes).Headers[':event-type'].Text | Should -BeExactly 'E'
        }
    }

    Context 'the request that begins the stream' {
        BeforeAll {
            $key = @{ AccessKey = 'access'; SecretKey = 'secret' }
            function New-Request { New-AwsSignedRequest https://transcribestreaming.us-east-1.amazonaws.com/stream-transcription -Service transcribe -EventStream @key }
        }

        It 'gives seed, service and region <Form>' -ForEach @(
            @{ Form = 'with -Path'; Texts = @('input'); Script = { $request | ConvertTo-EventStreamFrame -Path $path -EndOfStream @key } }
            @{ Form = 'with an argument'; Texts = @('input'); Script = { $request | ConvertTo-EventStreamFrame 'input' -EndOfStream @key } }
            @{ Form = 'with two arguments'; Texts = 'in', 'put'; Script = { $request | ConvertTo-EventStreamFrame -InputObject 'in', 'put' -EndOfStream @key } }
            @{ Form = 'before the input'; Texts = 'in', 'put'; Script = { & { $request; 'in'; 'put' } | ConvertTo-EventStreamFrame -EndOfStream @key } }
            @{ Form = 'alone'; Texts = @(); Script = { $request | ConvertTo-EventStreamFrame -EndOfStream @key } }
            @{ Form = 'as a record'; Texts = @('input'); Script = { [pscustomobject]@{ Signature = $request.Signature; Service = 'transcribe'; Region = 'us-east-1' } | ConvertTo-EventStreamFrame -Path $path -EndOfStream @key } }
            @{ Form = 'as a record with other names'; Texts = @('input'); Script = { [pscustomobject]@{ SeedSignature = $request.Signature; Service = 'transcribe'; RegionToCall = 'us-east-1' } | ConvertTo-EventStreamFrame 'input' -EndOfStream @key } }
            @{ Form = 'as -PriorSignature'; Texts = @('input'); Script = { 'input' | ConvertTo-EventStreamFrame -PriorSignature $request -Service transcribe -Region us-east-1 -EndOfStream @key } }
        ) {
            $path = Set-File (Get-Utf8 'input')
            $request = New-Request

            $frames = @(& $Script)

            $frames | Get-PayloadText | Should -BeExactly ($Texts + '')
            $prior = $request.Signature
            foreach ($frame in $frames) {
                $read = Read-Frame $frame.Bytes
                $frame.Signature | Should -BeExactly (
                    Get-EventSignature secret us-east-1 transcribe $frame.Date.ToString("yyyyMMdd'T'HHmmss'Z'") $prior $read.Headers[':date'].Encoded $read.Payload)
                $prior = $frame.Signature
            }
        }

        It 'is no input <Where>' -ForEach @(
            @{ Where = 'later in the pipeline'; Script = { & { 'a'; $request } | ConvertTo-EventStreamFrame @signed } }
            @{ Where = 'beside another seed'; Script = { $request | ConvertTo-EventStreamFrame @signed } }
            @{ Where = 'as an argument'; Script = { ConvertTo-EventStreamFrame $request } }
        ) {
            $request = New-Request

            Assert-Refusal (Get-Refusal $Script) ConvertTo-EventStreamFrame EventStreamInputInvalid InvalidArgument $request
        }
    }

    Context '-OutFile' {
        BeforeAll {
            # As Ctrl+C does it, after a first frame was made.
            function Stop-Framing {
                param([string] $Path)

                $shell = [powershell]::Create()
                $null = $shell.AddScript('param($module, $path) Import-Module $module; & { "x" * 100000; Start-Sleep -Seconds 600 } | ConvertTo-EventStreamFrame -OutFile $path')
                $null = $shell.AddArgument((Get-Module -Name AwsSignTools).Path).AddArgument($Path)
                $running = $shell.BeginInvoke()
                while (-not $running.IsCompleted -and -not [System.IO.Directory]::GetFiles($TestDrive, '.AwsSignTools*')) { Start-Sleep -Milliseconds 20 }
                $shell.Stop()
                $shell.Dispose()
            }
        }

        It 'gets the frames, and only a summary comes out: <What>' -ForEach @(
            @{ What = 'frames'; Arguments = @{}; Switch = @{}; Count = 2 }
            @{ What = 'with -AsByteStream'; Arguments = @{}; Switch = @{ AsByteStream = $true }; Count = 2 }
            @{ What = 'a signed stream'; Arguments = @{ EventType = 'E'; EndOfStream = $true; AccessKey = 'access'; SecretKey = 'secret'; Region = 'us-east-1'; Service = 'demo'; PriorSignature = 'a' * 64; SigningTime = '19810116T063001Z' }; Switch = @{}; Count = 3 }
        ) {
            $path = Set-File ([byte[]]::new(10000)) 'out.bin'

            $summary = @('one', 'two' | ConvertTo-EventStreamFrame @Arguments @Switch -OutFile $path)

            $frames = 'one', 'two' | ConvertTo-EventStreamFrame @Arguments
            ConvertTo-Hex ([System.IO.File]::ReadAllBytes($path)) | Should -BeExactly (-join ($frames | Get-Hex))
            $summary.Count | Should -Be 1
            $summary[0].GetType().FullName | Should -BeExactly 'AwsSignTools.EventStream.EventStreamSummary'
            $summary[0].Path | Should -BeExactly $path
            $summary[0].Frames | Should -Be $Count
            $summary[0].Bytes | Should -Be ([System.IO.FileInfo]$path).Length
            $summary[0].Signature | Should -BeExactly $frames[-1].Signature
            $null -ne $summary[0].Signature | Should -Be ($Arguments.Count -gt 0)
        }

        It 'has a summary that goes on with the chain' {
            $summary = 'one' | ConvertTo-EventStreamFrame @signed -OutFile TestDrive:/chain.bin
            $next = 'two' | ConvertTo-EventStreamFrame @demo -PriorSignature $summary

            $next.PriorSignature | Should -BeExactly $summary.Signature
        }

        It 'is a path of PowerShell, or relative to the location' {
            $null = ConvertTo-EventStreamFrame 'one' -OutFile TestDrive:/drive.bin
            Push-Location -LiteralPath TestDrive:/
            try { $summary = 'x' | ConvertTo-EventStreamFrame -OutFile relative.bin } finally { Pop-Location }

            (ConvertFrom-EventStreamFrame -Path TestDrive:/drive.bin).Payload.Length | Should -Be 3
            $summary.Path | Should -BeExactly (Join-Path $TestDrive 'relative.bin')
            ([System.IO.FileInfo]$summary.Path).Length | Should -Be 17
        }

        It 'gets the pieces of a file' {
            $content = [byte[]](0..19999 | ForEach-Object { $_ % 256 })
            $summary = ConvertTo-EventStreamFrame -Path (Set-File $content) -OutFile TestDrive:/pieces.bin
            $messages = ConvertFrom-EventStreamFrame -Path TestDrive:/pieces.bin

            $summary.Frames | Should -Be 3
            $messages | ForEach-Object { $_.Payload.Length } | Should -Be @(8192, 8192, 3616)
            $all = [System.Collections.Generic.List[byte]]::new()
            foreach ($message in $messages) { $all.AddRange([byte[]]$message.Payload) }
            [System.Linq.Enumerable]::SequenceEqual($all, $content) | Should -BeTrue
        }

        It 'is empty where there is nothing' {
            $summary = @() | ConvertTo-EventStreamFrame -OutFile TestDrive:/empty.bin

            $summary.Frames, $summary.Bytes | Should -Be @(0, 0)
            (Get-Item -LiteralPath TestDrive:/empty.bin).Length | Should -Be 0
        }

        It 'ends the command where it is <What>' -ForEach @(
            @{ What = 'a folder'; Path = 'TestDrive:/' }
            @{ What = 'in a folder that is not there'; Path = 'TestDrive:/no/such/out.bin' }
            @{ What = 'on a drive that is not there'; Path = 'nodrive:/frames.bin' }
            @{ What = 'an environment variable'; Path = 'env:frames' }
        ) {
            $refusal = Get-Refusal { 'one' | ConvertTo-EventStreamFrame -OutFile $Path }

            Assert-Refusal $refusal ConvertTo-EventStreamFrame FileUnwritable WriteError $Path -Terminating
            $refusal.Message | Should -BeLike "The file '$Path' cannot be written: *"
        }

        It 'ends the command where the disk is full: <What>' -Skip:(-not $IsLinux) -ForEach @(
            @{ What = 'when the file is closed'; Given = { 'one' } }
            @{ What = 'before'; Given = { , [byte[]]::new(200000) } }
        ) {
            $refusal = Get-Refusal { & $Given | ConvertTo-EventStreamFrame -OutFile /dev/full }

            Assert-Refusal $refusal ConvertTo-EventStreamFrame FileUnwritable WriteError /dev/full -Terminating
        }

        It 'stays as it is where <Why>' -ForEach @(
            @{ Why = 'the parameters for signing are not whole'; Arguments = @{ Service = 'demo' } }
            @{ Why = 'a header is none'; Arguments = @{ Header = @{ a = 1.5 } } }
            @{ Why = 'nothing is signed that could end'; Arguments = @{ EndOfStream = $true } }
        ) {
            $path = Set-File (1, 2, 3) 'out.bin'

            $refusal = Get-Refusal { 'one' | ConvertTo-EventStreamFrame -OutFile $path @Arguments }

            $refusal.Id | Should -BeLike 'EventStream*'
            ConvertTo-Hex ([System.IO.File]::ReadAllBytes($path)) | Should -BeExactly '010203'
        }

        It 'is not the file that is read: <Form>' -ForEach @(
            @{ Form = 'by -Path'; Target = 'TestDrive:/self.raw'; Script = { ConvertTo-EventStreamFrame -Path $path -OutFile TestDrive:/self.raw } }
            @{ Form = 'from the pipeline'; Target = 'TestDrive:/self.raw'; Script = { [System.IO.FileInfo]$path | ConvertTo-EventStreamFrame -OutFile TestDrive:/self.raw } }
            @{ Form = 'relative to the location'; Target = './self.raw'; Script = { ConvertTo-EventStreamFrame -Path $path -OutFile ./self.raw } }
        ) {
            $path = Set-File (1, 2, 3) 'self.raw'
            Push-Location -LiteralPath TestDrive:/
            try { $refusal = Get-Refusal $Script } finally { Pop-Location }

            Assert-Refusal $refusal ConvertTo-EventStreamFrame FileUnwritable WriteError $Target -Terminating
            ConvertTo-Hex ([System.IO.File]::ReadAllBytes($path)) | Should -BeExactly '010203'
        }

        It 'is not one of the files that are read' {
            $one = Set-File 1 '1.raw'
            $all = Join-Path $TestDrive 'all.raw'

            $refusal = Get-Refusal { [System.IO.FileInfo]$one, [System.IO.FileInfo]$all | ConvertTo-EventStreamFrame -OutFile $all }

            Assert-Refusal $refusal ConvertTo-EventStreamFrame FileUnwritable WriteError $all -Terminating
            ([System.IO.FileInfo]$all).Length | Should -Be 17
        }

        It 'is not the file that is read, whatever it is called: <Form>' -Skip:(-not $IsLinux) -ForEach @(
            @{ Form = 'a symbolic link to it'; Make = { $null = New-Item -ItemType SymbolicLink -Path $link -Target $path }; Reads = { $path } }
            @{ Form = 'a chain of symbolic links'; Make = { $null = New-Item -ItemType SymbolicLink -Path "$link-0" -Target $path; $null = New-Item -ItemType SymbolicLink -Path $link -Target "$link-0" }; Reads = { $path } }
            @{ Form = 'a hard link to it'; Make = { $null = New-Item -ItemType HardLink -Path $link -Target $path }; Reads = { $path } }
            @{ Form = 'it, through a link to its folder'; Make = { $null = New-Item -ItemType SymbolicLink -Path "$link-f" -Target $TestDrive; $script:link = "$link-f/named.raw" }; Reads = { $path } }
            @{ Form = 'it, and what is read is a link'; Make = { $null = New-Item -ItemType SymbolicLink -Path "$link-r" -Target $path; $script:link = $path }; Reads = { "$link-r" } }
        ) {
            $path = Set-File (1, 2, 3) 'named.raw'
            $script:link = $read = Join-Path $TestDrive 'other.raw'
            Remove-Item -Path "$link*" -Force
            . $Make
            $read = if ($Form -like '*what is read*') { Join-Path $TestDrive 'other.raw-r' } else { $path }

            $refusal = Get-Refusal { ConvertTo-EventStreamFrame -Path $read -OutFile $link }

            Assert-Refusal $refusal ConvertTo-EventStreamFrame FileUnwritable WriteError $link -Terminating
            ConvertTo-Hex ([System.IO.File]::ReadAllBytes($path)) | Should -BeExactly '010203'
        }

        It 'is not the third of the files that are read' -Skip:(-not $IsLinux) {
            $files = foreach ($name in '1', '2', '3') { Set-File (1, 2, 3) "order-$name.raw" }
            $link = (New-Item -ItemType HardLink -Path TestDrive:/order.out -Target $files[2]).FullName

            $refusal = Get-Refusal { Get-Item -LiteralPath $files | ConvertTo-EventStreamFrame -OutFile $link }

            Assert-Refusal $refusal ConvertTo-EventStreamFrame FileUnwritable WriteError $link -Terminating
            ConvertTo-Hex ([System.IO.File]::ReadAllBytes($files[2])) | Should -BeExactly '010203'
            [System.IO.Directory]::GetFiles($TestDrive, '.AwsSignTools*') | Should -BeNullOrEmpty
        }

        It 'may be the file that an earlier command of the pipeline reads' {
            $path = Join-Path $TestDrive 'whole.bin'
            $text = 'x' * 200000
            $null = $text, $text, $text | ConvertTo-EventStreamFrame -OutFile $path

            $summary = ConvertFrom-EventStreamFrame -Path $path | ConvertTo-EventStreamFrame -OutFile $path

            $summary.Frames | Should -Be 3
            ConvertFrom-EventStreamFrame -Path $path | ForEach-Object { $_.Payload.Length } | Should -Be @(200000, 200000, 200000)
        }

        It 'stays as it was where the command does not come to its end: <Why>' -ForEach @(
            @{ Why = 'a command before it fails'; Script = { 1..3 | ForEach-Object { if ($_ -eq 3) { throw 'no more' }; "$_" * 100000 } | ConvertTo-EventStreamFrame -OutFile $path } }
            @{ Why = 'it is stopped'; Script = { Stop-Framing $path } }
            @{ Why = 'no input can be read'; Script = { ConvertTo-EventStreamFrame -Path TestDrive:/no.raw -OutFile $path } }
        ) {
            $path = Set-File (1, 2, 3) 'kept.bin'

            try { $null = & $Script 2>&1 } catch { $null = $_ }

            ConvertTo-Hex ([System.IO.File]::ReadAllBytes($path)) | Should -BeExactly '010203'
            [System.IO.Directory]::GetFiles($TestDrive, '.AwsSignTools*') | Should -BeNullOrEmpty
        }

        It 'has what was framed where it is new and the command does not come to its end' {
            try { 1..3 | ForEach-Object { if ($_ -eq 3) { throw 'no more' }; "$_" } | ConvertTo-EventStreamFrame -OutFile TestDrive:/begun.bin } catch { $null = $_ }
            try { & { throw 'nothing' } | ConvertTo-EventStreamFrame -OutFile TestDrive:/none.bin } catch { $null = $_ }

            (ConvertFrom-EventStreamFrame -Path TestDrive:/begun.bin).Payload | Should -Be @(0x31, 0x32)
            Test-Path -LiteralPath TestDrive:/none.bin | Should -BeFalse
        }

        It 'keeps its permissions and its links' -Skip:(-not $IsLinux) {
            $path = Set-File (1, 2, 3) 'mode.bin'
            chmod 640 $path
            $link = (New-Item -ItemType SymbolicLink -Path TestDrive:/mode.link -Target $path).FullName

            $null = 'one' | ConvertTo-EventStreamFrame -OutFile $link

            (Get-Item -LiteralPath $path).UnixMode | Should -BeExactly '-rw-r-----'
            (Get-Item -LiteralPath $link).LinkTarget | Should -BeExactly $path
            (ConvertFrom-EventStreamFrame -Path $path).Payload.Length | Should -Be 3
        }

        It 'is a device that is read too' -Skip:(-not $IsLinux) {
            (ConvertTo-EventStreamFrame -Path /dev/null -OutFile /dev/null).Frames | Should -Be 0
        }

        It 'is the standard output, to <Where>' -Skip:(-not $IsLinux) -ForEach @(
            @{ Where = 'a pipe'; Path = '/dev/stdout'; Line = '{0} | cat' }
            @{ Where = 'a pipe, by its number'; Path = '/dev/fd/1'; Line = '{0} | cat' }
            @{ Where = 'a file'; Path = '/dev/stdout'; Line = '{0} > "{1}"; cat "{1}"' }
        ) {
            $script = "Import-Module -Name '$((Get-Module -Name AwsSignTools).Path)'; `$null = 'one' | ConvertTo-EventStreamFrame -OutFile $Path"
            $shell = [System.Diagnostics.Process]::GetCurrentProcess().MainModule.FileName
            $dll = if ([System.IO.Path]::GetFileNameWithoutExtension($shell) -eq 'dotnet') { "'$PSHOME/pwsh.dll'" }
            $encoded = [System.Convert]::ToBase64String([System.Text.Encoding]::Unicode.GetBytes($script))

            $hex = sh -c "($($Line -f "'$shell' $dll -NoProfile -OutputFormat Text -EncodedCommand $encoded", (Join-Path $TestDrive stdout.bin))) | od -An -v -tx1 | tr -d ' \n'"

            $hex | Should -BeExactly ('one' | ConvertTo-EventStreamFrame | Get-Hex)
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
            @{ Why = '-Service without -PriorSignature'; Arguments = @{ Service = 'transcribe' }; Id = 'EventStreamSigningIncomplete'; Target = 'transcribe'; Says = '*-PriorSignature*' }
            @{ Why = '-PriorSignature without -Service'; Arguments = @{ PriorSignature = 'a' * 64 }; Id = 'EventStreamSigningIncomplete'; Target = $null; Says = '*-Service*' }
            @{ Why = 'a credential for frames that are not signed'; Arguments = @{ AccessKey = 'a'; SecretKey = 's' }; Id = 'EventStreamSigningIncomplete'; Target = $null; Says = '*-Service*' }
            @{ Why = 'a profile for frames that are not signed'; Arguments = @{ ProfileName = 'p' }; Id = 'EventStreamSigningIncomplete'; Target = $null; Says = '*-Service*' }
            @{ Why = 'a region for frames that are not signed'; Arguments = @{ Region = 'us-east-1' }; Id = 'EventStreamSigningIncomplete'; Target = $null; Says = '*-Service*' }
            @{ Why = 'the end of a stream that is not signed'; Arguments = @{ EndOfStream = $true }; Id = 'EventStreamEndUnsigned'; Target = $null; Says = '*signed stream*' }
            @{ Why = 'a prior signature that is none'; Arguments = @{ Service = 'demo'; PriorSignature = 'abc' }; Id = 'PriorSignatureInvalid'; Target = 'abc'; Says = '*64 hexadecimal digits*' }
            @{ Why = 'no credential'; Arguments = @{ Service = 'demo'; PriorSignature = 'a' * 64; Region = 'us-east-1' }; Id = 'CredentialNotFound'; Category = 'AuthenticationError'; Target = $null; Says = '*no AWS credential*' }
            @{ Why = 'a profile that is not there'; Arguments = @{ Service = 'demo'; PriorSignature = 'a' * 64; Region = 'us-east-1'; ProfileName = 'media' }; Id = 'ProfileNotFound'; Category = 'AuthenticationError'; Target = 'media'; Says = '*media*' }
            @{ Why = 'no region'; Arguments = @{ Service = 'demo'; PriorSignature = 'a' * 64; AccessKey = 'a'; SecretKey = 's' }; Id = 'RegionMissing'; Target = 'Region'; Says = '*no region*' }
            @{ Why = 'a region that is none'; Arguments = @{ Service = 'demo'; PriorSignature = 'a' * 64; AccessKey = 'a'; SecretKey = 's'; Region = 'us east' }; Id = 'RegionInvalid'; Target = 'us east'; Says = '*us east*' }
            @{ Why = 'a service that is none'; Arguments = @{ Service = 'de/mo'; PriorSignature = 'a' * 64; AccessKey = 'a'; SecretKey = 's'; Region = 'us-east-1' }; Id = 'ServiceInvalid'; Target = 'de/mo'; Says = '*de/mo*' }
        ) {
            $refusal = Get-Refusal { 'a', 'b' | ConvertTo-EventStreamFrame @Arguments }

            Assert-Refusal $refusal ConvertTo-EventStreamFrame $Id $(if ($Category) { $Category } else { 'InvalidArgument' }) $Target -Terminating
            $refusal.Message | Should -BeLike $Says
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
            @{ What = 'a number'; Bad = 42 }
            @{ What = 'a fraction'; Bad = 3.5 }
            @{ What = 'null'; Bad = $null }
            @{ What = 'a date'; Bad = [datetime]::MinValue }
            @{ What = 'a hashtable'; Bad = @{ a = 1 } }
            @{ What = 'a record with a path'; Bad = [pscustomobject]@{ path = '/etc/hostname' } }
        ) {
            $refusal = Get-Refusal { 'one', $Bad, 'two' | ConvertTo-EventStreamFrame }

            Assert-Refusal $refusal ConvertTo-EventStreamFrame EventStreamInputInvalid InvalidArgument $(if ($Bad -is [pscustomobject]) { $refusal.Target } else { $Bad })
            $refusal.Action | Should -BeLike '*ConvertTo-Json*'
            'one', $Bad, 'two' | ConvertTo-EventStreamFrame -ErrorAction SilentlyContinue | Get-PayloadText | Should -BeExactly @('one', 'two')
        }

        It 'refuses half a surrogate pair' {
            Assert-Refusal (Get-Refusal { ConvertTo-EventStreamFrame ([string][char]0xD800) }) ConvertTo-EventStreamFrame TextInvalid InvalidArgument ([string][char]0xD800)
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
            @{ What = 'a text with a null character'; Path = "a`0b"; Category = 'ReadError' }
        ) {
            $refusal = Get-Refusal { ConvertTo-EventStreamFrame -Path $Path }

            Assert-Refusal $refusal ConvertTo-EventStreamFrame FileUnreadable $Category $Path
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
