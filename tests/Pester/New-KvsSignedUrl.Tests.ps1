#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }

BeforeAll {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    $session = Enter-TestSession
    $ErrorActionPreference = $WarningPreference = 'Continue'
    $VerbosePreference = $DebugPreference = 'SilentlyContinue'
    $sample = Get-Sample
    $arn = $sample.ChannelArn
    $master = $sample.MasterEndpoint
    $viewer = $sample.ViewerEndpoint
    $keys = @{ AccessKey = $sample.AccessKey; SecretKey = $sample.SecretKey }
    $time = @{ SigningTime = '20191201T000000Z' }
    $parts = @{ Endpoint = $viewer; ChannelArn = $arn; ClientId = 'viewer-1' }

    # Signed by an implementation of its own, which also gives the signature that the official client publishes.
    $viewerUrl = 'wss://v-a1b2c3d4.kinesisvideo.us-west-2.amazonaws.com/?X-Amz-Algorithm=AWS4-HMAC-SHA256' +
        '&X-Amz-ChannelARN=arn%3Aaws%3Akinesisvideo%3Aus-west-2%3A123456789012%3Achannel%2Fdemo-channel%2F1234567890123' +
        '&X-Amz-ClientId=viewer-1&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20191201%2Fus-west-2%2Fkinesisvideo%2Faws4_request' +
        '&X-Amz-Date=20191201T000000Z&X-Amz-Expires=299&X-Amz-SignedHeaders=host' +
        '&X-Amz-Signature=7a8971a883cc2c10067f94fb4624ea2be441ee6bed5990d5617c703b2e2c6441'
    $masterUrl = 'wss://m-a1b2c3d4.kinesisvideo.us-west-2.amazonaws.com/?X-Amz-Algorithm=AWS4-HMAC-SHA256' +
        '&X-Amz-ChannelARN=arn%3Aaws%3Akinesisvideo%3Aus-west-2%3A123456789012%3Achannel%2Fdemo-channel%2F1234567890123' +
        '&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20191201%2Fus-west-2%2Fkinesisvideo%2Faws4_request' +
        '&X-Amz-Date=20191201T000000Z&X-Amz-Expires=299&X-Amz-SignedHeaders=host' +
        '&X-Amz-Signature=bd779bbfb66d40772bc44846c690cd46ff598e3f54ac89094708a41408531d7a'
    $temporarySignature = '2a28ac26240ebe93d85b0a60dc7155b6ecafce18e4276ca2a2de934fe68f0191'
    $wholeUrl = "$viewer/?X-Amz-ChannelARN=$([uri]::EscapeDataString($arn))&X-Amz-ClientId=viewer-1"
}

AfterAll {
    Exit-TestSession $session
    Remove-Module Helpers
}

