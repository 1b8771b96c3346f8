const resourcePolicy = 'who may reach a resource from outside of the stack: everything here is on one machine'
const monitoring = 'watches what is deployed; on one machine the operator reads the log'
const dns = 'names and certificates of the deployed site'
const firewall = 'a firewall for the public; the local site is reached from this machine only'

/** Resource types that a template may have and local mode passes over, each with the reason. */
export const withoutLocalMeaning: Readonly<Record<string, string>> = {
  'AWS::SQS::QueuePolicy': resourcePolicy,
  'AWS::SQS::QueueInlinePolicy': resourcePolicy,
  'AWS::SNS::TopicPolicy': resourcePolicy,
  'AWS::SNS::TopicInlinePolicy': resourcePolicy,
  'AWS::Lambda::Permission': resourcePolicy,
  'AWS::KMS::Key': 'encryption at rest: local data is as safe as the disk it is on',
  'AWS::KMS::Alias': 'encryption at rest: local data is as safe as the disk it is on',
  'AWS::Logs::LogGroup': 'functions log to the terminal',
  'AWS::Logs::MetricFilter': monitoring,
  'AWS::Logs::QueryDefinition': monitoring,
  'AWS::CloudWatch::Alarm': monitoring,
  'AWS::CloudWatch::CompositeAlarm': monitoring,
  'AWS::CloudWatch::Dashboard': monitoring,
  'AWS::Budgets::Budget': 'nothing costs money locally',
  'AWS::CDK::Metadata': 'tells AWS about the CDK version in use',
  'AWS::SES::EmailIdentity': 'the embedded SES takes every sender as verified',
  'AWS::CertificateManager::Certificate': dns,
  'AWS::Route53::HostedZone': dns,
  'AWS::Route53::RecordSet': dns,
  'AWS::CloudFront::OriginAccessControl': 'how CloudFront signs; the bucket policy says what it may read',
  'AWS::WAFv2::WebACL': firewall,
  'AWS::WAFv2::WebACLAssociation': firewall,
  'AWS::WAFv2::IPSet': firewall,
}
