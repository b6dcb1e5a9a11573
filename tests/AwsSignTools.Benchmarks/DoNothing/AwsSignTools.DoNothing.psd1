@{
    RootModule        = 'AwsSignTools.DoNothing.dll'
    ModuleVersion     = '0.1.0'
    GUID              = 'b1c3f0f4-52f0-4a2e-9a51-7d3c7c5e8a10'
    Description       = 'Cmdlets that bind what those of AwsSignTools bind and do nothing.'
    PowerShellVersion = '5.1'
    FunctionsToExport = @()
    CmdletsToExport   = @('ConvertTo-NothingFrame', 'New-NothingToken', 'New-NothingUrl', 'Write-Repeatedly')
    VariablesToExport = @()
    AliasesToExport   = @()
}
