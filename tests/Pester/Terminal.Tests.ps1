#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }

# What somebody else wrote reaches the terminal without what the terminal acts on. The whole of it is run once in a process of its own whose output is
# a real terminal (script, of util-linux), and once here, where the texts can be looked at one by one.

BeforeDiscovery {
    $onTerminal = [bool](Get-Command script -CommandType Application -ErrorAction Ignore) -and -not $IsWindows -and -not $IsMacOS
}

BeforeAll {
    Import-Module -Name "$PSScriptRoot/Helpers.psm1" -Force
    $session = Enter-TestSession
    $module = Get-TestModule

    # OSC 52 sets the clipboard: with ESC, as a C1 control, and in an envelope of tmux; then what turns text round, and what cannot be seen.
    $escape = [char]0x1b
    $attack = "$escape]52;c;QVRUQUNL$([char]7)$([char]0x9d)52;c;QVRUQUNL$([char]0x9c)${escape}Ptmux;$([char]0x202e)$([char]0x200b)"
    $percent = [uri]::EscapeDataString($attack)

    # Each writes text of somebody else in every way there is.
    $sources = @'
param($Module, $Folder, $Attack, $Percent, $Out)
$ErrorActionPreference = 'Continue'
Import-Module $Module
$credential = @{ AccessKey = 'AKIDEXAMPLE'; SecretKey = 'secret'; Region = 'us-west-2' }
$pem = (New-IvsPlaybackKeyPair).PrivateKey
$arn = 'arn:aws:ivs:us-west-2:123456789012:channel/AbCdEf123456'
function Show { $input | ForEach-Object { $_ | & $Out; "$_"; if ($_ -is [System.Management.Automation.ErrorRecord]) { $_ | Get-Error | & $Out; $_.CategoryInfo.GetMessage(); $_.Exception.Message } } }
function Base64Url($Text) { [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($Text)).TrimEnd('=').Replace('+', '-').Replace('/', '_') }
$VerbosePreference = $DebugPreference = 'Continue'

$url = "wss://host$Percent.kinesisvideo.us-west-2.amazonaws.com/$Percent`?X-Amz-Algorithm=$Percent&X-Amz-Credential=AKIA$Percent%2F$Percent%2F$Percent%2F$Percent%2Faws4_request&X-Amz-Date=$Percent&X-Amz-Expires=$Percent&X-Amz-SignedHeaders=$Percent&X-Amz-Signature=$Percent&$Percent=1"
foreach ($tested in $url, $url.Replace("host$Percent", 'v-1'), "$Attack", "wss://$Attack/", "wss://h/?$Attack", "wss://v-1.kinesisvideo.us-west-2.amazonaws.com/?X-Amz-Credential=AKIA$Percent%2F20260101%2Fus-west-2%2Fkinesisvideo%2Faws4_request&X-Amz-ChannelARN=$Percent&X-Amz-ClientId=$Percent") {
    Test-AwsSignedUrl $tested 2>&1 | Show
    (Test-AwsSignedUrl $tested).Findings | Show
    New-AwsSignedUrl $tested @credential 2>&1 | Show
    New-KvsSignedUrl -Uri $tested @credential 2>&1 | Show
}

$json = $Attack | ConvertTo-Json
$claims = "{`"aws:channel-arn`":$json,`"exp`":$json,`"aws:viewer-id`":$json,`"aws:access-control-allow-origin`":$json,$($json):$json}"
foreach ($token in "$(Base64Url "{`"alg`":$json,`"typ`":$json,`"kid`":$json}").$(Base64Url $claims).AAAA", $Attack, "https://$Attack/x.m3u8?token=a.b.c", "https://a.b/$Percent.m3u8?token=$Percent") {
    Test-IvsPlaybackToken $token 2>&1 | Show
    (Test-IvsPlaybackToken $token).Findings | Show
}

New-IvsPlaybackToken $Attack -PrivateKey $pem 2>&1 | Show
New-IvsPlaybackToken $arn -PrivateKey $pem -ViewerId "v$Attack" -AllowOrigin "https://$Attack" -PlaybackUrl "https://$Attack" 2>&1 | Show
New-IvsPlaybackToken $arn -PrivateKey $pem -ViewerId "v$Attack" 2>&1 | Show
foreach ($wrong in @{ SingleUseId = $Attack }, @{ ViewerSessionVersion = $Attack }, @{ ExpiresIn = $Attack }, @{ ExpiresAt = $Attack }, @{ ThrottleLimit = $Attack }) {
    try { New-IvsPlaybackToken $arn -PrivateKey $pem @wrong 2>&1 | Show } catch { $_ | Show }
}

foreach ($path in "$Folder/$Attack", "$Attack`:\x") {
    try { New-IvsPlaybackToken $arn $path 2>&1 | Show } catch { $_ | Show }
    try { New-IvsPlaybackKeyPair "$path/a.pem" -WhatIf 2>&1 | Show } catch { $_ | Show }
    try { New-IvsPlaybackKeyPair "$path/b.pem" 2>&1 | Show } catch { $_ | Show }
    try { ConvertFrom-EventStreamFrame -Path $path 2>&1 | Show } catch { $_ | Show }
    try { ConvertTo-EventStreamFrame -Path $path 2>&1 | Show } catch { $_ | Show }
    try { 'a' | ConvertTo-EventStreamFrame -OutFile "$path/x" 2>&1 | Show } catch { $_ | Show }
    try { New-AwsSignedRequest https://sts.us-west-2.amazonaws.com/ -Service sts -InFile $path @credential 2>&1 | Show } catch { $_ | Show }
    try { New-AwsSignedUrl https://bucket.s3.us-west-2.amazonaws.com/k -ProfileName x -ProfileLocation $path 2>&1 | Show } catch { $_ | Show }
}

$plain = "$Folder/plain$Attack.pem"
New-IvsPlaybackKeyPair $plain -Name "n$Attack" 2>&1 | Show
$event = 'text ' + $Attack | ConvertTo-EventStreamFrame -ContentType text/plain -EventType "e$Attack" 2>&1
$event | Show
$event | ConvertFrom-EventStreamFrame | Show
$exception = 'text ' + $Attack | ConvertTo-EventStreamFrame -ContentType text/plain -MessageType exception -Header @{ ':exception-type' = "x$Attack"; "h$Attack" = 'v' }
$exception | ConvertFrom-EventStreamFrame | Show
try { 'a' | ConvertTo-EventStreamFrame -OutFile "$Folder/out$Attack.bin" | Show } catch { $_ | Show }

$env:AWS_EC2_METADATA_DISABLED = 'true'
$profiles = "$Folder/profiles"
[IO.File]::WriteAllText($profiles, @"
[process]
credential_process = sh -c 'printf "$($Attack.Replace('\', '\\'))" >&2; exit 3'
[unknown]
role_arn = x$Attack
source_profile = y$Attack
[chain$Attack]
sso_session = z$Attack
[provider]
role_arn = arn:aws:iam::123456789012:role/r
credential_source = $Attack
[region]
aws_access_key_id = AK$Attack
aws_secret_access_key = s
[token]
role_arn = $Attack
web_identity_token_file = $Folder/$Attack
"@)
foreach ($name in 'process', 'unknown', "chain$Attack", 'provider', 'region', 'token', "none$Attack") {
    try { New-AwsSignedUrl https://bucket.s3.us-west-2.amazonaws.com/k -ProfileName $name -ProfileLocation $profiles 2>&1 | Show } catch { $_ | Show }
}

foreach ($wrong in @{ AccessKey = $Attack }, @{ Region = $Attack }, @{ SecretKey = $Attack }, @{ SessionToken = $Attack }, @{ Method = $Attack }, @{ Service = $Attack }, @{ PayloadHash = $Attack }, @{ Headers = @{ "h$Attack" = 'v' } }, @{ Headers = @{ h = $Attack } }, @{ QueryParameter = @{ $Attack = $Attack } }, @{ Headers = $Attack }, @{ PathEncoding = $Attack }) {
    $all = $credential.Clone()
    foreach ($key in $wrong.Keys) { $all[$key] = $wrong[$key] }
    try { New-AwsSignedUrl https://bucket.s3.us-west-2.amazonaws.com/k @all 2>&1 | Show } catch { $_ | Show }
}

foreach ($wrong in @{ UserArn = $Attack }, @{ SessionId = $Attack }, @{ Endpoint = $Attack }) {
    $all = @{ Endpoint = 'node001.ue1.ws-messaging.chime.aws'; UserArn = 'arn:aws:chime:us-east-1:123456789012:app-instance/4d2b9a3e-1a2b-4c3d-8e9f-a1b2c3d4e5f6/user/me' } + $credential
    foreach ($key in $wrong.Keys) { $all[$key] = $wrong[$key] }
    try { New-ChimeConnectUrl @all 2>&1 | Show } catch { $_ | Show }
}

[pscustomobject]@{ ResourceEndpoint = "https://$Attack"; Protocol = "HTTPS$Attack"; ChannelArn = 'a' } | New-KvsSignedUrl @credential 2>&1 | Show
$VerbosePreference = $DebugPreference = 'SilentlyContinue'
'END OF SOURCES'
'@
}

AfterAll {
    Exit-TestSession $session
    Remove-Module -Name Helpers
}

Describe 'What a terminal is sent' {
    BeforeEach {
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
        $null = New-Item -ItemType Directory $folder
        Set-Content -LiteralPath "$folder/sources.ps1" -Value $sources -Encoding utf8BOM
    }

    It 'has no escape sequence of anybody else, on a real terminal' -Skip:(-not $onTerminal) {
        Set-Content -LiteralPath "$folder/run.ps1" -Value "& '$folder/sources.ps1' '$module' '$folder' ([uri]::UnescapeDataString('$percent')) '$percent' Out-Host"
        $program = (Get-Process -Id $PID).Path
        $dll = if ([System.IO.Path]::GetFileName($program) -eq 'dotnet') { "'$(Join-Path $PSHOME 'pwsh.dll')'" }
        $written = & script -qec "'$program' $dll -NoProfile -NonInteractive -File '$folder/run.ps1'" /dev/null | Out-String
        $written | Should -BeLike '*END OF SOURCES*'
        $written | Should -Not -Match '\x1b\]\s*52' -Because 'OSC 52 sets the clipboard'
        $written | Should -Not -Match "\x9d|\x9c|\u202e|\u200b|\x1bP"
        $written | Should -Match '\\u001b\]52'
    }

    It 'is text that shows what was there' {
        $written = & "$folder/sources.ps1" $module $folder $attack $percent Out-String *>&1
        $texts = $written | Where-Object { $_ -is [string] -or $_ -is [System.Management.Automation.InformationalRecord] } | ForEach-Object { "$_" }
        $texts | Should -Contain 'END OF SOURCES'
        foreach ($text in $texts) {
            $text | Should -Not -Match '\x1b\]|\x9d|\x9c|\u202e|\u200b|\x1bP'
        }
    }
}

Describe 'The pattern of the views' {
    It 'agrees with the sanitiser of the messages for every character' {
        $format = [xml](Get-Content -Raw -LiteralPath (Join-Path $module 'AwsSignTools.Format.ps1xml'))
        $patterns = @($format.SelectNodes('//ScriptBlock') | ForEach-Object { [regex]::Matches($_.InnerText, "-creplace '(\[\\p\{Cc\}[^']*)'") } | ForEach-Object { $_.Groups[1].Value } | Select-Object -Unique)
        $patterns.Count | Should -Be 1
        $differ = foreach ($code in 1..0xFFFF + 0x11000..0x110FF + 0x13400..0x1345F + 0x1BC00..0x1BCFF + 0x1D100..0x1D1FF + 0xE0000..0xE01FF) {
            if ($code -ge 0xD800 -and $code -le 0xDFFF) { continue }
            $text = [char]::ConvertFromUtf32($code)
            $isEscaped = [AwsSignTools.Findings.Finding]::new('X', 'Warning', $text, '').Message -cne $text
            if ($isEscaped -ne ($text -cmatch $patterns[0])) { '{0:x}' -f $code }
        }
        $differ | Should -BeNullOrEmpty
    }

    It 'is in each column of text' {
        $format = [xml](Get-Content -Raw -LiteralPath (Join-Path $module 'AwsSignTools.Format.ps1xml'))
        $safe = 'Valid', 'Connected', 'Length', 'Frames', 'Bytes', 'FrameNumber', 'Signature', 'SingleUseId', 'ViewerSessionVersion', 'StrictOriginEnforcement', 'PublicKey', 'Connection', 'Kind', 'Severity', 'Id', 'Message', 'Rule', 'Remedy'
        $format.SelectNodes('//ListItem/PropertyName | //TableColumnItem/PropertyName') | ForEach-Object { $_.InnerText } | Where-Object { $_ -notin $safe } | Should -BeNullOrEmpty
    }
}
