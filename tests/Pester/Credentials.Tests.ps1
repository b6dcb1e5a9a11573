#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }

BeforeAll {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    $session = Enter-TestSession
    $ErrorActionPreference = $WarningPreference = 'Continue'
    $VerbosePreference = $DebugPreference = 'SilentlyContinue'
    $sample = Get-Sample
    $parts = @{ Endpoint = $sample.MasterEndpoint; ChannelArn = $sample.ChannelArn }
    $stream = @{ Service = 'transcribe'; PriorSignature = 'a' * 64; SigningTime = '20191201T000000Z' }
    $onWindows = $PSVersionTable.PSVersion.Major -lt 6 -or $IsWindows

    # Files of a user's: the usual ones, and others elsewhere.
    $aws = Join-Path $TestDrive 'aws'
    $deploy = Join-Path $TestDrive 'deploy'
    $null = New-Item -ItemType Directory -Path $aws, $deploy

    function Get-Profile {
        param([string] $Name, [string] $AccessKey)

        "[$Name]", "aws_access_key_id = $AccessKey", "aws_secret_access_key = $($sample.SecretKey)", ''
    }

    # A program that prints a file: the line of a credential_process.
    function Get-Program {
        param([string] $Name, [string] $Text)

        $file = Join-Path $TestDrive "$Name.txt"
        Set-Content -LiteralPath $file -Value $Text -NoNewline
        if ($onWindows) { "credential_process = type `"$file`"" } else { "credential_process = cat '$file'" }
    }

    Set-Content -LiteralPath "$aws/credentials" -Value @(
        Get-Profile 'camera' 'CAMERA'
        Get-Profile 'my camera''s' 'SPACED'
        '[session]', 'aws_access_key_id = ASIASESSION', "aws_secret_access_key = $($sample.SecretKey)", "aws_session_token = $($sample.SessionToken)"
    )
    Set-Content -LiteralPath "$aws/config" -Value @(
        '[default]', 'region = eu-west-1'
        '[profile camera]', 'region = us-east-2'
        '[profile program]', (Get-Program 'program' ('{ "Version": 1, "AccessKeyId": "ASIAPROGRAM", "SecretAccessKey": "' + $sample.SecretKey + '", "SessionToken": "t", "Expiration": "2100-01-01T00:00:00Z" }'))
        '[profile brief]', (Get-Program 'brief' ('{ "Version": 1, "AccessKeyId": "ASIABRIEF", "SecretAccessKey": "' + $sample.SecretKey + '", "SessionToken": "t", "Expiration": "' + [datetime]::UtcNow.AddMinutes(2).ToString('s') + 'Z" }'))
        '[profile garbage]', (Get-Program 'garbage' 'PROGRAM-SECRET is no JSON')
        '[profile failing]', 'credential_process = exit 3'
        '[profile slow]', $(if ($onWindows) { 'credential_process = ping -n 60 127.0.0.1' } else { 'credential_process = sleep 60' })
        '[profile mfa]', 'role_arn = arn:aws:iam::123456789012:role/r', 'source_profile = camera', 'mfa_serial = arn:aws:iam::123456789012:mfa/me'
        '[profile sso]', 'sso_session = corp', 'sso_account_id = 123456789012', 'sso_role_name = r'
        '[sso-session corp]', 'sso_start_url = https://no-such-login.awsapps.com/start', 'sso_region = us-east-1'
        '[profile circle]', 'role_arn = arn:aws:iam::123456789012:role/r', 'source_profile = round'
        '[profile round]', 'role_arn = arn:aws:iam::123456789012:role/r', 'source_profile = circle'
        '[profile half]', 'aws_access_key_id = HALF'
        '[profile console]', 'login_session = arn:aws:iam::123456789012:user/me'
    )
    Set-Content -LiteralPath "$deploy/credentials" -Value @(
        Get-Profile 'default' 'DEPLOYDEFAULT'
        Get-Profile 'camera' 'DEPLOYCAMERA'
    )
    Set-Content -LiteralPath "$TestDrive/malformed" -Value '[camera]', 'FILE-SECRET'

    function Get-Signer {
        param([hashtable] $Arguments = @{})

        (Read-SignedUrl (New-KvsSignedUrl @parts @Arguments).Url).AccessKey
    }
}

AfterAll {
    Exit-TestSession $session
    Remove-Module Helpers
}

Describe 'Credentials' {
    BeforeEach {
        Clear-TestEnvironment
        $env:AWS_SHARED_CREDENTIALS_FILE = "$aws/credentials"
        $env:AWS_CONFIG_FILE = "$aws/config"
    }

    AfterEach {
        Clear-TestEnvironment
    }

    Context 'a profile' {
        It 'signs by -<Parameter>' -ForEach @(
            @{ Parameter = 'ProfileName' }
            @{ Parameter = 'StoredCredentials' }
            @{ Parameter = 'AWSProfileName' }
        ) {
            $named = @{ $Parameter = 'camera' }

            $url = Read-SignedUrl (New-KvsSignedUrl @parts @named).Url

            $url.AccessKey | Should -BeExactly 'CAMERA'
            $url.Signature | Should -BeExactly $url.Expected
        }

        It 'signs with each cmdlet' {
            (Read-SignedUrl (New-ChimeConnectUrl $sample.ChimeEndpoint $sample.UserArn -ProfileName camera).Url).AccessKey | Should -BeExactly 'CAMERA'
            $expected = ConvertTo-EventStreamFrame a @stream -AccessKey x -SecretKey $sample.SecretKey -Region us-east-2
            (ConvertTo-EventStreamFrame a @stream -ProfileName camera).Signature | Should -BeExactly $expected.Signature
        }

        It 'has its session token in the signed query' {
            $url = Read-SignedUrl (New-KvsSignedUrl @parts -ProfileName session).Url

            $url.Query['X-Amz-Security-Token'] | Should -BeExactly $sample.SessionToken
            $url.Signature | Should -BeExactly $url.Expected
        }

        It 'is the one AWS_PROFILE names, where no other is' {
            $env:AWS_PROFILE = 'camera'

            Get-Signer | Should -BeExactly 'CAMERA'
            Get-Signer @{ ProfileName = 'session' } | Should -BeExactly 'ASIASESSION'
        }

        It 'is taken from -ProfileLocation as <Form>' -ForEach @(
            @{ Form = 'a folder'; Place = { $deploy } }
            @{ Form = 'a file'; Place = { "$deploy/credentials" } }
            @{ Form = 'a relative path'; Place = { './deploy/credentials' } }
            @{ Form = 'a path on a drive of PowerShell'; Place = { 'TestDrive:/deploy' } }
        ) {
            $location = & $Place
            Push-Location -LiteralPath $TestDrive
            try {
                Get-Signer @{ ProfileName = 'camera'; ProfileLocation = $location } | Should -BeExactly 'DEPLOYCAMERA'
                Get-Signer @{ ProfileLocation = $location } | Should -BeExactly 'DEPLOYDEFAULT'
            }
            finally {
                Pop-Location
            }
        }

        It 'named default signs where nothing else is there' {
            $env:AWS_SHARED_CREDENTIALS_FILE = "$deploy/credentials"

            Get-Signer | Should -BeExactly 'DEPLOYDEFAULT'
        }

        It 'comes after explicit keys, and before -Credential' {
            Get-Signer @{ ProfileName = 'camera'; AccessKey = 'EXPLICIT'; SecretKey = $sample.SecretKey } | Should -BeExactly 'EXPLICIT'
            Get-Signer @{ ProfileName = 'camera'; Credential = @{ AccessKeyId = 'OBJECT'; SecretAccessKey = 's' } } | Should -BeExactly 'CAMERA'
        }

        It 'is found by whoever lists them: a change of the files counts at once' {
            Set-Content -LiteralPath "$TestDrive/changing" -Value (Get-Profile 'one' 'FIRST')
            Get-Signer @{ ProfileName = 'one'; ProfileLocation = "$TestDrive/changing" } | Should -BeExactly 'FIRST'

            Set-Content -LiteralPath "$TestDrive/changing" -Value (Get-Profile 'one' 'SECOND')
            Get-Signer @{ ProfileName = 'one'; ProfileLocation = "$TestDrive/changing" } | Should -BeExactly 'SECOND'
        }

        It 'gives event streams their region: <What>' -ForEach @(
            @{ What = 'its own'; Arguments = @{ ProfileName = 'camera' }; Region = 'us-east-2' }
            @{ What = 'else the default profile''s'; Arguments = @{ ProfileName = 'session' }; Region = 'eu-west-1' }
            @{ What = 'else the default profile''s, with explicit keys too'; Arguments = @{ AccessKey = 'x'; SecretKey = 'secret' }; Region = 'eu-west-1' }
            @{ What = 'but the parameter''s first'; Arguments = @{ ProfileName = 'camera'; Region = 'sa-east-1' }; Region = 'sa-east-1' }
        ) {
            $secret = if ($Arguments.SecretKey) { $Arguments.SecretKey } else { $sample.SecretKey }
            $expected = ConvertTo-EventStreamFrame a @stream -AccessKey x -SecretKey $secret -Region $Region

            (ConvertTo-EventStreamFrame a @stream @Arguments).Signature | Should -BeExactly $expected.Signature
        }
    }

    Context 'a credential_process' {
        It 'signs, and its end is the URL''s where that is earlier' {
            $url = New-KvsSignedUrl @parts -ProfileName brief -WarningVariable warnings -WarningAction SilentlyContinue

            (Read-SignedUrl $url.Url).AccessKey | Should -BeExactly 'ASIABRIEF'
            $url.EffectiveExpiresAt | Should -BeLessThan $url.ExpiresAt
            $warnings.Count | Should -Be 1
            $warnings[0].Message | Should -BeLike '*the URL ends with it*'
        }

        It 'is run once for a pipeline' {
            $count = Join-Path $TestDrive 'count'
            $line = if ($onWindows) { "echo x>>`"$count`"& type `"$TestDrive\program.txt`"" } else { "echo x >> '$count'; cat '$TestDrive/program.txt'" }
            Set-Content -LiteralPath "$TestDrive/counting" -Value '[counting]', "credential_process = $line"

            $urls = 1..3 | ForEach-Object { [pscustomobject]@{ Endpoint = $sample.MasterEndpoint } } |
                New-KvsSignedUrl -ChannelArn $sample.ChannelArn -ProfileName counting -ProfileLocation "$TestDrive/counting"

            $urls.Count | Should -Be 3
            @(Get-Content -LiteralPath $count).Count | Should -Be 1
        }

        It 'that takes longer than -CredentialTimeoutSec is stopped' {
            $clock = [System.Diagnostics.Stopwatch]::StartNew()

            $refusal = Get-Refusal { New-KvsSignedUrl @parts -ProfileName slow -CredentialTimeoutSec 1 }

            $refusal.Id | Should -BeExactly 'CredentialProcessTimedOut'
            $refusal.Message | Should -BeLike '*within 1 s*'
            $clock.Elapsed.TotalSeconds | Should -BeLessThan 30
        }
    }

    Context 'a refusal' {
        It 'of <What> says what to do, and no other credential signs' -ForEach @(
            @{ What = 'a profile that is not there'; Arguments = @{ ProfileName = 'nobody' }; Id = 'ProfileNotFound'; Says = "*'nobody'*'camera'*"; Do = '*aws configure --profile*' }
            @{ What = 'a profile in another case'; Arguments = @{ ProfileName = 'Camera' }; Id = 'ProfileNotFound'; Says = "*'camera': the case of a name counts*"; Do = '*name of a profile*' }
            @{ What = 'half a profile'; Arguments = @{ ProfileName = 'half' }; Id = 'ProfileIncomplete'; Says = '*no aws_secret_access_key*'; Do = '*Give both*' }
            @{ What = 'profiles in a circle'; Arguments = @{ ProfileName = 'circle' }; Id = 'ProfileCyclic'; Says = '*circle*round*circle*'; Do = '*keys of its own*' }
            @{ What = 'a profile of aws login'; Arguments = @{ ProfileName = 'console' }; Id = 'ProfileUnsupported'; Says = '*login_session*'; Do = '*export-credentials --profile console*' }
            @{ What = 'a login that is missing'; Arguments = @{ ProfileName = 'sso' }; Id = 'SsoLoginRequired'; Says = '*no login*'; Do = '*aws sso login --profile sso*' }
            @{ What = 'a program that fails'; Arguments = @{ ProfileName = 'failing' }; Id = 'CredentialProcessFailed'; Says = '*exit code 3*'; Do = '*in a shell*' }
            @{ What = 'a program that prints something else'; Arguments = @{ ProfileName = 'garbage' }; Id = 'CredentialProcessOutputInvalid'; Says = '*not a JSON object*'; Do = '*one JSON object*' }
            @{ What = 'a place that is not there'; Arguments = @{ ProfileLocation = 'nowhere' }; Id = 'ProfileFileMissing'; Says = '*nowhere*'; Do = '*folder*' }
            @{ What = 'a malformed file'; Arguments = @{ ProfileName = 'camera'; ProfileLocation = 'TestDrive:/malformed' }; Id = 'ProfileFileMalformed'; Says = 'Line 2 of *malformed*'; Do = '*Mend*' }
        ) {
            $env:AWS_ACCESS_KEY_ID = 'ENVIRONMENT'
            $env:AWS_SECRET_ACCESS_KEY = $sample.SecretKey
            $arguments = $Arguments

            $Error.Clear()
            $refusal = Get-Refusal { $sample.MasterEndpoint, $sample.MasterEndpoint | ForEach-Object { [pscustomobject]@{ Endpoint = $_ } } |
                    New-KvsSignedUrl -ChannelArn $sample.ChannelArn @arguments }

            $refusal.Id | Should -BeExactly $Id
            $refusal.Message | Should -BeLike $Says
            $refusal.Action | Should -BeLike $Do
            $refusal.Category | Should -Be 'AuthenticationError'
            $refusal.Source | Should -BeExactly 'AwsSignTools.Commands.NewKvsSignedUrlCommand'
            $refusal.Terminating | Should -BeTrue
            Get-Everything $Error | Should -Not -Match ('FILE-SECRET|PROGRAM-SECRET|' + [regex]::Escape($sample.SecretKey))
        }

        It 'of a profile that AWS_PROFILE names says who named it' {
            $env:AWS_PROFILE = 'nobody'

            (Get-Refusal { New-KvsSignedUrl @parts }).Message | Should -BeLike "*'nobody', which AWS_PROFILE names*"
        }

        It 'comes where an MFA code is needed and nobody can be asked' {
            $call = "Import-Module '$((Get-Module AwsSignTools).ModuleBase)'; try { New-KvsSignedUrl -Endpoint $($parts.Endpoint) -ChannelArn $($parts.ChannelArn) -ProfileName mfa } " +
                'catch { $_.FullyQualifiedErrorId }'

            Invoke-InNewShell $call | Should -BeLike 'MfaCodeMissing,*'
        }

        It 'says everywhere that it was looked, where there is no credential' {
            $refusal = Get-Refusal { New-KvsSignedUrl @parts }

            $refusal.Id | Should -BeExactly 'CredentialNotFound'
            $refusal.Message | Should -BeLike "*-ProfileName*AWS_ACCESS_KEY_ID*default profile*AWS_EC2_METADATA_DISABLED*"
            $refusal.Message.Contains($env:AWS_SHARED_CREDENTIALS_FILE) | Should -BeTrue
        }
    }

    Context 'an object or text' {
        BeforeAll {
            $json = '{"Version":1,"AccessKeyId":"TEXT","SecretAccessKey":"' + $sample.SecretKey + '","SessionToken":"t"}'
        }

        It 'signs as <Form>' -ForEach @(
            @{ Form = 'JSON text'; Make = { $json } }
            @{ Form = 'JSON text of several lines'; Make = { $json.Replace(',', ",`r`n") } }
            @{ Form = 'the lines of a program'; Make = { Get-Content -LiteralPath "$TestDrive/lines" } }
            @{ Form = 'an object'; Make = { $json | ConvertFrom-Json } }
        ) {
            Set-Content -LiteralPath "$TestDrive/lines" -Value $json.Replace(',', ",`n")

            Get-Signer @{ Credential = & $Make } | Should -BeExactly 'TEXT'
            $StoredAWSCredentials = & $Make
            Get-Signer | Should -BeExactly 'TEXT'
            $StoredAWSCredentials | Should -Not -BeNullOrEmpty
        }

        It 'is refused as <What>, and not shown' -ForEach @(
            @{ What = 'other text'; Value = 'SHOWN-SECRET'; Id = 'CredentialObjectInvalid' }
            @{ What = 'JSON that is cut'; Value = '{"AccessKeyId":"SHOWN-SECRET'; Id = 'CredentialObjectInvalid' }
            @{ What = 'half a credential'; Value = '{"SecretAccessKey":"SHOWN-SECRET"}'; Id = 'CredentialIncomplete' }
        ) {
            $refusal = Get-Refusal { New-KvsSignedUrl @parts -Credential $Value }

            $refusal.Id | Should -BeExactly $Id
            "$($refusal.Message) $($refusal.Action) $($refusal.Target) $($refusal.Record.Exception)" | Should -Not -BeLike '*SHOWN-SECRET*'
        }
    }

    Context 'completion' {
        It 'of -ProfileName offers the profiles of both files' {
            $names = Get-Completion 'New-KvsSignedUrl -ProfileName '

            $names | Should -Contain 'camera'
            $names | Should -Contain 'program'
            $names | Should -Contain "'my camera''s'"
            $names | Should -Not -Contain 'corp'
            @($names | Where-Object { $_ -eq 'camera' }).Count | Should -Be 1
        }

        It 'of <Line> offers <Expected>' -ForEach @(
            @{ Line = 'New-ChimeConnectUrl -StoredCredentials CAM'; Expected = 'camera' }
            @{ Line = 'New-KvsSignedUrl -ProfileLocation TestDrive:/deploy -ProfileName '; Expected = 'default', 'camera' }
            @{ Line = 'ConvertTo-EventStreamFrame -ProfilesLocation TestDrive:/deploy -AWSProfileName d'; Expected = 'default' }
            @{ Line = "New-KvsSignedUrl -ProfileName 'my"; Expected = "'my camera''s'" }
        ) {
            if ($Line -match 'deploy') { $env:AWS_CONFIG_FILE = "$TestDrive/none" }

            Get-Completion $Line | Should -BeExactly $Expected
        }

        It 'means the profile it offers, quotes and all' {
            $name = Get-Completion 'New-KvsSignedUrl -ProfileName my'

            (Read-SignedUrl (Invoke-Expression "New-KvsSignedUrl @parts -ProfileName $name").Url).AccessKey | Should -BeExactly 'SPACED'
        }

        It 'is silent where the files cannot be read' {
            $Error.Clear()

            Get-Completion 'New-KvsSignedUrl -ProfileLocation TestDrive:/malformed -ProfileName ' | Should -Not -Contain 'camera'
            $Error.Count | Should -Be 0
        }
    }
}
