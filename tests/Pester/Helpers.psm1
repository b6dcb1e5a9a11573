# What the tests share: a session without anyone's AWS credentials, sample input, and checks that share no code with the module:
# a second SigV4, a second reader of event-stream frames, and .NET's own ECDSA for tokens.

Set-StrictMode -Version 3.0

# --- A session that is nobody's ------------------------------------------------------------------------------------------------------

# The folder of the build under test: 'Core', the net8.0 build, or 'Desktop', the netstandard2.0 build of Windows PowerShell 5.1.
# Without AWSSIGNTOOLS_TEST_BUILD it is the build that the module chooses itself.
function Get-TestBuild {
    if ($env:AWSSIGNTOOLS_TEST_BUILD) { $env:AWSSIGNTOOLS_TEST_BUILD } else { $PSEdition }
}

# The folder of the module to import. The module chooses the build by the edition, so PowerShell 7 gets the other build in a copy of the
# staged folder whose script module names it.
function Get-TestModule {
    $out = [System.IO.Path]::GetFullPath([System.IO.Path]::Combine($PSScriptRoot, '..', '..', 'out'))
    $staged = Join-Path $out 'AwsSignTools'
    if (-not (Test-Path -LiteralPath $staged)) {
        throw 'The module is not built. Run "./build.ps1 Build" or "dotnet build" first.'
    }

    $build = Get-TestBuild
    if ($build -eq $PSEdition) { return $staged }
    if ($build -ne 'Desktop') { throw "This PowerShell cannot load the build '$build'. Set AWSSIGNTOOLS_TEST_BUILD to Core or Desktop." }

    $copy = [System.IO.Path]::Combine($out, 'PesterDesktop', 'AwsSignTools')
    $kept = @{}
    foreach ($file in Get-ChildItem -LiteralPath $staged -Recurse -File) {
        $name = $file.FullName.Substring($staged.Length + 1)
        if ($name -match '^bin[\\/]Core[\\/]') { continue }
        $target = [System.IO.FileInfo](Join-Path $copy $name)
        $kept[$target.FullName] = $true
        if ($target.Exists -and $target.LastWriteTimeUtc -eq $file.LastWriteTimeUtc) { continue }
        $null = $target.Directory.Create()
        $null = $file.CopyTo($target.FullName, $true)
        if ($name -eq 'AwsSignTools.psm1') {
            $text = [System.IO.File]::ReadAllText($target.FullName)
            if (-not $text.Contains('$PSEdition')) { throw 'The script module no longer chooses its build by $PSEdition: adapt Get-TestModule.' }
            [System.IO.File]::WriteAllText($target.FullName, $text.Replace('$PSEdition', $build))
            $target.LastWriteTimeUtc = $file.LastWriteTimeUtc
        }
    }

    Get-ChildItem -LiteralPath $copy -Recurse -File | Where-Object { -not $kept[$_.FullName] } | Remove-Item
    $copy
}

# Imports the build under test, and takes away what could be signed with by accident. Exit-TestSession puts it back.
function Enter-TestSession {
    $folder = Get-TestModule
    $session = @{
        Culture     = [cultureinfo]::CurrentCulture
        UICulture   = [cultureinfo]::CurrentUICulture
        WasLoaded   = $null -ne (Get-Module -Name AwsSignTools)
        Environment = @{ LOCALAPPDATA = $env:LOCALAPPDATA }
        Variables   = @{}
    }
    foreach ($variable in Get-ChildItem -Path Env:AWS_*) {
        $session.Environment[$variable.Name] = $variable.Value
    }

    Clear-TestEnvironment

    foreach ($name in 'StoredAWSCredentials', 'StoredAWSRegion') {
        if (Test-Path -LiteralPath "Variable:global:$name") {
            $session.Variables[$name] = Get-Variable -Name $name -Scope Global -ValueOnly
            Remove-Variable -Name $name -Scope Global
        }
    }

    Import-Module -Name $folder -Scope Global -Force
    $session
}

