/**
 * The hosts of AWS's services, by the names of their signatures, as AWS's endpoint rule sets, its older list of endpoints and
 * the host prefixes of its models have them in botocore 1.43.107 (Apache-2.0): without region and DNS suffix, with `-fips`
 * and `dualstack`.
 *
 * @module
 */

/** One name a line, and its hosts behind it. */
const HOSTS = `
IoTSecuredTunneling: api.iot-tunneling api.iot-tunneling-fips api.tunneling.iot api.tunneling.iot-fips
access-analyzer: access-analyzer access-analyzer-fips
account: account account-fips
account-access: account-access account-access-fips
acm: acm
acm-pca: acm-pca acm-pca-fips
aco-automation: aco-automation aco-automation-fips
agent-registry: agent-registry agent-registry-control
aidevops: aidevops aidevops-fips cp.aidevops dp.aidevops
aiops: aiops aiops-fips
airflow: airflow airflow-fips api.airflow env.airflow ops.airflow
airflow-serverless: airflow-serverless airflow-serverless-fips
amplify: amplify amplify-fips
amplifybackend: amplifybackend amplifybackend-fips
amplifyuibuilder: amplifyuibuilder amplifyuibuilder-fips
aoss: aoss aoss-fips
apigateway: apigateway apigateway-fips
app-integrations: app-integrations app-integrations-fips
appconfig: appconfig appconfig-fips appconfigdata appconfigdata-fips
appfabric: appfabric appfabric-fips
appflow: appflow appflow-fips
application-autoscaling: application-autoscaling application-autoscaling-fips
application-cost-profiler: application-cost-profiler application-cost-profiler-fips
application-signals: application-signals application-signals-fips
applicationinsights: applicationinsights applicationinsights-fips
appmesh: appmesh appmesh-fips
apprunner: apprunner apprunner-fips
appstream: appstream2 appstream2-fips
appsync: appsync appsync-fips
aps: aps aps-fips
arc-region-switch: arc-region-switch arc-region-switch-fips
arc-zonal-shift: arc-zonal-shift arc-zonal-shift-fips
artifact: artifact artifact-fips
athena: athena athena-fips
auditmanager: auditmanager auditmanager-fips
autoscaling: autoscaling autoscaling-fips
autoscaling-plans: autoscaling-plans autoscaling-plans-fips
aws-marketplace: agreement-marketplace agreement-marketplace-fips catalog-marketplace catalog.marketplace catalog.marketplace-fips deployment-marketplace deployment-marketplace-fips discovery-marketplace discovery-marketplace-fips entitlement-marketplace entitlement.marketplace entitlement.marketplace-fips metering-marketplace metering.marketplace metering.marketplace-fips reporting-marketplace reporting-marketplace-fips
awsssoportal: portal.sso portal.sso-fips
b2bi: b2bi b2bi-fips
backup: backup backup-fips
backup-gateway: backup-gateway backup-gateway-fips
backup-search: backup-search backup-search-fips
batch: batch batch-fips fips.batch
bcm-dashboards: bcm-dashboards bcm-dashboards-fips
bcm-data-exports: bcm-data-exports bcm-data-exports-fips
bcm-pricing-calculator: bcm-pricing-calculator bcm-pricing-calculator-fips
bcm-recommended-actions: bcm-recommended-actions bcm-recommended-actions-fips
bedrock: bedrock bedrock-agent bedrock-agent-fips bedrock-agent-runtime bedrock-agent-runtime-fips bedrock-data-automation bedrock-data-automation-fips bedrock-data-automation-runtime bedrock-data-automation-runtime-fips bedrock-fips bedrock-runtime bedrock-runtime-fips
bedrock-agentcore: bedrock-agentcore bedrock-agentcore-control bedrock-agentcore-control-fips bedrock-agentcore-fips
billing: billing billing-fips
billingconductor: billingconductor billingconductor-fips
braket: braket braket-fips
budgets: budgets
cases: cases cases-fips
cassandra: cassandra cassandra-fips cassandra-streams cassandra-streams-fips
ce: ce ce-fips
chatbot: chatbot chatbot-fips
chime: chime chime-fips identity-chime identity-chime-fips media-pipelines-chime media-pipelines-chime-fips meetings-chime meetings-chime-fips messaging-chime messaging-chime-fips voice-chime voice-chime-fips
cleanrooms: cleanrooms cleanrooms-fips
cleanrooms-ml: cleanrooms-ml cleanrooms-ml-fips
cloud9: cloud9 cloud9-fips
cloudcontrolapi: cloudcontrolapi cloudcontrolapi-fips
clouddirectory: clouddirectory clouddirectory-fips
cloudformation: cloudformation cloudformation-fips
cloudfront: cloudfront cloudfront-fips
cloudhsm: cloudhsm cloudhsm-fips cloudhsmv2 cloudhsmv2-fips
cloudsearch: cloudsearch cloudsearch-fips cloudsearchdomain cloudsearchdomain-fips
cloudtrail: cloudtrail cloudtrail-fips
cloudtrail-data: cloudtrail-data cloudtrail-data-fips
cloudwatch: cloudwatch-omni cloudwatch-omni-fips
codeartifact: codeartifact codeartifact-fips
codebuild: codebuild codebuild-fips
codecommit: codecommit codecommit-fips
codeconnections: codeconnections codeconnections-fips
codedeploy: codedeploy codedeploy-fips
codeguru-profiler: codeguru-profiler codeguru-profiler-fips
codeguru-reviewer: codeguru-reviewer codeguru-reviewer-fips
codeguru-security: codeguru-security codeguru-security-fips
codepipeline: codepipeline codepipeline-fips
codestar-connections: codestar-connections codestar-connections-fips
codestar-notifications: codestar-notifications codestar-notifications-fips
cognito-identity: cognito-identity cognito-identity-fips
cognito-idp: cognito-idp cognito-idp-fips
cognito-sync: cognito-sync cognito-sync-fips
comprehend: comprehend comprehend-fips
comprehendmedical: comprehendmedical comprehendmedical-fips
compute-optimizer: compute-optimizer compute-optimizer-fips
config: config config-fips
connect: connect connect-fips contact-lens contact-lens-fips
connect-campaigns: connect-campaigns connect-campaigns-fips
controlcatalog: controlcatalog controlcatalog-fips
controltower: controltower controltower-fips
cost-optimization-hub: cost-optimization-hub cost-optimization-hub-fips
cur: cur cur-fips
databrew: databrew databrew-fips
dataexchange: api-fulfill.dataexchange dataexchange dataexchange-fips
datapipeline: datapipeline datapipeline-fips
datasync: datasync datasync-fips
datazone: datazone datazone-fips
dax: dax dax-fips
deadline: deadline deadline-fips management.deadline scheduling.deadline
detective: api.detective api.detective-fips detective detective-fips
devicefarm: devicefarm devicefarm-fips
devops-guru: devops-guru devops-guru-fips
directconnect: directconnect directconnect-fips
discovery: discovery discovery-fips
dlm: dlm dlm-fips
dms: dms dms-fips
docdb-elastic: docdb-elastic docdb-elastic-fips
drs: drs drs-fips
ds: ds ds-fips
ds-data: ds-data ds-data-fips
dsql: dsql dsql-fips
dynamodb: dynamodb dynamodb-fips streams-dynamodb streams-dynamodb-fips streams.dynamodb streams.dynamodb-fips
ebs: ebs ebs-fips
ec2: ec2 ec2-fips
ec2-instance-connect: ec2-instance-connect ec2-instance-connect-fips
ecr: api.ecr api.ecr-fips ecr ecr-fips
ecr-public: api.ecr-public api.ecr-public-fips ecr-public
ecs: ecs ecs-fips
eks: eks eks-fips fips.eks
eks-auth: eks-auth eks-auth-fips
elasticache: elasticache elasticache-fips
elasticbeanstalk: elasticbeanstalk elasticbeanstalk-fips
elasticfilesystem: efs efs-fips elasticfilesystem elasticfilesystem-fips
elasticloadbalancing: elasticloadbalancing elasticloadbalancing-fips
elasticmapreduce: elasticmapreduce elasticmapreduce-fips
elemental-inference: elemental-inference elemental-inference-fips
emr-containers: emr-containers emr-containers-fips
emr-serverless: emr-serverless emr-serverless-fips
end-user-messaging: end-user-messaging end-user-messaging-fips
entityresolution: entityresolution entityresolution-fips
es: aos es es-fips
events: events events-fips eventsv2 eventsv2-fips
evs: evs evs-fips
execute-api: execute-api execute-api-fips participant.connect participant.connect-fips
finspace: finspace finspace-fips
finspace-api: finspace-api finspace-api-fips
firehose: firehose firehose-fips
fis: fis fis-fips
fms: fms fms-fips
forecast: forecast forecast-fips forecastquery forecastquery-fips
frauddetector: frauddetector frauddetector-fips
freetier: freetier freetier-fips
fsx: fsx fsx-fips
gamelift: gamelift gamelift-fips
gameliftstreams: gameliftstreams gameliftstreams-fips
geo: cp.geofencing.geo cp.maps.geo cp.metadata.geo cp.places.geo cp.routes.geo cp.tracking.geo geo geo-fips geofencing.geo metadata.geo tracking.geo
geo-maps: geo-maps geo-maps-fips
geo-places: geo-places geo-places-fips
geo-routes: geo-routes geo-routes-fips
glacier: glacier glacier-fips
globalaccelerator: globalaccelerator globalaccelerator-fips
glue: glue glue-fips
grafana: grafana grafana-fips
greengrass: greengrass greengrass-ats.iot greengrass-fips
groundstation: groundstation groundstation-fips
guardduty: guardduty guardduty-fips
health: health health-fips
health-agent: health-agent health-agent-fips runtime.health-agent streaming.health-agent
healthlake: datatransformation.healthlake healthlake healthlake-fips
iam: iam iam-fips iam-toolbox iam-toolbox-fips
identitystore: identitystore identitystore-fips
imagebuilder: imagebuilder imagebuilder-fips
inspector: inspector inspector-fips
inspector-scan: inspector-scan inspector-scan-fips
inspector2: inspector2 inspector2-fips
interconnect: interconnect interconnect-fips
internetmonitor: internetmonitor internetmonitor-fips
invoicing: invoicing invoicing-fips
iot: iot iot-fips
iot-jobs-data: data.jobs.iot data.jobs.iot-fips
iotdata: data-ats.iot data-ats.iot-fips data.ats.iot data.iot data.iot-fips
iotdeviceadvisor: api.iotdeviceadvisor api.iotdeviceadvisor-fips
iotfleetwise: iotfleetwise iotfleetwise-fips
iotmanagedintegrations: api.iotmanagedintegrations api.iotmanagedintegrations-fips
iotsitewise: api.iotsitewise data.iotsitewise iotsitewise iotsitewise-fips monitor.iotsitewise
iotthingsgraph: iotthingsgraph iotthingsgraph-fips
iottwinmaker: api.iottwinmaker data.iottwinmaker iottwinmaker iottwinmaker-fips
iotwireless: api.iotwireless api.iotwireless-fips
ivs: ivs ivs-fips ivsrealtime ivsrealtime-fips
ivschat: ivschat ivschat-fips
kafka: kafka kafka-api kafka-api-fips kafka-fips
kafkaconnect: kafkaconnect kafkaconnect-fips
kendra: kendra kendra-fips
kendra-ranking: kendra-ranking kendra-ranking-fips
kinesis: kinesis kinesis-fips
kinesisanalytics: kinesisanalytics kinesisanalytics-fips
kinesisvideo: kinesisvideo kinesisvideo-fips
kms: kms kms-fips
lakeformation: data-lakeformation lakeformation lakeformation-fips query-lakeformation
lambda: lambda lambda-fips
launchwizard: launchwizard launchwizard-fips
lex: models-fips.lex models-v2-lex models-v2-lex-fips models.lex models.lex-fips runtime-fips.lex runtime-v2-lex runtime-v2-lex-fips runtime.lex runtime.lex-fips
license-manager: license-manager license-manager-fips
license-manager-linux-subscriptions: license-manager-linux-subscriptions license-manager-linux-subscriptions-fips
license-manager-user-subscriptions: license-manager-user-subscriptions license-manager-user-subscriptions-fips
lightsail: lightsail lightsail-fips
logs: logs logs-fips stream-logs
lookoutequipment: lookoutequipment lookoutequipment-fips
m2: m2 m2-fips
machinelearning: machinelearning machinelearning-fips
macie2: macie2 macie2-fips
managedblockchain: managedblockchain managedblockchain-fips
managedblockchain-query: managedblockchain-query managedblockchain-query-fips
marketplacecommerceanalytics: marketplacecommerceanalytics marketplacecommerceanalytics-fips
mediaconnect: mediaconnect mediaconnect-fips
mediaconvert: mediaconvert mediaconvert-fips
medialive: medialive medialive-fips
mediapackage: mediapackage mediapackage-fips
mediapackage-vod: mediapackage-vod mediapackage-vod-fips
mediapackagev2: mediapackagev2 mediapackagev2-fips
mediastore: data.mediastore data.mediastore-fips mediastore mediastore-fips
mediatailor: api.mediatailor api.mediatailor-fips mediatailor
medical-imaging: medical-imaging medical-imaging-fips runtime-medical-imaging
memorydb: memory-db memory-db-fips
mgh: mgh mgh-fips migrationhub-config migrationhub-config-fips
mgn: mgn mgn-fips
migrationhub-orchestrator: migrationhub-orchestrator migrationhub-orchestrator-fips
migrationhub-strategy: migrationhub-strategy migrationhub-strategy-fips
mobiletargeting: pinpoint pinpoint-fips
monitoring: monitoring monitoring-fips
mpa: mpa mpa-fips
mq: mq mq-fips
mturk-requester: mturk-requester mturk-requester-fips mturk-requester-sandbox
neptune-db: neptune-db neptune-db-fips
network-firewall: network-firewall network-firewall-fips
network-security-manager: network-security-manager network-security-manager-fips
networkflowmonitor: networkflowmonitor networkflowmonitor-fips
networkmanager: networkmanager networkmanager-fips
networkmonitor: networkmonitor networkmonitor-fips
notifications: notifications notifications-fips
notifications-contacts: notifications-contacts notifications-contacts-fips
nova-act: nova-act nova-act-fips
oam: oam oam-fips
observabilityadmin: observabilityadmin observabilityadmin-fips
odb: odb odb-fips
omics: analytics-omics control-storage-omics omics omics-fips storage-omics tags-omics workflows-omics
organizations: organizations organizations-fips
osis: osis osis-fips
outposts: outposts outposts-fips
partnercentral-account: partnercentral-account partnercentral-account-fips
partnercentral-benefits: partnercentral-benefits partnercentral-benefits-fips
partnercentral-selling: partnercentral-selling partnercentral-selling-fips
payment-cryptography: controlplane.payment-cryptography controlplane.payment-cryptography-fips dataplane.payment-cryptography dataplane.payment-cryptography-fips
pca-connector-ad: pca-connector-ad pca-connector-ad-fips
pca-connector-scep: pca-connector-scep pca-connector-scep-fips
pcs: pcs pcs-fips
personalize: personalize personalize-events personalize-events-fips personalize-fips personalize-runtime personalize-runtime-fips
pi: pi pi-fips
pipes: pipes pipes-fips
polly: polly polly-fips
pricing: api.pricing api.pricing-fips
pricingplanmanager: pricingplanmanager
profile: profile profile-fips
proton: proton proton-fips
qapps: data.qapps data.qapps-fips
qbusiness: qbusiness qbusiness-fips
quicksight: quicksight quicksight-fips
ram: ram ram-fips
rbin: rbin rbin-fips
rds: rds rds-fips
rds-data: rds-data rds-data-fips
redshift: redshift redshift-fips
redshift-data: redshift-data redshift-data-fips
redshift-serverless: redshift-serverless redshift-serverless-fips
refactor-spaces: refactor-spaces refactor-spaces-fips
rekognition: rekognition rekognition-fips
repostspace: repostspace repostspace-fips
resiliencehub: resiliencehub resiliencehub-fips
resource-explorer-2: resource-explorer-2 resource-explorer-2-fips
resource-groups: resource-groups resource-groups-fips
rolesanywhere: rolesanywhere rolesanywhere-fips
route53-recovery-cluster: route53-recovery-cluster route53-recovery-cluster-fips
route53-recovery-control-config: arc-recovery-control-config route53-recovery-control-config route53-recovery-control-config-fips
route53-recovery-readiness: route53-recovery-readiness route53-recovery-readiness-fips
route53domains: route53domains route53domains-fips
route53globalresolver: route53globalresolver route53globalresolver-fips
route53profiles: route53profiles route53profiles-fips
route53resolver: route53resolver route53resolver-fips
rtbfabric: rtbfabric rtbfabric-fips
rum: dataplane.rum rum rum-fips
s3: s3 s3-control s3-control-fips s3-control-fips.dualstack s3-control.dualstack s3-fips s3-fips.dualstack s3.dualstack
s3-outposts: s3-outposts s3-outposts-fips
s3files: s3files s3files-fips
s3tables: s3tables s3tables-fips
s3vectors: s3vectors s3vectors-fips
sagemaker: a2i-runtime.sagemaker a2i-runtime.sagemaker-fips api-fips.sagemaker api.sagemaker api.sagemaker-fips edge.sagemaker edge.sagemaker-fips featurestore-runtime.sagemaker featurestore-runtime.sagemaker-fips job-runtime.sagemaker job-runtime.sagemaker-fips metrics-fips.sagemaker metrics.sagemaker metrics.sagemaker-fips runtime-fips.sagemaker runtime.sagemaker runtime.sagemaker-fips
sagemaker-geospatial: sagemaker-geospatial sagemaker-geospatial-fips
savingsplans: savingsplans savingsplans-fips
scheduler: scheduler scheduler-fips
schemas: schemas schemas-fips
scn: scn scn-fips
sdb: sdb sdb-fips
secretsmanager: secretsmanager secretsmanager-fips
security-ir: security-ir security-ir-fips
securityagent: securityagent securityagent-fips
securityhub: securityhub securityhub-fips
securitylake: securitylake securitylake-fips
serverlessrepo: serverlessrepo serverlessrepo-fips
servicecatalog: servicecatalog servicecatalog-appregistry servicecatalog-appregistry-fips servicecatalog-fips
servicediscovery: data-servicediscovery servicediscovery servicediscovery-fips
servicequotas: servicequotas servicequotas-fips
ses: email email-fips mail-manager mail-manager-fips
shield: shield shield-fips
signer: data-signer data-signer-fips signer signer-fips verification.signer
signin: signin
sms-voice: sms-voice sms-voice-fips sms-voice.pinpoint sms-voice.pinpoint-fips
snow-device-management: snow-device-management snow-device-management-fips
snowball: snowball snowball-fips
sns: sns sns-fips
social-messaging: social-messaging social-messaging-fips
sqs: sqs sqs-fips
ssm: ssm ssm-fips
ssm-contacts: ssm-contacts ssm-contacts-fips
ssm-guiconnect: ssm-guiconnect ssm-guiconnect-fips
ssm-incidents: ssm-incidents ssm-incidents-fips
ssm-quicksetup: ssm-quicksetup ssm-quicksetup-fips
ssm-sap: ssm-sap ssm-sap-fips
sso: sso sso-fips
sso-oauth: oidc oidc-fips
states: states states-fips sync-states
storagegateway: storagegateway storagegateway-fips
sts: sts sts-fips
support: support support-fips
supportapp: supportapp supportapp-fips
supportauthz: supportauthz supportauthz-fips
sustainability: api.sustainability
swf: swf swf-fips
synthetics: synthetics synthetics-fips
tagging: tagging tagging-fips
tax: tax tax-fips
textract: textract textract-fips
thinclient: api.thinclient thinclient thinclient-fips
timestream: ingest.timestream ingest.timestream-fips query.timestream query.timestream-fips timestream-ingest timestream-ingest-fips timestream-query timestream-query-fips
timestream-influxdb: timestream-influxdb timestream-influxdb-fips
tnb: tnb tnb-fips
transcribe: cn.transcribe fips.transcribe transcribe transcribe-fips
transfer: transfer transfer-fips
translate: translate translate-fips
trustedadvisor: trustedadvisor trustedadvisor-fips
uxc: uxc uxc-fips
verifiedpermissions: verifiedpermissions verifiedpermissions-fips
voiceid: voiceid voiceid-fips
vpc-lattice: vpc-lattice vpc-lattice-fips
waf: waf waf-fips
waf-regional: waf-regional waf-regional-fips
wafv2: wafv2 wafv2-fips
wellarchitected: wellarchitected wellarchitected-fips
wickr: admin.wickr admin.wickr-fips
wisdom: wisdom wisdom-fips
workdocs: workdocs workdocs-fips
workmail: workmail workmail-fips
workmailmessageflow: workmailmessageflow workmailmessageflow-fips
workspaces: workspaces workspaces-fips
workspaces-instances: workspaces-instances workspaces-instances-fips
workspaces-web: workspaces-web workspaces-web-fips
xray: xray xray-fips
`;

