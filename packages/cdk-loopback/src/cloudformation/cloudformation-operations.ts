import { AwsError } from '../endpoint/aws-service.ts'
import { element, readMembers } from '../endpoint/query-protocol.ts'
import { type DescribedStack, describeResource, describeStack, member, summarizeStack } from './describe-stack.ts'

/** One action of the query API on the stack that it names, or on all. Returns the XML elements of the result. */
export type CloudFormationOperation = (stack: DescribedStack, query: URLSearchParams) => readonly string[]

/** Elements on a page of ListStackResources. */
const pageSize = 100

/** The stack comes from the synthesized template only. */
export const operations: Readonly<Record<string, CloudFormationOperation>> = {
  DescribeStacks: (stack) => [element('Stacks', [describeStack(stack)])],
  ListStacks: (stack, query) => {
    const filter = readMembers(query, 'StackStatusFilter')
    const isListed = filter.length === 0 || filter.includes(stack.record.status)
    return [element('StackSummaries', isListed ? [summarizeStack(stack)] : [])]
  },
  GetTemplate: ({ plan }) => [
    element('TemplateBody', plan.deployment.template),
    element('StagesAvailable', [element('member', 'Original'), element('member', 'Processed')]),
  ],
  DescribeStackResources: (stack, query) => {
    const logicalId = query.get('LogicalResourceId')
    const found = stack.plan.deployment.resources.filter((each) => logicalId === null || each.logicalId === logicalId)
    const described = found.slice(0, pageSize).map((each) => member(describeResource(stack, each, 'Timestamp')))
    return [element('StackResources', described)]
  },
  DescribeStackResource: (stack, query) => {
    const { plan } = stack
    const logicalId = query.get('LogicalResourceId')
    const resource = plan.deployment.resources.find((each) => each.logicalId === logicalId)
    if (!resource) throw invalid(`Resource ${logicalId} does not exist for stack ${plan.stackName}`)
    return [element('StackResourceDetail', describeResource(stack, resource, 'LastUpdatedTimestamp'))]
  },
  ListStackResources: (stack, query) => {
    const { resources } = stack.plan.deployment
    const token = query.get('NextToken') ?? '0'
    if (!/^\d{1,9}$/.test(token) || Number(token) % pageSize !== 0) throw invalid('The next token is not valid.')
    const from = Number(token)
    const next = from + pageSize
    const page = resources.slice(from, next)
    return [
      element(
        'StackResourceSummaries',
        page.map((each) => member(describeResource(stack, each, 'LastUpdatedTimestamp'))),
      ),
      ...(next < resources.length ? [element('NextToken', next)] : []),
    ]
  },
}

export function invalid(message: string): AwsError {
  return new AwsError('ValidationError', 400, message)
}

export function missing(name: string): AwsError {
  const reason = `Value null at '${name}' failed to satisfy constraint: Member must not be null`
  return invalid(`1 validation error detected: ${reason}`)
}
