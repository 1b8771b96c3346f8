const monitoring = 'monitors a deployment; locally, the operator reads the log'
const dns = 'names and certificates of the deployed site'
const firewall = 'protects a public site; the local site is reachable from this machine only'

/** Resource types that are accepted and ignored, each with the reason. */
export const withoutLocalMeaning: Readonly<Record<string, string>> = {
  'AWS::KMS::Key': 'encryption at rest; local data is as safe as the disk it is on',
  'AWS::KMS::Alias': 'encryption at rest; local data is as safe as the disk it is on',
  'AWS::Logs::MetricFilter': monitoring,
  'AWS::Logs::QueryDefinition': monitoring,
  'AWS::CloudWatch::Alarm': monitoring,
  'AWS::CloudWatch::CompositeAlarm': monitoring,
  'AWS::CloudWatch::Dashboard': monitoring,
  'AWS::Budgets::Budget': 'nothing costs money locally',
  'AWS::CDK::Metadata': 'reports the CDK version to AWS',
  'AWS::CertificateManager::Certificate': dns,
  'AWS::Route53::HostedZone': dns,
  'AWS::Route53::RecordSet': dns,
  'AWS::CloudFront::OriginAccessControl': 'how CloudFront signs requests; the bucket policy decides what it may read',
  'AWS::WAFv2::WebACL': firewall,
  'AWS::WAFv2::WebACLAssociation': firewall,
  'AWS::WAFv2::IPSet': firewall,
}
