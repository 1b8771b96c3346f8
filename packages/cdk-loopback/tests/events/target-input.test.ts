import { expect, test } from 'vitest'
import type { BusEvent } from '../../src/events/bus-event.ts'
import { composeInput } from '../../src/events/target-input.ts'

const event: BusEvent = {
  ...{ version: '0', id: '1', 'detail-type': 'Order Placed', source: 'shop', account: '000000000000' },
  ...{ time: '2026-01-02T03:04:05Z', region: 'us-east-1', resources: [] },
  detail: { id: 'a1', count: 2, tags: ['x', 'y'], customer: { name: 'Eve' }, says: 'a "b"' },
}
const rule = { arn: 'arn:aws:events:us-east-1:000000000000:rule/orders', name: 'orders' }
const now = new Date('2026-01-02T03:04:06.789Z')

/** Fills in a template with `id`, `count`, `tags`, `customer`, `says` and `none`, which the event does not have. */
function fill(template: string): string | undefined {
  const names = ['id', 'count', 'tags', 'customer', 'says', 'none']
  const paths = Object.fromEntries(names.map((name) => [name, `$.detail.${name}`]))
  return composeInput({ kind: 'transformer', paths, template }, event, rule, now)
}

test('the input is the event, a constant or a part of the event', () => {
  expect(JSON.parse(composeInput({ kind: 'event' }, event, rule, now) ?? '')).toEqual(event)
  expect(composeInput({ kind: 'constant', text: 'go' }, event, rule, now)).toBe('go')
  expect(composeInput({ kind: 'path', path: '$.detail.customer' }, event, rule, now)).toBe('{"name":"Eve"}')
  expect(composeInput({ kind: 'path', path: '$.detail.id' }, event, rule, now)).toBe('"a1"')
})

// The expected values of these cases were recorded on AWS.
test.each([
  ['{"id": <id>, "n": <count>, "all": <customer>}', '{"id": "a1", "n": 2, "all": {"name":"Eve"}}'],
  ['{"id": "<id>", "path": "users/<id>/<id>"}', '{"id": "a1", "path": "users/a1/a1"}'],
  ['{"list": [<id>, "x"], "none": <none>}', '{"list": ["a1", "x"], "none": ""}'],
  ['{"tags": <tags>}', '{"tags": ["x","y"]}'],
  ['"<tags> of <customer>, <none>."', '"[x,y] of {name:Eve}, ."'],
  ['"{[/ <id>"', '"{[/ a1"'],
  ['"first <id>"\n"second <count>"', '"first a1"\n"second 2"'],
])('the template %j becomes %j', (template, expected) => {
  expect(fill(template)).toBe(expected)
})

test.each(['{"tags": "<tags>"}', '<id> and more', '{"says": "<says>"}'])('%j makes no valid JSON', (template) => {
  expect(fill(template)).toBeUndefined()
})

test('a template can name the rule, the time and the whole event', () => {
  expect(fill('"<aws.events.rule-name> <aws.events.rule-arn> <aws.events.event.ingestion-time>"')).toBe(
    `"orders ${rule.arn} 2026-01-02T03:04:06.789Z"`,
  )
  const whole = JSON.parse(fill('{"event": <aws.events.event>, "json": <aws.events.event.json>}') ?? '')
  const { 'detail-type': detailType, detail: _detail, ...rest } = event
  expect(whole).toEqual({ event: { ...rest, detailType }, json: event })
})
