#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }

# A secret in the wrong place: what is used, what is refused, and what the refusal shows. That no parameter shows any kind of secret is tested by
# ParameterTests in AwsSignTools.Module.Tests.

BeforeAll {
    Import-Module -Name "$PSScriptRoot/Helpers.psm1" -Force
    $session = Enter-TestSession
    $sample = Get-Sample
    $arn = 'arn:aws:ivs:us-west-2:123456789012:channel/AbCdEf123456'
    $folder = Join-Path $TestDrive 'secrets'
    $null = New-Item -ItemType Directory $folder
    $pair = New-IvsPlaybackKeyPair "$folder/key.pem"
    $pem = [System.IO.File]::ReadAllText("$folder/key.pem")
    $body = ($pem -split "`n" | Where-Object { $_ -and $_ -notlike '-*' }) -join ''
    $secret = 'k9TzQ4xWvB7/nLr2MfYp+Ud6HsGcJ1aE8RbOiXtN'

    # Everything that a person can see of an error.
    function Get-ErrorText {
        param([System.Management.Automation.ErrorRecord] $ErrorRecord)

        $text = $ErrorRecord | Out-String
        $text += $ErrorRecord | Format-List -Property * -Force | Out-String
        $text += $ErrorRecord.CategoryInfo.GetMessage() + $ErrorRecord.Exception + $ErrorRecord.TargetObject + $ErrorRecord.FullyQualifiedErrorId
        if (Get-Command Get-Error -ErrorAction Ignore) { $text += Get-Error -InputObject $ErrorRecord | Out-String }
        $text
    }

    function Get-Failure {
        param([scriptblock] $Script)

        try { $null = & $Script } catch { return $_ }
        throw 'It did not fail.'
    }
}

AfterAll {
    Exit-TestSession $session
    Remove-Module -Name Helpers
}

