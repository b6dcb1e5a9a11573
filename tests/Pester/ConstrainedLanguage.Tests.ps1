#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }

# A policy for applications, such as AppLocker or WDAC, leaves scripts the constrained language: they call no methods but those of a few types.

BeforeDiscovery {
    $views = 'SignedUrl', 'SignedUrl that the credential ends', 'SignedRequest', 'AwsAuthToken', 'AppSyncConnection', 'IvsPlaybackToken', 'IvsPlaybackToken of a URL', 'IvsPlaybackTokenReport',
        'IvsPlaybackTokenReport of nothing', 'IvsPlaybackKeyPair', 'EventStreamFrame', 'EventStreamFrame, signed', 'EventStreamMessage', 'EventStreamSummary',
        'SignedUrlReport', 'SignedUrlReport that ended', 'SignedUrlReport of nothing', 'ConnectionResult', 'Finding' | ForEach-Object { @{ Name = $_ } }
}

BeforeAll {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    $session = Enter-TestSession
    $sample = Get-Sample
    $time = [datetimeoffset]::UtcNow.AddMinutes(-1)
    $keys = @{ AccessKey = $sample.AccessKey; SecretKey = $sample.SecretKey }
    $signing = $keys + @{ SigningTime = $time }
    $stream = @{ Service = 'transcribe'; Region = 'us-west-2'; PriorSignature = 'a' * 64 }
    $pair = New-IvsPlaybackKeyPair -Name demo
    $url = New-KvsSignedUrl -Endpoint $sample.MasterEndpoint -ChannelArn $sample.ChannelArn @signing
    $token = New-IvsPlaybackToken $sample.IvsChannelArn -PrivateKey $pair.PrivateKey -AllowOrigin https://example.com -ViewerId me -SingleUseId 0f0e0d0c-0b0a-4908-8706-050403020100
    $shown = @{
        'SignedUrl'                           = $url
        'SignedUrl that the credential ends'  = New-AwsSignedUrl 'https://example.s3.us-west-2.amazonaws.com/a' -SigningTime $time -ExpiresIn 3600 -Credential @{
            AccessKeyId = $sample.TemporaryKey; SecretAccessKey = $sample.SecretKey; SessionToken = $sample.SessionToken; Expiration = $time.AddMinutes(30)
        } -WarningAction SilentlyContinue
        'SignedRequest'                       = New-AwsSignedRequest 'https://sts.us-west-2.amazonaws.com/' -Service sts -Headers @{ A = 'b' } @signing
        'AwsAuthToken'                        = New-AwsAuthToken rds db.abc.us-west-2.rds.amazonaws.com:3306 -User me @signing
        'AppSyncConnection'                   = New-AppSyncConnection https://abc.appsync-api.us-west-2.amazonaws.com/graphql @signing
        'IvsPlaybackToken'                    = $token
        'IvsPlaybackToken of a URL'           = New-IvsPlaybackToken $sample.IvsChannelArn -PrivateKey $pair.PrivateKey -PlaybackUrl $sample.PlaybackUrl
        'IvsPlaybackTokenReport'              = Test-IvsPlaybackToken $token $pair
        'IvsPlaybackTokenReport of nothing'   = Test-IvsPlaybackToken 'x.y.z'
        'IvsPlaybackKeyPair'                  = $pair
        'EventStreamFrame'                    = ConvertTo-EventStreamFrame 'one' -EventType E
        'EventStreamFrame, signed'            = ConvertTo-EventStreamFrame 'one' @stream @signing
        'EventStreamMessage'                  = ConvertTo-EventStreamFrame 'one' -EventType E -ContentType text/plain | ConvertFrom-EventStreamFrame
        'EventStreamSummary'                  = ConvertTo-EventStreamFrame 'one' -OutFile TestDrive:/summary.bin
        'SignedUrlReport'                     = Test-AwsSignedUrl $url @keys
        'SignedUrlReport that ended'          = Test-AwsSignedUrl (New-KvsSignedUrl -Endpoint $sample.MasterEndpoint -ChannelArn $sample.ChannelArn @keys -SigningTime $time.AddDays(-2))
        'SignedUrlReport of nothing'          = Test-AwsSignedUrl 'https://example.com/'
        'ConnectionResult'                    = (Test-AwsSignedUrl 'http://127.0.0.1:9/?X-Amz-Signature=0' -Connect).Connection
    }
    $shown['Finding'] = $shown['SignedUrlReport of nothing'].Findings[0]

    # Another session in which this build is imported, and then scripts have the constrained language.
    function New-Session {
        param([string] $Mode)

        $runspace = [runspacefactory]::CreateRunspace([initialsessionstate]::CreateDefault())
        $runspace.Open()
        $shell = [powershell]::Create()
        $shell.Runspace = $runspace
        $null = $shell.AddCommand('Import-Module').AddParameter('Name', (Get-Module -Name AwsSignTools).ModuleBase).Invoke()
        $runspace.SessionStateProxy.LanguageMode = $Mode
        $runspace
    }

    function Invoke-InSession {
        param($Runspace, [string] $Script, $Argument)

        $shell = [powershell]::Create()
        try {
            $shell.Runspace = $Runspace
            $shell.AddScript($Script).AddArgument($Argument).Invoke()
            $shell.Streams.Error | ForEach-Object { throw $_ }
        }
        finally {
            $shell.Dispose()
        }
    }

    $full = New-Session FullLanguage
    $constrained = New-Session ConstrainedLanguage
}

