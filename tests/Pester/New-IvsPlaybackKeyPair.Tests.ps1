#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }

BeforeDiscovery {
    # A user namespace can mount a disk of its own, where the system permits one.
    $canMount = $false
    if ($IsLinux -and (Get-Command -Name unshare -CommandType Application -ErrorAction Ignore)) {
        unshare -rm true 2>&1 | Out-Null
        $canMount = $LASTEXITCODE -eq 0
    }
}

BeforeAll {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    $session = Enter-TestSession
    $ErrorActionPreference = $WarningPreference = 'Continue'
    $VerbosePreference = $DebugPreference = 'SilentlyContinue'
    $arn = (Get-Sample).IvsChannelArn
    $isUnix = [System.IO.Path]::DirectorySeparatorChar -eq '/'

    function Get-Name { [System.IO.Directory]::GetFiles($TestDrive, "*$args*") | Split-Path -Leaf }
}

AfterAll {
    Exit-TestSession $session
    Remove-Module Helpers
}

Describe 'New-IvsPlaybackKeyPair' {
    It 'makes a pair that signs and checks' {
        $pair = New-IvsPlaybackKeyPair -Name live
        $token = New-IvsPlaybackToken $arn -PrivateKey $pair.PrivateKey

        $pair.Name | Should -BeExactly 'live'
        $pair.GetType().FullName | Should -BeExactly 'AwsSignTools.Services.Ivs.IvsPlaybackKeyPair'
        $pair.PrivateKey | Should -BeOfType securestring
        $pair.PublicKeyMaterial | Should -BeExactly $pair.PublicKey
        "$pair" | Should -Match '^-----BEGIN PUBLIC KEY-----'
        (Test-IvsPlaybackToken $token $pair.PublicKey).SignatureValid | Should -BeTrue
        ($pair | Test-IvsPlaybackToken -Token $token).SignatureValid | Should -BeTrue
        ($token | Test-IvsPlaybackToken -PublicKey (New-IvsPlaybackKeyPair)).SignatureValid | Should -BeFalse
    }

    It 'makes another pair each time' {
        1..5 | ForEach-Object { (New-IvsPlaybackKeyPair).PublicKey } | Sort-Object -Unique | Should -HaveCount 5
    }

    It 'writes files that are read again' {
        $pair = New-IvsPlaybackKeyPair TestDrive:/a.pem TestDrive:/a-public.pem

        $pair.PrivateKey | Should -BeNullOrEmpty
        $pair.PrivateKeyPath, $pair.PublicKeyPath | Should -BeExactly @((Join-Path $TestDrive 'a.pem'), (Join-Path $TestDrive 'a-public.pem'))
        Get-Content -Raw -LiteralPath $pair.PublicKeyPath | Should -BeExactly $pair.PublicKey
        $token = New-IvsPlaybackToken $arn TestDrive:/a.pem
        (Test-IvsPlaybackToken $token TestDrive:/a-public.pem).SignatureValid | Should -BeTrue
    }

    It 'writes files relative to the location' {
        Push-Location -LiteralPath TestDrive:/
        try {
            $pair = New-IvsPlaybackKeyPair ./f.pem ./f-public.pem
        }
        finally {
            Pop-Location
        }

        $pair.PrivateKeyPath, $pair.PublicKeyPath | Should -BeExactly @((Join-Path $TestDrive 'f.pem'), (Join-Path $TestDrive 'f-public.pem'))
        New-IvsPlaybackToken $arn TestDrive:/f.pem | Test-IvsPlaybackToken -PublicKey TestDrive:/f-public.pem -Quiet | Should -BeTrue
    }

    It 'writes files that OpenSSL reads' -Skip:(-not (Get-Command -Name openssl -CommandType Application -ErrorAction Ignore)) {
        $plain = New-IvsPlaybackKeyPair TestDrive:/o.pem
        $encrypted = New-IvsPlaybackKeyPair TestDrive:/p.pem -Passphrase (ConvertTo-Secure 'secret')

        (& openssl pkey -in $plain.PrivateKeyPath -pubout) -join "`n" | Should -BeExactly $plain.PublicKey.TrimEnd("`n")
        (& openssl pkey -in $encrypted.PrivateKeyPath -passin pass:secret -pubout) -join "`n" | Should -BeExactly $encrypted.PublicKey.TrimEnd("`n")
    }

    It 'encrypts the private key' {
        $pair = New-IvsPlaybackKeyPair TestDrive:/b.pem -Passphrase (ConvertTo-Secure 'secret')

        Get-Content -Raw -LiteralPath TestDrive:/b.pem | Should -Match 'BEGIN ENCRYPTED PRIVATE KEY'
        (Get-Refusal { New-IvsPlaybackToken $arn TestDrive:/b.pem }).Id | Should -BeExactly 'PrivateKeyPassphraseMissing'
        New-IvsPlaybackToken $arn TestDrive:/b.pem -Passphrase secret | Test-IvsPlaybackToken -PublicKey $pair -Quiet | Should -BeTrue
    }

    # .NET Framework reads no PEM.
    It 'makes keys that .NET reads: <What>' -Skip:($PSVersionTable.PSVersion.Major -lt 7) -ForEach @(
        @{ What = 'in memory'; Pem = { [System.Net.NetworkCredential]::new('', ($made = New-IvsPlaybackKeyPair).PrivateKey).Password; $made.PublicKey } }
        @{ What = 'in files'; Pem = { $made = New-IvsPlaybackKeyPair TestDrive:/j.pem; Get-Content -Raw -LiteralPath $made.PrivateKeyPath; $made.PublicKey } }
    ) {
        $privatePem, $publicPem = & $Pem

        $public = [System.Security.Cryptography.ECDsa]::Create()
        $public.ImportFromPem($publicPem)
        $private = [System.Security.Cryptography.ECDsa]::Create()
        $private.ImportFromPem($privatePem)
        $public.ExportParameters($false).Curve.Oid.Value | Should -BeExactly '1.3.132.0.34'
        $private.ExportSubjectPublicKeyInfoPem() | Should -BeExactly $public.ExportSubjectPublicKeyInfoPem()
        $private.ExportSubjectPublicKeyInfoPem() | Should -BeExactly $publicPem.TrimEnd("`n")
    }

    It 'encrypts the private key in memory too, with any text' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
        $passphrase = "s$([char]0xE9)cret"
        $pair = New-IvsPlaybackKeyPair -Passphrase $passphrase

        $pem = [System.Net.NetworkCredential]::new('', $pair.PrivateKey).Password
        $pem | Should -Match '^-----BEGIN ENCRYPTED PRIVATE KEY-----'
        $key = [System.Security.Cryptography.ECDsa]::Create()
        $key.ImportFromEncryptedPem($pem, $passphrase)
        $key.ExportSubjectPublicKeyInfoPem() | Should -BeExactly "$pair".TrimEnd("`n")
        New-IvsPlaybackToken $arn -PrivateKey $pair.PrivateKey -Passphrase $passphrase | Test-IvsPlaybackToken -PublicKey $pair -Quiet | Should -BeTrue
    }

    It 'lets nobody but its owner read the private key' {
        $pair = New-IvsPlaybackKeyPair TestDrive:/c.pem

        if ($isUnix) {
            (Get-Item -LiteralPath $pair.PrivateKeyPath).UnixMode | Should -BeExactly '-rw-------'
        }
        else {
            $acl = Get-Acl -LiteralPath $pair.PrivateKeyPath
            $acl.AreAccessRulesProtected | Should -BeTrue
            $acl.Access | Should -HaveCount 1
        }
    }

    It 'writes over no <Which> key without -Force' -ForEach @(
        @{ Which = 'private'; Name = 'd.pem'; Other = 'd-public.pem'; Begin = '-----BEGIN PRIVATE KEY-----' }
        @{ Which = 'public'; Name = 'd-public.pem'; Other = 'd.pem'; Begin = '-----BEGIN PUBLIC KEY-----' }
    ) {
        Remove-Item -Path TestDrive:/d*.pem
        Set-Content -LiteralPath "TestDrive:/$Name" -Value 'old'

        $refusal = Get-Refusal { New-IvsPlaybackKeyPair TestDrive:/d.pem TestDrive:/d-public.pem }

        Assert-Refusal $refusal New-IvsPlaybackKeyPair FileExists ResourceExists (Join-Path $TestDrive $Name)
        $refusal.Action | Should -BeLike '*-Force*'
        Get-Content -LiteralPath "TestDrive:/$Name" | Should -BeExactly 'old'
        Test-Path -LiteralPath "TestDrive:/$Other" | Should -BeFalse
        $null = New-IvsPlaybackKeyPair TestDrive:/d.pem TestDrive:/d-public.pem -Force
        (Get-Content -LiteralPath "TestDrive:/$Name")[0] | Should -BeExactly $Begin
        Get-ChildItem -Path TestDrive:/d*.pem | Should -HaveCount 2
    }

    It 'refuses <What>' -ForEach @(
        @{ What = 'one place for both keys'; Arguments = @{ PrivateKeyPath = 'TestDrive:/g.pem'; PublicKeyPath = 'TestDrive:/g.pem' }; Id = 'KeyPathsSame'; Category = 'InvalidArgument'; Target = '{0}g.pem' }
        @{ What = 'a folder that is not there'; Arguments = @{ PrivateKeyPath = 'TestDrive:/no/g.pem' }; Id = 'FileUnwritable'; Category = 'WriteError'; Target = '{0}no/g.pem' }
        @{ What = 'a place that is no file''s'; Arguments = @{ PrivateKeyPath = 'variable:x' }; Id = 'FileUnwritable'; Category = 'WriteError'; Target = 'variable:x' }
        @{ What = 'an empty passphrase'; Arguments = @{ Passphrase = [securestring]::new() }; Id = 'PrivateKeyPassphraseEmpty'; Category = 'InvalidData'; Target = 'Passphrase'; Terminating = $true }
        @{ What = 'a passphrase that is no text'; Arguments = @{ Passphrase = [string][char]0xD800 }; Id = 'PrivateKeyPassphraseInvalid'; Category = 'InvalidData'; Target = 'Passphrase' }
    ) {
        $refusal = Get-Refusal { New-IvsPlaybackKeyPair @Arguments }

        Assert-Refusal $refusal New-IvsPlaybackKeyPair $Id $Category ($Target -f (Join-Path $TestDrive '')) -Terminating:([bool]$Terminating)
        Test-Path -Path TestDrive:/g.pem | Should -BeFalse
    }

    It 'makes pairs of records, each with files of its own' {
        $pairs = 'h', 'i', 'h' | ForEach-Object { [pscustomobject]@{ Name = $_; PrivateKeyPath = "TestDrive:/$_.pem" } } |
            New-IvsPlaybackKeyPair -ErrorVariable problems -ErrorAction SilentlyContinue

        $pairs.Name | Should -BeExactly @('h', 'i')
        $problems.Count | Should -Be 1
        $problems[0].FullyQualifiedErrorId | Should -BeExactly 'FileExists,AwsSignTools.Commands.NewIvsPlaybackKeyPairCommand'
    }

    It 'writes nothing with -WhatIf, which names each file' {
        $null = Start-Transcript -LiteralPath TestDrive:/whatif.txt
        try { $made = New-IvsPlaybackKeyPair TestDrive:/e.pem TestDrive:/e-public.pem -WhatIf } finally { $null = Stop-Transcript }

        $made | Should -BeNullOrEmpty
        $shown = Get-Content -Raw -LiteralPath TestDrive:/whatif.txt
        $shown | Should -BeLike "*$(Join-Path $TestDrive e.pem)*"
        $shown | Should -BeLike "*$(Join-Path $TestDrive e-public.pem)*"
        Get-Name e | Where-Object { $_ -like 'e*.pem' } | Should -BeNullOrEmpty
    }

    It 'loses no key where one of the pair cannot be written: <Which>' -ForEach @(
        @{ Which = 'the public one'; Private = 'k.pem'; Public = 'nodir/l.pem'; Failing = 'nodir/l.pem' }
        @{ Which = 'the private one'; Private = 'nodir/k.pem'; Public = 'l.pem'; Failing = 'nodir/k.pem' }
        @{ Which = 'the public one, in the place of a folder'; Private = 'k.pem'; Public = 'folder'; Failing = 'folder' }
    ) {
        $null = New-Item -ItemType Directory -Path TestDrive:/folder -Force
        foreach ($name in 'k.pem', 'l.pem') { Set-Content -LiteralPath "TestDrive:/$name" -Value 'old' }

        $refusal = Get-Refusal { New-IvsPlaybackKeyPair "TestDrive:/$Private" "TestDrive:/$Public" -Force }

        $path = Join-Path $TestDrive $Failing
        Assert-Refusal $refusal New-IvsPlaybackKeyPair FileUnwritable WriteError $path
        $refusal.Message | Should -BeLike "The file '$path' cannot be written: *"
        Get-Content -LiteralPath TestDrive:/k.pem | Should -BeExactly 'old'
        Get-Content -LiteralPath TestDrive:/l.pem | Should -BeExactly 'old'
        Get-Name AwsSignTools | Should -BeNullOrEmpty
    }

    It 'leaves nothing on a full disk, and takes nothing away: <What>' -Skip:(-not $canMount) -ForEach @(
        @{ What = 'no file is there'; Before = @() }
        @{ What = 'files are there'; Before = 'a.pem', 'b.pem' }
    ) {
        # A file of this disk is a page at least; there is one more page than there are files.
        $disk = New-Item -ItemType Directory -Path "TestDrive:/disk$($Before.Count)"
        $script = @"
`$ErrorActionPreference = 'Stop'
Import-Module -Name '$((Get-Module -Name AwsSignTools).Path)'
Set-Location -LiteralPath '$($disk.FullName)'
foreach (`$name in '$($Before -join "','")') { if (`$name) { [System.IO.File]::WriteAllText("`$PWD/`$name", 'old') } }
try { New-IvsPlaybackKeyPair a.pem b.pem -Force -ErrorAction Stop; 'made' } catch { "`$(`$_.FullyQualifiedErrorId) `$(`$_.TargetObject)" }
foreach (`$file in [System.IO.Directory]::GetFiles(`$PWD)) { "`$(Split-Path -Leaf `$file): `$([System.IO.File]::ReadAllText(`$file))" }
"@
        $shell = [System.Diagnostics.Process]::GetCurrentProcess().MainModule.FileName
        $dll = if ([System.IO.Path]::GetFileNameWithoutExtension($shell) -eq 'dotnet') { "'$PSHOME/pwsh.dll'" }
        $encoded = [System.Convert]::ToBase64String([System.Text.Encoding]::Unicode.GetBytes($script))
        $size = 4096 * ($Before.Count + 1)

        $output = @(sh -c "exec unshare -rm sh -c `"mount -t tmpfs -o size=$size none '$($disk.FullName)' && exec '$shell' $dll -NoProfile -OutputFormat Text -EncodedCommand $encoded`"")

        $output[0] | Should -BeExactly "FileUnwritable,AwsSignTools.Commands.NewIvsPlaybackKeyPairCommand $($disk.FullName)/b.pem"
        $output | Select-Object -Skip 1 | Sort-Object | Should -BeExactly @($Before | ForEach-Object { "${_}: old" })
    }

    It 'replaces the file that a symbolic link leads to' -Skip:(-not $IsLinux) {
        Set-Content -LiteralPath TestDrive:/real.pem -Value 'old'
        $null = New-Item -ItemType SymbolicLink -Path TestDrive:/link.pem -Target (Join-Path $TestDrive real.pem)

        (Get-Refusal { New-IvsPlaybackKeyPair TestDrive:/link.pem TestDrive:/real.pem -Force }).Id | Should -BeExactly 'KeyPathsSame'
        Get-Content -LiteralPath TestDrive:/real.pem | Should -BeExactly 'old'
        $null = New-IvsPlaybackKeyPair TestDrive:/link.pem -Force

        (Get-Item -LiteralPath TestDrive:/link.pem).LinkTarget | Should -BeExactly (Join-Path $TestDrive real.pem)
        (Get-Content -LiteralPath TestDrive:/real.pem)[0] | Should -BeExactly '-----BEGIN PRIVATE KEY-----'
        (Get-Item -LiteralPath TestDrive:/real.pem).UnixMode | Should -BeExactly '-rw-------'
    }

    It 'goes down the pipeline by the names of the API' {
        function Import-Pair {
            param([Parameter(Mandatory = $true, Position = 0, ValueFromPipeline = $true, ValueFromPipelineByPropertyName = $true)] [string] $PublicKeyMaterial,
                [Parameter(ValueFromPipelineByPropertyName = $true)] [string] $Name)
            process { "$Name $($PublicKeyMaterial.Substring(0, 26))" }
        }

        New-IvsPlaybackKeyPair -Name live | Import-Pair | Should -BeExactly 'live -----BEGIN PUBLIC KEY-----'
    }

    It 'shows no private key, whatever is asked for' {
        $pair = New-IvsPlaybackKeyPair
        $secret = [System.Net.NetworkCredential]::new('', $pair.PrivateKey).Password.Split("`n")[1]

        Get-View $pair | Should -Match 'PrivateKey\s+: \(a SecureString'
        Get-Everything $pair | Should -Not -Match ([regex]::Escape($secret))
        $pair | ConvertTo-Json | Should -Not -Match ([regex]::Escape($secret))
    }
}
