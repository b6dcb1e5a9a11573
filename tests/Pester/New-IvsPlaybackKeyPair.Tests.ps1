#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }

BeforeAll {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    $session = Enter-TestSession
    $ErrorActionPreference = $WarningPreference = 'Continue'
    $VerbosePreference = $DebugPreference = 'SilentlyContinue'
    $arn = (Get-Sample).IvsChannelArn
    $isUnix = [System.IO.Path]::DirectorySeparatorChar -eq '/'
    $openssl = Get-Command -Name openssl -CommandType Application -ErrorAction Ignore | Select-Object -First 1
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

    It 'writes files that PowerShell and OpenSSL read' {
        $pair = New-IvsPlaybackKeyPair TestDrive:/a.pem TestDrive:/a-public.pem

        $pair.PrivateKey | Should -BeNullOrEmpty
        Get-Content -Raw -LiteralPath $pair.PublicKeyPath | Should -BeExactly $pair.PublicKey
        $token = New-IvsPlaybackToken $arn TestDrive:/a.pem
        (Test-IvsPlaybackToken $token TestDrive:/a-public.pem).SignatureValid | Should -BeTrue
        if ($openssl) {
            (& $openssl pkey -in $pair.PrivateKeyPath -pubout) -join "`n" | Should -BeExactly $pair.PublicKey.TrimEnd("`n")
        }
    }

    It 'encrypts the private key' {
        $pair = New-IvsPlaybackKeyPair TestDrive:/b.pem -Passphrase (ConvertTo-Secure 'secret')

        Get-Content -Raw -LiteralPath TestDrive:/b.pem | Should -Match 'BEGIN ENCRYPTED PRIVATE KEY'
        (Get-Refusal { New-IvsPlaybackToken $arn TestDrive:/b.pem }).Id | Should -BeExactly 'PrivateKeyPassphraseMissing'
        New-IvsPlaybackToken $arn TestDrive:/b.pem -Passphrase secret | Test-IvsPlaybackToken -PublicKey $pair -Quiet | Should -BeTrue
        if ($openssl) {
            (& $openssl pkey -in $pair.PrivateKeyPath -passin pass:secret -pubout) -join "`n" | Should -BeExactly $pair.PublicKey.TrimEnd("`n")
        }
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

    It 'writes over nothing without -Force' {
        Set-Content -LiteralPath TestDrive:/d.pem -Value 'old'

        $refusal = Get-Refusal { New-IvsPlaybackKeyPair TestDrive:/d.pem }

        $refusal.Id | Should -BeExactly 'FileExists'
        $refusal.Category | Should -BeExactly 'ResourceExists'
        $refusal.Action | Should -BeLike '*-Force*'
        Get-Content -LiteralPath TestDrive:/d.pem | Should -BeExactly 'old'
        $null = New-IvsPlaybackKeyPair TestDrive:/d.pem -Force
        Get-Content -Raw -LiteralPath TestDrive:/d.pem | Should -Match 'BEGIN PRIVATE KEY'
    }

    It 'writes nothing with -WhatIf' {
        New-IvsPlaybackKeyPair TestDrive:/e.pem TestDrive:/e-public.pem -WhatIf | Should -BeNullOrEmpty

        Test-Path -Path TestDrive:/e*.pem | Should -BeFalse
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
