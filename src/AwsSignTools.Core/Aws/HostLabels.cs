using System;
using System.Collections.Generic;

namespace AwsSignTools.Aws;

/// <summary>
/// The labels of hosts and the services whose requests they accept: the data of <see cref="HostService"/>. Source: the endpoint rules of
/// botocore 1.43. An unknown label is not guessed at: one host in eight is signed with a name other than its label.
/// </summary>
internal static class HostLabels
{
    // Labels that are the signing name itself.
    private const string SigningNames = """
        access-analyzer account acm acm-pca aco-automation aidevops aiops airflow airflow-serverless amplify amplifybackend
        amplifyuibuilder aoss apigateway app-integrations appconfig appfabric appflow application-autoscaling
        application-cost-profiler application-signals applicationinsights appmesh apprunner aps arc-region-switch
        arc-zonal-shift artifact athena auditmanager autoscaling autoscaling-plans b2bi backup backup-gateway backup-search
        batch bcm-dashboards bcm-data-exports bcm-pricing-calculator bcm-recommended-actions billing
        billingconductor braket budgets cases cassandra ce chatbot cleanrooms cleanrooms-ml cloud9 cloudcontrolapi
        clouddirectory cloudformation cloudfront cloudhsm cloudsearch cloudtrail cloudtrail-data codeartifact codebuild
        codecatalyst codecommit codeconnections codedeploy codeguru-profiler codeguru-reviewer codeguru-security codepipeline
        codestar-connections codestar-notifications cognito-identity cognito-idp cognito-sync comprehend comprehendmedical
        compute-optimizer config connect connect-campaigns controlcatalog controltower cost-optimization-hub cur databrew dataexchange
        datapipeline datasync datazone dax deadline detective devicefarm devops-guru directconnect discovery dlm dms
        docdb-elastic drs ds ds-data dynamodb ebs ec2 ec2-instance-connect ec2messages ecr ecr-public ecs eks eks-auth
        elasticbeanstalk elasticfilesystem elasticloadbalancing elasticmapreduce elemental-inference
        emr-containers emr-serverless entityresolution es events evs finspace finspace-api firehose fis fms forecast
        frauddetector freetier fsx gamelift gameliftstreams glacier globalaccelerator glue grafana greengrass groundstation
        guardduty health health-agent healthlake iam identitystore imagebuilder inspector inspector-scan inspector2
        interconnect internetmonitor invoicing iot iotdeviceadvisor iotevents iotfleetwise iotmanagedintegrations iotsitewise
        iotthingsgraph iottwinmaker iotwireless ivschat kafkaconnect kendra kendra-ranking kinesisanalytics kms lakeformation
        lambda launchwizard license-manager license-manager-linux-subscriptions license-manager-user-subscriptions lightsail
        logs lookoutequipment m2 machinelearning macie2 managedblockchain managedblockchain-query marketplacecommerceanalytics
        mediaconnect mediaconvert medialive mediapackage mediapackage-vod mediapackagev2 mediastore mediatailor
        medical-imaging mgh mgn migrationhub-orchestrator migrationhub-strategy monitoring mpa mq mturk-requester
        neptune-graph network-firewall networkflowmonitor networkmanager networkmonitor notifications notifications-contacts
        nova-act oam observabilityadmin odb omics organizations osis outposts panorama partnercentral-account
        partnercentral-benefits partnercentral-channel partnercentral-selling payment-cryptography pca-connector-ad
        pca-connector-scep pcs personalize pi pipes pricing profile proton qapps qbusiness quicksight ram rbin rds-data
        redshift redshift-data redshift-serverless refactor-spaces rekognition repostspace resiliencehub resource-explorer-2
        resource-groups rolesanywhere route53 route53-recovery-cluster route53-recovery-control-config
        route53-recovery-readiness route53domains route53globalresolver route53profiles route53resolver rtbfabric rum s3files
        s3tables s3vectors sagemaker-geospatial savingsplans scheduler schemas scn sdb secretsmanager security-ir
        securityagent securityhub securitylake serverlessrepo servicecatalog servicediscovery servicequotas shield signer
        simspaceweaver sms-voice snow-device-management snowball sns social-messaging ssm ssm-contacts ssm-guiconnect
        ssm-incidents ssm-quicksetup ssm-sap ssmmessages states storagegateway support supportapp sustainability swf
        synthetics tagging tax textract thinclient timestream timestream-influxdb tnb transfer translate trustedadvisor uxc
        verifiedpermissions voiceid vpc-lattice vpc-lattice-svcs waf waf-regional wafv2 wellarchitected wickr wisdom workdocs
        workmail workmailmessageflow workspaces workspaces-instances workspaces-web xray
        """;

