<#
.SYNOPSIS
    Builds, runs, tests, measures, packs or installs AwsSignTools.
.DESCRIPTION
    The one entry to the repository. It needs the .NET SDK that global.json names, and NuGet; it works in PowerShell 7 and in Windows
    PowerShell 5.1. On a machine without PowerShell, "dotnet tool exec -y powershell -- ./build.ps1 Test" runs it in the PowerShell that
    .config/dotnet-tools.json pins.

    Every task builds what it needs, and skips quickly what is up to date. The build's progress goes to standard error, so that standard output has
    only what the task itself writes. The exit code is not 0 if the task fails.
.PARAMETER Task
    Build      builds every project, and stages the module in out/AwsSignTools. The default.
    Shell      starts a PowerShell with the module imported; with -Command it runs the command there and ends with its exit code.
    Test       runs all tests: xunit and Pester. The last line is "N passed, N failed".
    Pester     runs the Pester tests alone, on both builds of the module.
    Benchmark  runs the benchmarks, always in Release: beside their peers, or what -Command names (pipeline, scale, startup, tokens).
    Fuzz       fuzzes the target that -Command names, for -Minutes: needs AFL++, on Linux. Without -Command it lists the targets.
    Mutate     makes mutants of the folder of Core that -Command names, such as SigV4, and shows which of them no test notices. Takes minutes.
    Pack       packs the module into out/AwsSignTools.<version>.zip.
    Install    copies the module to your module path, so that Import-Module AwsSignTools finds it. -WhatIf shows where.
.PARAMETER Command
    What Shell runs, what Benchmark measures, the target of Fuzz, or the folder of Mutate.
.PARAMETER Configuration
    The configuration to build. Use the same one for every task: each configuration is built on its own.
.EXAMPLE
    ./build.ps1 Shell

    Builds the module and starts a PowerShell that has it.
.EXAMPLE
    ./build.ps1 Shell -Command 'Get-Command -Module AwsSignTools'

    Lists the cmdlets.
.EXAMPLE
    ./build.ps1 Test

    Runs every test.
.PARAMETER Minutes
    How long Fuzz runs.
.PARAMETER PlantedFault
    Fuzz builds a copy of the sources with the target's fault of tests/AwsSignTools.Fuzz/planted-faults.json, and ends when it has found the fault. It
    shows that the target works.
.EXAMPLE
    ./build.ps1 Fuzz urls -Minutes 60

    Fuzzes the inspector of URLs for an hour.
.EXAMPLE
    ./build.ps1 Install -WhatIf

    Shows where the module would be installed.
#>
[CmdletBinding(SupportsShouldProcess = $true)]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Shell', 'Test', 'Pester', 'Benchmark', 'Fuzz', 'Mutate', 'Pack', 'Install')]
    [string] $Task = 'Build',

    [Parameter(Position = 1)]
    [string] $Command,

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    [ValidateRange(1, 10080)]
    [int] $Minutes = 20,

    [switch] $PlantedFault
)

$ErrorActionPreference = 'Stop'
$module = Join-Path $PSScriptRoot 'out/AwsSignTools'
$results = Join-Path $PSScriptRoot 'out/TestResults'
$solution = 'AwsSignTools.sln'
$moduleProject = 'src/AwsSignTools/AwsSignTools.csproj'
$testProject = 'tests/AwsSignTools.Module.Tests/AwsSignTools.Module.Tests.csproj'

# Standard error is for progress: standard output belongs to the task.
function Write-Step {
    param([string] $Text)

    [System.Console]::Error.WriteLine($Text)
}

