import { createHash } from 'node:crypto'

/** Maximum length of a resource's name, by type. */
const longest: Readonly<Record<string, number>> = {
  'AWS::S3::Bucket': 63,
  'AWS::SQS::Queue': 80,
  'AWS::Lambda::Function': 64,
  'AWS::IAM::Role': 64,
  'AWS::Scheduler::Schedule': 64,
  'AWS::Scheduler::ScheduleGroup': 64,
  'AWS::SES::ConfigurationSet': 64,
  'AWS::Events::Rule': 64,
}

/** Invents a name for a resource without one. It is the same in every run, so that data survives a restart. */
export function inventName(stackName: string, logicalId: string, type: string, fifo: boolean): string {
  const suffix = fifo ? '.fifo' : ''
  const name = shorten(`${stackName}-${logicalId}`, (longest[type] ?? 128) - suffix.length)
  return type === 'AWS::S3::Bucket' ? name.toLowerCase().replace(/[^a-z0-9-]/g, '-') : name + suffix
}

/** Cuts a name. A digest keeps apart names that differ only after the cut. */
function shorten(name: string, length: number): string {
  if (name.length <= length) return name
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8)
  return `${name.slice(0, length - 9)}-${digest}`
}
