#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }

BeforeDiscovery {
    $staged = [System.IO.Path]::GetFullPath([System.IO.Path]::Combine($PSScriptRoot, '..', '..', 'out', 'AwsSignTools'))
    $manifest = Join-Path $staged 'AwsSignTools.psd1'
    $cmdlets = if (Test-Path -LiteralPath $manifest) {
        (Import-PowerShellDataFile -LiteralPath $manifest).CmdletsToExport | ForEach-Object { @{ Cmdlet = $_ } }
    }
    $hasHelp = Test-Path -Path (Join-Path $staged 'en-US/*-help.xml')
}

BeforeAll {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    $session = Enter-TestSession
    $ErrorActionPreference = $WarningPreference = 'Continue'
    $VerbosePreference = $DebugPreference = 'SilentlyContinue'
    $sample = Get-Sample
    $module = Get-Module AwsSignTools
    $folder = Get-TestModule
    $build = Get-TestBuild
    $manifest = Import-PowerShellDataFile -LiteralPath (Join-Path $folder 'AwsSignTools.psd1')

    # Runs a script in a new runspace, where it must write nothing but its output.
    function Get-SilentOutput {
        param([string] $Script)

        $result = Invoke-InNewRunspace $Script
        foreach ($record in @($result.Error) + $result.Warning + $result.Information) { throw "Not silent: $record" }
        $result.Output
    }
}

AfterAll {
    Exit-TestSession $session
    Remove-Module Helpers
}