# Runs dotnet, shows its output as it comes, and the time that passes while there is none. Returns the exit code.
function Invoke-DotNet {
    param([string[]] $Arguments)

    $start = New-Object System.Diagnostics.ProcessStartInfo
    $start.FileName = 'dotnet'
    $start.Arguments = ($Arguments | ForEach-Object { '"' + $_ + '"' }) -join ' '
    $start.WorkingDirectory = $PSScriptRoot
    $start.UseShellExecute = $false
    $start.RedirectStandardOutput = $true
    Write-Step "> dotnet $Arguments"
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    $process = [System.Diagnostics.Process]::Start($start)
    try {
        $line = $process.StandardOutput.ReadLineAsync()
        while ($true) {
            if (-not $line.Wait(5000)) {
                Write-Step ('  {0:0} s ...' -f $watch.Elapsed.TotalSeconds)
                continue
            }

            if ($null -eq $line.Result) { break }
            if ($line.Result) { Write-Step $line.Result }
            $line = $process.StandardOutput.ReadLineAsync()
        }

        $process.WaitForExit()
        $process.ExitCode
    }
    finally {
        $process.Dispose()
    }
}

function Invoke-Build {
    param([string] $Project)

    $code = Invoke-DotNet 'build', $Project, '-c', $Configuration, '--nologo', '-v', 'm', '--tl:off'
    if ($code -ne 0) {
        Write-Step "The build failed with exit code $code."
        exit $code
    }
}

# The program and the first arguments that start a PowerShell like this one. PowerShell as a .NET tool is pwsh.dll, which dotnet runs.
function Get-ThisShell {
    $program = [System.Diagnostics.Process]::GetCurrentProcess().MainModule.FileName
    if ([System.IO.Path]::GetFileNameWithoutExtension($program) -eq 'dotnet') {
        $program
        Join-Path $PSHOME 'pwsh.dll'
    }
    elseif ($PSVersionTable.PSEdition -eq 'Desktop') { Join-Path $PSHOME 'powershell.exe' }
    elseif ([System.IO.Path]::DirectorySeparatorChar -eq '\') { Join-Path $PSHOME 'pwsh.exe' }
    else { Join-Path $PSHOME 'pwsh' }
}

# A text as PowerShell source.
function ConvertTo-Literal {
    param([string] $Text)

    "'" + $Text.Replace("'", "''") + "'"
}

# Starts a PowerShell like this one that runs a script. In Base64 the script arrives as it is, whatever quotes it has.
function Start-Shell {
    param([string] $Script, [string[]] $Options = @('-NoProfile'))

    [string] $program, [string[]] $arguments = Get-ThisShell
    $encoded = [System.Convert]::ToBase64String([System.Text.Encoding]::Unicode.GetBytes($Script))
    & $program @arguments @Options -OutputFormat Text -EncodedCommand $encoded
}

# The Pester that the restore of the tests brings.
function Get-Pester {
    for ($attempt = 0; $attempt -lt 2; $attempt++) {
        $pester = & dotnet msbuild $testProject -getProperty:PesterModule
        if (Test-Path -LiteralPath $pester) { return $pester }
        if ((Invoke-DotNet 'restore', $testProject, '-v', 'q') -ne 0) { break }
    }

    throw "Pester is not restored: '$pester' does not exist. Check the NuGet sources of this machine."
}

# Starts the Pester tests of one build of the module in a process of their own, which writes its output and its counts to files.
function Start-PesterTest {
    param([string] $Build)

    $tests = Join-Path $PSScriptRoot 'tests/Pester'
    $start = New-Object System.Diagnostics.ProcessStartInfo
    [string] $start.FileName, [string[]] $arguments = Get-ThisShell
    $script = @"
`$ErrorActionPreference = 'Stop'
`$ProgressPreference = 'SilentlyContinue'
Import-Module -Name $(ConvertTo-Literal (Get-Pester))
`$run = Invoke-Pester -Configuration @{
    Run    = @{ Path = $(ConvertTo-Literal $tests); PassThru = `$true }
    Output = @{ Verbosity = 'Normal'; RenderMode = 'Plaintext' }
} 6> $(ConvertTo-Literal (Join-Path $results "pester-$Build.log"))
`$failed = `$run.FailedCount + `$run.FailedBlocksCount + `$run.FailedContainersCount
[System.IO.File]::WriteAllText($(ConvertTo-Literal (Join-Path $results "pester-$Build.txt")), "`$(`$run.PassedCount) `$failed")
exit [int](`$run.Result -ne 'Passed' -or `$run.PassedCount -eq 0)
"@
    $encoded = [System.Convert]::ToBase64String([System.Text.Encoding]::Unicode.GetBytes($script))
    $start.Arguments = (@($arguments) + '-NoProfile', '-NonInteractive', '-OutputFormat', 'Text', '-EncodedCommand', $encoded |
        Where-Object { $_ } | ForEach-Object { '"' + $_ + '"' }) -join ' '
    $start.WorkingDirectory = $PSScriptRoot
    $start.UseShellExecute = $false
    $start.EnvironmentVariables['AWSSIGNTOOLS_TEST_BUILD'] = $Build
    [System.Diagnostics.Process]::Start($start)
}

