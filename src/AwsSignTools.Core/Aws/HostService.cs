using System;
using System.Collections.Generic;
using System.Linq;

namespace AwsSignTools.Aws;

/// <summary>
/// The service that the name of an AWS host tells, by the name it is signed with, such as <c>transcribe</c> for
/// <c>transcribestreaming.us-west-2.amazonaws.com</c>.
/// </summary>
public static class HostService
{
    // The services whose hosts have the very name that is signed with (by the endpoint rules of botocore 1.43). A name that is not known is not guessed
    // at: one host in eight has another.
    private const string NamedAlike =
        "access-analyzer account acm acm-pca aco-automation aidevops aiops airflow airflow-serverless amplify amplifybackend amplifyuibuilder aoss "
        + "apigateway app-integrations appconfig appfabric appflow application-autoscaling application-cost-profiler application-signals "
        + "applicationinsights appmesh apprunner appsync aps arc-region-switch arc-zonal-shift artifact athena auditmanager autoscaling "
        + "autoscaling-plans b2bi backup backup-gateway backup-search batch bcm-dashboards bcm-data-exports bcm-pricing-calculator "
        + "bcm-recommended-actions bedrock-agentcore billing billingconductor braket budgets cases cassandra ce chatbot cleanrooms "
        + "cleanrooms-ml cloud9 cloudcontrolapi clouddirectory cloudformation cloudfront cloudhsm cloudsearch cloudtrail cloudtrail-data "
        + "codeartifact codebuild codecatalyst codecommit codeconnections codedeploy codeguru-profiler codeguru-reviewer codeguru-security "
        + "codepipeline codestar-connections codestar-notifications cognito-identity cognito-idp cognito-sync comprehend comprehendmedical "
        + "compute-optimizer config connect-campaigns controlcatalog controltower cost-optimization-hub cur databrew dataexchange datapipeline "
        + "datasync datazone dax deadline detective devicefarm devops-guru directconnect discovery dlm dms docdb-elastic drs ds ds-data dsql "
        + "dynamodb ebs ec2 ec2-instance-connect ec2messages ecr ecr-public ecs eks eks-auth elasticache elasticbeanstalk elasticfilesystem "
        + "elasticloadbalancing elasticmapreduce elemental-inference emr-containers emr-serverless entityresolution es events evs "
        + "finspace finspace-api firehose fis fms forecast frauddetector freetier fsx gamelift gameliftstreams glacier globalaccelerator glue "
        + "grafana greengrass groundstation guardduty health health-agent healthlake iam identitystore imagebuilder inspector inspector-scan "
        + "inspector2 interconnect internetmonitor invoicing iotdata iotdeviceadvisor iotevents iotfleetwise iotmanagedintegrations iotsitewise "
        + "iotthingsgraph iottwinmaker iotwireless ivschat kafka kafkaconnect kendra kendra-ranking kinesisanalytics kms "
        + "lakeformation lambda launchwizard license-manager license-manager-linux-subscriptions license-manager-user-subscriptions lightsail "
        + "logs lookoutequipment m2 machinelearning macie2 managedblockchain managedblockchain-query marketplacecommerceanalytics mediaconnect "
        + "mediaconvert medialive mediapackage mediapackage-vod mediapackagev2 mediastore mediatailor medical-imaging mgh mgn "
        + "migrationhub-orchestrator migrationhub-strategy monitoring mpa mq mturk-requester neptune-db neptune-graph network-firewall "
        + "networkflowmonitor networkmanager networkmonitor notifications notifications-contacts nova-act oam observabilityadmin odb omics "
        + "organizations osis outposts panorama partnercentral-account partnercentral-benefits partnercentral-channel partnercentral-selling "
        + "payment-cryptography pca-connector-ad pca-connector-scep pcs personalize pi pipes pricing profile proton qapps qbusiness quicksight "
        + "ram rbin rds rds-data redshift redshift-data redshift-serverless refactor-spaces rekognition repostspace resiliencehub "
        + "resource-explorer-2 resource-groups rolesanywhere route53 route53-recovery-cluster route53-recovery-control-config "
        + "route53-recovery-readiness route53domains route53globalresolver route53profiles route53resolver rtbfabric rum "
        + "s3files s3tables s3vectors sagemaker sagemaker-geospatial savingsplans scheduler schemas scn sdb secretsmanager security-ir "
        + "securityagent securityhub securitylake serverlessrepo servicecatalog servicediscovery servicequotas shield signer simspaceweaver "
        + "sms-voice snow-device-management snowball sns social-messaging ssm ssm-contacts ssm-guiconnect ssm-incidents ssm-quicksetup ssm-sap "
        + "ssmmessages states storagegateway support supportapp sustainability swf synthetics tagging tax textract thinclient timestream "
        + "timestream-influxdb tnb transfer translate trustedadvisor uxc verifiedpermissions voiceid vpc-lattice vpc-lattice-svcs waf "
        + "waf-regional wafv2 wellarchitected wickr wisdom workdocs workmail workmailmessageflow workspaces workspaces-instances workspaces-web xray ";

    private static readonly Dictionary<string, string> ByLabel = Index();

    private static readonly AwsService[] WithSuffix = [.. AwsServices.All.Where(static s => s.HostSuffix is not null)];

