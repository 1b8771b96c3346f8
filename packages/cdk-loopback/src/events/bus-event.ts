import { randomUUID } from 'node:crypto'

/** An event as its targets get it: https://docs.aws.amazon.com/eventbridge/latest/ref/events-structure.html */
export type BusEvent = {
  readonly version: '0'
  readonly id: string
  readonly 'detail-type': string
  readonly source: string
  readonly account: string
  readonly time: string
  readonly region: string
  readonly resources: readonly string[]
  readonly detail: object
}

export type NewEvent = {
  readonly detailType: string
  readonly source: string
  readonly time: Date
  readonly resources: readonly string[]
  readonly detail: object
}

export function composeEvent(event: NewEvent, stack: { readonly account: string; readonly region: string }): BusEvent {
  const { detailType, source, time, resources, detail } = event
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': detailType,
    source,
    account: stack.account,
    time: `${time.toISOString().slice(0, 19)}Z`,
    region: stack.region,
    resources,
    detail,
  }
}