Describe 'The module' {
    Context 'its manifest' {
        It 'is valid' {
            (Test-ModuleManifest -Path (Join-Path $folder 'AwsSignTools.psd1')).Name | Should -BeExactly 'AwsSignTools'
        }

        It 'lists every command without an import' {
            $listed = Get-Module -ListAvailable -Name $folder

            @($listed.ExportedCommands.Keys | Sort-Object) | Should -BeExactly @($manifest.CmdletsToExport | Sort-Object)
        }

        It 'has the only version: that of its assemblies is the same' {
            $assembly = (Get-Command New-KvsSignedUrl).ImplementingType.Assembly

            $assembly.GetName().Version.ToString(3) | Should -BeExactly $manifest.ModuleVersion
            $module.Version.ToString() | Should -BeExactly $manifest.ModuleVersion
        }

        It 'is for both editions of PowerShell' {
            $manifest.CompatiblePSEditions | Should -Be @('Desktop', 'Core')
            $manifest.PowerShellVersion | Should -BeExactly '5.1'
        }
    }

    Context 'its import' {
        It 'exports the cmdlets of the manifest, and nothing else' {
            @($module.ExportedCmdlets.Keys | Sort-Object) | Should -BeExactly @($manifest.CmdletsToExport | Sort-Object)
            $module.ExportedCommands.Count | Should -Be $module.ExportedCmdlets.Count
            $module.ExportedVariables.Count | Should -Be 0
            $module.ExportedAliases.Count | Should -Be 0
        }

        It 'exports what the module is for' {
            @($module.ExportedCmdlets.Keys | Sort-Object) | Should -BeExactly @(
                'ConvertFrom-EventStreamFrame', 'ConvertTo-EventStreamFrame', 'New-AppSyncConnection', 'New-AwsAuthToken', 'New-AwsSignedRequest', 'New-AwsSignedUrl', 'New-ChimeConnectUrl'
                'New-IvsPlaybackKeyPair', 'New-IvsPlaybackToken', 'New-KvsSignedUrl', 'Test-AwsSignedUrl', 'Test-IvsPlaybackToken')
        }

        It 'is silent' {
            Get-SilentOutput 'param($folder) Import-Module $folder' | Should -BeNullOrEmpty
        }

        It 'takes the build under test, which is that of this PowerShell unless another is set' {
            $assembly = (Get-Command New-KvsSignedUrl).ImplementingType.Assembly
            $location = $assembly.Location

            $location | Should -Be ([System.IO.Path]::Combine($folder, 'bin', $build, 'AwsSignTools.dll'))
            $assembly.GetCustomAttributes([System.Runtime.Versioning.TargetFrameworkAttribute], $false).FrameworkName |
                Should -BeExactly $(if ($build -eq 'Desktop') { '.NETStandard,Version=v2.0' } else { '.NETCoreApp,Version=v8.0' })
        }

        It 'works by <Form>' -ForEach @(
            @{ Form = 'folder'; Path = '$folder' }
            @{ Form = 'manifest'; Path = '"$folder/AwsSignTools.psd1"' }
        ) {
            Get-SilentOutput "param(`$folder) Import-Module $Path; (Get-Command -Module AwsSignTools).Count" | Should -Be $manifest.CmdletsToExport.Count
        }

        It 'works twice, and with -Force' {
            $signature = Get-SilentOutput @'
                param($folder)
                Import-Module $folder
                Import-Module $folder
                Import-Module $folder -Force
                @(Get-Module AwsSignTools).Count
                (ConvertTo-EventStreamFrame hello).Length
'@
            $signature | Should -Be @(1, 21)
        }

        It 'works with a prefix' {
            Get-SilentOutput 'param($folder) Import-Module $folder -Prefix My; (ConvertTo-MyEventStreamFrame hello).Length' | Should -Be 21
        }

        It 'loads no AWS SDK, nor does a signature with keys, a profile with keys or -Credential' {
            # In a process of its own: the others of this one may need the SDK.
            $place = Join-Path $TestDrive 'credentials'
            Set-Content -LiteralPath $place -Value '[camera]', 'aws_access_key_id = AKIAIOSFODNN7EXAMPLE', 'aws_secret_access_key = secret'
            $names = Invoke-InNewShell @"
                `$ErrorActionPreference = 'Stop'
                Import-Module '$folder'
                `$call = @{ Endpoint = '$($sample.MasterEndpoint)'; ChannelArn = '$($sample.ChannelArn)' }
                `$credentials = @{ AccessKey = 'AKIAIOSFODNN7EXAMPLE'; SecretKey = 'secret' }, @{ ProfileName = 'camera'; ProfileLocation = '$place' },
                    @{ Credential = @{ AccessKeyId = 'AKIAIOSFODNN7EXAMPLE'; SecretAccessKey = 'secret' } }
                foreach (`$credential in `$credentials) { (New-KvsSignedUrl @call @credential).Service }
                [System.AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { `$_.GetName().Name }
"@

            $names[0..2] | Should -BeExactly @('kinesisvideo', 'kinesisvideo', 'kinesisvideo')
            $names | Should -Contain 'AwsSignTools.Core'
            $names | Where-Object { $_ -like '*AWSSDK*' -or $_ -eq 'AwsSignTools.Sdk' } | Should -BeNullOrEmpty
        }
    }

    Context 'its removal' {
        It 'takes every command away, and a new import brings them back' {
            $counts = Get-SilentOutput @'
                param($folder)
                Import-Module $folder
                Remove-Module AwsSignTools
                @(Get-Module AwsSignTools).Count
                @(Get-Command -Name ConvertTo-EventStreamFrame -ErrorAction Ignore).Count
                Import-Module $folder
                (ConvertTo-EventStreamFrame hello).Length
'@
            $counts | Should -Be @(0, 0, 21)
        }
    }

    Context '<Cmdlet>' -ForEach $cmdlets {
        BeforeAll {
            $command = Get-Command -Name $Cmdlet -Module AwsSignTools
        }

        It 'is a compiled cmdlet with an approved verb' {
            $command.CommandType | Should -Be 'Cmdlet'
            (Get-Verb).Verb | Should -Contain $command.Verb
        }

        It 'says what it writes' {
            $command.OutputType.Count | Should -BeGreaterOrEqual 1
            $command.OutputType | ForEach-Object { $_.Type } | Should -Not -BeNullOrEmpty
        }

        It 'has -WhatIf and -Confirm where it changes something, which is where it writes a key' {
            $changes = $Cmdlet -eq 'New-IvsPlaybackKeyPair'
            $command.Parameters.ContainsKey('WhatIf') | Should -Be $changes
            $command.Parameters.ContainsKey('Confirm') | Should -Be $changes
        }

        It 'takes pipeline input in every parameter set' {
            foreach ($set in $command.ParameterSets) {
                @($set.Parameters | Where-Object { $_.ValueFromPipeline -or $_.ValueFromPipelineByPropertyName }).Count |
                    Should -BeGreaterThan 0 -Because "the set $($set.Name) must"
            }
        }

        It 'has a syntax that Get-Help and Get-Command show' {
            (Get-Help $Cmdlet).Name | Should -BeExactly $Cmdlet
            Get-Help $Cmdlet | Out-String | Should -Match ([regex]::Escape($Cmdlet))
            Get-Command $Cmdlet -Syntax | Should -Match ([regex]::Escape($Cmdlet))
        }

        It 'has help: synopsis, description, inputs, outputs and three examples' -Skip:(-not $hasHelp) {
            $help = Get-Help $Cmdlet -Full

            $help.Synopsis | Should -Not -BeLike "*$Cmdlet*"
            $help.Description.Text | Should -Not -BeNullOrEmpty
            $help.InputTypes | Should -Not -BeNullOrEmpty
            $help.ReturnValues | Should -Not -BeNullOrEmpty
            @($help.Examples.Example).Count | Should -BeGreaterOrEqual 3
        }
    }

    Context 'its views' {
        It 'are there for <Type>' -ForEach @(
            @{ Type = 'AwsSignTools.SigV4.SignedUrl' }
            @{ Type = 'AwsSignTools.Services.Ivs.IvsPlaybackToken' }
            @{ Type = 'AwsSignTools.EventStream.EventStreamFrame' }
            @{ Type = 'AwsSignTools.EventStream.EventStreamMessage' }
            @{ Type = 'AwsSignTools.SigV4.SignedRequest' }
        ) {
            (Get-FormatData -TypeName $Type).TypeNames | Should -Contain $Type
        }

        It 'work in strict mode, and show no error of their own' {
            Set-StrictMode -Version Latest
            $url = New-KvsSignedUrl -Endpoint $sample.MasterEndpoint -ChannelArn $sample.ChannelArn -AccessKey $sample.AccessKey -SecretKey $sample.SecretKey
            $token = New-IvsPlaybackToken $sample.IvsChannelArn -PrivateKey (Get-Key).Sec1
            $frame = ConvertTo-EventStreamFrame hello
            $message = $frame | ConvertFrom-EventStreamFrame
            $request = New-AwsSignedRequest https://sts.us-east-1.amazonaws.com -Service sts -AccessKey $sample.AccessKey -SecretKey $sample.SecretKey

            $Error.Clear()
            $views = $url, $token, $frame, $message, $request | ForEach-Object { Get-View $_ }

            $Error.Count | Should -Be 0
            $views | Should -Not -Match '#ERR'
            $views[0] | Should -Match 'SignedAt\s+: \d{4}-\d\d-\d\d'
            $views[1] | Should -Match 'ExpiresAt\s+: \d{4}-\d\d-\d\d'
            $views[2] | Should -Match '21\s+\(unsigned\)'
            $views[3] | Should -Match '(?m)^\s+1\s+5\s*$'
            $views[4] | Should -Match 'Headers\s+: X-Amz-Date, Authorization'
        }

        It 'are taken away with the module' {
            $count = Get-SilentOutput @'
                param($folder)
                Import-Module $folder
                @(Get-FormatData -TypeName AwsSignTools.SigV4.SignedUrl).Count
                Remove-Module AwsSignTools
                @(Get-FormatData -TypeName AwsSignTools.SigV4.SignedUrl).Count
'@
            $count | Should -Be @(1, 0)
        }
    }
}