# Runs the Pester tests on both builds of the module at once; on the one of Windows PowerShell alone if this is it. Returns the exit code.
function Invoke-PesterTest {
    $builds = if ($PSVersionTable.PSEdition -eq 'Desktop') { @('Desktop') } else { 'Core', 'Desktop' }
    Write-Step "> Invoke-Pester tests/Pester ($($builds -join ' and ') build)"
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    $runs = @(foreach ($build in $builds) { Start-PesterTest $build })
    foreach ($run in $runs) {
        while (-not $run.WaitForExit(10000)) { Write-Step ('  {0:0} s ...' -f $watch.Elapsed.TotalSeconds) }
    }

    foreach ($build in $builds) {
        Write-Step "--- Pester, $build build"
        foreach ($line in Get-Content -LiteralPath (Join-Path $results "pester-$build.log") -ErrorAction Ignore) { if ($line) { Write-Step $line } }
    }

    [int](@($runs | Where-Object { $_.ExitCode -ne 0 }).Count -gt 0)
}

# Adds up what the tests left in out/TestResults.
function Get-TestCount {
    $passed = $failed = 0
    foreach ($file in Get-ChildItem -LiteralPath $results -Filter *.trx) {
        $document = New-Object System.Xml.XmlDocument
        $document.Load($file.FullName)
        $passed += [int]$document.TestRun.ResultSummary.Counters.passed
        $failed += [int]$document.TestRun.ResultSummary.Counters.failed
    }

    foreach ($file in Get-ChildItem -LiteralPath $results -Filter pester-*.txt) {
        $counts = [System.IO.File]::ReadAllText($file.FullName).Split(' ')
        $passed += [int]$counts[0]
        $failed += [int]$counts[1]
    }

    $passed, $failed
}

function Clear-TestResult {
    Remove-Item -LiteralPath $results -Recurse -Force -ErrorAction Ignore
    $null = New-Item -ItemType Directory -Path $results
}

function Get-ModuleVersion {
    (Import-PowerShellDataFile -LiteralPath (Join-Path $PSScriptRoot 'AwsSignTools.psd1')).ModuleVersion
}

# Copies the staged module, without the symbols for a debugger, to a folder that it has for itself.
function Copy-Module {
    param([string] $Destination)

    if (Test-Path -LiteralPath $Destination) { Remove-Item -LiteralPath $Destination -Recurse -Force }
    foreach ($file in Get-ChildItem -LiteralPath $module -Recurse -File | Where-Object { $_.Extension -ne '.pdb' }) {
        $target = Join-Path $Destination $file.FullName.Substring($module.Length)
        $null = New-Item -ItemType Directory -Path (Split-Path -Path $target) -Force
        Copy-Item -LiteralPath $file.FullName -Destination $target
    }
}

