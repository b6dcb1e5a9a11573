# Windows PowerShell 5.1, and PowerShell before 7.4, take the netstandard2.0 build; later ones the net8.0 build.
# No cmdlet but Import-Module is needed, so that the bare engine of the host can load the module too.
$build = if ($PSVersionTable.PSVersion -ge [version]'7.4') { 'net8.0' } else { 'netstandard2.0' }
Import-Module -Name ([System.IO.Path]::Combine($PSScriptRoot, 'bin', $build, 'AwsSignTools.dll')) -ErrorAction Stop