# Takes away every variable of AWS, and what would be looked at without them: the home folder's profiles, the encrypted store of
# AWS.Tools, and the instance metadata service.
function Clear-TestEnvironment {
    Remove-Item -Path Env:AWS_*
    $nothing = Join-Path $PSScriptRoot 'no-such-folder'
    $env:AWS_SHARED_CREDENTIALS_FILE = Join-Path $nothing 'credentials'
    $env:AWS_CONFIG_FILE = Join-Path $nothing 'config'
    $env:AWS_EC2_METADATA_DISABLED = 'true'
    $env:LOCALAPPDATA = $nothing
}

function Exit-TestSession {
    param([Parameter(Mandatory = $true)] [hashtable] $Session)

    Remove-Item -Path Env:AWS_*
    foreach ($name in $Session.Environment.Keys) {
        [System.Environment]::SetEnvironmentVariable($name, $Session.Environment[$name])
    }

    foreach ($name in $Session.Variables.Keys) {
        Set-Variable -Name $name -Scope Global -Value $Session.Variables[$name]
    }

    [cultureinfo]::CurrentCulture = $Session.Culture
    [cultureinfo]::CurrentUICulture = $Session.UICulture
    if (-not $Session.WasLoaded) {
        Remove-Module -Name AwsSignTools
    }
}

# Runs a script in a culture, and goes back to the one before.
function Invoke-InCulture {
    param([string] $Culture, [scriptblock] $Script)

    $before = [cultureinfo]::CurrentCulture, [cultureinfo]::CurrentUICulture
    try {
        [cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = $Culture
        & $Script
    }
    finally {
        [cultureinfo]::CurrentCulture, [cultureinfo]::CurrentUICulture = $before
    }
}

# --- Sample input: AWS's own example key, and resources that nobody owns -------------------------------------------------------------

function Get-Sample {
    @{
        AccessKey      = 'AKIAIOSFODNN7EXAMPLE'
        TemporaryKey   = 'ASIAIOSFODNN7EXAMPLE'
        SecretKey      = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
        SessionToken   = 'FakeSessionToken/+='
        ChannelArn     = 'arn:aws:kinesisvideo:us-west-2:123456789012:channel/demo-channel/1234567890123'
        MasterEndpoint = 'wss://m-a1b2c3d4.kinesisvideo.us-west-2.amazonaws.com'
        ViewerEndpoint = 'wss://v-a1b2c3d4.kinesisvideo.us-west-2.amazonaws.com'
        UserArn        = 'arn:aws:chime:us-east-1:123456789012:app-instance/4d2b9a3e-1a2b-4c3d-8e9f-a1b2c3d4e5f6/user/me'
        ChimeEndpoint  = 'node001.ue1.ws-messaging.chime.aws'
        IvsChannelArn  = 'arn:aws:ivs:us-west-2:123456789012:channel/abcdABCDefgh'
        PlaybackUrl    = 'https://a1b2c3d4.us-west-2.playback.live-video.net/api/video/v1/us-west-2.123456789012.channel.abcdABCDefgh.m3u8'
    }
}

# AWS.Tools gives constants as objects that only their text makes comparable.
class SampleConstant {
    [string] $Value
    SampleConstant([string] $value) { $this.Value = $value }
    [string] ToString() { return $this.Value }
}

# A record of Get-KVSignalingChannelEndpoint.
function New-EndpointRecord {
    param([string] $Protocol, [string] $ResourceEndpoint)

    [pscustomobject]@{ Protocol = [SampleConstant]::new($Protocol); ResourceEndpoint = $ResourceEndpoint }
}

# A record of Get-IVSChannel, cut to what matters.
function New-IvsChannelRecord {
    param([string] $Arn, [string] $PlaybackUrl)

    [pscustomobject]@{
        Arn         = $Arn
        Authorized  = $true
        Name        = 'demo'
        LatencyMode = [SampleConstant]::new('LOW')
        PlaybackUrl = $PlaybackUrl
        Tags        = @{}
        Type        = [SampleConstant]::new('STANDARD')
    }
}

function ConvertTo-Secure {
    param([string] $Text)

    $secure = [System.Security.SecureString]::new()
    foreach ($character in $Text.ToCharArray()) { $secure.AppendChar($character) }
    $secure.MakeReadOnly()
    $secure
}

# --- What a person sees --------------------------------------------------------------------------------------------------------------

# The text that the default view shows, without colours.
function Get-View {
    param([Parameter(ValueFromPipeline = $true)] $InputObject)

    ($InputObject | Out-String -Width 1000) -replace '\x1b\[[0-9;]*m', ''
}

# The labels of a view that is a list.
function Get-Label {
    param([string] $View)

    $View.Split("`n") | Where-Object { $_ -match '^\S' } | ForEach-Object { $_.Split(' ')[0].TrimEnd() }
}

# Everything that can be shown of objects, errors and records of streams.
function Get-Everything {
    param([object[]] $InputObject)

    # All at once: each pipeline into a view of errors costs as much as ten errors in one.
    $FormatEnumerationLimit = -1
    $errors = @($InputObject | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] })
    $texts = @(
        $InputObject | Format-List -Property * -Force | Out-String -Width 1000
        $InputObject | Out-String -Width 1000
        $errors | ForEach-Object { $_.Exception } | Format-List -Property * -Force | Out-String -Width 1000
        $errors | ForEach-Object { $_.InvocationInfo } | Format-List -Property * -Force | Out-String -Width 1000
        if ($errors -and (Get-Command -Name Get-Error -ErrorAction Ignore)) { $errors | Get-Error | Out-String -Width 1000 }
    )
    $texts -join "`n"
}

