# The edition is the name of the folder: Desktop, Windows PowerShell 5.1, has the netstandard2.0 build; Core, PowerShell 7.4 and later, the net8.0 build.
# An expression that chooses, such as a comparison of versions, would be compiled in each new session: a fifth of the time of the import.
# No cmdlet but Import-Module is needed: a runspace that has the engine's own commands alone can import the module too.
Import-Module -Name "$PSScriptRoot/bin/$PSEdition/AwsSignTools.dll" -ErrorAction Stop