    /// <summary>Finds the service.</summary>
    /// <param name="host">The host in lower case, without a port.</param>
    /// <param name="path">
    /// The path of the URL, for the hosts where it decides: a device endpoint of AWS IoT is <c>iotdevicegateway</c> by its path <c>/mqtt</c>, and <c>iotdata</c> by
    /// any other. Null where the path is not known; then it is the former.
    /// </param>
    /// <returns>The service's SigV4 name; null where the host is none of AWS, or its name does not tell for sure.</returns>
    /// <remarks>
    /// A few tokens are signed for another service than their host's: those of MSK are for <c>kafka-cluster</c> with the host of <c>kafka</c>.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="host"/> is null.</exception>
    public static string? Find(string host, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(host);
        foreach (AwsService service in WithSuffix)
        {
            if (host.EndsWith(service.HostSuffix!, StringComparison.Ordinal))
            {
                return service.SigningName;
            }
        }

        if (HostRegion.SuffixOf(host) is not { } suffix)
        {
            return null;
        }

        string[] labels = Array.FindAll(
            host.Substring(0, host.Length - suffix.Length).Split('.'), static l => l is not ("dualstack" or "fips" or "vpce" or "global"));
        int region = Array.FindLastIndex(labels, HostRegion.IsRegion);

        // The service stands before the region, or, in hosts that belong to one of its resources, behind it; or there is no region.
        if (region >= 0 && region < labels.Length - 1)
        {
            return OfResource(labels[labels.Length - 1]);
        }

        int last = region < 0 ? labels.Length - 1 : region - 1;
        if (last < 0)
        {
            return null;
        }

        string name = WithoutFips(labels[last]);
        return last > 0 && OfPart(labels[last - 1], name, path, out string? part) ? part : OfService(name);
    }

    /// <summary>
    /// True where a service is right for a host: it is the one that the host tells, the host tells none, or it is one of the tokens for another service than
    /// their host's.
    /// </summary>
    /// <param name="service">The service's SigV4 name.</param>
    /// <param name="host">The host in lower case, without a port.</param>
    /// <param name="path">The path of the URL; null where it is not known.</param>
    public static bool IsRight(string service, string host, string? path = null) =>
        Find(host, path) is not { } found || found == service
        || (found, service) is ("kafka", "kafka-cluster") or ("iotdevicegateway" or "iotdata", "iotdevicegateway" or "iotdata");

    private static string WithoutFips(string label) =>
        label.EndsWith("-fips", StringComparison.Ordinal) ? label.Substring(0, label.Length - 5)
        : label.StartsWith("fips-", StringComparison.Ordinal) ? label.Substring(5)
        : label;

    private static string? OfService(string label) => label switch
    {
        "agreement-marketplace" or "catalog-marketplace" or "deployment-marketplace" or "discovery-marketplace" or "entitlement-marketplace"
            or "marketplace" or "metering-marketplace" or "reporting-marketplace" => "aws-marketplace",
        "aos" => "es",
        "appconfigdata" => "appconfig",
        "appstream2" => "appstream",
        "appsync-api" or "appsync-realtime-api" => "appsync",
        "aps-workspaces" => "aps",
        "arc-recovery-control-config" => "route53-recovery-control-config",
        "bedrock-agentcore-control" => "bedrock-agentcore",
        "cassandra-streams" => "cassandra",
        "cloudhsmv2" => "cloudhsm",
        "cloudsearchdomain" => "cloudsearch",
        "connect" => "connect",
        "contact-lens" => "connect",
        "data-signer" => "signer",
        "ddb" or "streams-dynamodb" => "dynamodb",
        "efs" => "elasticfilesystem",
        "email" or "mail-manager" => "ses",
        "forecastquery" => "forecast",
        "iot" => "iot",
        "iot-tunneling" => "IoTSecuredTunneling",
        "kafka-api" => "kafka",
        "lambda-url" => "lambda",
        "memory-db" => "memorydb",
        "migrationhub-config" => "mgh",
        "oidc" => "sso-oauth",
        "personalize-events" or "personalize-runtime" => "personalize",
        "servicecatalog-appregistry" => "servicecatalog",
        "streaming-logs" => "logs",
        "timestream-ingest" or "timestream-query" => "timestream",
        _ => ByLabel.TryGetValue(label, out string? service) ? service
            : label.StartsWith("s3express-", StringComparison.Ordinal) ? "s3express"
            : OldS3(label),
    };

    private static Dictionary<string, string> Index()
    {
        Dictionary<string, string> services = new(StringComparer.Ordinal);
        foreach (string name in NamedAlike.Split([' '], StringSplitOptions.RemoveEmptyEntries))
        {
            services[name] = name;
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

    // bucket.s3-us-west-2.amazonaws.com: a form that still works in the oldest regions.
    private static string? OldS3(string label) =>
        label.StartsWith("s3-", StringComparison.Ordinal) && HostRegion.IsRegion(label.Substring(3)) ? AwsServices.S3.SigningName : null;

    // search-domain.us-east-1.es.amazonaws.com, us-east-1.queue.amazonaws.com; a database is signed in to, not called.
    private static string? OfResource(string label) => label switch
    {
        "aoss" or "es" or "osis" => label,
        "neptune" => "neptune-db",
        "queue" => "sqs",
        "rds" => "rds-db",
        _ => null,
    };

    // Where what stands before the service's name decides: a part of it with a name of its own, or an account's own endpoint.
    private static bool OfPart(string label, string service, string? path, out string? name)
    {
        name = (label, service) switch
        {
            ("participant", "connect") => AwsServices.ExecuteApi.SigningName,
            ("data", "iotevents") => "ioteventsdata",
            ("sms-voice", "pinpoint") => "sms-voice",
            ("credentials", "iot") => null,
            ("jobs", "iot") => "iot-jobs-data",
            ("tunneling", "iot") => "IoTSecuredTunneling",
            (_, "iot") => path is null or "/mqtt" ? AwsServices.IotDeviceGateway.SigningName : "iotdata",
            _ => service,
        };
        return name != service;
    }
}
