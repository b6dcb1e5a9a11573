#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }

BeforeAll {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    $session = Enter-TestSession
    $ErrorActionPreference = $WarningPreference = 'Continue'
    $VerbosePreference = $DebugPreference = 'SilentlyContinue'
    $sample = Get-Sample
    $key = @{ AccessKey = 'AKIDEXAMPLE'; SecretKey = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }
    $time = @{ SigningTime = '20150830T123600Z' }
    $rds = 'mydb.123456789012.us-west-2.rds.amazonaws.com'
    $dsql = '4iaabtc3aybk5f2vbnfjk2ifre.dsql.us-west-2.on.aws'
    $user = 'jane doe+1@x'

    # Made by the AWS CLI 1.45.11 (aws rds generate-db-auth-token) at this time.
    $rdsToken = 'mydb.123456789012.us-west-2.rds.amazonaws.com:3306/?Action=connect&DBUser=jane%20doe%2B1%40x&X-Amz-Algorithm=AWS4-HMAC-SHA256' +
        '&X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Fus-west-2%2Frds-db%2Faws4_request&X-Amz-Date=20150830T123600Z&X-Amz-Expires=900' +
        '&X-Amz-SignedHeaders=host&X-Amz-Signature=9be36b1f91a4563709e0087aedb380ce328041b8c6546925e026b160588a7460'
}

AfterAll {
    Exit-TestSession $session
    Remove-Module Helpers
}