AfterAll {
    $full, $constrained | Where-Object { $_ } | ForEach-Object { $_.Dispose() }
    Exit-TestSession $session
    Remove-Module Helpers
}

Describe 'Constrained language' {
    It 'is what the test has' {
        { Invoke-InSession $constrained '[System.IO.Path]::GetTempPath()' } | Should -Throw
    }

    It 'shows <Name> as the full language does' -ForEach $views {
        $show = 'param($shown) $shown | Out-String -Width 200'
        $object = $shown[$Name]
        $object | Should -Not -BeNullOrEmpty

        $view = Invoke-InSession $constrained $show $object

        $view | Should -BeExactly (Invoke-InSession $full $show $object)
        if ($object.PSObject.Properties['ExpiresAt'] -and $object.ExpiresAt) {
            $view | Should -Match "ExpiresAt\s+: (\x1b\[[0-9;]*m)*$($object.ExpiresAt.UtcDateTime.Year)-\d\d-\d\d \d\d:\d\d:\d\d UTC"
        }
    }

    It 'shows <Name> after it was sent to another process' -ForEach $views {
        $show = 'param($shown) $shown | Out-String -Width 200'
        $object = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($shown[$Name], 2))

        Invoke-InSession $constrained $show $object | Should -BeExactly (Invoke-InSession $full $show $object)
    }

    It 'runs <Name>' -ForEach @(
        @{ Name = 'New-KvsSignedUrl'; Script = 'New-KvsSignedUrl -Endpoint wss://m-a1b2c3d4.kinesisvideo.us-west-2.amazonaws.com -ChannelArn arn:aws:kinesisvideo:us-west-2:123456789012:channel/demo-channel/1234567890123 -AccessKey AKIA -SecretKey canary' }
        @{ Name = 'New-ChimeConnectUrl'; Script = 'New-ChimeConnectUrl -Endpoint node001.ue1.ws-messaging.chime.aws -UserArn arn:aws:chime:us-east-1:123456789012:app-instance/4d2b9a3e-1a2b-4c3d-8e9f-a1b2c3d4e5f6/user/me -AccessKey AKIA -SecretKey canary' }
        @{ Name = 'New-AwsSignedUrl'; Script = 'New-AwsSignedUrl https://example.s3.us-west-2.amazonaws.com/a -AccessKey AKIA -SecretKey canary' }
        @{ Name = 'New-AwsSignedRequest'; Script = 'New-AwsSignedRequest https://sts.us-west-2.amazonaws.com/ -Service sts -Headers @{ A = "b" } -AccessKey AKIA -SecretKey canary' }
        @{ Name = 'New-AwsAuthToken'; Script = 'New-AwsAuthToken rds db.abc.us-west-2.rds.amazonaws.com:3306 -User me -AccessKey AKIA -SecretKey canary' }
        @{ Name = 'New-AppSyncConnection'; Script = 'New-AppSyncConnection https://abc.appsync-api.us-west-2.amazonaws.com/graphql -AccessKey AKIA -SecretKey canary' }
        @{ Name = 'Test-AwsSignedUrl'; Script = 'New-AwsSignedUrl https://example.s3.us-west-2.amazonaws.com/a -AccessKey AKIA -SecretKey canary | Test-AwsSignedUrl -AccessKey AKIA -SecretKey canary' }
        @{ Name = 'Test-AwsSignedUrl -Connect'; Script = 'Test-AwsSignedUrl "http://127.0.0.1:9/?X-Amz-Signature=0" -Connect' }
        @{ Name = 'New-IvsPlaybackKeyPair, New-IvsPlaybackToken, Test-IvsPlaybackToken'; Script = '$pair = New-IvsPlaybackKeyPair; New-IvsPlaybackToken arn:aws:ivs:us-west-2:123456789012:channel/abcdABCDefgh -PrivateKey $pair.PrivateKey | Test-IvsPlaybackToken -PublicKey $pair' }
        @{ Name = 'ConvertTo-EventStreamFrame, ConvertFrom-EventStreamFrame'; Script = '"one" | ConvertTo-EventStreamFrame -EventType E -Header @{ a = 7 } | ConvertFrom-EventStreamFrame' }
    ) {
        $output = Invoke-InSession $constrained $Script
        $output | Should -Not -BeNullOrEmpty
        $output[0].GetType().FullName | Should -Be (Invoke-InSession $full $Script)[0].GetType().FullName
    }

    It 'covers every command and every view' {
        $source = Get-Content -Raw -LiteralPath (Join-Path $PSScriptRoot ConstrainedLanguage.Tests.ps1)
        foreach ($command in Get-Command -Module AwsSignTools) { $source | Should -BeLike "*'*$($command.Name)*" }
        $viewed = ([xml](Get-Content -Raw -LiteralPath (Join-Path (Get-Module -Name AwsSignTools).ModuleBase AwsSignTools.Format.ps1xml))).SelectNodes('//ViewSelectedBy/TypeName').InnerText
        $shown.Values | ForEach-Object { $_.GetType().FullName } | Sort-Object -Unique | Where-Object { $_ -in $viewed } | Should -HaveCount $viewed.Count
    }
}