# Where this PowerShell looks for the modules of the user.
function Get-UserModulePath {
    $windows = [System.IO.Path]::DirectorySeparatorChar -eq '\'
    $name = if ($windows) { 'MyDocuments' } else { 'LocalApplicationData' }
    $folder = [System.Environment]::GetFolderPath($name, 'DoNotVerify')
    $edition = if (-not $windows) { 'powershell' } elseif ($PSVersionTable.PSEdition -eq 'Desktop') { 'WindowsPowerShell' } else { 'PowerShell' }
    [System.IO.Path]::Combine($folder, $edition, 'Modules')
}

# Copies the sources to a folder, where a task can change them.
function Copy-Source {
    param([string] $Folder)

    foreach ($item in 'src', 'tests') {
        foreach ($file in Get-ChildItem -LiteralPath (Join-Path $PSScriptRoot $item) -Recurse -File) {
            $path = $file.FullName.Substring($PSScriptRoot.Length)
            if ($path -match '[\\/](bin|obj)[\\/]') { continue }
            $null = New-Item -ItemType Directory -Path (Split-Path -Path (Join-Path $Folder $path)) -Force
            Copy-Item -LiteralPath $file.FullName -Destination (Join-Path $Folder $path)
        }
    }

    foreach ($file in Get-ChildItem -LiteralPath $PSScriptRoot -File -Force) { Copy-Item -LiteralPath $file.FullName -Destination $Folder }
    Copy-Item -LiteralPath (Join-Path $PSScriptRoot '.config') -Destination $Folder -Recurse
}

# Copies the sources to a folder, with the fault that a target of the fuzzer is to find. Returns the folder.
function Copy-FaultySource {
    param([string] $Target, [string] $Folder)

    Copy-Source $Folder
    $faults = [System.IO.File]::ReadAllText((Join-Path $PSScriptRoot 'tests/AwsSignTools.Fuzz/planted-faults.json')) | ConvertFrom-Json
    $fault = $faults | Where-Object { $_.target -eq $Target }
    Write-Step "The planted fault: $($fault.fault) ($($fault.file))"
    $source = Join-Path $Folder $fault.file
    $text = [System.IO.File]::ReadAllText($source)
    [System.IO.File]::WriteAllText($source, $text.Replace($fault.find, $fault.replace))
    $Folder
}

# Makes mutants of a folder of Core and runs the tests on each. Returns the exit code.
function Invoke-Mutation {
    param([string] $Folder)

    $core = Join-Path $PSScriptRoot 'src/AwsSignTools.Core'
    if (-not $Folder -or -not (Test-Path -LiteralPath (Join-Path $core $Folder) -PathType Container)) {
        Write-Step 'Name a folder of src/AwsSignTools.Core, such as SigV4 or Services/Kvs.'
        return 1
    }

    # In a copy: the mutated assembly stays behind where it was built.
    $copy = Join-Path $PSScriptRoot "out/mutate/$($Folder -replace '[\\/]', '-')"
    if (Test-Path -LiteralPath $copy) { Remove-Item -LiteralPath $copy -Recurse -Force }
    $null = New-Item -ItemType Directory -Path "$copy/source"
    Copy-Source "$copy/source"

    # Those of the same folder: all of them take ten times as long, most of it for the first run, one after another.
    $settings = "$copy/source/tests/AwsSignTools.Core.Tests/stryker-config.json"
    $tests = "FullyQualifiedName~AwsSignTools.Core.Tests.$($Folder -replace '[\\/]', '.')"
    $text = [System.IO.File]::ReadAllText($settings)
    [System.IO.File]::WriteAllText($settings, $text.Replace('"test-case-filter": "', "`"test-case-filter`": `"$tests&"))
    Push-Location -LiteralPath "$copy/source/tests/AwsSignTools.Core.Tests"
    try {
        # Tiered compilation would spend its time on code that runs once.
        $env:DOTNET_TieredPGO = '0'
        & dotnet tool restore | Out-Host
        & dotnet stryker --mutate "$Folder/**/*.cs" --output $copy | Out-Host
        $LASTEXITCODE
    }
    finally {
        Pop-Location
    }
}