    // Other labels, each with the signing name. The catalogue has those of its services.
    private static readonly (string Label, string SigningName)[] Others =
    [
        ("agreement-marketplace", "aws-marketplace"),
        ("catalog-marketplace", "aws-marketplace"),
        ("deployment-marketplace", "aws-marketplace"),
        ("discovery-marketplace", "aws-marketplace"),
        ("entitlement-marketplace", "aws-marketplace"),
        ("marketplace", "aws-marketplace"),
        ("metering-marketplace", "aws-marketplace"),
        ("reporting-marketplace", "aws-marketplace"),
        ("aos", "es"),
        ("appconfigdata", "appconfig"),
        ("appstream2", "appstream"),
        ("aps-workspaces", "aps"),
        ("arc-recovery-control-config", "route53-recovery-control-config"),
        ("cassandra-streams", "cassandra"),
        ("cloudhsmv2", "cloudhsm"),
        ("cloudsearchdomain", "cloudsearch"),
        ("contact-lens", "connect"),
        ("data-signer", "signer"),
        ("ddb", "dynamodb"),
        ("streams-dynamodb", "dynamodb"),
        ("efs", "elasticfilesystem"),
        ("email", "ses"),
        ("mail-manager", "ses"),
        ("forecastquery", "forecast"),
        ("iot-tunneling", "IoTSecuredTunneling"),
        ("lambda-url", "lambda"),
        ("migrationhub-config", "mgh"),
        ("oidc", "sso-oauth"),
        ("personalize-events", "personalize"),
        ("personalize-runtime", "personalize"),
        ("servicecatalog-appregistry", "servicecatalog"),
        ("streaming-logs", "logs"),
        ("timestream-ingest", "timestream"),
        ("timestream-query", "timestream"),
    ];

    // Labels that stand after the region, in hosts of one resource: search-domain.us-east-1.es.amazonaws.com, us-east-1.queue.amazonaws.com.
    private static readonly Dictionary<string, string> AfterRegion = new(StringComparer.Ordinal)
    {
        ["aoss"] = "aoss",
        ["es"] = "es",
        ["osis"] = "osis",
        ["neptune"] = AwsServices.Neptune.SigningName,
        ["queue"] = "sqs",

        // A database is signed in to, not called.
        ["rds"] = AwsServices.RdsDatabase.SigningName,
    };

    // Two labels that are signed with a name of their own; null if the name is unknown. * is any label: the endpoint of an account.
    private static readonly Dictionary<(string Part, string Label), string?> Pairs = new()
    {
        [("participant", "connect")] = AwsServices.ExecuteApi.SigningName,
        [("data", "iotevents")] = "ioteventsdata",
        [("sms-voice", "pinpoint")] = "sms-voice",
        [("credentials", "iot")] = null,
        [("jobs", "iot")] = "iot-jobs-data",
        [("tunneling", "iot")] = "IoTSecuredTunneling",
        [("*", "iot")] = AwsServices.IotDeviceGateway.SigningName,
    };

    private static readonly Dictionary<string, string> BeforeRegion = Index();

    /// <summary>The signing name of the label before the region; null for an unknown label.</summary>
    public static string? FindBeforeRegion(string label) =>
        BeforeRegion.TryGetValue(label, out string? service) ? service
        : label.StartsWith("s3express-", StringComparison.Ordinal) ? "s3express"
        : IsOldS3(label) ? AwsServices.S3.SigningName
        : null;

    /// <summary>The signing name of the label after the region; null for an unknown label.</summary>
    public static string? FindAfterRegion(string label) => AfterRegion.TryGetValue(label, out string? service) ? service : null;

    /// <summary>Finds the signing name of two labels before the region, such as <c>data.iotevents</c>.</summary>
    /// <returns>False if the second label alone decides.</returns>
    public static bool TryFindPair(string part, string label, out string? service) =>
        Pairs.TryGetValue((part, label), out service) || Pairs.TryGetValue(("*", label), out service);

    // bucket.s3-us-west-2.amazonaws.com: a form that still works in the oldest regions.
    private static bool IsOldS3(string label) => label.StartsWith("s3-", StringComparison.Ordinal) && HostRegion.IsRegion(label.Substring(3));

    private static Dictionary<string, string> Index()
    {
        Dictionary<string, string> services = new(StringComparer.Ordinal);
        foreach (string name in SigningNames.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            services[name] = name;
        }

        foreach ((string label, string service) in Others)
        {
            services[label] = service;
        }

        foreach (AwsService service in AwsServices.All)
        {
            foreach (string label in service.HostLabels)
            {
                services[label] = service.SigningName;
            }
        }

        return services;
    }
}