Describe 'The text of a key where a path is expected' {
    It 'is used as the key if it is <Form>' -ForEach @(
        @{ Form = 'PEM' }
        @{ Form = 'lines' }
        @{ Form = 'PEM with literal line ends' }
    ) {
        $given = switch ($Form) {
            'PEM' { $pem }
            'lines' { , ($pem -split "`n") }
            default { $pem.Replace("`n", '\n') }
        }
        $token = New-IvsPlaybackToken $arn $given -ErrorAction Stop
        (Test-IvsPlaybackToken $token -PublicKey $pair).SignatureValid | Should -BeTrue
    }

    It 'is refused if it is Base64 without its marks, and not shown' {
        $failure = Get-Failure { New-IvsPlaybackToken $arn $body -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -BeLike 'PathIsSecret,*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*-PrivateKey*'
        Get-ErrorText $failure | Should -Not -BeLike "*$($body.Substring(60, 20))*"
    }

    It 'is refused by <Cmdlet>, and not shown' -ForEach @(
        @{ Cmdlet = 'New-IvsPlaybackKeyPair'; Call = { New-IvsPlaybackKeyPair $pem -ErrorAction Stop } }
        @{ Cmdlet = 'New-IvsPlaybackKeyPair'; Call = { New-IvsPlaybackKeyPair -PublicKeyPath $pem -ErrorAction Stop } }
        @{ Cmdlet = 'ConvertFrom-EventStreamFrame'; Call = { ConvertFrom-EventStreamFrame -Path $pem -ErrorAction Stop } }
        @{ Cmdlet = 'ConvertTo-EventStreamFrame'; Call = { ConvertTo-EventStreamFrame -Path $pem -ErrorAction Stop } }
        @{ Cmdlet = 'ConvertTo-EventStreamFrame'; Call = { 'x' | ConvertTo-EventStreamFrame -OutFile $pem -ErrorAction Stop } }
        @{ Cmdlet = 'New-AwsSignedRequest'; Call = { New-AwsSignedRequest https://sts.us-west-2.amazonaws.com/ -Service sts -InFile $pem -AccessKey AKID -SecretKey x -Region us-west-2 -ErrorAction Stop } }
        @{ Cmdlet = 'New-AwsSignedUrl'; Call = { New-AwsSignedUrl https://bucket.s3.us-west-2.amazonaws.com/k -ProfileName x -ProfileLocation $pem -ErrorAction Stop } }
    ) {
        $failure = Get-Failure $Call
        $failure.FullyQualifiedErrorId | Should -BeLike "PathIsSecret,*"
        $failure.CategoryInfo.Category | Should -Be 'InvalidArgument'
        $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        $failure.TargetObject | Should -Not -BeLike '*MIG*'
        Get-ErrorText $failure | Should -Not -BeLike "*$($body.Substring(60, 20))*"
    }

    It 'is a path if it names a new file in a folder that is there' {
        $name = 'MyRecordingOfTheDailyStandUpMeetingAtNoonToday'
        $null = New-Item -ItemType Directory "$folder/$name"
        foreach ($path in "$folder/$name.pem", "$folder/$name/key.pem", "$folder/$name/V1StGXR8_Z5jdHi6B-myT7aQ9pLmX2cR4dEfGhJkLm") {
            (New-IvsPlaybackKeyPair $path -ErrorAction Stop).PrivateKeyPath | Should -Not -BeNullOrEmpty
        }

        (Get-Failure { New-IvsPlaybackToken $arn "$folder/$name/none.pem" -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'FileUnreadable,*'
    }

    It 'is refused if it has half of a surrogate pair: <Cmdlet>' -ForEach @(
        @{ Cmdlet = 'New-IvsPlaybackToken'; Id = 'FileUnreadable'; Call = { New-IvsPlaybackToken $arn $half -ErrorAction Stop } }
        @{ Cmdlet = 'New-IvsPlaybackKeyPair'; Id = 'FileUnwritable'; Call = { New-IvsPlaybackKeyPair $half -ErrorAction Stop } }
        @{ Cmdlet = 'ConvertFrom-EventStreamFrame'; Id = 'FileUnreadable'; Call = { ConvertFrom-EventStreamFrame -Path $half -ErrorAction Stop } }
        @{ Cmdlet = 'ConvertTo-EventStreamFrame'; Id = 'FileUnwritable'; Call = { 'x' | ConvertTo-EventStreamFrame -OutFile $half -ErrorAction Stop } }
    ) {
        $half = "$folder/a$([char]0xd800)"
        (Get-Failure $Call).FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }

    It 'is a path if there is such a file' {
        $name = Join-Path $folder ('k9TzQ4xWvB7nLr2MfYpUd6HsGcJ1aE8RbOiXtNq3Vw')
        [System.IO.File]::WriteAllText($name, $pem)
        (New-IvsPlaybackToken $arn $name).ChannelArn | Should -Be $arn
    }
}

Describe 'A secret in an argument of another kind' {
    It 'is not shown if the engine reports it: <Case>' -ForEach @(
        @{ Case = 'a parameter is missing'; Call = { New-IvsPlaybackToken $pem -ErrorAction Stop } }
        @{ Case = 'a number'; Call = { New-IvsPlaybackToken $arn -PrivateKey x -ViewerSessionVersion $pem } }
        @{ Case = 'an id'; Call = { New-IvsPlaybackToken $arn -PrivateKey x -SingleUseId $pem } }
        @{ Case = 'a time'; Call = { New-IvsPlaybackToken $arn -PrivateKey x -ExpiresAt $pem } }
        @{ Case = 'a duration'; Call = { New-KvsSignedUrl wss://h -ExpiresIn $pem } }
        @{ Case = 'a switch'; Call = { New-IvsPlaybackToken $arn -PrivateKey x -SingleUse:$pem } }
        @{ Case = 'a choice'; Call = { New-KvsSignedUrl wss://h -Role $pem } }
        @{ Case = 'a table'; Call = { New-AwsSignedUrl https://h -Headers $pem } }
        @{ Case = 'a login'; Call = { Test-AwsSignedUrl wss://h -ProxyCredential $pem } }
        @{ Case = 'a limit'; Call = { New-IvsPlaybackToken $arn -PrivateKey x -ViewerId $pem -ThrottleLimit 0 } }
    ) {
        Get-ErrorText (Get-Failure $Call) | Should -Not -BeLike "*$($body.Substring(60, 20))*"
    }

    It 'is not shown as the signature before' {
        $url = 'wss://h/?X-Amz-Security-Token=canary7'
        $failure = Get-Failure { 'x' | ConvertTo-EventStreamFrame -Service transcribe -Region us-west-2 -PriorSignature $url -AccessKey AKID -SecretKey x -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -BeLike 'PriorSignatureInvalid,*'
        Get-ErrorText $failure | Should -Not -BeLike '*canary7*'
    }
}

Describe 'A view' {
    It 'shows no secret that stands where the access key id belongs' {
        $report = Test-AwsSignedUrl "https://bucket.s3.us-west-2.amazonaws.com/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=$([uri]::EscapeDataString("$secret/20260101/us-west-2/s3/aws4_request"))&X-Amz-Date=20260101T000000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=$('0' * 64)"
        $report | Out-String | Should -Not -BeLike '*nLr2MfYp*'
    }

    It 'shows no token or password in the rest of a playback URL: <Url>' -ForEach @(
        @{ Url = 'https://x/a.m3u8?a=<token>&token=<token>' }
        @{ Url = 'https://x/<token>/a.m3u8?token=<token>' }
        @{ Url = 'https://someone:canary9@x/a.m3u8?token=<token>' }
        @{ Url = 'https://x/a.m3u8?password=canary9&token=<token>' }
    ) {
        $token = "$(New-IvsPlaybackToken $arn "$folder/key.pem")"
        $shown = Test-IvsPlaybackToken $Url.Replace('<token>', $token) | Out-String
        $shown | Should -Not -BeLike '*canary9*'
        $shown | Should -Not -BeLike "*$($token.Substring(40, 30))*"
    }
}

Describe 'The password of a proxy' {
    It 'is not shown if <Case>' -ForEach @(
        @{ Case = 'another argument is wrong'; Address = 'http://someone:canary8@proxy:8080'; More = @{ TimeoutSec = 0 } }
        @{ Case = 'it is no address'; Address = 'http://someone:canary8@proxy:99999999'; More = @{} }
        @{ Case = 'it has no host'; Address = 'someone:canary8'; More = @{} }
        @{ Case = 'nothing is there'; Address = 'http://someone:canary8@127.0.0.1:9'; More = @{ Connect = $true } }
    ) {
        $failures = @(try { Test-AwsSignedUrl wss://host.invalid/ -Proxy $Address @More -OutVariable report } catch { $_ })
        $failures | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] } | ForEach-Object { Get-ErrorText $_ | Should -Not -BeLike '*canary8*' }
        $report | ForEach-Object { $_.Connection | Format-List * -Force | Out-String; $_.Findings | Format-List * -Force | Out-String } | Should -Not -BeLike '*canary8*'
    }
}

Describe 'An access key and a secret that are swapped' {
    It 'are refused, and neither is shown: <Case>' -ForEach @(
        @{ Case = 'both'; Id = 'k9TzQ4xWvB7znLr2MfYpzUd6HsGcJ1aE8RbOiXtN'; Key = 'AKIAIOSFODNN7EXAMPLE'; Error = 'AccessKeyInvalid' }
        @{ Case = 'the secret twice'; Id = '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'; Key = 'k9TzQ4xWvB7znLr2MfYpzUd6HsGcJ1aE8RbOiXtN'; Error = 'AccessKeyInvalid' }
        @{ Case = 'the id twice'; Id = 'AKIAIOSFODNN7EXAMPLE'; Key = 'AKIAIOSFODNN7EXAMPLE'; Error = 'SecretKeyInvalid' }
        @{ Case = 'the id of a temporary key'; Id = 'ASIAIOSFODNN7EXAMPLE'; Key = 'ASIAIOSFODNN7EXAMPLE'; Error = 'SecretKeyInvalid' }
    ) {
        foreach ($arguments in @{ AccessKey = $Id; SecretKey = $Key }, @{ Credential = @{ AccessKeyId = $Id; SecretAccessKey = $Key } }) {
            $failure = Get-Failure { New-AwsSignedUrl https://bucket.s3.us-west-2.amazonaws.com/k @arguments -ErrorAction Stop }
            $failure.FullyQualifiedErrorId | Should -BeLike "$Error,*"
            $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
            Get-ErrorText $failure | Should -Not -BeLike '*nLr2MfYp*'
        }
    }
}
