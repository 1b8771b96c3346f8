import type { DeliveryPlan } from '../template/stack-plan.ts'

/** What an event rule or a schedule sends to a target. */
export type Delivery = {
  readonly sender: 'events' | 'scheduler'
  /** Name of the rule or schedule. */
  readonly name: string
  readonly plan: DeliveryPlan
  /** What the target gets. Undefined if the rule's input transformer made no valid JSON of the event. */
  readonly body: string | undefined
  /** The body of the message that the dead-letter queue gets if the delivery fails. */
  readonly deadLetter: string
  /** Attributes of that message, beside those about the failure. */
  readonly attributes: Readonly<Record<string, string>>
}

/** The error for a delivery that AWS does not retry. `code` is EventBridge's. */
export class UndeliverableError extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.name = 'UndeliverableError'
    this.code = code
  }
}
