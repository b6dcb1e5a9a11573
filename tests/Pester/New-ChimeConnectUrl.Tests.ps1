#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }

BeforeAll {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    $session = Enter-TestSession
    $ErrorActionPreference = $WarningPreference = 'Continue'
    $VerbosePreference = $DebugPreference = 'SilentlyContinue'
    $sample = Get-Sample
    $endpoint = $sample.ChimeEndpoint
    $userArn = $sample.UserArn
    $keys = @{ AccessKey = $sample.AccessKey; SecretKey = $sample.SecretKey }
    $time = @{ SigningTime = '20200801T223241Z' }
    $user = @{ UserArn = $userArn; SessionId = 'session-1' }

    # Signed by an implementation of its own.
    $connectUrl = 'wss://node001.ue1.ws-messaging.chime.aws/connect?X-Amz-Algorithm=AWS4-HMAC-SHA256' +
        '&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20200801%2Fus-east-1%2Fchime%2Faws4_request&X-Amz-Date=20200801T223241Z' +
        '&X-Amz-Expires=10&X-Amz-SignedHeaders=host&sessionId=session-1' +
        '&userArn=arn%3Aaws%3Achime%3Aus-east-1%3A123456789012%3Aapp-instance%2F4d2b9a3e-1a2b-4c3d-8e9f-a1b2c3d4e5f6%2Fuser%2Fme' +
        '&X-Amz-Signature=4944f77cb83e9161e5fab50f8c2f8592f5ef639d3f00f302d1eb51ac8aff9629'
    $prefetchSignature = 'f50900a1c9dde1ee03fb515c254173951fc960cfb26d9e76a6bec308dbf91df2'
}

AfterAll {
    Exit-TestSession $session
    Remove-Module Helpers
}

