import type { LocalStack, RunOptions } from './local-stack.ts'
import { runStack } from './run-stack.ts'
import { readStack } from './template/read-stack.ts'
import type { StackPlan } from './template/stack-plan.ts'

export type { LocalStack } from './local-stack.ts'

export type LocalOptions = RunOptions & {
  /** Folder of the synthesized cloud assembly. */
  readonly assembly: string
  /** The template's parameter that gets the site's URL. Default: `SiteUrl`. */
  readonly siteUrlParameter?: string
  /** Changes what is run from what the template says: tests take guards out, to see them missed. */
  readonly change?: (plan: StackPlan) => StackPlan
}

/** Where ARNs of the embedded services belong to. */
const account = '000000000000'
const region = 'us-east-1'

/**
 * Runs a synthesized stack on this machine.
 * @throws {Error} saying what to change: a port that is taken, a data folder that cannot be used, a template that asks for
 *   what local mode does not have
 */
export function startLocal(options: LocalOptions): Promise<LocalStack> {
  const { assembly, siteUrlParameter = 'SiteUrl', change = (plan) => plan } = options
  return runStack(({ awsUrl, siteUrl }) => {
    const parameters = { [siteUrlParameter]: siteUrl }
    return change(readStack({ assembly, awsUrl, siteUrl, account, region, parameters }))
  }, options)
}
