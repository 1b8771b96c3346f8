import * as z from 'zod'
import { busNameOf, defaultBus } from '../../events/event-buses.ts'
import { parseEventPattern } from '../../events/event-pattern.ts'
import { parseJsonPath } from '../../events/json-path.ts'
import { placeholdersOf, predefinedVariables } from '../../events/target-input.ts'
import { text, withoutMeaning } from '../language/property-types.ts'
import type { Resource, Template } from '../language/template.ts'
import type { EventBusPlan, InputPlan, RulePlan } from '../stack-plan.ts'
import { deliveryProperties, readDelivery, type TargetCandidates } from './read-delivery.ts'
import type { ResourcePolicies } from './read-resource-policies.ts'

const busProperties = z.strictObject({
  Name: text,
  Description: text.optional(),
  // Encryption, logs and tags.
  ...withoutMeaning('KmsKeyIdentifier', 'LogConfig', 'Tags'),
})

export function readEventBuses(template: Template): EventBusPlan[] {
  return template.read('AWS::Events::EventBus', busProperties).map((bus) => {
    if (bus.name === defaultBus || !/^[\w./-]{1,256}$/.test(bus.name)) {
      template.report(bus, 'Name', `${bus.name} is not a name for a bus of the stack's own`)
    }
    return { logicalId: bus.logicalId, name: bus.name, arn: bus.arn, description: bus.properties.Description }
  })
}

const target = z.strictObject({
  Arn: text,
  Id: text,
  Input: text.optional(),
  InputPath: z
    .string()
    .refine((path) => parseJsonPath(path), 'must be a path of names and indexes, such as $.detail.items[0]')
    .optional(),
  InputTransformer: z
    .strictObject({
      InputPathsMap: z
        .record(
          z.string(),
          z.string().refine((path) => parseJsonPath(path), 'must be a path of names and indexes'),
        )
        .default({}),
      InputTemplate: text,
    })
    .optional(),
  ...deliveryProperties,
})
type Target = z.output<typeof target>

/** Rules on a schedule are not supported: EventBridge Scheduler has replaced them. */
const ruleProperties = z.strictObject({
  Name: text.optional(),
  Description: text.optional(),
  EventBusName: text.optional(),
  EventPattern: z.record(z.string(), z.unknown()),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Targets: z.array(target).max(5, 'a rule can have 5 targets').default([]),
  ...withoutMeaning('Tags'),
})

export function readRules(
  template: Template,
  buses: readonly EventBusPlan[],
  candidates: TargetCandidates,
  policies: ResourcePolicies,
): RulePlan[] {
  return template.read('AWS::Events::Rule', ruleProperties).map((rule) => {
    const { EventBusName, Description, State, Targets } = rule.properties
    const busName = busNameOf(EventBusName)
    if (busName !== defaultBus && !buses.some(({ name }) => name === busName)) {
      template.report(rule, 'EventBusName', `${busName} is not a resource that cdk-loopback runs`)
    }
    return {
      logicalId: rule.logicalId,
      name: rule.name,
      arn: rule.arn,
      busName,
      enabled: State === 'ENABLED',
      description: Description,
      pattern: readPattern(template, rule),
      targets: Targets.map((each, at) => {
        const path = `Targets[${at}]`
        const delivery = readDelivery(template, rule, path, each, candidates)
        const caller = { service: 'events.amazonaws.com', sourceArn: rule.arn }
        policies.require(rule, `${path}.Arn`, delivery.arn, caller)
        if (delivery.kind === 'log-group' && (each.Input ?? each.InputPath ?? each.InputTransformer) !== undefined) {
          template.report(rule, path, 'cdk-loopback puts only whole events into log groups')
        }
        const { deadLetterArn } = delivery
        if (deadLetterArn !== undefined) {
          policies.require(rule, `${path}.DeadLetterConfig.Arn`, deadLetterArn, caller)
        }
        return { ...delivery, id: each.Id, input: readInput(template, rule, path, each) }
      }),
    }
  })
}

function readPattern(template: Template, rule: Resource<z.output<typeof ruleProperties>>): string {
  const pattern = JSON.stringify(rule.properties.EventPattern)
  try {
    parseEventPattern(pattern)
  } catch (error) {
    template.report(rule, 'EventPattern', error instanceof Error ? error.message : String(error))
  }
  return pattern
}

function readInput(template: Template, rule: Resource<unknown>, path: string, each: Target): InputPlan {
  const { Input, InputPath, InputTransformer } = each
  if ([Input, InputPath, InputTransformer].filter((value) => value !== undefined).length > 1) {
    template.report(rule, path, 'Only one of Input, InputPath, or InputTransformer must be provided')
  }
  if (Input !== undefined) return { kind: 'constant', text: Input }
  if (InputPath !== undefined) return { kind: 'path', path: InputPath }
  if (!InputTransformer) return { kind: 'event' }
  const { InputPathsMap: paths, InputTemplate } = InputTransformer
  for (const name of placeholdersOf(InputTemplate)) {
    if (Object.hasOwn(paths, name) || predefinedVariables.includes(name)) continue
    template.report(rule, `${path}.InputTransformer.InputTemplate`, `contains invalid placeholder ${name}`)
  }
  return { kind: 'transformer', paths, template: InputTemplate }
}