# The one error of a script, and whether it ended the pipeline.
function Get-Refusal {
    param([scriptblock] $Script)

    $terminating = $false
    $records = @(
        try { & $Script 2>&1 | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] } }
        catch { $terminating = $true; $_ }
    )
    if ($records.Count -ne 1) {
        throw "One error was expected, and there were $($records.Count): $records"
    }

    [pscustomobject]@{
        Id          = ($records[0].FullyQualifiedErrorId -split ',')[0]
        Source      = ($records[0].FullyQualifiedErrorId -split ',')[1]
        Category    = [string]$records[0].CategoryInfo.Category
        Target      = $records[0].TargetObject
        Message     = [string]$records[0]
        Action      = if ($records[0].ErrorDetails) { $records[0].ErrorDetails.RecommendedAction }
        Terminating = $terminating
        Record      = $records[0]
    }
}

# Checks all that a refusal says: its id, cmdlet, category and target, that its message and its recommendation are sentences, and that
# neither shows a secret.
function Assert-Refusal {
    param(
        [Parameter(Mandatory = $true)] $Refusal,
        [Parameter(Mandatory = $true)] [string] $Cmdlet,
        [Parameter(Mandatory = $true)] [string] $Id,
        [string] $Category = 'InvalidArgument',
        [Parameter(Mandatory = $true)] [AllowNull()] [AllowEmptyString()] $Target,
        [switch] $Terminating
    )

    # One comparison of texts shows all that differs, and is several times as fast as one for each.
    $found = "$($Refusal.Id),$($Refusal.Source) $($Refusal.Category) terminating: $($Refusal.Terminating)"
    $found | Should -BeExactly "$Id,AwsSignTools.Commands.$($Cmdlet.Replace('-', ''))Command $Category terminating: $($Terminating.IsPresent)"

    $shown = if ($Refusal.Target -is [enum] -or $Refusal.Target -is [System.IO.FileInfo]) { [string]$Refusal.Target } else { $Refusal.Target }
    # Objects that cannot be compared may be the same.
    if (-not [object]::ReferenceEquals($shown, $Target)) { $shown | Should -BeExactly $Target }

    # What the operating system says of a file ends as that wants.
    $isSentence = $Refusal.Message -match $(if ($Id -like 'FileUn*') { '\S$' } else { '\.$' }) -and $Refusal.Action -match '\.(pem)?$'
    $isSentence | Should -BeTrue -Because "message and recommendation are sentences: '$($Refusal.Message)' '$($Refusal.Action)'"
    "$($Refusal.Message) $($Refusal.Action) $($Refusal.Target) $($Refusal.Record.Exception)" |
        Should -Not -Match ('Sesame|' + [regex]::Escape((Get-Sample).SecretKey))
}

# What Tab offers at the end of a line.
function Get-Completion {
    param([string] $Line)

    @((TabExpansion2 -inputScript $Line -cursorColumn $Line.Length).CompletionMatches | ForEach-Object { $_.CompletionText })
}

