<#
.SYNOPSIS
    Builds, tests, measures or packs AwsSignTools.
.DESCRIPTION
    Each task is one call of dotnet or of Pester. Works in PowerShell 7 and in Windows PowerShell 5.1; needs the .NET SDK that
    global.json names, and for the task Pester also Pester 5 (Install-Module Pester).

    Ends with an exit code other than 0 where the task fails.
.PARAMETER Task
    Build      builds every project and stages the module, whole, in out/AwsSignTools. The default.
    Test       builds, and runs the xunit tests.
    Pester     runs the Pester tests on what is staged: Build first.
    Benchmark  runs the benchmarks beside their peers, always in Release; the README says what else can be measured, and how.
    Pack       packs what is staged into out/AwsSignTools.<version>.zip: Build first.
.PARAMETER Configuration
    The configuration of Build and Test.
.EXAMPLE
    ./build.ps1

    Builds the module. Import-Module ./out/AwsSignTools then loads it.
.EXAMPLE
    ./build.ps1 Pester

    Runs the Pester tests.
.EXAMPLE
    ./build.ps1 Test -Configuration Debug

    Runs the xunit tests of a debug build.
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Pester', 'Benchmark', 'Pack')]
    [string] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release'
)

$ErrorActionPreference = 'Stop'
$module = Join-Path $PSScriptRoot 'out/AwsSignTools'
Push-Location -LiteralPath $PSScriptRoot
try {
    $global:LASTEXITCODE = 0
    switch ($Task) {
        'Build' { dotnet build AwsSignTools.sln -c $Configuration }
        'Test' { dotnet test AwsSignTools.sln -c $Configuration }
        'Benchmark' { dotnet run -c Release --project tests/AwsSignTools.Benchmarks -- peers }
        'Pester' {
            Import-Module Pester -MinimumVersion 5.0
            Invoke-Pester -Configuration @{ Run = @{ Path = 'tests/Pester'; Throw = $true }; Output = @{ Verbosity = 'Detailed' } }
        }
        'Pack' {
            $version = (Import-PowerShellDataFile -LiteralPath (Join-Path $module 'AwsSignTools.psd1')).ModuleVersion
            $zip = Join-Path $PSScriptRoot "out/AwsSignTools.$version.zip"
            Add-Type -AssemblyName System.IO.Compression.FileSystem
            Remove-Item -Path $zip -ErrorAction Ignore
            [System.IO.Compression.ZipFile]::CreateFromDirectory($module, $zip, 'Optimal', $true)
        }
    }
}
finally {
    Pop-Location
}

exit $LASTEXITCODE
