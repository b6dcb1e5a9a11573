@{
    RootModule             = 'AwsSignTools.psm1'
    ModuleVersion          = '0.1.0'
    GUID                   = '6f0d7c5e-6a58-4f0b-9a43-1b7d6f0c2b9e'
    Author                 = 'AwsSignTools contributors'
    CompanyName            = 'AwsSignTools'
    Copyright              = 'Copyright AwsSignTools contributors. Licensed under Apache-2.0.'
    Description            = 'Signs what an AWS media or messaging service wants at connect time: Kinesis Video Streams signaling URLs, Chime SDK messaging URLs, IVS playback tokens, authentication tokens of databases, caches and clusters, AppSync connections, requests and URLs of any service, and event streams, made, read and checked against the rules first.'
    PowerShellVersion      = '5.1'
    CompatiblePSEditions   = @('Desktop', 'Core')
    DotNetFrameworkVersion = '4.7.2'
    FormatsToProcess       = @('AwsSignTools.Format.ps1xml')
    FunctionsToExport      = @()
    CmdletsToExport        = @(
        'ConvertFrom-EventStreamFrame'
        'ConvertTo-EventStreamFrame'
        'New-AppSyncConnection'
        'New-AwsAuthToken'
        'New-AwsSignedRequest'
        'New-AwsSignedUrl'
        'New-ChimeConnectUrl'
        'New-IvsPlaybackKeyPair'
        'New-IvsPlaybackToken'
        'New-KvsSignedUrl'
        'Test-AwsSignedUrl'
        'Test-IvsPlaybackToken'
    )
    VariablesToExport      = @()
    AliasesToExport        = @()
    PrivateData            = @{
        PSData = @{
            Tags       = @('AWS', 'SigV4', 'KinesisVideo', 'WebRTC', 'Chime', 'IVS', 'JWT', 'EventStream', 'Transcribe', 'Bedrock', 'AppSync', 'RDS', 'EKS', 'PSEdition_Core', 'PSEdition_Desktop')
            LicenseUri = 'https://www.apache.org/licenses/LICENSE-2.0'
        }
    }
}