Describe 'New-ChimeConnectUrl' {
    Context 'the endpoint' {
        It 'is taken as <Form>' -ForEach @(
            @{ Form = '-Endpoint'; Script = { New-ChimeConnectUrl -Endpoint $endpoint @user @keys @time } }
            @{ Form = '-Url'; Script = { New-ChimeConnectUrl -Url $endpoint @user @keys @time } }
            @{ Form = 'position 0, the user at position 1'; Script = { New-ChimeConnectUrl $endpoint $userArn -SessionId session-1 @keys @time } }
            @{ Form = 'a URL'; Script = { New-ChimeConnectUrl "wss://$endpoint" @user @keys @time } }
            @{ Form = 'a URL with /connect'; Script = { New-ChimeConnectUrl "wss://$endpoint/connect" @user @keys @time } }
            @{ Form = 'a URL with /connect in a record'; Script = { [pscustomobject]@{ Endpoint = "wss://$endpoint/connect" } | New-ChimeConnectUrl @user @keys @time } }
            @{ Form = 'a record within a record, with a scheme'; Script = { [pscustomobject]@{ Endpoint = [pscustomobject]@{ Url = "wss://$endpoint" } } | New-ChimeConnectUrl @user @keys @time } }
            @{ Form = 'a System.Uri'; Script = { New-ChimeConnectUrl ([uri]"wss://$endpoint") @user @keys @time } }
            @{ Form = 'pipeline input'; Script = { $endpoint | New-ChimeConnectUrl @user @keys @time } }
            @{ Form = 'what Get-CHMMGMessagingSessionEndpoint writes, piped'; Script = {
                    [pscustomobject]@{ NetworkType = 'IPV4_ONLY'; Url = $endpoint } | New-ChimeConnectUrl @user @keys @time
                }
            }
            @{ Form = 'what Get-CHMMGMessagingSessionEndpoint -Select * writes, piped'; Script = {
                    [pscustomobject]@{ Endpoint = [pscustomobject]@{ Url = $endpoint }; HttpStatusCode = 'OK' } | New-ChimeConnectUrl @user @keys @time
                }
            }
            @{ Form = 'the same as an argument'; Script = {
                    New-ChimeConnectUrl ([pscustomobject]@{ Endpoint = [pscustomobject]@{ Url = $endpoint } }) @user @keys @time
                }
            }
            @{ Form = 'what `aws chime-sdk-messaging get-messaging-session-endpoint` prints'; Script = {
                    '{"Endpoint":{"Url":"node001.ue1.ws-messaging.chime.aws"}}' | ConvertFrom-Json | New-ChimeConnectUrl @user @keys @time
                }
            }
        ) {
            (& $Script).Url | Should -BeExactly $connectUrl
        }
    }

    Context 'the user and the session' {
        It 'takes the user''s ARN as -AppInstanceUserArn too' {
            (New-ChimeConnectUrl $endpoint -AppInstanceUserArn $userArn -SessionId session-1 @keys @time).Url | Should -BeExactly $connectUrl
        }

        It 'takes user and session by their names, such as from a CSV file' {
            $csv = 'Endpoint,UserArn,SessionId', "$endpoint,$userArn,session-1", "$endpoint,$userArn,session-2" | ConvertFrom-Csv

            $urls = $csv | New-ChimeConnectUrl @keys @time

            $urls[0].Url | Should -BeExactly $connectUrl
            (Read-SignedUrl $urls[1].Url).Query['sessionId'] | Should -BeExactly 'session-2'
        }

        It 'makes users of one instance a URL each' {
            $users = 1..3 | ForEach-Object { [pscustomobject]@{ AppInstanceUserArn = "$userArn$_"; Endpoint = $endpoint } }

            $arns = $users | New-ChimeConnectUrl @keys | ForEach-Object { (Read-SignedUrl $_.Url).Query['userArn'] }

            $arns | Should -BeExactly @("${userArn}1", "${userArn}2", "${userArn}3")
        }

        It 'has the parameters of the published request, with the time in UTC' {
            # The published page drops the offset, and encodes the hyphen, which RFC 3986 forbids.
            $url = Read-SignedUrl (New-ChimeConnectUrl $endpoint $userArn -SessionId 7f2a3e1e-demo -PrefetchOn Connect @keys -SigningTime 2020-08-01T15:32:41-07:00).Url

            $url.Names | Sort-Object | Should -Be @(
                'prefetch-on', 'sessionId', 'userArn', 'X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Date', 'X-Amz-Expires', 'X-Amz-Signature', 'X-Amz-SignedHeaders')
            $url.Query['X-Amz-Date'] | Should -BeExactly '20200801T223241Z'
            $url.Query['sessionId'] | Should -BeExactly '7f2a3e1e-demo'
            $url.Scope | Should -BeExactly '20200801/us-east-1/chime/aws4_request'
            $url.Signature | Should -BeExactly $url.Expected
        }

        It 'makes a new session id for each URL' {
            $ids = $endpoint, $endpoint | New-ChimeConnectUrl -UserArn $userArn @keys @time | ForEach-Object { (Read-SignedUrl $_.Url).Query['sessionId'] }

            $ids[0] | Should -Not -Be $ids[1]
            $ids | ForEach-Object { [guid]::ParseExact($_, 'D') | Should -Not -Be ([guid]::Empty) }
        }

        It 'signs for a bot, and for an id with the characters that are escaped' {
            foreach ($arn in 'arn:aws:chime:eu-central-1:123456789012:app-instance/a-b/bot/c', 'arn:aws:chime:eu-central-1:123456789012:app-instance/a-b/user/me@example.com') {
                $signed = New-ChimeConnectUrl $endpoint $arn @keys
                $url = Read-SignedUrl $signed.Url

                $signed.Region | Should -BeExactly 'eu-central-1'
                $url.Query['userArn'] | Should -BeExactly $arn
                $url.Signature | Should -BeExactly $url.Expected
            }
        }
    }

    Context 'prefetching' {
        It 'signs -PrefetchOn and -PrefetchSortBy' {
            $url = New-ChimeConnectUrl $endpoint @user -PrefetchOn Connect -PrefetchSortBy Unread @keys @time

            $url.Signature | Should -BeExactly $prefetchSignature
            (Read-SignedUrl $url.Url).Query['prefetch-on'] | Should -BeExactly 'connect'
            (Read-SignedUrl $url.Url).Query['prefetch-sort-by'] | Should -BeExactly 'unread'
        }

        It 'writes LastMessageTimestamp as the service does' {
            $url = Read-SignedUrl (New-ChimeConnectUrl $endpoint @user -PrefetchOn Connect -PrefetchSortBy LastMessageTimestamp @keys).Url

            $url.Query['prefetch-sort-by'] | Should -BeExactly 'last-message-timestamp'
            $url.Signature | Should -BeExactly $url.Expected
        }

        It 'warns of an order without prefetching' {
            $null = New-ChimeConnectUrl $endpoint @user -PrefetchSortBy Unread @keys -WarningVariable warnings -WarningAction SilentlyContinue

            $warnings.Count | Should -Be 1
            $warnings[0].Message | Should -BeLike '*nothing is prefetched*-PrefetchOn Connect*'
        }
    }

    Context 'credentials and time' {
        It 'signs with <Source>' -ForEach @(
            @{ Source = 'the aliases of AWS.Tools'; Arguments = { @{ AK = $sample.AccessKey; SK = $sample.SecretKey } } }
            @{ Source = 'a SecureString'; Arguments = { @{ AccessKey = $sample.AccessKey; SecretKey = ConvertTo-Secure $sample.SecretKey } } }
            @{ Source = 'a hashtable'; Arguments = { @{ Credential = @{ AccessKeyId = $sample.AccessKey; SecretAccessKey = $sample.SecretKey } } } }
            @{ Source = 'a PSCredential'; Arguments = { @{ Credential = [pscredential]::new($sample.AccessKey, (ConvertTo-Secure $sample.SecretKey)) } } }
        ) {
            $credential = & $Arguments

            (New-ChimeConnectUrl $endpoint @user @credential @time).Url | Should -BeExactly $connectUrl
        }

        It 'puts the session token into the signed query' {
            $url = Read-SignedUrl (New-ChimeConnectUrl $endpoint @user -AK $sample.TemporaryKey -SK $sample.SecretKey -ST $sample.SessionToken).Url

            $url.Query['X-Amz-Security-Token'] | Should -BeExactly $sample.SessionToken
            $url.Signature | Should -BeExactly $url.Expected
        }

        It 'signs with $StoredAWSCredentials, or else the environment''s' {
            $env:AWS_ACCESS_KEY_ID = 'ENVIRONMENT'
            $env:AWS_SECRET_ACCESS_KEY = $sample.SecretKey
            try {
                (Read-SignedUrl (New-ChimeConnectUrl $endpoint @user).Url).AccessKey | Should -BeExactly 'ENVIRONMENT'
                $StoredAWSCredentials = @{ AccessKeyId = 'STORED'; SecretAccessKey = $sample.SecretKey }
                (Read-SignedUrl (New-ChimeConnectUrl $endpoint @user).Url).AccessKey | Should -BeExactly 'STORED'
                $StoredAWSCredentials.Count | Should -Be 2
            }
            finally {
                Clear-TestEnvironment
            }
        }

        It 'says that a profile is not there, and takes no other credential' {
            $env:AWS_ACCESS_KEY_ID = 'ENVIRONMENT'
            $env:AWS_SECRET_ACCESS_KEY = $sample.SecretKey
            try {
                $refusal = Get-Refusal { $endpoint, $endpoint | New-ChimeConnectUrl @user -ProfileName media }
            }
            finally {
                Clear-TestEnvironment
            }

            Assert-Refusal $refusal New-ChimeConnectUrl ProfileNotFound AuthenticationError 'media' -Terminating
        }

        It 'ends the pipeline where there is no credential' {
            $refusal = Get-Refusal { $endpoint, $endpoint | New-ChimeConnectUrl @user }

            Assert-Refusal $refusal New-ChimeConnectUrl CredentialNotFound AuthenticationError $null -Terminating
        }

        It 'is good for ten seconds unless told' {
            $url = New-ChimeConnectUrl $endpoint @user @keys

            ($url.ExpiresAt - $url.SignedAt).TotalSeconds | Should -Be 10
            ([datetimeoffset]::UtcNow - $url.SignedAt).TotalSeconds | Should -BeLessThan 5
        }

        It 'takes -ExpiresIn as seconds or a TimeSpan' {
            (Read-SignedUrl (New-ChimeConnectUrl $endpoint @user @keys -ExpiresIn 60).Url).Query['X-Amz-Expires'] | Should -BeExactly '60'
            (Read-SignedUrl (New-ChimeConnectUrl $endpoint @user @keys -Expires ([timespan]'00:01:00')).Url).Query['X-Amz-Expires'] | Should -BeExactly '60'
        }

        It 'signs the same in <Culture>' -ForEach @(
            @{ Culture = 'th-TH' }
            @{ Culture = 'ar-SA' }
            @{ Culture = 'tr-TR' }
        ) {
            $url = Invoke-InCulture $Culture { New-ChimeConnectUrl $endpoint @user @keys -SigningTime '2020-08-01T22:32:41Z' -ExpiresIn '10' }

            $url.Url | Should -BeExactly $connectUrl
        }
    }

    Context 'refusals' {
        It 'refuses <Why>' -ForEach @(
            @{ Why = 'the ARN of an app instance'; Change = @{ UserArn = 'arn:aws:chime:us-east-1:123456789012:app-instance/a' }; Id = 'ChimeUserArnInvalid'; Target = 'arn:aws:chime:us-east-1:123456789012:app-instance/a' }
            @{ Why = 'the ARN of a channel'; Change = @{ UserArn = 'arn:aws:chime:us-east-1:123456789012:app-instance/a/channel/b' }; Id = 'ChimeUserArnInvalid'; Target = 'arn:aws:chime:us-east-1:123456789012:app-instance/a/channel/b' }
            @{ Why = 'a name in place of an ARN'; Change = @{ UserArn = 'me' }; Id = 'ChimeUserArnInvalid'; Target = 'me' }
            @{ Why = 'an encoded ARN'; Change = @{ UserArn = 'arn%3Aaws' }; Id = 'ChimeUserArnInvalid'; Target = 'arn%3Aaws' }
            @{ Why = 'a session id with a space'; Change = @{ SessionId = 'a b' }; Id = 'ChimeSessionIdInvalid'; Target = 'a b' }
            @{ Why = 'another region'; Change = @{ Region = 'us-west-2' }; Id = 'ChimeRegionMismatch'; Target = 'us-west-2' }
            @{ Why = 'an https endpoint'; Change = @{ Endpoint = 'https://node001.ue1.ws-messaging.chime.aws' }; Id = 'ChimeEndpointInvalid'; Target = 'https://node001.ue1.ws-messaging.chime.aws' }
            @{ Why = 'an endpoint with another path'; Change = @{ Endpoint = 'node001.ue1.ws-messaging.chime.aws/other' }; Id = 'ChimeEndpointInvalid'; Target = '/other' }
            @{ Why = 'an endpoint with /connect and a query'; Change = @{ Endpoint = 'node001.ue1.ws-messaging.chime.aws/connect?a=b' }; Id = 'ChimeEndpointInvalid'; Target = 'wss://node001.ue1.ws-messaging.chime.aws' }
            @{ Why = 'an endpoint with a query'; Change = @{ Endpoint = 'node001.ue1.ws-messaging.chime.aws?a=b' }; Id = 'ChimeEndpointInvalid'; Target = 'wss://node001.ue1.ws-messaging.chime.aws' }
            @{ Why = 'a host that is none'; Change = @{ Endpoint = 'bad host' }; Id = 'EndpointInvalid'; Target = 'bad host' }
        ) {
            $arguments = @{ Endpoint = $endpoint } + $user + $keys
            foreach ($name in $Change.Keys) { $arguments[$name] = $Change[$name] }

            $refusal = Get-Refusal { New-ChimeConnectUrl @arguments }

            Assert-Refusal $refusal New-ChimeConnectUrl $Id InvalidArgument $Target
        }

        It 'tells an app instance from its users' {
            (Get-Refusal { New-ChimeConnectUrl $endpoint arn:aws:chime:us-east-1:123456789012:app-instance/a @keys }).Message |
                Should -BeLike '*ARN of an app instance*users or bots*'
        }

        It 'refuses more than a week' {
            $refusal = Get-Refusal { New-ChimeConnectUrl $endpoint @user @keys -ExpiresIn 604801 }

            Assert-Refusal $refusal New-ChimeConnectUrl ExpiresOutOfRange LimitsExceeded ([timespan]'7.00:00:01')
        }

        It 'goes on after a bad record' {
            $urls = $endpoint, 'bad host', $endpoint | New-ChimeConnectUrl @user @keys @time -ErrorVariable problems -ErrorAction SilentlyContinue

            $urls.Url | Should -BeExactly @($connectUrl, $connectUrl)
            $problems.Count | Should -Be 1
        }
    }

    Context 'output' {
        BeforeAll {
            $url = New-ChimeConnectUrl $endpoint @user @keys @time
        }

        It 'is an AwsSignTools.SigV4.SignedUrl, as Get-Command says' {
            $url.GetType().FullName | Should -BeExactly 'AwsSignTools.SigV4.SignedUrl'
            (Get-Command New-ChimeConnectUrl).OutputType.Name | Should -Contain 'AwsSignTools.SigV4.SignedUrl'
            $url.Service | Should -BeExactly 'chime'
            $url.Region | Should -BeExactly 'us-east-1'
        }

        It 'is the URL wherever text is wanted' {
            "$(New-ChimeConnectUrl $endpoint @user @keys @time)" | Should -BeExactly $connectUrl
        }

        It 'has a view with the whole URL' {
            Get-View $url | Should -Match ([regex]::Escape("Url       : $connectUrl"))
            Get-View $url | Should -Match 'ExpiresAt : 2020-08-01 22:32:51 UTC'
        }

        It 'shows no secret, nor do verbose and debug lines' {
            $output = New-ChimeConnectUrl $endpoint @user @keys -Verbose -Debug *>&1

            (Get-Everything $output).Contains($sample.SecretKey) | Should -BeFalse
        }
    }

    Context 'as a command' {
        It 'completes -<Parameter>' -ForEach @(
            @{ Parameter = 'Region'; Start = 'us-e'; Expected = 'us-east-1', 'us-east-2' }
            @{ Parameter = 'PrefetchOn'; Start = ''; Expected = @('Connect') }
            @{ Parameter = 'PrefetchSortBy'; Start = ''; Expected = 'LastMessageTimestamp', 'Unread' }
        ) {
            Get-Completion "New-ChimeConnectUrl -$Parameter $Start" | Should -BeExactly $Expected
        }

        It 'changes nothing, so it has no -WhatIf and no -Confirm' {
            (Get-Command New-ChimeConnectUrl).Parameters.Keys | Should -Not -Contain 'WhatIf'
            (Get-Command New-ChimeConnectUrl).Parameters.Keys | Should -Not -Contain 'Confirm'
        }

        It 'has the credential parameters, and their aliases, of New-KvsSignedUrl' {
            $expected = (Get-Command New-KvsSignedUrl).Parameters
            $actual = (Get-Command New-ChimeConnectUrl).Parameters

            foreach ($name in 'AccessKey', 'SecretKey', 'SessionToken', 'ProfileName', 'ProfileLocation', 'Credential', 'Region', 'SigningTime', 'ExpiresIn') {
                $actual.Keys | Should -Contain $name
                $actual[$name].Aliases | Should -Be $expected[$name].Aliases
            }
        }
    }
}