# --- Other runspaces and other shells ------------------------------------------------------------------------------------------------

# Runs a script in a runspace of its own, where nothing is imported yet, and keeps every stream. The first parameter is the module's folder.
function Invoke-InNewRunspace {
    param([string] $Script, [object[]] $ArgumentList = @())

    $shell = [powershell]::Create()
    try {
        $null = $shell.AddScript($Script).AddArgument((Get-TestModule))
        foreach ($argument in $ArgumentList) { $null = $shell.AddArgument($argument) }
        $output = $shell.Invoke()
        [pscustomobject]@{
            Output      = @($output)
            Error       = @($shell.Streams.Error)
            Warning     = @($shell.Streams.Warning)
            Information = @($shell.Streams.Information)
            Progress    = @($shell.Streams.Progress)
        }
    }
    finally {
        $shell.Dispose()
    }
}

# Runs a script in a process of its own: the same PowerShell, which may be a program or a tool that dotnet runs.
function Invoke-InNewShell {
    param([string] $Script)

    $program = (Get-Process -Id $PID).Path
    $arguments = @(if ([System.IO.Path]::GetFileNameWithoutExtension($program) -eq 'dotnet') { Join-Path $PSHOME 'pwsh.dll' })
    $encoded = [System.Convert]::ToBase64String([System.Text.Encoding]::Unicode.GetBytes($Script))
    & $program @arguments -NoProfile -NonInteractive -OutputFormat Text -EncodedCommand $encoded
}

# --- Bytes ---------------------------------------------------------------------------------------------------------------------------

function ConvertTo-Hex {
    param([byte[]] $Bytes)

    [System.BitConverter]::ToString($Bytes).Replace('-', '').ToLowerInvariant()
}

function ConvertFrom-Hex {
    param([string] $Hex)

    $bytes = [byte[]]::new($Hex.Length / 2)
    for ($i = 0; $i -lt $bytes.Length; $i++) { $bytes[$i] = [System.Convert]::ToByte($Hex.Substring(2 * $i, 2), 16) }
    , $bytes
}

function Get-Utf8 {
    param([string] $Text)

    , [System.Text.Encoding]::UTF8.GetBytes($Text)
}

# --- A second SigV4 ------------------------------------------------------------------------------------------------------------------

function Get-Sha256Hex {
    param([byte[]] $Bytes)

    $sha = [System.Security.Cryptography.SHA256]::Create()
    try { ConvertTo-Hex $sha.ComputeHash($Bytes) } finally { $sha.Dispose() }
}

function Get-Hmac {
    param([byte[]] $Key, [string] $Text)

    $hmac = [System.Security.Cryptography.HMACSHA256]::new($Key)
    try { , $hmac.ComputeHash([System.Text.Encoding]::UTF8.GetBytes($Text)) } finally { $hmac.Dispose() }
}

function Get-SigningKey {
    param([string] $SecretKey, [string] $Scope)

    [byte[]] $key = Get-Utf8 "AWS4$SecretKey"
    foreach ($part in $Scope.Split('/')) { [byte[]] $key = Get-Hmac $key $part }
    , $key
}