Describe 'New-AwsAuthToken' {
    Context 'the endpoint' {
        It 'is taken as <Form>' -ForEach @(
            @{ Form = '-Endpoint'; Script = { New-AwsAuthToken -Service rds -Endpoint "${rds}:3306" -User $user @key @time } }
            @{ Form = '-Uri'; Script = { New-AwsAuthToken rds -Uri "https://${rds}:3306" -User $user @key @time } }
            @{ Form = 'position 1'; Script = { New-AwsAuthToken RDS "${rds}:3306" -User $user @key @time } }
            @{ Form = 'port 443'; Script = { (New-AwsAuthToken rds "${rds}:443" -User $user @key @time) | ForEach-Object { $_.Token.StartsWith("${rds}:443/?") | Should -BeTrue; ($_ | Test-AwsSignedUrl @key @time).Valid | Should -BeTrue }; New-AwsAuthToken rds "${rds}:3306" -User $user @key @time } }
            @{ Form = 'JSON of the AWS CLI'; Script = { "{`"Endpoint`":{`"Address`":`"$rds`",`"Port`":3306}}" | ConvertFrom-Json | New-AwsAuthToken rds -User $user @key @time } }
            @{ Form = 'a host and -Port'; Script = { New-AwsAuthToken aurora $rds -Port 3306 -DBUser $user @key @time } }
            @{ Form = 'pipeline input'; Script = { "${rds}:3306" | New-AwsAuthToken rds -User $user @key @time } }
            @{ Form = 'a record'; Script = {
                    [pscustomobject]@{ Service = 'rds'; Endpoint = "${rds}:3306"; User = $user; Region = 'us-west-2' } | New-AwsAuthToken @key @time
                }
            }
            @{ Form = 'what Get-RDSDBInstance writes, piped'; Script = {
                    [pscustomobject]@{ Endpoint = [pscustomobject]@{ Address = $rds; HostedZoneId = 'Z1'; Port = 3306 }; DBInstanceStatus = 'available' } |
                        New-AwsAuthToken rds -User $user @key @time
                }
            }
            @{ Form = 'what Get-RDSDBCluster writes, piped'; Script = {
                    [pscustomobject]@{ Endpoint = $rds; Port = 3306; Status = 'available' } | New-AwsAuthToken rds -User $user @key @time
                }
            }
            @{ Form = 'the Endpoint of an instance'; Script = {
                    New-AwsAuthToken rds ([pscustomobject]@{ Address = $rds; Port = 3306 }) -User $user @key @time
                }
            }
        ) {
            (& $Script).Token | Should -BeExactly $rdsToken
        }

        It 'makes a token of each record, and goes on after a bad one' {
            $records = 'Service,Endpoint,User', "rds,${rds}:3306,a", "rds,$rds,b", "dsql,$dsql,", "nothing,$dsql,c" | ConvertFrom-Csv

            $tokens = $records | New-AwsAuthToken @key -ErrorVariable problems -ErrorAction SilentlyContinue

            $tokens.Service | Should -BeExactly @('rds-db', 'dsql')
            $problems.FullyQualifiedErrorId -replace ',.*' | Should -BeExactly @('AuthTokenPortMissing', 'AuthTokenServiceUnknown')
        }
    }

    Context 'what is signed' {
        It 'is a token of <Service> for <What>' -ForEach @(
            @{ Service = 'elasticache'; What = 'a replication group'; Arguments = @{ ReplicationGroupId = 'my-cache'; User = 'iam-user-01' }; Begin = 'my-cache/?Action=connect&User=iam-user-01&X-Amz-' }
            @{ Service = 'elasticache'; What = 'a serverless cache'; Arguments = @{ ServerlessCacheName = 'my-cache'; User = 'iam-user-01' }; Begin = 'my-cache/?Action=connect&ResourceType=ServerlessCache&User=iam-user-01&X-Amz-' }
            @{ Service = 'memorydb'; What = 'a cluster'; Arguments = @{ ClusterName = 'my-cluster'; User = 'u' }; Begin = 'my-cluster/?Action=connect&User=u&X-Amz-' }
            @{ Service = 'dsql'; What = 'a user'; Arguments = @{ Endpoint = '4iaabtc3aybk5f2vbnfjk2ifre.dsql.us-west-2.on.aws'; User = 'me' }; Begin = '4iaabtc3aybk5f2vbnfjk2ifre.dsql.us-west-2.on.aws/?Action=DbConnect&' }
            @{ Service = 'dsql'; What = 'an administrator'; Arguments = @{ Endpoint = '4iaabtc3aybk5f2vbnfjk2ifre.dsql.us-west-2.on.aws'; Admin = $true }; Begin = '4iaabtc3aybk5f2vbnfjk2ifre.dsql.us-west-2.on.aws/?Action=DbConnectAdmin&' }
            @{ Service = 'msk'; What = 'a region'; Arguments = @{}; Begin = 'aHR0cHM6Ly9rYWZrYS51cy13ZXN0LTIuYW1hem9uYXdzLmNvbS8_QWN0aW9uPWthZmthLWNsdXN0ZXIlM0FDb25uZWN0Jl' }
            @{ Service = 'eks'; What = 'a cluster'; Arguments = @{ ClusterName = 'my-cluster' }; Begin = 'k8s-aws-v1.aHR0cHM6Ly9zdHMudXMtd2VzdC0yLmFtYXpvbmF3cy5jb20v' }
        ) {
            $token = New-AwsAuthToken $Service @Arguments -Region us-west-2 @key

            $token.Token | Should -BeLike "$([wildcardpattern]::Escape($Begin))*"
            $token | Test-AwsSignedUrl @key | ForEach-Object { $_.SignatureValid; $_.Findings.Count } | Should -Be @($true, 0)
        }

        It 'is the token of aws eks get-token' {
            $token = New-AwsAuthToken eks -ClusterName my-cluster -Region us-west-2 @key @time

            $token.Token | Should -BeExactly ('k8s-aws-v1.aHR0cHM6Ly9zdHMudXMtd2VzdC0yLmFtYXpvbmF3cy5jb20vP0FjdGlvbj1HZXRDYWxsZXJJZGVudGl0eSZWZXJzaW9uPTIwMTEtMDYtMTUm' +
                'WC1BbXotQWxnb3JpdGhtPUFXUzQtSE1BQy1TSEEyNTYmWC1BbXotQ3JlZGVudGlhbD1BS0lERVhBTVBMRSUyRjIwMTUwODMwJTJGdXMtd2VzdC0yJTJGc3RzJTJGYXdzNF9yZXF1ZXN0Jlgt' +
                'QW16LURhdGU9MjAxNTA4MzBUMTIzNjAwWiZYLUFtei1FeHBpcmVzPTYwJlgtQW16LVNpZ25lZEhlYWRlcnM9aG9zdCUzQngtazhzLWF3cy1pZCZYLUFtei1TaWduYXR1cmU9MGU0NjQwYjE3' +
                'YmM4ZDUxMDMwODQyNDE2ODVhN2M5MDdiNTEzOTZhN2ZkNWY2ZTYxODEzNThkMGRmNGYzN2U5ZA')
        }

        It 'has the region of <Source>' -ForEach @(
            @{ Source = 'the host'; Arguments = @{ Service = 'msk'; Endpoint = 'b-1.demo.a1b2c3.c2.kafka.eu-west-1.amazonaws.com:9098' }; Region = 'eu-west-1' }
            @{ Source = '-Region'; Arguments = @{ Service = 'msk'; Region = 'eu-west-2' }; Region = 'eu-west-2' }
            @{ Source = 'the environment'; Arguments = @{ Service = 'msk' }; Region = 'eu-west-3' }
        ) {
            $env:AWS_REGION = 'eu-west-3'
            try {
                (New-AwsAuthToken @Arguments @key).Region | Should -BeExactly $Region
            }
            finally {
                Clear-TestEnvironment
            }
        }

        It 'is made of a record without an endpoint, from an object and from a CSV' {
            ([pscustomobject]@{ ClusterName = 'c1'; Region = 'us-west-2' } | New-AwsAuthToken eks @key @time).ClusterName | Should -BeExactly 'c1'
            $csv = "Service,Endpoint,ClusterName,User,Region", 'eks,,c1,,us-west-2', 'memorydb,,my-cluster,jane,us-west-2' | ConvertFrom-Csv
            @($csv | New-AwsAuthToken @key @time).ClusterName | Should -BeExactly @('c1', 'my-cluster')
        }

        It 'ends with a temporary credential, of which it warns once' {
            $credential = @{ AccessKeyId = $sample.TemporaryKey; SecretAccessKey = $sample.SecretKey; SessionToken = 't'; Expiration = [datetime]::UtcNow.AddMinutes(10) }

            $tokens = "${rds}:1", "${rds}:2" | New-AwsAuthToken rds -User u -Credential $credential -WarningVariable warnings -WarningAction SilentlyContinue

            $tokens[0].EffectiveExpiresAt | Should -BeLessThan $tokens[0].ExpiresAt
            @($warnings).Count | Should -Be 1
        }

        It 'warns of a host that is not known' {
            $null = New-AwsAuthToken rds db.example.com:3306 -User u -Region us-west-2 @key -WarningVariable warnings -WarningAction SilentlyContinue

            $warnings.Message | Should -BeLike "*'db.example.com' is not known*own host*"
        }
    }

    Context 'refusals' {
        It 'refuses <Id>' -ForEach @(
            @{ Id = 'AuthTokenServiceUnknown'; Arguments = @{ Service = 'redshift' }; Target = 'redshift' }
            @{ Id = 'AuthTokenPortMissing'; Arguments = @{ Service = 'rds'; Endpoint = 'mydb.123456789012.us-west-2.rds.amazonaws.com'; User = 'u' }; Target = 'mydb.123456789012.us-west-2.rds.amazonaws.com' }
            @{ Id = 'AuthTokenUserMissing'; Arguments = @{ Service = 'rds'; Endpoint = 'mydb.123456789012.us-west-2.rds.amazonaws.com:3306'; User = '' }; Target = 'rds' }
            @{ Id = 'AuthTokenRegionMismatch'; Arguments = @{ Service = 'rds'; Endpoint = 'mydb.123456789012.us-west-2.rds.amazonaws.com:3306'; User = 'u'; Region = 'eu-west-1' }; Target = 'eu-west-1' }
            @{ Id = 'AuthTokenLifeTooLong'; Arguments = @{ Service = 'msk'; Region = 'us-west-2'; ExpiresIn = 901 }; Target = [timespan]'00:15:01'; Category = 'LimitsExceeded' }
            @{ Id = 'ExpiresOutOfRange'; Arguments = @{ Service = 'msk'; Region = 'us-west-2'; ExpiresIn = 0 }; Target = [timespan]'00:00:00'; Category = 'LimitsExceeded' }
            @{ Id = 'AuthTokenNotForKubernetes'; Arguments = @{ Service = 'msk'; Region = 'us-west-2'; AsExecCredential = $true }; Target = 'msk' }
            @{ Id = 'AuthTokenUserMissing'; Arguments = @{ Service = 'msk'; Region = 'us-west-2'; AsCredential = $true }; Target = 'msk' }
            @{ Id = 'EndpointInvalid'; Arguments = @{ Service = 'dsql'; Endpoint = 'bad host' }; Target = 'bad host' }
        ) {
            $refusal = Get-Refusal { New-AwsAuthToken @Arguments @key }

            Assert-Refusal $refusal New-AwsAuthToken $Id $(if ($_.Category) { $_.Category } else { 'InvalidArgument' }) $Target
        }

        It 'ends the pipeline where there is no region' {
            $refusal = Get-Refusal { New-AwsAuthToken msk @key }

            Assert-Refusal $refusal New-AwsAuthToken RegionMissing InvalidArgument 'Region' -Terminating
        }
    }

    Context 'output' {
        It 'is an AwsAuthToken whose text is the token' {
            $token = New-AwsAuthToken rds "${rds}:3306" -User $user @key @time

            $token.GetType().FullName | Should -BeExactly 'AwsSignTools.Services.AuthTokens.AwsAuthToken'
            "$token" | Should -BeExactly $rdsToken
            (Get-Command New-AwsAuthToken).OutputType.Name | Should -Contain $token.GetType().FullName
        }

        It 'shows the beginning of the token only, from a job too' {
            $token = New-AwsAuthToken rds "${rds}:3306" -User $user @key @time
            foreach ($shown in $token, [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($token))) {
                $view = $shown | Get-View

                Get-Label $view | Should -BeExactly @('Token', 'Service', 'Region', 'Host', 'User', 'SignedAt', 'ExpiresAt')
                $view | Should -Match "mydb\.123456789012\.us-wes$([char]0x2026) \($($rdsToken.Length) characters\)"
                $view | Should -Not -Match 'Signature'
                $view | Should -Match '2015-08-30 12:51:00 UTC'
            }
        }

        It 'is a SecureString with -AsSecureString' {
            $secure = New-AwsAuthToken rds "${rds}:3306" -User $user @key @time -AsSecureString

            $secure | Should -BeOfType securestring
            [pscredential]::new('u', $secure).GetNetworkCredential().Password | Should -BeExactly $rdsToken
        }

        It 'is a PSCredential with -AsCredential' {
            $credential = New-AwsAuthToken rds "${rds}:3306" -User $user @key @time -AsCredential

            $credential.UserName | Should -BeExactly $user
            $credential.GetNetworkCredential().Password | Should -BeExactly $rdsToken
            (New-AwsAuthToken dsql $dsql -Admin @key -AsCredential).UserName | Should -BeExactly 'admin'
        }

        It 'is what kubectl reads with -AsExecCredential, in the version that it asks for' {
            $arguments = @{ Service = 'eks'; ClusterName = 'my-cluster'; Region = 'us-west-2'; AsExecCredential = $true } + $key + $time

            $answer = New-AwsAuthToken @arguments | ConvertFrom-Json
            $env:KUBERNETES_EXEC_INFO = '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","spec":{"interactive":false}}'
            try {
                $other = New-AwsAuthToken @arguments | ConvertFrom-Json
            }
            finally {
                Remove-Item Env:KUBERNETES_EXEC_INFO
            }

            $answer.kind, $answer.apiVersion | Should -BeExactly @('ExecCredential', 'client.authentication.k8s.io/v1beta1')
            $answer.status.token | Should -BeLike 'k8s-aws-v1.*'
            ([datetimeoffset]$answer.status.expirationTimestamp).UtcDateTime | Should -Be ([datetime]'2015-08-30T12:50:00')
            $other.apiVersion | Should -BeExactly 'client.authentication.k8s.io/v1'
        }

        It 'completes the names of services' {
            $line = 'New-AwsAuthToken -Service '

            (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText |
                Should -BeExactly @('rds', 'dsql', 'elasticache', 'memorydb', 'msk', 'eks')
        }
    }

    Context 'Test-AwsSignedUrl' {
        It 'checks the text, and the object of another session' {
            $token = New-AwsAuthToken rds "${rds}:3306" -User $user @key @time
            $copy = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($token))

            $token.Token, $copy, "'$token'" | Test-AwsSignedUrl @key @time | ForEach-Object { "$_ $($_.SignatureValid)" } |
                Should -BeExactly @('Valid True', 'Valid True', 'Valid True')
        }

        It 'sends no password' {
            $report = New-AwsAuthToken rds "${rds}:3306" -User $user @key | Test-AwsSignedUrl -Connect

            $report.Findings.Id | Should -BeExactly @('ConnectNotSent')
            $report.Connection.Failure | Should -Be 'Unsafe'
            $report.Valid | Should -BeTrue
        }

        It 'checks a token of EKS with the name of its cluster' {
            $token = New-AwsAuthToken eks -ClusterName my-cluster -Region us-west-2 @key

            (Test-AwsSignedUrl "$token" @key -Headers @{ 'x-k8s-aws-id' = 'my-cluster' }).SignatureValid | Should -BeTrue
            (Test-AwsSignedUrl "$token" @key -Headers @{ 'x-k8s-aws-id' = 'other' }).SignatureValid | Should -BeFalse
        }
    }
}
