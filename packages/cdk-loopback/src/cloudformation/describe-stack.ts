import { element } from '../endpoint/query-protocol.ts'
import type { ResourcePlan, StackPlan } from '../template/stack-plan.ts'
import type { StackRecord } from './stack-record.ts'

export type DescribedStack = { readonly plan: StackPlan; readonly record: StackRecord }

/** The XML of a stack, as DescribeStacks returns it. */
export function describeStack({ plan, record }: DescribedStack): string {
  const { parameters, outputDescriptions, tags } = plan.deployment
  const outputs = Object.entries(plan.outputs).map(([name, value]) => {
    const description = outputDescriptions[name]
    return member([
      ...[element('OutputKey', name), element('OutputValue', value)],
      ...(description === undefined ? [] : [element('Description', description)]),
    ])
  })
  return member([
    ...summaryOf({ plan, record }, 'Description'),
    element(
      'Parameters',
      pairs(parameters).map(([key, value]) => member([element('ParameterKey', key), element('ParameterValue', value)])),
    ),
    element('Outputs', outputs),
    element(
      'Tags',
      pairs(tags).map(([key, value]) => member([element('Key', key), element('Value', value)])),
    ),
    element('DisableRollback', 'false'),
    element('EnableTerminationProtection', 'false'),
    element('NotificationARNs', []),
    element('RollbackConfiguration', []),
  ])
}

/** The XML of a stack, as ListStacks returns it. */
export function summarizeStack(stack: DescribedStack): string {
  return member(summaryOf(stack, 'TemplateDescription'))
}

function summaryOf({ plan, record }: DescribedStack, descriptionName: string): string[] {
  const { description } = plan.deployment
  return [
    element('StackId', plan.stackId),
    element('StackName', plan.stackName),
    ...(description === undefined ? [] : [element(descriptionName, description)]),
    element('CreationTime', record.created.toISOString()),
    ...(record.updated ? [element('LastUpdatedTime', record.updated.toISOString())] : []),
    element('StackStatus', record.status),
    element('DriftInformation', [element('StackDriftStatus', 'NOT_CHECKED')]),
  ]
}

/** The XML of a resource. `timestamp`: the name of its time, which differs between operations. */
export function describeResource(
  { plan, record }: DescribedStack,
  { logicalId, type, physicalId }: ResourcePlan,
  timestamp: 'Timestamp' | 'LastUpdatedTimestamp',
): string[] {
  return [
    ...(timestamp === 'Timestamp' ? [element('StackName', plan.stackName), element('StackId', plan.stackId)] : []),
    element('LogicalResourceId', logicalId),
    element('PhysicalResourceId', physicalId),
    element('ResourceType', type),
    element(timestamp, (record.updated ?? record.created).toISOString()),
    element('ResourceStatus', record.status),
    element('DriftInformation', [element('StackResourceDriftStatus', 'NOT_CHECKED')]),
  ]
}

export function member(elements: readonly string[]): string {
  return element('member', elements)
}

const pairs = (record: Readonly<Record<string, string>>) => Object.entries(record)