Describe 'New-KvsSignedUrl' {
    Context 'the independent signer of these tests' {
        It 'gives the signature that the official client publishes' {
            $url = 'wss://kvs.awsamazon.com/?X-Amz-Algorithm=AWS4-HMAC-SHA256' +
                '&X-Amz-Credential=AKIA4F7WJQR7FMMWMNXI%2F20191201%2Fus-west-2%2Fkinesisvideo%2Faws4_request&X-Amz-Date=20191201T000000Z' +
                '&X-Amz-Expires=299&X-Amz-Security-Token=FakeSessionToken&X-Amz-SignedHeaders=host&X-Amz-TestParam=test-param-value' +
                '&X-Amz-Signature=fc268038be276315822b4f73eafd28ee3a5632a2a35fdb0a88db9a42b13d6c92'

            (Read-SignedUrl $url -SecretKey 'FakeSecretKey').CanonicalUrl | Should -BeExactly $url
        }
    }

    Context 'by parts' {
        It 'signs a viewer''s URL' {
            (New-KvsSignedUrl @parts @keys @time).Url | Should -BeExactly $viewerUrl
        }

        It 'signs a master''s URL' {
            (New-KvsSignedUrl -Endpoint $master -ChannelArn $arn @keys @time).Url | Should -BeExactly $masterUrl
        }

        It 'takes the endpoint at position 0' {
            (New-KvsSignedUrl $viewer -ChannelArn $arn -ClientId viewer-1 @keys @time).Url | Should -BeExactly $viewerUrl
        }

        It 'takes the endpoint as <Parameter>' -ForEach @(
            @{ Parameter = 'ResourceEndpoint' }
            @{ Parameter = 'WssUri' }
        ) {
            $endpoint = @{ $Parameter = $viewer }

            (New-KvsSignedUrl @endpoint -ChannelArn $arn -ClientId viewer-1 @keys @time).Url | Should -BeExactly $viewerUrl
        }

        It 'takes the endpoint as <Form>' -ForEach @(
            @{ Form = 'a bare host'; Endpoint = 'v-a1b2c3d4.kinesisvideo.us-west-2.amazonaws.com' }
            @{ Form = 'a URL with a slash'; Endpoint = 'wss://v-a1b2c3d4.kinesisvideo.us-west-2.amazonaws.com/' }
            @{ Form = 'a URL in capitals'; Endpoint = 'WSS://V-A1B2C3D4.kinesisvideo.us-west-2.amazonaws.com' }
            @{ Form = 'a URL with the default port'; Endpoint = 'wss://v-a1b2c3d4.kinesisvideo.us-west-2.amazonaws.com:443' }
            @{ Form = 'a System.Uri'; Endpoint = [uri]'wss://v-a1b2c3d4.kinesisvideo.us-west-2.amazonaws.com' }
            @{ Form = 'an endpoint record'; Endpoint = [pscustomobject]@{ Protocol = 'WSS'; ResourceEndpoint = 'wss://v-a1b2c3d4.kinesisvideo.us-west-2.amazonaws.com' } }
        ) {
            (New-KvsSignedUrl -Endpoint $Endpoint -ChannelArn $arn -ClientId viewer-1 @keys @time).Url | Should -BeExactly $viewerUrl
        }

        It 'signs the port of a test server' {
            $url = Read-SignedUrl (New-KvsSignedUrl -Endpoint 'wss://localhost:8443' -ChannelArn $arn @keys).Url

            $url.Host | Should -BeExactly 'localhost:8443'
            $url.Signature | Should -BeExactly $url.Expected
        }

        It 'takes the region from the ARN in the partition <Partition>' -ForEach @(
            @{ Partition = 'aws'; Region = 'eu-central-1'; Domain = 'amazonaws.com' }
            @{ Partition = 'aws-cn'; Region = 'cn-north-1'; Domain = 'amazonaws.com.cn' }
            @{ Partition = 'aws-us-gov'; Region = 'us-gov-west-1'; Domain = 'amazonaws.com' }
        ) {
            $endpoint = "wss://m-1.kinesisvideo.$Region.$Domain"

            $signed = New-KvsSignedUrl -Endpoint $endpoint -ChannelArn "arn:${Partition}:kinesisvideo:${Region}:123456789012:channel/c/1" @keys
            $url = Read-SignedUrl $signed.Url

            $signed.Region | Should -BeExactly $Region
            $url.Scope | Should -BeLike "*/$Region/kinesisvideo/aws4_request"
            $url.Signature | Should -BeExactly $url.Expected
        }

        It 'lets -Role confirm what is meant' {
            (New-KvsSignedUrl @parts -Role Viewer @keys @time).Url | Should -BeExactly $viewerUrl
            (New-KvsSignedUrl -Endpoint $master -ChannelArn $arn -Role Master @keys @time).Url | Should -BeExactly $masterUrl
        }

        It 'takes -Region where it is the channel''s' {
            (New-KvsSignedUrl @parts -RegionToCall us-west-2 @keys @time).Url | Should -BeExactly $viewerUrl
        }

        It 'leaves the regions of the session alone: the channel has one' {
            $StoredAWSRegion = 'eu-west-1'
            $env:AWS_REGION = 'eu-west-2'
            try {
                (New-KvsSignedUrl @parts @keys @time).Region | Should -BeExactly 'us-west-2'
            }
            finally {
                Remove-Item Env:AWS_REGION
            }

            $StoredAWSRegion | Should -Be 'eu-west-1'
        }
    }

    Context 'by whole' {
        It 'signs a URL given as <Form>' -ForEach @(
            @{ Form = '-Uri'; Script = { New-KvsSignedUrl -Uri $wholeUrl @keys @time } }
            @{ Form = 'position 0'; Script = { New-KvsSignedUrl $wholeUrl @keys @time } }
            @{ Form = 'pipeline input'; Script = { $wholeUrl | New-KvsSignedUrl @keys @time } }
            @{ Form = 'a System.Uri'; Script = { [uri]$wholeUrl | New-KvsSignedUrl @keys @time } }
            @{ Form = 'the property Uri'; Script = { [pscustomobject]@{ Uri = $wholeUrl } | New-KvsSignedUrl @keys @time } }
            @{ Form = 'its parts, by the names of the API'; Script = { [pscustomobject]@{ WssUri = $viewer; ChannelARN = $arn; ClientId = 'viewer-1' } | New-KvsSignedUrl @keys @time } }
        ) {
            (& $Script).Url | Should -BeExactly $viewerUrl
        }

        It 'decodes once and encodes once, whatever was encoded before' {
            (New-KvsSignedUrl -Uri "$viewer`?X-Amz-ClientId=viewer%2D1&X-Amz-ChannelARN=$arn" @keys @time).Url | Should -BeExactly $viewerUrl
        }

        It 'signs other parameters of the URL too' {
            $url = Read-SignedUrl (New-KvsSignedUrl "$wholeUrl&X-Amz-TestParam=a%20b%2Fc" @keys).Url

            $url.Query['X-Amz-TestParam'] | Should -BeExactly 'a b/c'
            $url.Signature | Should -BeExactly $url.Expected
        }

        It 'signs many URLs of a file, in their order' {
            Set-Content -LiteralPath TestDrive:/urls.txt -Value (1..5 | ForEach-Object { "$viewer/?X-Amz-ChannelARN=$arn&X-Amz-ClientId=v$_" })

            $urls = Get-Content -LiteralPath TestDrive:/urls.txt | New-KvsSignedUrl @keys

            $urls.Count | Should -Be 5
            ($urls | ForEach-Object { (Read-SignedUrl $_.Url).Query['X-Amz-ClientId'] }) -join ',' | Should -BeExactly 'v1,v2,v3,v4,v5'
        }
    }

    Context 'from the pipeline' {
        It 'takes the records of Get-KVSignalingChannelEndpoint, and passes those over that are not for WSS' {
            $records = (New-EndpointRecord HTTPS 'https://r-1.kinesisvideo.us-west-2.amazonaws.com'),
                (New-EndpointRecord WSS $viewer),
                (New-EndpointRecord WEBRTC 'https://w-1.kinesisvideo.us-west-2.amazonaws.com')

            $output = $records | New-KvsSignedUrl -ChannelArn $arn -ClientId viewer-1 @keys @time -Verbose 4>&1
            $urls = @($output | Where-Object { $_ -isnot [System.Management.Automation.VerboseRecord] })
            $verbose = @($output | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] })

            $urls.Count | Should -Be 1
            $urls[0].Url | Should -BeExactly $viewerUrl
            $verbose.Count | Should -Be 2
            $verbose[0].Message | Should -BeLike '*https://r-1.kinesisvideo*passed over*HTTPS*'
            $verbose[1].Message | Should -BeLike '*https://w-1.kinesisvideo*passed over*WEBRTC*'
        }

        It 'is silent about them without -Verbose' {
            $output = New-EndpointRecord HTTPS 'https://r-1.kinesisvideo.us-west-2.amazonaws.com' | New-KvsSignedUrl -ChannelArn $arn @keys *>&1

            $output | Should -BeNullOrEmpty
        }

        It 'takes endpoint, channel and client by their names, such as from a CSV file' {
            $csv = "Endpoint,ChannelArn,ClientId", "$viewer,$arn,viewer-1", "$viewer,$arn,viewer-2" | ConvertFrom-Csv

            $urls = $csv | New-KvsSignedUrl @keys @time

            $urls[0].Url | Should -BeExactly $viewerUrl
            (Read-SignedUrl $urls[1].Url).Query['X-Amz-ClientId'] | Should -BeExactly 'viewer-2'
        }

        It 'signs a master''s URL for a record whose client id is null' {
            $record = [pscustomobject]@{ Endpoint = $master; ChannelArn = $arn; ClientId = $null }

            ($record | New-KvsSignedUrl @keys @time).Url | Should -BeExactly $masterUrl
        }

        It 'forgets one record''s client id before the next' {
            $records = [pscustomobject]@{ Endpoint = $viewer; ChannelArn = $arn; ClientId = 'viewer-1' },
                [pscustomobject]@{ Endpoint = $master; ChannelArn = $arn }

            ($records | New-KvsSignedUrl @keys @time)[1].Url | Should -BeExactly $masterUrl
        }

        It 'goes on after a bad record' {
            $output = "$viewer/?X-Amz-ChannelARN=$arn&X-Amz-ClientId=a", 'not a url', "$viewer/?X-Amz-ChannelARN=$arn&X-Amz-ClientId=b" |
                New-KvsSignedUrl @keys -ErrorVariable problems -ErrorAction SilentlyContinue

            $output.Count | Should -Be 2
            $problems.Count | Should -Be 1
            $problems[0].FullyQualifiedErrorId | Should -BeExactly 'EndpointInvalid,AwsSignTools.Commands.NewKvsSignedUrlCommand'
        }

        It 'has one error for each bad record, and signs the others' {
            $urls = 'good-1', 'AWS_bad', 'good-2', 'sp ace', 'good-3' | ForEach-Object { [pscustomobject]@{ ClientId = $_; Endpoint = $viewer } } |
                New-KvsSignedUrl -ChannelArn $arn @keys -ErrorVariable problems -ErrorAction SilentlyContinue

            $urls | ForEach-Object { (Read-SignedUrl $_.Url).Query['X-Amz-ClientId'] } | Should -BeExactly @('good-1', 'good-2', 'good-3')
            $problems.TargetObject | Should -BeExactly @('AWS_bad', 'sp ace')
            $problems.FullyQualifiedErrorId | ForEach-Object { $_.Split(',')[0] } | Should -BeExactly @('KvsClientIdInvalid', 'KvsClientIdInvalid')
        }

        It 'stops at a bad record with -ErrorAction Stop' {
            $output = [System.Collections.ArrayList]::new()

            { $wholeUrl, 'not a url', $wholeUrl | New-KvsSignedUrl @keys -ErrorAction Stop | ForEach-Object { $output.Add($_) } } |
                Should -Throw -ErrorId 'EndpointInvalid,AwsSignTools.Commands.NewKvsSignedUrlCommand'
            $output.Count | Should -Be 1
        }
    }

    Context 'credentials' {
        It 'takes the aliases of AWS.Tools: <Names>' -ForEach @(
            @{ Names = 'AK SK ST' }
            @{ Names = 'AccessKey SecretAccessKey SessionToken' }
        ) {
            $access, $secret, $token = $Names.Split(' ')
            $credential = @{ $access = $sample.TemporaryKey; $secret = $sample.SecretKey; $token = $sample.SessionToken }

            (New-KvsSignedUrl @parts @credential @time).Signature | Should -BeExactly $temporarySignature
        }

        It 'takes secrets as SecureStrings' {
            $credential = @{
                AccessKey    = $sample.TemporaryKey
                SecretKey    = ConvertTo-Secure $sample.SecretKey
                SessionToken = ConvertTo-Secure $sample.SessionToken
            }

            (New-KvsSignedUrl @parts @credential @time).Signature | Should -BeExactly $temporarySignature
        }

        It 'takes an unset session token as none: <Name>' -ForEach @(
            @{ Name = 'null'; Token = $null }
            @{ Name = 'empty text'; Token = '' }
        ) {
            (New-KvsSignedUrl @parts @keys @time -SessionToken $Token).Url | Should -BeExactly $viewerUrl
        }

        It 'puts the session token into the signed query' {
            $url = Read-SignedUrl (New-KvsSignedUrl @parts -AK $sample.TemporaryKey -SK $sample.SecretKey -ST $sample.SessionToken).Url

            $url.Query['X-Amz-Security-Token'] | Should -BeExactly $sample.SessionToken
            $url.Signature | Should -BeExactly $url.Expected
        }

        It 'takes -Credential as <Form>' -ForEach @(
            @{ Form = 'a hashtable'; Make = { @{ AccessKeyId = $id; SecretAccessKey = $secret; SessionToken = $token } } }
            @{ Form = 'a hashtable of SecureStrings'; Make = { @{ AccessKeyId = $id; SecretAccessKey = ConvertTo-Secure $secret; SessionToken = ConvertTo-Secure $token } } }
            @{ Form = 'an ordered dictionary with other capitals'; Make = { [ordered]@{ accesskeyid = $id; secretaccesskey = $secret; sessiontoken = $token } } }
            @{ Form = 'an object'; Make = { [pscustomobject]@{ AccessKeyId = $id; SecretAccessKey = $secret; SessionToken = $token } } }
            @{ Form = 'an object with the names of the parameters'; Make = { [pscustomobject]@{ AccessKey = $id; SecretKey = $secret; Token = $token } } }
            @{ Form = 'the output of Use-STSRole'; Make = {
                    [pscustomobject]@{
                        AssumedRoleUser = [pscustomobject]@{ Arn = 'arn:aws:sts::123456789012:assumed-role/r/s' }
                        Credentials     = [pscustomobject]@{ AccessKeyId = $id; SecretAccessKey = $secret; SessionToken = $token; Expiration = [datetime]::UtcNow.AddHours(1) }
                    }
                }
            }
            @{ Form = 'the Credentials of Use-STSRole'; Make = {
                    [pscustomobject]@{ AccessKeyId = $id; SecretAccessKey = $secret; SessionToken = $token; Expiration = [datetime]::UtcNow.AddHours(1) }
                }
            }
            @{ Form = 'what `aws configure export-credentials` prints, made an object'; Make = {
                    ConvertFrom-Json ('{"Version":1,"AccessKeyId":"' + $id + '","SecretAccessKey":"' + $secret + '","SessionToken":"' + $token + '","Expiration":"2019-12-01T01:00:00+00:00"}')
                }
            }
            @{ Form = 'what `aws sts assume-role` prints, made an object'; Make = {
                    ConvertFrom-Json ('{"Credentials":{"AccessKeyId":"' + $id + '","SecretAccessKey":"' + $secret + '","SessionToken":"' + $token + '","Expiration":"2019-12-01T01:00:00+00:00"},"AssumedRoleUser":{"Arn":"a"}}')
                }
            }
            @{ Form = 'the JSON text of `aws configure export-credentials`'; Make = { '{"Version":1,"AccessKeyId":"' + $id + '","SecretAccessKey":"' + $secret + '","SessionToken":"' + $token + '","Expiration":"2019-12-01T01:00:00+00:00"}' } }
            @{ Form = 'the lines that `aws configure export-credentials` prints'; Make = {
                    '{', '  "Version": 1,', ('  "AccessKeyId": "' + $id + '",'), ('  "SecretAccessKey": "' + $secret + '",'), ('  "SessionToken": "' + $token + '"'), '}'
                }
            }
            @{ Form = 'the JSON text of `aws sts assume-role`'; Make = {
                    '{"Credentials":{"AccessKeyId":"' + $id + '","SecretAccessKey":"' + $secret + '","SessionToken":"' + $token + '"},"AssumedRoleUser":{"Arn":"a"}}'
                }
            }
            @{ Form = 'the JSON text of `aws sso get-role-credentials`'; Make = {
                    '{"roleCredentials":{"accessKeyId":"' + $id + '","secretAccessKey":"' + $secret + '","sessionToken":"' + $token + '","expiration":1575165600000}}'
                }
            }
            @{ Form = 'the output of Get-SSORoleCredential'; Make = {
                    [pscustomobject]@{ AccessKeyId = $id; SecretAccessKey = $secret; SessionToken = $token; Expiration = [long]1575165600000 }
                }
            }
        ) {
            $id, $secret, $token = $sample.TemporaryKey, $sample.SecretKey, $sample.SessionToken

            (New-KvsSignedUrl @parts @time -Credential (. $Make)).Signature | Should -BeExactly $temporarySignature
        }

        It 'takes a PSCredential: the access key as user name, the secret as password' {
            $credential = [pscredential]::new($sample.AccessKey, (ConvertTo-Secure $sample.SecretKey))

            (New-KvsSignedUrl @parts @time -Credential $credential).Url | Should -BeExactly $viewerUrl
        }

        It 'takes the environment''s' {
            $env:AWS_ACCESS_KEY_ID = $sample.TemporaryKey
            $env:AWS_SECRET_ACCESS_KEY = $sample.SecretKey
            $env:AWS_SESSION_TOKEN = $sample.SessionToken
            try {
                (New-KvsSignedUrl @parts @time).Signature | Should -BeExactly $temporarySignature
            }
            finally {
                Clear-TestEnvironment
            }
        }

        It 'takes $StoredAWSCredentials' {
            $StoredAWSCredentials = [pscredential]::new($sample.AccessKey, (ConvertTo-Secure $sample.SecretKey))

            (New-KvsSignedUrl @parts @time).Url | Should -BeExactly $viewerUrl
            $StoredAWSCredentials.UserName | Should -Be $sample.AccessKey
        }

        It 'says when a temporary credential ends before the URL does, as <Form>' -ForEach @(
            @{ Form = 'DateTime'; End = [datetime]::new(2019, 12, 1, 0, 1, 0, [System.DateTimeKind]::Utc) }
            @{ Form = 'DateTimeOffset'; End = [datetimeoffset]::new(2019, 12, 1, 2, 1, 0, [timespan]'02:00') }
            @{ Form = 'text'; End = '2019-12-01T00:01:00+00:00' }
        ) {
            $credential = @{ AccessKeyId = $sample.TemporaryKey; SecretAccessKey = $sample.SecretKey; SessionToken = 't'; Expiration = $End }

            $url = New-KvsSignedUrl @parts @time -Credential $credential -WarningVariable warnings -WarningAction SilentlyContinue

            $warnings.Count | Should -Be 1
            $warnings[0].Message | Should -BeLike '*before the URL does*'
            $url.ExpiresAt.ToString('u') | Should -BeExactly '2019-12-01 00:04:59Z'
            $url.EffectiveExpiresAt.ToString('u') | Should -BeExactly '2019-12-01 00:01:00Z'
            Get-View $url | Should -Match 'ExpiresAt : 2019-12-01 00:01:00 UTC \(with the credential\)'
        }

        It 'prefers <First> to <Second>' -ForEach @(
            @{ First = 'explicit keys'; Second = '-Credential'; Explicit = 'FIRST'; Object = 'SECOND' }
            @{ First = 'explicit keys'; Second = '$StoredAWSCredentials'; Explicit = 'FIRST'; Stored = 'SECOND' }
            @{ First = '-Credential'; Second = '$StoredAWSCredentials'; Object = 'FIRST'; Stored = 'SECOND' }
            @{ First = '-Credential'; Second = 'the environment'; Object = 'FIRST'; Environment = 'SECOND' }
            @{ First = '$StoredAWSCredentials'; Second = 'the environment'; Stored = 'FIRST'; Environment = 'SECOND' }
        ) {
            $case = $_
            $secret = $sample.SecretKey
            $arguments = @{}
            if ($case.Explicit) { $arguments += @{ AccessKey = $case.Explicit; SecretKey = $secret } }
            if ($case.Object) { $arguments.Credential = @{ AccessKeyId = $case.Object; SecretAccessKey = $secret } }
            if ($case.Stored) { $StoredAWSCredentials = @{ AccessKeyId = $case.Stored; SecretAccessKey = $secret } }
            if ($case.Environment) { $env:AWS_ACCESS_KEY_ID = $case.Environment; $env:AWS_SECRET_ACCESS_KEY = $secret }
            try {
                (Read-SignedUrl (New-KvsSignedUrl @parts @arguments).Url).AccessKey | Should -BeExactly 'FIRST'
                if ($case.Stored) { $StoredAWSCredentials | Should -Not -BeNullOrEmpty }
            }
            finally {
                Clear-TestEnvironment
            }
        }

        It 'never takes the environment''s in place of <What>' -ForEach @(
            @{ What = 'a profile'; Arguments = @{ ProfileName = 'media' }; Id = 'ProfileNotFound'; Target = 'media'; Says = "*no profile 'media'*" }
            @{ What = 'a profile (StoredCredentials)'; Arguments = @{ StoredCredentials = 'media' }; Id = 'ProfileNotFound'; Target = 'media'; Says = "*no profile 'media'*" }
            @{ What = 'a profile (AWSProfileName)'; Arguments = @{ AWSProfileName = 'media' }; Id = 'ProfileNotFound'; Target = 'media'; Says = "*no profile 'media'*" }
            @{ What = 'a profile of another file'; Arguments = @{ ProfileLocation = 'x' }; Id = 'ProfileFileMissing'; Target = Join-Path $PWD.Path 'x'; Says = '*no file or folder*x*' }
            @{ What = 'a profile of another file (ProfilesLocation)'; Arguments = @{ ProfilesLocation = 'x' }; Id = 'ProfileFileMissing'; Target = Join-Path $PWD.Path 'x'; Says = '*no file or folder*x*' }
            @{ What = 'a profile of another file (AWSProfilesLocation)'; Arguments = @{ AWSProfilesLocation = 'x' }; Id = 'ProfileFileMissing'; Target = Join-Path $PWD.Path 'x'; Says = '*no file or folder*x*' }
            @{ What = 'an access key without its secret'; Arguments = @{ AccessKey = 'AKIA' }; Id = 'CredentialIncomplete'; Target = 'The explicit credential'; Says = '*no -SecretKey*' }
            @{ What = 'a secret without its access key'; Arguments = @{ SecretKey = 'secret' }; Id = 'CredentialIncomplete'; Target = 'The explicit credential'; Says = '*no -AccessKey*' }
            @{ What = 'half a -Credential'; Arguments = @{ Credential = @{ AccessKeyId = 'AKIA' } }; Id = 'CredentialIncomplete'; Target = '-Credential'; Says = '*no SecretAccessKey*' }
            @{ What = 'half a -Credential in JSON'; Arguments = @{ Credential = '{ "AccessKeyId": "AKIDX" }' }; Id = 'CredentialIncomplete'; Target = '-Credential'; Says = '*' }
            @{ What = 'a number'; Arguments = @{ Credential = 42 }; Id = 'CredentialObjectInvalid'; Target = '-Credential'; Says = '*System.Int32*' }
            @{ What = 'JSON that is no object'; Arguments = @{ Credential = '[ 1 ]' }; Id = 'CredentialObjectInvalid'; Target = '-Credential'; Says = '*' }
            @{ What = 'lines that are none'; Arguments = @{ Credential = '{', '}', 5 }; Id = 'CredentialObjectInvalid'; Target = '-Credential'; Says = '*' }
            @{ What = 'a credential within itself'; Arguments = @{ Credential = & { $h = @{}; $h.Credentials = $h; $h } }; Id = 'CredentialObjectInvalid'; Target = '-Credential'; Says = '*' }
            @{ What = 'a credential that has ended'; Arguments = @{ Credential = @{ AccessKeyId = 'ASIAX'; SecretAccessKey = 'x'; SessionToken = 'y'; Expiration = '2020-01-01T00:00:00Z' } }; Id = 'CredentialExpired'; Target = 'ASIAX'; Says = '*' }
        ) {
            $env:AWS_ACCESS_KEY_ID = $sample.AccessKey
            $env:AWS_SECRET_ACCESS_KEY = $sample.SecretKey
            try {
                $refusal = Get-Refusal { New-KvsSignedUrl @parts @Arguments }
            }
            finally {
                Clear-TestEnvironment
            }

            Assert-Refusal $refusal New-KvsSignedUrl $Id AuthenticationError $Target -Terminating
            $refusal.Message | Should -BeLike $Says
        }

        It 'names the half that the environment lacks' {
            $env:AWS_ACCESS_KEY_ID = $sample.AccessKey
            try {
                $refusal = Get-Refusal { New-KvsSignedUrl @parts }
            }
            finally {
                Clear-TestEnvironment
            }

            $refusal.Id | Should -BeExactly 'CredentialIncomplete'
            $refusal.Message | Should -BeLike '*AWS_SECRET_ACCESS_KEY*'
        }

        It 'ends the pipeline, with one error, where there is no credential' {
            $refusal = Get-Refusal { $wholeUrl, $wholeUrl | New-KvsSignedUrl }

            Assert-Refusal $refusal New-KvsSignedUrl CredentialNotFound AuthenticationError $null -Terminating
        }

        It 'ends the pipeline, with one error, where <What>' -ForEach @(
            @{ What = 'the access key has a slash'; Arguments = @{ AccessKey = 'a/b'; SecretKey = 'secret' }; Id = 'AccessKeyInvalid'; Target = 'AccessKey' }
            @{ What = 'the access key cannot be one'; Arguments = @{ AccessKey = 'AKIA EXAMPLE'; SecretKey = 'secret' }; Id = 'AccessKeyInvalid'; Target = 'AccessKey' }
            @{ What = 'the secret has a line end'; Arguments = @{ AccessKey = 'AKIA'; SecretKey = "secret`n" }; Id = 'SecretKeyInvalid'; Target = 'SecretKey' }
            @{ What = 'the secret ends in a space'; Arguments = @{ AccessKey = 'AKIA'; SecretKey = 'x ' }; Id = 'SecretKeyInvalid'; Target = 'SecretKey' }
            @{ What = 'the secret is empty'; Arguments = @{ AccessKey = 'AKIA'; SecretKey = '' }; Id = 'SecretKeyInvalid'; Target = 'SecretKey' }
            @{ What = 'the session token has a line end'; Arguments = @{ AccessKey = 'AKIA'; SecretKey = 'secret'; SessionToken = "y`n" }; Id = 'SessionTokenInvalid'; Target = 'SessionToken' }
            @{ What = 'the session token has a space'; Arguments = @{ AccessKey = 'AKIA'; SecretKey = 'secret'; SessionToken = 'a b' }; Id = 'SessionTokenInvalid'; Target = 'SessionToken' }
        ) {
            $refusal = Get-Refusal { $wholeUrl, $wholeUrl | New-KvsSignedUrl @Arguments }

            Assert-Refusal $refusal New-KvsSignedUrl $Id InvalidArgument $Target -Terminating
        }
    }

    Context 'time' {
        It 'takes -SigningTime as <Form>' -ForEach @(
            @{ Form = 'ISO 8601 in UTC'; Moment = '2019-12-01T00:00:00Z' }
            @{ Form = 'ISO 8601 with an offset'; Moment = '2019-12-01T01:30:00+01:30' }
            @{ Form = 'SigV4''s own form'; Moment = '20191201T000000Z' }
            @{ Form = 'a DateTime in UTC'; Moment = [datetime]::new(2019, 12, 1, 0, 0, 0, [System.DateTimeKind]::Utc) }
            @{ Form = 'a local DateTime'; Moment = [datetime]::new(2019, 12, 1, 0, 0, 0, [System.DateTimeKind]::Utc).ToLocalTime() }
            @{ Form = 'a DateTimeOffset'; Moment = [datetimeoffset]::new(2019, 11, 30, 19, 0, 0, [timespan]'-05:00') }
            @{ Form = 'a DateTimeOffset with a fraction'; Moment = [datetimeoffset]::new(2019, 12, 1, 0, 0, 0, 999, [timespan]::Zero) }
        ) {
            (New-KvsSignedUrl @parts @keys -SigningTime $Moment).Url | Should -BeExactly $viewerUrl
            (New-KvsSignedUrl @parts @keys -Timestamp $Moment).Url | Should -BeExactly $viewerUrl
        }

        It 'refuses a number as -SigningTime: seconds and milliseconds are too easily mistaken' {
            $refusal = Get-Refusal { New-KvsSignedUrl @parts @keys -SigningTime 1575158400 }

            $refusal.Id | Should -BeExactly 'ParameterArgumentTransformationError'
            $refusal.Message | Should -BeLike '*FromUnixTimeSeconds*'
        }

        It 'signs for now where no time is given' {
            $before = [datetimeoffset]::UtcNow.AddSeconds(-1)
            $url = New-KvsSignedUrl @parts @keys

            $url.SignedAt | Should -BeGreaterOrEqual $before
            $url.SignedAt | Should -BeLessOrEqual ([datetimeoffset]::UtcNow)
            ($url.ExpiresAt - $url.SignedAt).TotalSeconds | Should -Be 299
        }

        It 'takes -ExpiresIn as <Form>' -ForEach @(
            @{ Form = 'seconds'; ExpiresIn = 60 }
            @{ Form = 'seconds in text'; ExpiresIn = '60' }
            @{ Form = 'a TimeSpan'; ExpiresIn = [timespan]::FromMinutes(1) }
            @{ Form = 'a TimeSpan in text'; ExpiresIn = '00:01:00' }
        ) {
            (Read-SignedUrl (New-KvsSignedUrl @parts @keys -ExpiresIn $ExpiresIn).Url).Query['X-Amz-Expires'] | Should -BeExactly '60'
            (Read-SignedUrl (New-KvsSignedUrl @parts @keys -Expires $ExpiresIn).Url).Query['X-Amz-Expires'] | Should -BeExactly '60'
        }

        It 'refuses -ExpiresIn <ExpiresIn>' -ForEach @(
            @{ ExpiresIn = 0; Target = [timespan]::Zero }
            @{ ExpiresIn = -1; Target = [timespan]'-00:00:01' }
            @{ ExpiresIn = 604801; Target = [timespan]'7.00:00:01' }
            @{ ExpiresIn = 1e300; Target = [timespan]::MaxValue }
        ) {
            $refusal = Get-Refusal { New-KvsSignedUrl @parts @keys -ExpiresIn $ExpiresIn -WarningAction SilentlyContinue }

            Assert-Refusal $refusal New-KvsSignedUrl ExpiresOutOfRange LimitsExceeded $Target
        }

        It 'signs the same in <Culture>' -ForEach @(
            @{ Culture = 'th-TH' }
            @{ Culture = 'ar-SA' }
            @{ Culture = 'tr-TR' }
            @{ Culture = 'de-DE' }
        ) {
            $url = Invoke-InCulture $Culture {
                New-KvsSignedUrl -Endpoint $viewer.ToUpperInvariant() -ChannelArn $arn -ClientId viewer-1 @keys -SigningTime '2019-12-01T00:00:00Z' -ExpiresIn '299'
            }

            $url.Url | Should -BeExactly $viewerUrl
            (Invoke-InCulture $Culture { New-KvsSignedUrl @parts @keys -SigningTime '12/01/2019 00:00:00Z' }).Url | Should -BeExactly $viewerUrl
            Invoke-InCulture $Culture { Get-View $url } | Should -Match 'SignedAt\s+: 2019-12-01 00:00:00 UTC'
        }
    }

    Context 'refusals' {
        It 'refuses <Why>' -ForEach @(
            @{ Why = 'a stream''s ARN'; Change = @{ ChannelArn = 'arn:aws:kinesisvideo:us-west-2:123456789012:stream/s/1' }; Id = 'KvsChannelArnInvalid'; Target = 'arn:aws:kinesisvideo:us-west-2:123456789012:stream/s/1' }
            @{ Why = 'another service''s ARN'; Change = @{ ChannelArn = 'arn:aws:ivs:us-west-2:123456789012:channel/c/1' }; Id = 'KvsChannelArnInvalid'; Target = 'arn:aws:ivs:us-west-2:123456789012:channel/c/1' }
            @{ Why = 'an encoded ARN'; Change = @{ ChannelArn = 'arn%3Aaws%3Akinesisvideo' }; Id = 'KvsChannelArnEncoded'; Target = 'arn%3Aaws%3Akinesisvideo' }
            @{ Why = 'a port that is none'; Change = @{ Endpoint = 'wss://x:0' }; Id = 'EndpointInvalid'; Target = 'wss://x:0' }
            @{ Why = 'a scheme that is none'; Change = @{ Endpoint = 'http s://x' }; Id = 'EndpointInvalid'; Target = 'http s://x' }
            @{ Why = 'an endpoint with a user'; Change = @{ Endpoint = 'wss://user@x' }; Id = 'EndpointInvalid'; Target = $null }
            @{ Why = 'an endpoint with a fragment'; Change = @{ Endpoint = 'wss://x#y' }; Id = 'EndpointInvalid'; Target = "wss://x#$([char]0x2026)" }
            @{ Why = 'an empty client id'; Change = @{ ClientId = '' }; Id = 'KvsClientIdInvalid'; Target = '' }
            @{ Why = 'a client id with a space'; Change = @{ ClientId = 'bad id' }; Id = 'KvsClientIdInvalid'; Target = 'bad id' }
            @{ Why = 'a client id that AWS keeps for itself'; Change = @{ ClientId = 'aws_viewer' }; Id = 'KvsClientIdInvalid'; Target = 'aws_viewer' }
            @{ Why = 'a client id of 257 characters'; Change = @{ ClientId = 'x' * 257 }; Id = 'KvsClientIdInvalid'; Target = 'x' * 257 }
            @{ Why = 'a viewer at a master''s endpoint'; Change = @{ Endpoint = 'wss://m-1.kinesisvideo.us-west-2.amazonaws.com' }; Id = 'KvsEndpointRoleMismatch'; Target = 'm-1.kinesisvideo.us-west-2.amazonaws.com' }
            @{ Why = 'an https endpoint'; Change = @{ Endpoint = 'https://v-1.kinesisvideo.us-west-2.amazonaws.com' }; Id = 'KvsEndpointInvalid'; Target = 'https://v-1.kinesisvideo.us-west-2.amazonaws.com' }
            @{ Why = 'an endpoint with a path'; Change = @{ Endpoint = 'wss://v-1.kinesisvideo.us-west-2.amazonaws.com/x' }; Id = 'KvsEndpointInvalid'; Target = '/x' }
            @{ Why = 'an endpoint with a query'; Change = @{ Endpoint = 'wss://v-1.kinesisvideo.us-west-2.amazonaws.com?a=b' }; Id = 'KvsEndpointInvalid'; Target = "wss://v-1.kinesisvideo.us-west-2.amazonaws.com?$([char]0x2026)" }
            @{ Why = 'an endpoint of another region'; Change = @{ Endpoint = 'wss://v-1.kinesisvideo.eu-west-1.amazonaws.com' }; Id = 'KvsRegionMismatch'; Target = 'v-1.kinesisvideo.eu-west-1.amazonaws.com' }
            @{ Why = 'another region'; Change = @{ Region = 'eu-west-1' }; Id = 'KvsRegionMismatch'; Target = 'eu-west-1' }
            @{ Why = 'a host that is none'; Change = @{ Endpoint = 'wss://bad host' }; Id = 'EndpointInvalid'; Target = 'wss://bad host' }
        ) {
            $arguments = $parts + $keys
            foreach ($name in $Change.Keys) { $arguments[$name] = $Change[$name] }

            $refusal = Get-Refusal { New-KvsSignedUrl @arguments }

            Assert-Refusal $refusal New-KvsSignedUrl $Id InvalidArgument $Target
        }

        It 'says the value, the rule and the remedy' {
            $refusal = Get-Refusal { New-KvsSignedUrl -Endpoint $viewer -ChannelArn $arn -ClientId AWS_viewer @keys }

            $refusal.Message | Should -BeExactly "The client id 'AWS_viewer' begins with AWS_ (in any case), which Kinesis Video Streams keeps for itself."
            $refusal.Action | Should -BeExactly 'Give an id that begins otherwise.'
            $refusal.Record.Exception.Message | Should -BeExactly "$($refusal.Message) $($refusal.Action)"
        }

        It 'refuses a master at a viewer''s endpoint' {
            $refusal = Get-Refusal { New-KvsSignedUrl -Endpoint $viewer -ChannelArn $arn @keys }

            Assert-Refusal $refusal New-KvsSignedUrl KvsEndpointRoleMismatch InvalidArgument 'v-a1b2c3d4.kinesisvideo.us-west-2.amazonaws.com'
            $refusal.Action | Should -BeLike '*-ClientId*'
        }

        It 'refuses a role that is not what the client id says' {
            $asMaster = Get-Refusal { New-KvsSignedUrl @parts -Role Master @keys }
            $asViewer = Get-Refusal { New-KvsSignedUrl -Endpoint $master -ChannelArn $arn -Role Viewer @keys }

            Assert-Refusal $asMaster New-KvsSignedUrl KvsRoleMismatch InvalidArgument 'Master'
            Assert-Refusal $asViewer New-KvsSignedUrl KvsRoleMismatch InvalidArgument 'Viewer'
        }

        It 'refuses an empty -ClientId, which would make a master of a viewer' {
            (Get-Refusal { New-KvsSignedUrl -Endpoint $master -ChannelArn $arn -ClientId '' @keys }).Id | Should -BeExactly 'KvsClientIdInvalid'
        }

        It 'refuses an unset variable as -ClientId where -Role tells that a viewer is meant' {
            (Get-Refusal { New-KvsSignedUrl -Endpoint wss://localhost -ChannelArn $arn -ClientId $null -Role Viewer @keys }).Id |
                Should -BeExactly 'KvsRoleMismatch'
        }

        It 'refuses a whole URL <Why>' -ForEach @(
            @{ Why = 'without a channel'; Query = 'X-Amz-ClientId=viewer-1'; Id = 'KvsChannelArnMissing'; Target = 'wss://v-a1b2c3d4.kinesisvideo.us-west-2.amazonaws.com' }
            @{ Why = 'with the channel''s name in another case'; Query = 'X-Amz-ChannelArn=x'; Id = 'KvsParameterNameInvalid'; Target = 'X-Amz-ChannelArn' }
            @{ Why = 'with the client''s name in another case'; Query = 'X-Amz-ChannelARN=arn:aws:kinesisvideo:us-west-2:123456789012:channel/demo-channel/1234567890123&X-Amz-ClientID=x'; Id = 'KvsParameterNameInvalid'; Target = 'X-Amz-ClientID' }
            @{ Why = 'with two channels'; Query = 'X-Amz-ChannelARN=a&X-Amz-ChannelARN=b'; Id = 'KvsParameterDuplicate'; Target = 'X-Amz-ChannelARN' }
            @{ Why = 'with a channel encoded twice'; Query = 'X-Amz-ChannelARN=arn%253Aaws%253Akinesisvideo%253Aus-west-2%253A1%253Achannel%252Fa%252F1'; Id = 'KvsChannelArnEncoded'; Target = 'arn%3Aaws%3Akinesisvideo%3Aus-west-2%3A1%3Achannel%2Fa%2F1' }
            @{ Why = 'with half an escape'; Query = 'X-Amz-ChannelARN=%zz'; Id = 'UriEscapeInvalid'; Target = 'X-Amz-ChannelARN' }
            @{ Why = 'that is signed already'; Query = 'X-Amz-ChannelARN=arn:aws:kinesisvideo:us-west-2:123456789012:channel/demo-channel/1234567890123&X-Amz-ClientId=v&X-Amz-Signature=0'; Id = 'UrlAlreadySigned'; Target = 'X-Amz-Signature' }
        ) {
            Assert-Refusal (Get-Refusal { New-KvsSignedUrl "$viewer/?$Query" @keys }) New-KvsSignedUrl $Id InvalidArgument $Target
            Assert-Refusal (Get-Refusal { New-KvsSignedUrl -Uri "$viewer/?$Query" @keys }) New-KvsSignedUrl $Id InvalidArgument $Target
        }

        It 'refuses a URL of its own' {
            (Get-Refusal { New-KvsSignedUrl $viewerUrl @keys }).Id | Should -BeExactly 'UrlAlreadySigned'
        }

        It 'shows the recommended action with the error' {
            Get-View (Get-Refusal { New-KvsSignedUrl @parts -Region eu-west-1 @keys }).Record | Should -Match 'Leave -Region out'
        }
    }

    Context 'warnings' {
        It 'warns of <What>' -ForEach @(
            @{ What = 'a temporary key without its token'; Change = @{ AccessKey = 'ASIAIOSFODNN7EXAMPLE' }; Says = '*temporary (ASIA*no session token*Give the session token*' }
            @{ What = 'a JWT as session token'; Change = @{ AccessKey = 'ASIAIOSFODNN7EXAMPLE'; SessionToken = 'eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl' }; Says = '*looks like a JWT*AssumeRoleWithWebIdentity*' }
            @{ What = 'a host of the service that is no signaling endpoint'; Change = @{ AccessKey = 'AKIA'; Endpoint = 'wss://kinesisvideo.us-west-2.amazonaws.com' }; Says = '*not a signaling endpoint*' }
        ) {
            $arguments = $parts + @{ SecretKey = $sample.SecretKey }
            foreach ($name in $Change.Keys) { $arguments[$name] = $Change[$name] }

            $url = New-KvsSignedUrl @arguments -WarningVariable warnings -WarningAction SilentlyContinue

            $url.Url | Should -Not -BeNullOrEmpty
            $warnings.Count | Should -Be 1
            $warnings[0].Message | Should -BeLike $Says
        }

        It 'says of a life beyond five minutes what official clients ask for, and warns of nothing' {
            $url = New-KvsSignedUrl @parts -AccessKey AKIA -SecretKey $sample.SecretKey -ExpiresIn 301 -WarningVariable warnings -WarningAction SilentlyContinue -Verbose 4>&1

            $warnings.Count | Should -Be 0
            $url[0].Message | Should -BeLike '*00:05:01*299 seconds*'
            $url[1].Findings.Id | Should -BeExactly 'KvsExpiresLong'
        }

        It 'warns of the credential once, not for each record' {
            $urls = $wholeUrl, $wholeUrl, $wholeUrl |
                New-KvsSignedUrl -AccessKey ASIAIOSFODNN7EXAMPLE -SecretKey $sample.SecretKey -WarningVariable warnings -WarningAction SilentlyContinue

            $urls.Count | Should -Be 3
            $warnings.Count | Should -Be 1
        }

        It 'has nothing to say of what is right' {
            $output = New-KvsSignedUrl @parts @keys -ExpiresIn 300 *>&1

            @($output).Count | Should -Be 1
            $output.Findings.Count | Should -Be 0
        }
    }

    Context 'output' {
        BeforeAll {
            $url = New-KvsSignedUrl @parts @keys @time
        }

        It 'is an AwsSignTools.SigV4.SignedUrl, as Get-Command says' {
            $url.GetType().FullName | Should -BeExactly 'AwsSignTools.SigV4.SignedUrl'
            (Get-Command New-KvsSignedUrl).OutputType.Name | Should -Contain 'AwsSignTools.SigV4.SignedUrl'
        }

        It 'has what there is to know' {
            $url.Service | Should -BeExactly 'kinesisvideo'
            $url.Region | Should -BeExactly 'us-west-2'
            $url.SignedAt | Should -Be ([datetimeoffset]'2019-12-01T00:00:00Z')
            $url.ExpiresAt | Should -Be ([datetimeoffset]'2019-12-01T00:04:59Z')
            $url.EffectiveExpiresAt | Should -Be $url.ExpiresAt
            $url.Signature | Should -BeExactly '7a8971a883cc2c10067f94fb4624ea2be441ee6bed5990d5617c703b2e2c6441'
        }

        It 'shows the steps of the signature, which hash to it' {
            $url.CanonicalRequest.Split("`n")[0, 1] | Should -BeExactly @('GET', '/')
            $url.StringToSign.Split("`n")[3] | Should -BeExactly (Get-Sha256Hex (Get-Utf8 $url.CanonicalRequest))
            ConvertTo-Hex (Get-Hmac (Get-SigningKey $sample.SecretKey '20191201/us-west-2/kinesisvideo/aws4_request') $url.StringToSign) |
                Should -BeExactly $url.Signature
        }

        It 'is the URL wherever text is wanted' {
            "$(New-KvsSignedUrl @parts @keys @time)" | Should -BeExactly $viewerUrl
            [string]$url | Should -BeExactly $viewerUrl
            'url: ' + $url | Should -BeExactly "url: $viewerUrl"
            [uri]::new([string]$url).Host | Should -BeExactly 'v-a1b2c3d4.kinesisvideo.us-west-2.amazonaws.com'
        }

        It 'has a view with what a person wants to see, and the whole URL' {
            $view = Get-View $url

            $view | Should -Match ([regex]::Escape("Url       : $viewerUrl"))
            $view | Should -Match 'SignedAt  : 2019-12-01 00:00:00 UTC'
            $view | Should -Match 'ExpiresAt : 2019-12-01 00:04:59 UTC'
            $view | Should -Not -Match 'CanonicalRequest|StringToSign'
        }

        It 'is the same every time' {
            (New-KvsSignedUrl @parts @keys @time).Url | Should -BeExactly (New-KvsSignedUrl @parts @keys @time).Url
        }
    }

    Context 'secrets' {
        It 'shows none in output, verbose, debug, warnings or errors: <Form>' -ForEach @(
            @{ Form = 'text' }
            @{ Form = 'SecureString' }
            @{ Form = 'hashtable' }
            @{ Form = 'object' }
            @{ Form = 'PSCredential' }
        ) {
            $secret = $sample.SecretKey
            $credential = switch ($Form) {
                'text' { @{ AccessKey = 'AKIA'; SecretKey = $secret } }
                'SecureString' { @{ AccessKey = 'AKIA'; SecretKey = ConvertTo-Secure $secret } }
                'hashtable' { @{ Credential = @{ AccessKeyId = 'AKIA'; SecretAccessKey = $secret } } }
                'object' { @{ Credential = [pscustomobject]@{ AccessKeyId = 'AKIA'; SecretAccessKey = $secret } } }
                'PSCredential' { @{ Credential = [pscredential]::new('AKIA', (ConvertTo-Secure $secret)) } }
            }

            $Error.Clear()
            $output = @(
                New-KvsSignedUrl @parts @credential -Verbose -Debug *>&1
                New-KvsSignedUrl @parts @credential -Region eu-west-1 *>&1
                'not a url' | New-KvsSignedUrl @credential *>&1
                1 | New-KvsSignedUrl @parts @credential 2>&1
                try { New-KvsSignedUrl @parts @credential -NoSuchParameter 1 } catch { $_ }
                try { New-KvsSignedUrl @parts @credential -Role NoSuchRole } catch { $_ }
            )

            $Error.Count | Should -BeGreaterOrEqual 5
            $shown = @($output | Where-Object { $_ -isnot [System.Management.Automation.ErrorRecord] }) + $Error
            (Get-Everything $shown).Split("`n") | Where-Object { $_.Contains($secret) } | Should -BeNullOrEmpty
        }

        It 'keeps a secret of the wrong type out of the message' {
            $refusal = Get-Refusal { New-KvsSignedUrl @parts -AccessKey AKIA -SecretKey @('part-of-secret', 'rest') }

            $refusal.Id | Should -BeExactly 'ParameterArgumentTransformationError'
            $refusal.Message | Should -Not -BeLike '*part-of-secret*'
        }
    }

    Context 'as a command' {
        It 'completes -<Parameter>' -ForEach @(
            @{ Parameter = 'Region'; Start = 'us-w'; Expected = 'us-west-1', 'us-west-2' }
            @{ Parameter = 'RegionToCall'; Start = 'eu-c'; Expected = 'eu-central-1', 'eu-central-2' }
            @{ Parameter = 'Role'; Start = ''; Expected = 'Master', 'Viewer' }
            @{ Parameter = 'Role'; Start = 'M'; Expected = @('Master') }
        ) {
            Get-Completion "New-KvsSignedUrl -$Parameter $Start" | Should -BeExactly $Expected
        }

        It 'changes nothing, so it has no -WhatIf and no -Confirm' {
            (Get-Command New-KvsSignedUrl).Parameters.Keys | Should -Not -Contain 'WhatIf'
            (Get-Command New-KvsSignedUrl).Parameters.Keys | Should -Not -Contain 'Confirm'
        }

        It 'signs the same in parallel runspaces' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
            $module = (Get-Module AwsSignTools).Path

            $urls = 1..8 | ForEach-Object -ThrottleLimit 4 -Parallel {
                Import-Module $using:module
                $parts = $using:parts
                $keys = $using:keys
                1..20 | ForEach-Object { (New-KvsSignedUrl @parts @keys -SigningTime 20191201T000000Z).Url }
            }

            $urls.Count | Should -Be 160
            $urls | Sort-Object -Unique | Should -BeExactly $viewerUrl
        }

        It 'works in a function that passes its parameters on' {
            function Get-MyUrl {
                [CmdletBinding()]
                param([Parameter(ValueFromPipeline)] [string] $Client)
                process { New-KvsSignedUrl -Endpoint $viewer -ChannelArn $arn -ClientId $Client @keys @time }
            }

            ('viewer-1' | Get-MyUrl).Url | Should -BeExactly $viewerUrl
        }

        It 'takes its defaults from $PSDefaultParameterValues' {
            $PSDefaultParameterValues = @{ 'New-KvsSignedUrl:AccessKey' = $sample.AccessKey; 'New-KvsSignedUrl:SecretKey' = $sample.SecretKey }

            (New-KvsSignedUrl @parts @time).Url | Should -BeExactly $viewerUrl
            $PSDefaultParameterValues.Count | Should -Be 2
        }
    }
}
