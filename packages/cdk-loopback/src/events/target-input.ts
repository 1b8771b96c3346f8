import type { InputPlan, RulePlan } from '../template/stack-plan.ts'
import type { BusEvent } from './bus-event.ts'
import { parseJsonPath, valueAtPath } from './json-path.ts'

/** Composes what a target gets. Returns undefined if an input transformer makes no valid JSON of this event. */
export function composeInput(
  input: InputPlan,
  event: BusEvent,
  rule: Pick<RulePlan, 'arn' | 'name'>,
  now: Date,
): string | undefined {
  switch (input.kind) {
    case 'event':
      return JSON.stringify(event)
    case 'constant':
      return input.text
    case 'path':
      return JSON.stringify(valueAtPath(parseJsonPath(input.path) ?? [], event)) ?? 'null'
    case 'transformer':
      return transform(input, variablesOf(input.paths, event, rule, now))
  }
}

type Transformer = Extract<InputPlan, { kind: 'transformer' }>

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html */
function variablesOf(
  paths: Transformer['paths'],
  event: BusEvent,
  rule: Pick<RulePlan, 'arn' | 'name'>,
  now: Date,
): ReadonlyMap<string, unknown> {
  const { 'detail-type': detailType, detail: _detail, ...rest } = event
  return new Map<string, unknown>([
    ...Object.entries(paths).map(([name, path]) => [name, valueAtPath(parseJsonPath(path) ?? [], event)] as const),
    ['aws.events.rule-arn', rule.arn],
    ['aws.events.rule-name', rule.name],
    ['aws.events.event.ingestion-time', now.toISOString()],
    ['aws.events.event', { ...rest, detailType }],
    ['aws.events.event.json', event],
  ])
}

/** The variables that every template has. */
export const predefinedVariables: readonly string[] = [
  'aws.events.rule-arn',
  'aws.events.rule-name',
  'aws.events.event.ingestion-time',
  'aws.events.event',
  'aws.events.event.json',
]

const placeholder = /<([^<>\s]+)>/g

/** Lists the variables that a template names. */
export function placeholdersOf(template: string): readonly string[] {
  return [...template.matchAll(placeholder)].map(([, name = '']) => name)
}

/**
 * Fills in a template. It is JSON, or lines of quoted text. Outside of quotes, a variable becomes JSON; a missing one
 * becomes an empty text. Within quotes, a text is inserted as it is; lines of text also take other values, without quotes.
 */
function transform({ template }: Transformer, variables: ReadonlyMap<string, unknown>): string | undefined {
  const isText = template.trimStart().startsWith('"')
  let quoted = false
  const filled = template
    .split(/(\\.|"|<[^<>\s]+>)/s)
    .map((part) => {
      if (part === '"') quoted = !quoted
      const [, name] = /^<(.+)>$/.exec(part) ?? []
      if (name === undefined || !variables.has(name)) return part
      const value = variables.get(name) ?? ''
      if (!quoted) return JSON.stringify(value)
      const inserted = typeof value === 'string' ? value : JSON.stringify(value)
      return isText ? inserted.replaceAll('"', '') : inserted
    })
    .join('')
  const lines = isText ? filled.split('\n') : [filled]
  return lines.every(isJson) ? filled : undefined
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
