import { createHash } from 'node:crypto'
import { Stack } from 'aws-cdk-lib'
import type { Construct } from 'constructs'

/** Characters. The longest names of regions have 14. */
const regionLength = 16

/**
 * Returns a name for a resource of CloudFront, whose names are shared by all regions of an account. It contains the stack
 * and the region, so that a second publication and a second region can use the same account.
 * @param longest the maximum number of characters of the name
 */
export function globalName(scope: Construct, part: string, longest: number): string {
  const { stackName, region } = Stack.of(scope)
  const room = longest - regionLength - part.length - 2
  return [stackName.length > room ? shorten(stackName, room) : stackName, region, part].join('-')
}

/** Cuts a name. A digest keeps apart names that differ only after the cut. */
function shorten(name: string, length: number): string {
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8)
  return `${name.slice(0, length - digest.length - 1)}-${digest}`
}
