import { createHash } from 'node:crypto'

/** How long a resource's name may be, where that is less than what stack and logical id make. */
const longest: Readonly<Record<string, number>> = {
  'AWS::S3::Bucket': 63,
  'AWS::SQS::Queue': 80,
  'AWS::Lambda::Function': 64,
  'AWS::IAM::Role': 64,
  'AWS::Scheduler::Schedule': 64,
  'AWS::Scheduler::ScheduleGroup': 64,
  'AWS::SES::ConfigurationSet': 64,
}

/** The name of a resource that the template leaves unnamed: the same in every run, so that data survives a restart. */
export function inventName(stackName: string, logicalId: string, type: string, fifo: boolean): string {
  const suffix = fifo ? '.fifo' : ''
  const name = shorten(`${stackName}-${logicalId}`, (longest[type] ?? 128) - suffix.length)
  return type === 'AWS::S3::Bucket' ? name.toLowerCase().replace(/[^a-z0-9-]/g, '-') : name + suffix
}

/** Keeps names distinct that differ only behind the cut. */
function shorten(name: string, length: number): string {
  if (name.length <= length) return name
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8)
  return `${name.slice(0, length - 9)}-${digest}`
}