# Fuzzes a target. Returns 0 if no input failed; with a planted fault, if one did.
function Invoke-Fuzz {
    param([string] $Target)

    $project = 'tests/AwsSignTools.Fuzz'
    $built = "$project/bin/Release/net10.0"
    if (-not $Target) {
        Invoke-Build $project
        Write-Step 'Name one of these targets:'
        & dotnet "$built/AwsSignTools.Fuzz.dll" | Out-Host
        return 1
    }

    if (-not (Test-Path -LiteralPath "$project/corpus/$Target")) {
        Write-Step "There is no target '$Target'. ./build.ps1 Fuzz lists the targets."
        return 1
    }

    if (-not (Get-Command -Name afl-fuzz -CommandType Application -ErrorAction Ignore)) {
        Write-Step 'AFL++ is not installed: there is no afl-fuzz on the path. On Debian and Ubuntu install it with: apt-get install afl++. It does not run on Windows.'
        return 1
    }

    $folder = Join-Path $PSScriptRoot "out/fuzz/$Target$(if ($PlantedFault) { '-planted' })"
    if (Test-Path -LiteralPath $folder) { Remove-Item -LiteralPath $folder -Recurse -Force }
    $null = New-Item -ItemType Directory -Path "$folder/source", "$folder/in"
    $root = if ($PlantedFault) { Copy-FaultySource $Target "$folder/source" } else { $PSScriptRoot }
    Invoke-Build (Join-Path $root $project)

    # Only this copy is instrumented: tests and users load the other.
    Copy-Item -LiteralPath (Join-Path $root $built) -Destination "$folder/bin" -Recurse
    if ((Invoke-DotNet 'tool', 'restore') -ne 0) { return 1 }
    & dotnet "$folder/bin/AwsSignTools.Fuzz.dll" $Target --seeds "$folder/in"
    Copy-Item -Path "$project/corpus/$Target/*" -Destination "$folder/in"
    if ((Invoke-DotNet 'sharpfuzz', "$folder/bin/AwsSignTools.Core.dll") -ne 0) { return 1 }

    # A container may neither set the core pattern nor the governor of the processor, and dotnet itself is not instrumented.
    $env:AFL_SKIP_BIN_CHECK = $env:AFL_SKIP_CPUFREQ = $env:AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES = $env:AFL_SKIP_CRASHES = '1'
    $env:AFL_FORKSRV_INIT_TMOUT = '30000'
    if (Test-Path -LiteralPath '/dev/shm') { $env:TMPDIR = '/dev/shm' }
    if ($PlantedFault) { $env:AFL_BENCH_UNTIL_CRASH = '1' }
    & nice -n 19 afl-fuzz -t 5000 -m none -G 4096 -V ($Minutes * 60) -i "$folder/in" -o "$folder/out" -x "$project/dictionaries/$Target.dict" '--' dotnet "$folder/bin/AwsSignTools.Fuzz.dll" $Target | Out-Host
    if (-not (Test-Path -LiteralPath "$folder/out/default/fuzzer_stats")) { return 1 }

    $failures = @(Get-ChildItem -Path "$folder/out/default/crashes/id*", "$folder/out/default/hangs/id*")
    if ($PlantedFault) {
        # An input that fails without the fault too has not found it.
        Invoke-Build $project
        $failures = @($failures | Where-Object { $null = & dotnet "$built/AwsSignTools.Fuzz.dll" $Target $_.FullName; $LASTEXITCODE -eq 0 })
    }

    $first = $failures | ForEach-Object { if ($_.Name -match 'time:(\d+)') { [long]$Matches[1] } } | Sort-Object | Select-Object -First 1
    Write-Step $(if ($failures) { "$($failures.Count) inputs fail, the first after $($first / 1000) s; they are in $folder/out/default." } else { 'No input fails.' })
    if ($failures -and -not $PlantedFault) { Write-Step "Replay them with: dotnet $built/AwsSignTools.Fuzz.dll $Target <files>" }
    [int](($failures.Count -eq 0) -eq $PlantedFault.IsPresent)
}