# Takes a signed URL apart and signs it again from its own parameters.
function Read-SignedUrl {
    param([Parameter(Mandatory = $true)] [string] $Url, [string] $SecretKey = (Get-Sample).SecretKey)

    if ($Url -cnotmatch '^(?<scheme>[a-z]+)://(?<host>[^/?#]+)(?<path>/[^?#]*)\?(?<query>[^#]+)$') { throw "Not a signed URL: $Url" }
    $result = @{ Scheme = $Matches.scheme; Host = $Matches.host; Path = $Matches.path; Query = @{} }
    $pairs = [System.Collections.Generic.List[string]]::new()
    $names = [System.Collections.Generic.List[string]]::new()
    foreach ($pair in $Matches.query.Split('&')) {
        $name, $value = $pair.Split([char[]]'=', 2) | ForEach-Object { [uri]::UnescapeDataString($_) }
        $result.Query.Add($name, $value)
        $names.Add($name)
        if ($name -cne 'X-Amz-Signature') {
            $pairs.Add([uri]::EscapeDataString($name) + '=' + [uri]::EscapeDataString($value))
        }
    }

    $pairs.Sort([System.StringComparer]::Ordinal)
    $accessKey, $scope = $result.Query['X-Amz-Credential'].Split([char[]]'/', 2)
    $canonical = ('GET', $result.Path, ($pairs -join '&'), "host:$($result.Host)", '', 'host', (Get-Sha256Hex @())) -join "`n"
    $toSign = ('AWS4-HMAC-SHA256', $result.Query['X-Amz-Date'], $scope, (Get-Sha256Hex (Get-Utf8 $canonical))) -join "`n"
    $result.AccessKey = $accessKey
    $result.Scope = $scope
    $result.Names = $names.ToArray()
    $result.Signature = $result.Query['X-Amz-Signature']
    $result.Expected = ConvertTo-Hex (Get-Hmac (Get-SigningKey $SecretKey $scope) $toSign)
    $result.CanonicalUrl = "$($result.Scheme)://$($result.Host)$($result.Path)?$($pairs -join '&')&X-Amz-Signature=$($result.Expected)"
    [pscustomobject]$result
}

# --- Tokens --------------------------------------------------------------------------------------------------------------------------

function ConvertFrom-Base64Url {
    param([string] $Text)

    $base64 = $Text.Replace('-', '+').Replace('_', '/')
    , [System.Convert]::FromBase64String($base64.PadRight($base64.Length + (4 - $base64.Length % 4) % 4, '='))
}

# The public key of the tests' P-384 key.
function Get-PublicKey {
    $keys = Get-Key
    $parameters = [System.Security.Cryptography.ECParameters]::new()
    $parameters.Curve = [System.Security.Cryptography.ECCurve]::CreateFromFriendlyName('nistP384')
    $point = [System.Security.Cryptography.ECPoint]::new()
    $point.X = ConvertFrom-Hex $keys.X
    $point.Y = ConvertFrom-Hex $keys.Y
    $parameters.Q = $point
    [System.Security.Cryptography.ECDsa]::Create($parameters)
}

function Get-Key {
    Import-PowerShellDataFile -LiteralPath (Join-Path $PSScriptRoot 'Keys.psd1')
}

# Takes a token apart and verifies it, by default with the tests' own key.
function Read-Token {
    param([Parameter(Mandatory = $true)] [string] $Token, $PublicKey = (Get-PublicKey))

    $header, $claims, $signature = $Token.Split('.')
    [pscustomobject]@{
        Header    = [System.Text.Encoding]::UTF8.GetString((ConvertFrom-Base64Url $header))
        Json      = [System.Text.Encoding]::UTF8.GetString((ConvertFrom-Base64Url $claims))
        Claims    = [System.Text.Encoding]::UTF8.GetString((ConvertFrom-Base64Url $claims)) | ConvertFrom-Json
        Signature = ConvertFrom-Base64Url $signature
        IsValid   = $PublicKey.VerifyData(
            (Get-Utf8 "$header.$claims"),
            (ConvertFrom-Base64Url $signature),
            [System.Security.Cryptography.HashAlgorithmName]::SHA384)
    }
}

# --- A second reader of event-stream frames ------------------------------------------------------------------------------------------

# CRC-32 (IEEE 802.3), byte by byte with a table.
$crcTable = [uint32[]]::new(256)
for ($i = 0; $i -lt 256; $i++) {
    [uint32] $entry = $i
    for ($bit = 0; $bit -lt 8; $bit++) {
        $entry = if ($entry -band 1) { ($entry -shr 1) -bxor [uint32]3988292384 } else { $entry -shr 1 }
    }
    $crcTable[$i] = $entry
}

function Get-Crc32 {
    param([byte[]] $Bytes, [int] $Count = $Bytes.Length)

    [uint32] $crc = [uint32]::MaxValue
    for ($i = 0; $i -lt $Count; $i++) { $crc = $crcTable[($crc -bxor $Bytes[$i]) -band 0xFF] -bxor ($crc -shr 8) }
    $crc -bxor [uint32]::MaxValue
}

function ConvertTo-BigEndian {
    param([uint32] $Value)

    , [byte[]](($Value -shr 24), (($Value -shr 16) -band 0xFF), (($Value -shr 8) -band 0xFF), ($Value -band 0xFF))
}