/** Signing names, and hosts that take them. */
export const AWS_HOSTS: readonly (readonly [service: string, hosts: readonly string[]])[] = HOSTS.trim().split("\n")
  .map(
    (line) => {
      const [service, hosts] = line.split(": ");
      return [service!, hosts!.split(" ")] as const;
    },
  );

/** Endpoints for all of a partition, by the names of their signatures. */
export const GLOBAL_HOSTS: Readonly<Record<string, string>> = {
  "budgets-fips.amazonaws.com": "budgets",
  "budgets-fips.amazonaws.com.cn": "budgets",
  "budgets-fips.amazonaws.eu": "budgets",
  "budgets-fips.api.amazonwebservices.com.cn": "budgets",
  "budgets-fips.api.amazonwebservices.eu": "budgets",
  "budgets-fips.api.aws": "budgets",
  "budgets-fips.api.aws.hci.ic.gov": "budgets",
  "budgets-fips.api.aws.ic.gov": "budgets",
  "budgets-fips.api.aws.scloud": "budgets",
  "budgets-fips.api.cloud-aws.adc-e.uk": "budgets",
  "budgets-fips.c2s.ic.gov": "budgets",
  "budgets-fips.cloud.adc-e.uk": "budgets",
  "budgets-fips.csp.hci.ic.gov": "budgets",
  "budgets-fips.sc2s.sgov.gov": "budgets",
  "budgets.amazonaws.com": "budgets",
  "budgets.amazonaws.com.cn": "budgets",
  "budgets.api.amazonwebservices.com.cn": "budgets",
  "budgets.api.aws": "budgets",
  "budgets.api.aws.hci.ic.gov": "budgets",
  "budgets.api.aws.ic.gov": "budgets",
  "budgets.api.aws.scloud": "budgets",
  "budgets.api.cloud-aws.adc-e.uk": "budgets",
  "budgets.c2s.ic.gov": "budgets",
  "budgets.global.cloud.adc-e.uk": "budgets",
  "budgets.global.csp.hci.ic.gov": "budgets",
  "budgets.global.sc2s.sgov.gov": "budgets",
  "cloudfront-fips.amazonaws.com": "cloudfront",
  "cloudfront-fips.amazonaws.eu": "cloudfront",
  "cloudfront-fips.api.amazonwebservices.com.cn": "cloudfront",
  "cloudfront-fips.api.amazonwebservices.eu": "cloudfront",
  "cloudfront-fips.api.aws": "cloudfront",
  "cloudfront-fips.api.aws.hci.ic.gov": "cloudfront",
  "cloudfront-fips.api.aws.ic.gov": "cloudfront",
  "cloudfront-fips.api.aws.scloud": "cloudfront",
  "cloudfront-fips.api.cloud-aws.adc-e.uk": "cloudfront",
  "cloudfront-fips.c2s.ic.gov": "cloudfront",
  "cloudfront-fips.cloud.adc-e.uk": "cloudfront",
  "cloudfront-fips.csp.hci.ic.gov": "cloudfront",
  "cloudfront-fips.global.api.aws": "cloudfront",
  "cloudfront-fips.sc2s.sgov.gov": "cloudfront",
  "cloudfront.amazonaws.com": "cloudfront",
  "cloudfront.amazonaws.eu": "cloudfront",
  "cloudfront.api.amazonwebservices.com.cn": "cloudfront",
  "cloudfront.api.amazonwebservices.eu": "cloudfront",
  "cloudfront.api.aws": "cloudfront",
  "cloudfront.api.aws.hci.ic.gov": "cloudfront",
  "cloudfront.api.aws.ic.gov": "cloudfront",
  "cloudfront.api.aws.scloud": "cloudfront",
  "cloudfront.api.cloud-aws.adc-e.uk": "cloudfront",
  "cloudfront.c2s.ic.gov": "cloudfront",
  "cloudfront.cloud.adc-e.uk": "cloudfront",
  "cloudfront.csp.hci.ic.gov": "cloudfront",
  "cloudfront.global.api.aws": "cloudfront",
  "cloudfront.sc2s.sgov.gov": "cloudfront",
  "codecatalyst-fips.global.api.amazonwebservices.com.cn": "codecatalyst",
  "codecatalyst-fips.global.api.amazonwebservices.eu": "codecatalyst",
  "codecatalyst-fips.global.api.aws": "codecatalyst",
  "codecatalyst-fips.global.api.aws.hci.ic.gov": "codecatalyst",
  "codecatalyst-fips.global.api.aws.ic.gov": "codecatalyst",
  "codecatalyst-fips.global.api.aws.scloud": "codecatalyst",
  "codecatalyst-fips.global.api.cloud-aws.adc-e.uk": "codecatalyst",
  "codecatalyst.global.api.amazonwebservices.com.cn": "codecatalyst",
  "codecatalyst.global.api.amazonwebservices.eu": "codecatalyst",
  "codecatalyst.global.api.aws": "codecatalyst",
  "codecatalyst.global.api.aws.hci.ic.gov": "codecatalyst",
  "codecatalyst.global.api.aws.ic.gov": "codecatalyst",
  "codecatalyst.global.api.aws.scloud": "codecatalyst",
  "codecatalyst.global.api.cloud-aws.adc-e.uk": "codecatalyst",
  "global.health.amazonaws.com": "health",
  "iam-fips.amazonaws.com": "iam",
  "iam-fips.amazonaws.com.cn": "iam",
  "iam-fips.amazonaws.eu": "iam",
  "iam-fips.api.amazonwebservices.com.cn": "iam",
  "iam-fips.api.amazonwebservices.eu": "iam",
  "iam-fips.api.aws.hci.ic.gov": "iam",
  "iam-fips.api.aws.ic.gov": "iam",
  "iam-fips.api.aws.scloud": "iam",
  "iam-fips.api.cloud-aws.adc-e.uk": "iam",
  "iam-fips.cloud.adc-e.uk": "iam",
  "iam-fips.csp.hci.ic.gov": "iam",
  "iam-fips.global.api.aws": "iam",
  "iam.amazonaws.com": "iam",
  "iam.api.aws.hci.ic.gov": "iam",
  "iam.api.aws.ic.gov": "iam",
  "iam.api.aws.scloud": "iam",
  "iam.api.cloud-aws.adc-e.uk": "iam",
  "iam.global.api.amazonwebservices.com.cn": "iam",
  "iam.global.api.amazonwebservices.eu": "iam",
  "iam.global.api.aws": "iam",
  "iam.us-gov.amazonaws.com": "iam",
  "iam.us-gov.api.aws": "iam",
  "partnercentral-channel-fips.global.api.amazonwebservices.com.cn": "partnercentral-channel",
  "partnercentral-channel-fips.global.api.amazonwebservices.eu": "partnercentral-channel",
  "partnercentral-channel-fips.global.api.aws": "partnercentral-channel",
  "partnercentral-channel-fips.global.api.aws.hci.ic.gov": "partnercentral-channel",
  "partnercentral-channel-fips.global.api.aws.ic.gov": "partnercentral-channel",
  "partnercentral-channel-fips.global.api.aws.scloud": "partnercentral-channel",
  "partnercentral-channel-fips.global.api.cloud-aws.adc-e.uk": "partnercentral-channel",
  "partnercentral-channel-fips.us-gov.api.aws": "partnercentral-channel",
  "partnercentral-channel.global.api.amazonwebservices.com.cn": "partnercentral-channel",
  "partnercentral-channel.global.api.amazonwebservices.eu": "partnercentral-channel",
  "partnercentral-channel.global.api.aws": "partnercentral-channel",
  "partnercentral-channel.global.api.aws.hci.ic.gov": "partnercentral-channel",
  "partnercentral-channel.global.api.aws.ic.gov": "partnercentral-channel",
  "partnercentral-channel.global.api.aws.scloud": "partnercentral-channel",
  "partnercentral-channel.global.api.cloud-aws.adc-e.uk": "partnercentral-channel",
  "partnercentral-channel.us-gov.api.aws": "partnercentral-channel",
  "partnercentral-prm-fips.global.api.amazonwebservices.com.cn": "partnercentral",
  "partnercentral-prm-fips.global.api.amazonwebservices.eu": "partnercentral",
  "partnercentral-prm-fips.global.api.aws": "partnercentral",
  "partnercentral-prm-fips.global.api.aws.hci.ic.gov": "partnercentral",
  "partnercentral-prm-fips.global.api.aws.ic.gov": "partnercentral",
  "partnercentral-prm-fips.global.api.aws.scloud": "partnercentral",
  "partnercentral-prm-fips.global.api.cloud-aws.adc-e.uk": "partnercentral",
  "partnercentral-prm-fips.us-gov.api.aws": "partnercentral",
  "partnercentral-prm.global.api.amazonwebservices.com.cn": "partnercentral",
  "partnercentral-prm.global.api.amazonwebservices.eu": "partnercentral",
  "partnercentral-prm.global.api.aws": "partnercentral",
  "partnercentral-prm.global.api.aws.hci.ic.gov": "partnercentral",
  "partnercentral-prm.global.api.aws.ic.gov": "partnercentral",
  "partnercentral-prm.global.api.aws.scloud": "partnercentral",
  "partnercentral-prm.global.api.cloud-aws.adc-e.uk": "partnercentral",
  "partnercentral-prm.us-gov.api.aws": "partnercentral",
  "route53-fips.amazonaws.com": "route53",
  "route53-fips.amazonaws.com.cn": "route53",
  "route53-fips.amazonaws.eu": "route53",
  "route53-fips.api.amazonwebservices.com.cn": "route53",
  "route53-fips.api.amazonwebservices.eu": "route53",
  "route53-fips.api.aws.hci.ic.gov": "route53",
  "route53-fips.api.aws.ic.gov": "route53",
  "route53-fips.api.aws.scloud": "route53",
  "route53-fips.api.cloud-aws.adc-e.uk": "route53",
  "route53-fips.c2s.ic.gov": "route53",
  "route53-fips.cloud.adc-e.uk": "route53",
  "route53-fips.csp.hci.ic.gov": "route53",
  "route53-fips.global.api.aws": "route53",
  "route53-fips.sc2s.sgov.gov": "route53",
  "route53.amazonaws.com": "route53",
  "route53.amazonaws.com.cn": "route53",
  "route53.amazonaws.eu": "route53",
  "route53.api.aws.hci.ic.gov": "route53",
  "route53.api.aws.ic.gov": "route53",
  "route53.api.aws.scloud": "route53",
  "route53.api.cloud-aws.adc-e.uk": "route53",
  "route53.c2s.ic.gov": "route53",
  "route53.cloud.adc-e.uk": "route53",
  "route53.csp.hci.ic.gov": "route53",
  "route53.global.api.amazonwebservices.com.cn": "route53",
  "route53.global.api.amazonwebservices.eu": "route53",
  "route53.global.api.aws": "route53",
  "route53.sc2s.sgov.gov": "route53",
  "route53.us-gov.amazonaws.com": "route53",
  "route53.us-gov.api.aws": "route53",
  "s3.amazonaws.com": "s3",
  "savingsplans.amazonaws.com": "savingsplans",
  "savingsplans.global.api.aws": "savingsplans",
  "sdb.amazonaws.com": "sdb",
  "sts.amazonaws.com": "sts",
  "sustainability-fips.global.api.amazonwebservices.com.cn": "sustainability",
  "sustainability-fips.global.api.amazonwebservices.eu": "sustainability",
  "sustainability-fips.global.api.aws": "sustainability",
  "sustainability-fips.global.api.aws.hci.ic.gov": "sustainability",
  "sustainability-fips.global.api.aws.ic.gov": "sustainability",
  "sustainability-fips.global.api.aws.scloud": "sustainability",
  "sustainability-fips.global.api.cloud-aws.adc-e.uk": "sustainability",
  "sustainability-fips.us-gov.api.aws": "sustainability",
  "sustainability.global.api.amazonwebservices.com.cn": "sustainability",
  "sustainability.global.api.amazonwebservices.eu": "sustainability",
  "sustainability.global.api.aws.hci.ic.gov": "sustainability",
  "sustainability.global.api.aws.ic.gov": "sustainability",
  "sustainability.global.api.aws.scloud": "sustainability",
  "sustainability.global.api.cloud-aws.adc-e.uk": "sustainability",
  "sustainability.us-gov.api.aws": "sustainability",
  "waf-fips.amazonaws.com": "waf",
  "waf.amazonaws.com": "waf",
};
