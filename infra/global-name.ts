import { createHash } from 'node:crypto'
import { Stack } from 'aws-cdk-lib'
import type { Construct } from 'constructs'

/** Characters. The longest names of regions have 14. */
const regionLength = 16

/**
 * Returns a name for a CloudFront resource. Such names must be unique in an account, across all regions. This one
 * contains the stack and the region, so that a second publication and a second region can use the same account.
 * @param longest the maximum number of characters of the name
 */
export function globalName(scope: Construct, part: string, longest: number): string {
  const { stackName, region } = Stack.of(scope)
  const room = longest - regionLength - part.length - 2
  return [stackName.length > room ? shorten(stackName, room) : stackName, region, part].join('-')
}

/** Shortens a name. A hash at its end distinguishes names that differ only in the part that was cut. */
function shorten(name: string, length: number): string {
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8)
  return `${name.slice(0, length - digest.length - 1)}-${digest}`
}
