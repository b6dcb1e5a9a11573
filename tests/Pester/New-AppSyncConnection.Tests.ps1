#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }

BeforeAll {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    $session = Enter-TestSession
    $ErrorActionPreference = $WarningPreference = 'Continue'
    $VerbosePreference = $DebugPreference = 'SilentlyContinue'
    $sample = Get-Sample
    $key = @{ AccessKey = 'AKIDEXAMPLE'; SecretKey = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }
    $time = @{ SigningTime = '20150830T123600Z' }
    $api = 'https://a1b2c3d4e5f6g7h8i9j0k1l2m3.appsync-api.us-west-2.amazonaws.com'
    $socket = 'wss://a1b2c3d4e5f6g7h8i9j0k1l2m3.appsync-realtime-api.us-west-2.amazonaws.com'

    # Signed by botocore 1.43.11 at this time.
    $signature = 'a019472236664056399d860dbadfcf9cd3fabf2a933e9ce45ad4d8843763148c'
    $eventSignature = 'fd050dabad858e6dcc8257dad36a216f95b0db01d304c358ad0a75129672cc51'
}

AfterAll {
    Exit-TestSession $session
    Remove-Module Helpers
}

Describe 'New-AppSyncConnection' {
    Context 'the endpoint' {
        It 'is taken as <Form>' -ForEach @(
            @{ Form = '-Endpoint'; Script = { New-AppSyncConnection -Endpoint "$api/graphql" @key @time } }
            @{ Form = '-Uri'; Script = { New-AppSyncConnection -Uri "$api/graphql" @key @time } }
            @{ Form = 'position 0, of the WebSocket'; Script = { New-AppSyncConnection "$socket/graphql" @key @time } }
            @{ Form = 'a System.Uri'; Script = { New-AppSyncConnection ([uri]"$api/graphql") @key @time } }
            @{ Form = 'pipeline input'; Script = { "$api/graphql" | New-AppSyncConnection @key @time } }
            @{ Form = 'a host and -Kind'; Script = { New-AppSyncConnection $api -Kind GraphQL @key @time } }
            @{ Form = 'a record'; Script = { [pscustomobject]@{ Endpoint = $api; Kind = 'GraphQL'; Region = 'us-west-2' } | New-AppSyncConnection @key @time } }
            @{ Form = 'the Uris of Get-ASYNGraphqlApi'; Script = { @{ GRAPHQL = "$api/graphql" }.GRAPHQL | New-AppSyncConnection @key @time } }
        ) {
            $connection = & $Script

            $connection.Url | Should -BeExactly "$socket/graphql"
            $connection.Signature | Should -BeExactly $signature
        }
    }

    Context 'output' {
        It 'is what a ClientWebSocket takes' {
            $connection = New-AppSyncConnection "$api/event" @key @time
            $client = [System.Net.WebSockets.ClientWebSocket]::new()
            try {
                foreach ($protocol in $connection.SubProtocols) { $client.Options.AddSubProtocol($protocol) }
            }
            finally {
                $client.Dispose()
            }

            $connection.GetType().FullName | Should -BeExactly 'AwsSignTools.Services.AppSync.AppSyncConnection'
            "$connection" | Should -BeExactly "$socket/event/realtime"
            $connection.SubProtocols[0] | Should -BeExactly 'aws-appsync-event-ws'
            $connection.Signature | Should -BeExactly $eventSignature
            $json = $connection.SubProtocols[1].Substring(7).Replace('-', '+').Replace('_', '/')
            $json = [System.Text.Encoding]::UTF8.GetString([System.Convert]::FromBase64String($json.PadRight($json.Length + (4 - $json.Length % 4) % 4, '=')))
            $headers = $json | ConvertFrom-Json
            $headers.host | Should -BeExactly ([uri]$api).Host
            $headers.'content-encoding' | Should -BeExactly 'amz-1.0'
            $headers.Authorization | Should -BeLike "*Signature=$eventSignature"
        }

        It 'has the headers in the URL with -HeaderInUrl' {
            $connection = New-AppSyncConnection "$api/graphql" -HeaderInUrl @key @time

            $connection.SubProtocols | Should -BeExactly @('graphql-ws')
            $connection.Url | Should -BeLike "$socket/graphql`?header=*&payload=e30="
            (Test-AwsSignedUrl $connection.Url @key @time).SignatureValid | Should -BeTrue
        }

        It 'shows no signed header, from a job too' {
            foreach ($connection in (New-AppSyncConnection "$api/graphql" @key @time), (New-AppSyncConnection "$api/graphql" -HeaderInUrl @key @time)) {
                $copy = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($connection))
                foreach ($shown in $connection, $copy) {
                    $view = $shown | Get-View

                    Get-Label $view | Should -BeExactly @('Url', 'SubProtocols', 'Kind', 'Host', 'Region', 'SignedAt', 'ExpiresAt')
                    $view | Should -Not -Match 'eyJ|header=\w|Authorization'
                    $view | Should -Match '2015-08-30 12:41:00 UTC'
                }
            }
        }

        It 'ends with a temporary credential' {
            $credential = @{ AccessKeyId = $sample.TemporaryKey; SecretAccessKey = $sample.SecretKey; SessionToken = 't'; Expiration = [datetime]::UtcNow.AddMinutes(2) }

            $connection = New-AppSyncConnection "$api/graphql" -Credential $credential -WarningAction SilentlyContinue

            $connection.EffectiveExpiresAt | Should -BeLessThan $connection.ExpiresAt
            $connection.Headers['x-amz-security-token'] | Should -BeExactly 't'
        }

        It 'is signed for the region of the environment, with a domain name of one''s own' {
            $env:AWS_REGION = 'eu-north-1'
            try {
                $connection = New-AppSyncConnection https://api.example.com/graphql @key
            }
            finally {
                Clear-TestEnvironment
            }

            $connection.Region, $connection.Url | Should -BeExactly @('eu-north-1', 'wss://api.example.com/graphql/realtime')
        }
    }

    Context 'refusals' {
        It 'refuses <Id>' -ForEach @(
            @{ Id = 'AppSyncKindMissing'; Arguments = @{ Endpoint = 'https://a.appsync-api.us-west-2.amazonaws.com' }; Target = 'a.appsync-api.us-west-2.amazonaws.com' }
            @{ Id = 'AppSyncKindMismatch'; Arguments = @{ Endpoint = 'https://a.appsync-api.us-west-2.amazonaws.com/event'; Kind = 'GraphQL' }; Target = 'GraphQL' }
            @{ Id = 'AppSyncEndpointInvalid'; Arguments = @{ Endpoint = 'https://appsync.us-west-2.amazonaws.com/graphql' }; Target = 'appsync.us-west-2.amazonaws.com' }
            @{ Id = 'AppSyncRegionMismatch'; Arguments = @{ Endpoint = 'https://a.appsync-api.us-west-2.amazonaws.com/graphql'; Region = 'eu-west-1' }; Target = 'eu-west-1' }
            @{ Id = 'AppSyncHeaderInUrlUnsupported'; Arguments = @{ Endpoint = 'https://a.appsync-api.us-west-2.amazonaws.com/event'; HeaderInUrl = $true }; Target = 'a.appsync-api.us-west-2.amazonaws.com' }
            @{ Id = 'EndpointInvalid'; Arguments = @{ Endpoint = 'bad host' }; Target = 'bad host' }
        ) {
            $refusal = Get-Refusal { New-AppSyncConnection @Arguments @key }

            Assert-Refusal $refusal New-AppSyncConnection $Id InvalidArgument $Target
        }

        It 'goes on after a bad record' {
            $connections = $api, "$api/event" | New-AppSyncConnection @key -ErrorVariable problems -ErrorAction SilentlyContinue

            $connections.Kind | Should -Be 'Events'
            $problems.Count | Should -Be 1
        }

        It 'is what New-AwsSignedUrl names, which presigns no such URL' {
            $refusal = Get-Refusal { New-AwsSignedUrl "$socket/graphql" @key }

            Assert-Refusal $refusal New-AwsSignedUrl PresignedUrlUnsupported InvalidArgument ([uri]$socket).Host
            $refusal.Action | Should -BeLike '*New-AppSyncConnection*'
        }
    }

    Context 'Test-AwsSignedUrl' {
        It 'checks the connection' {
            $report = New-AppSyncConnection "$api/graphql" @key @time | Test-AwsSignedUrl @key @time

            "$report", $report.SignatureValid, $report.Service, $report.Region | Should -BeExactly @('Valid', $true, 'appsync', 'us-west-2')
        }
    }
}