# The beginning of a frame: its lengths, and their checksum.
function New-Prelude {
    param([uint32] $Length, [uint32] $HeadersLength)

    [byte[]] $lengths = (ConvertTo-BigEndian $Length) + (ConvertTo-BigEndian $HeadersLength)
    , [byte[]]($lengths + (ConvertTo-BigEndian (Get-Crc32 $lengths)))
}

# A frame of any header block and payload, with right checksums.
function New-RawFrame {
    param([byte[]] $Headers = @(), [byte[]] $Payload = @())

    [byte[]] $frame = (New-Prelude (16 + $Headers.Length + $Payload.Length) $Headers.Length) + $Headers + $Payload
    , [byte[]]($frame + (ConvertTo-BigEndian (Get-Crc32 $frame)))
}

function Read-BigEndian {
    param([byte[]] $Bytes, [int] $Start, [int] $Length)

    [uint64] $value = 0
    for ($i = $Start; $i -lt $Start + $Length; $i++) { $value = ($value -shl 8) -bor $Bytes[$i] }
    $value
}

# Takes a frame apart, and refuses one whose lengths or checksums are wrong.
function Read-Frame {
    param([Parameter(Mandatory = $true)] [byte[]] $Bytes)

    $length = $Bytes.Length
    if ((Read-BigEndian $Bytes 0 4) -ne $length) { throw "The frame has $length bytes and says otherwise." }
    if ((Read-BigEndian $Bytes 8 4) -ne (Get-Crc32 $Bytes 8)) { throw 'The checksum of the prelude is wrong.' }
    if ((Read-BigEndian $Bytes ($length - 4) 4) -ne (Get-Crc32 $Bytes ($length - 4))) { throw 'The checksum of the frame is wrong.' }

    $headersLength = [int](Read-BigEndian $Bytes 4 4)
    $headers = [ordered]@{}
    $at = 12
    while ($at -lt 12 + $headersLength) {
        $start = $at
        $name = [System.Text.Encoding]::UTF8.GetString($Bytes, $at + 1, $Bytes[$at])
        $at += 1 + $Bytes[$at]
        $type = $Bytes[$at++]
        $size = switch ($type) {
            { $_ -in 0, 1 } { 0 }
            2 { 1 }
            3 { 2 }
            4 { 4 }
            { $_ -in 5, 8 } { 8 }
            { $_ -in 6, 7 } { [int](Read-BigEndian $Bytes $at 2); $at += 2 }
            9 { 16 }
        }
        $value = [byte[]]::new($size)
        [System.Array]::Copy($Bytes, $at, $value, 0, $size)
        $at += $size
        $headers[$name] = [pscustomobject]@{
            Type    = [int]$type
            Hex     = ConvertTo-Hex $value
            Text    = if ($type -eq 7) { [System.Text.Encoding]::UTF8.GetString($value) }
            Encoded = ConvertTo-Hex $Bytes[$start..($at - 1)]
        }
    }
    if ($at -ne 12 + $headersLength) { throw 'The headers are longer than they say.' }

    $payload = [byte[]]::new($length - $at - 4)
    [System.Array]::Copy($Bytes, $at, $payload, 0, $payload.Length)
    [pscustomobject]@{
        Headers = $headers
        Payload = $payload
        Text    = [System.Text.Encoding]::UTF8.GetString($payload)
    }
}

# The signature that an event must have.
function Get-EventSignature {
    param(
        [string] $SecretKey,
        [string] $Region,
        [string] $Service,
        [string] $Date,
        [string] $PriorSignature,
        [string] $DateHeaderHex,
        [AllowEmptyCollection()] [byte[]] $Payload
    )

    $scope = "$($Date.Substring(0, 8))/$Region/$Service/aws4_request"
    $toSign = (
        'AWS4-HMAC-SHA256-PAYLOAD', $Date, $scope, $PriorSignature, (Get-Sha256Hex (ConvertFrom-Hex $DateHeaderHex)), (Get-Sha256Hex $Payload)
    ) -join "`n"
    ConvertTo-Hex (Get-Hmac (Get-SigningKey $SecretKey $scope) $toSign)
}