Push-Location -LiteralPath $PSScriptRoot
try {
    $global:LASTEXITCODE = 0
    switch ($Task) {
        'Build' {
            Invoke-Build $solution
            Write-Step "The module is in $module."
        }
        'Shell' {
            Invoke-Build $moduleProject
            Pop-Location
            $import = "Import-Module -Name $(ConvertTo-Literal $module) -ErrorAction Stop"
            if ($PSBoundParameters.ContainsKey('Command')) {
                # A script block of its own: the command may begin with "using" or "param". Its last line is what -Command of PowerShell does.
                Start-Shell "$import; . ([scriptblock]::Create($(ConvertTo-Literal "$Command`nif (-not `$?) { exit 1 }")))"
            }
            else {
                Start-Shell $import '-NoLogo', '-NoExit'
            }
        }
        'Test' {
            Invoke-Build $solution
            Clear-TestResult
            $xunit = Invoke-DotNet 'test', $solution, '-c', $Configuration, '--no-build', '--nologo', '-m:4', "-p:TestResults=$results"
            $pester = Invoke-PesterTest
            $passed, $failed = Get-TestCount
            if (($xunit -ne 0 -or $pester -ne 0 -or $passed -eq 0) -and $failed -eq 0) { $failed = 1 }
            "$passed passed, $failed failed"
            $global:LASTEXITCODE = [int]($failed -gt 0)
        }
        'Pester' {
            Invoke-Build $moduleProject
            Clear-TestResult
            $global:LASTEXITCODE = Invoke-PesterTest
            $passed, $failed = Get-TestCount
            "$passed passed, $failed failed"
        }
        'Benchmark' {
            $Configuration = 'Release'
            Invoke-Build 'tests/AwsSignTools.Benchmarks'
            $arguments = if ($Command) { $Command.Split(' ') } else { 'peers' }
            & dotnet (Join-Path $PSScriptRoot 'tests/AwsSignTools.Benchmarks/bin/Release/net10.0/AwsSignTools.Benchmarks.dll') $arguments
        }
        'Mutate' {
            $global:LASTEXITCODE = Invoke-Mutation $Command
        }
        'Fuzz' {
            $Configuration = 'Release'
            $global:LASTEXITCODE = Invoke-Fuzz $Command
        }
        'Pack' {
            Invoke-Build $moduleProject
            $package = Join-Path $PSScriptRoot 'out/package/AwsSignTools'
            Copy-Module $package
            $zip = Join-Path $PSScriptRoot "out/AwsSignTools.$(Get-ModuleVersion).zip"
            Add-Type -AssemblyName System.IO.Compression.FileSystem
            Remove-Item -LiteralPath $zip -ErrorAction Ignore
            [System.IO.Compression.ZipFile]::CreateFromDirectory($package, $zip, 'Optimal', $true)
            Write-Step "The package is $zip."
        }
        'Install' {
            $target = [System.IO.Path]::Combine((Get-UserModulePath), 'AwsSignTools', (Get-ModuleVersion))
            if ($PSCmdlet.ShouldProcess($target, 'Install AwsSignTools')) {
                Invoke-Build $moduleProject
                Copy-Module $target
                Write-Step "The module is installed in $target."
                if (($env:PSModulePath -split [System.IO.Path]::PathSeparator) -notcontains (Get-UserModulePath)) {
                    Write-Warning "PSModulePath does not have $(Get-UserModulePath). Add it, so that PowerShell finds the module by its name."
                }
            }
        }
    }
}
finally {
    Pop-Location
}

exit $LASTEXITCODE
