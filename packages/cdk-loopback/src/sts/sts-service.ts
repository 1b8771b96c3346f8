import { AwsError, type AwsService } from '../endpoint/aws-service.ts'
import { userCaller } from '../endpoint/identities.ts'
import { element, errorResponse, readQuery, successResponse } from '../endpoint/query-protocol.ts'
import type { StackPlan } from '../template/stack-plan.ts'

const operation = 'GetCallerIdentity'

/** Serves the part of STS that says who a caller is. It needs no permission, as on AWS. */
export function createSts({ account, functions }: Pick<StackPlan, 'account' | 'functions'>): AwsService {
  const readOperation = async (query: URLSearchParams): Promise<string> => {
    const name = query.get('Action') ?? ''
    if (name === operation) return name
    throw new AwsError('InvalidAction', 400, `Could not find operation ${name} for version ${query.get('Version')}`)
  }
  return {
    describe: async (request) => ({ operation: await readOperation(await readQuery(request)), permissions: [] }),
    handle: async ({ caller = 'operator' }) => {
      const plan = functions.find(({ logicalId }) => logicalId === caller)
      return successResponse('sts', operation, [
        element('Arn', plan ? `arn:aws:sts::${account}:assumed-role/${caller}/${plan.name}` : userArn(account, caller)),
        element('UserId', plan ? `AROALOOPBACK:${plan.name}` : 'AIDALOOPBACK'),
        element('Account', account),
      ])
    },
    error: (_request, error) => errorResponse('sts', error),
    close: async () => {},
  }
}

function userArn(account: string, caller: string): string {
  return `arn:aws:iam::${account}:${caller.includes('/') ? caller : userCaller(caller)}`
}
