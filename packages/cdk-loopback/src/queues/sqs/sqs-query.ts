import type { AwsResponse } from '../../endpoint/aws-service.ts'
import { element, successResponse } from '../../endpoint/query-protocol.ts'
import { type FormTree, plantForm } from '../form-tree.ts'

// Translates SQS's older query protocol, which AWS clients from before 2023 use, to its JSON protocol and back. In the
// query protocol, lists and maps are numbered parameters: `AttributeName.1`, `Attribute.1.Name`.

/** Names of lists in JSON. Other numbered parameters whose names end in `Entry` become `Entries`. */
const lists: Readonly<Record<string, string>> = {
  AttributeName: 'AttributeNames',
  MessageAttributeName: 'MessageAttributeNames',
  MessageSystemAttributeName: 'MessageSystemAttributeNames',
  TagKey: 'TagKeys',
  AWSAccountId: 'AWSAccountIds',
  ActionName: 'Actions',
}
/** Names of maps in JSON, and the members with the key and the value of each pair. */
const maps: Readonly<Record<string, readonly [name: string, key: string, value: string]>> = {
  Attribute: ['Attributes', 'Name', 'Value'],
  MessageAttribute: ['MessageAttributes', 'Name', 'Value'],
  MessageSystemAttribute: ['MessageSystemAttributes', 'Name', 'Value'],
  Tag: ['Tags', 'Key', 'Value'],
}
const numbers = /^(DelaySeconds|MaxNumberOfMessages(PerSecond)?|MaxResults|VisibilityTimeout|WaitTimeSeconds)$/

/** Returns a form as a request body of the JSON protocol. */
export function queryToJson(form: URLSearchParams): Record<string, unknown> {
  const { Action: _action, Version: _version, ...tree } = plantForm(form)
  return toMembers(tree)
}

function toMembers(tree: { readonly [name: string]: FormTree }): Record<string, unknown> {
  return Object.fromEntries(Object.entries(tree).map(([name, node]) => toMember(name, node)))
}

function toMember(name: string, node: FormTree): readonly [string, unknown] {
  if (typeof node === 'string') return [name, numbers.test(name) ? Number(node) : node]
  const members = Object.values(node)
  const map = maps[name]
  if (map) return [map[0], Object.fromEntries(members.map((member) => toPair(member, map[1], map[2])))]
  const list = lists[name] ?? (name.endsWith('Entry') ? 'Entries' : undefined)
  if (list) return [list, members.map((member) => (typeof member === 'string' ? member : toMembers(member)))]
  return [name, toMembers(node)]
}

function toPair(member: FormTree, key: string, value: string): readonly [string, unknown] {
  const pair = typeof member === 'string' ? {} : member
  const content = pair[value] ?? ''
  return [String(pair[key]), typeof content === 'string' ? content : toMembers(content)]
}

/** Names in XML of the members of a JSON list. In XML, the members follow one another without an enclosing element. */
const elements: Readonly<Record<string, string>> = {
  QueueUrls: 'QueueUrl',
  queueUrls: 'QueueUrl',
  Messages: 'Message',
  Failed: 'BatchResultErrorEntry',
}

/** Renders a result of the JSON protocol as a response of the query protocol. */
export function resultToQuery(operation: string, result: object): AwsResponse {
  return successResponse('sqs', operation, Object.entries(result).flatMap(toElements(operation)))
}

function toElements(operation: string): (member: readonly [string, unknown]) => readonly string[] {
  return ([name, value]) => {
    const nested = (content: object) => Object.entries(content).flatMap(toElements(operation))
    if (name === 'Attributes' || name === 'MessageAttributes') return pairs(name.slice(0, -1), 'Name', value, nested)
    if (name === 'Tags') return pairs('Tag', 'Key', value, nested)
    if (Array.isArray(value)) {
      const each = elements[name] ?? `${operation}ResultEntry`
      return value.map((item) => element(each, typeof item === 'object' ? nested(item) : String(item)))
    }
    return value === undefined || value === null ? [] : [element(name, String(value))]
  }
}

function pairs(
  name: string,
  key: string,
  map: unknown,
  nested: (content: object) => readonly string[],
): readonly string[] {
  return Object.entries(map ?? {}).map(([each, value]) =>
    element(name, [element(key, each), element('Value', typeof value === 'object' ? nested(value) : String(value))]),
  )
}
