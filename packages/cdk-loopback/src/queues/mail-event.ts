import type { SesEvent } from '../ses/ses-service.ts'
import type { ConfigurationSetPlan } from '../template/stack-plan.ts'

/** Returns the ARNs of the topics to which a configuration set sends an event. */
export function notifiedTopics(sets: readonly ConfigurationSetPlan[], { configurationSet, event }: SesEvent): string[] {
  const type = normalize(eventTypeOf(event))
  const destinations = sets.find(({ name }) => name === configurationSet)?.destinations ?? []
  return destinations
    .filter(({ eventTypes }) => eventTypes.some((eventType) => normalize(eventType) === type))
    .map(({ topicArn }) => topicArn)
}

function eventTypeOf(event: unknown): string {
  if (typeof event === 'object' && event !== null && 'eventType' in event) return String(event.eventType)
  throw new Error(`An SES event without a type: ${JSON.stringify(event)}`)
}

/** Removes differences of spelling: templates have `deliveryDelay` or `DELIVERY_DELAY`, events `DeliveryDelay`. */
const normalize = (eventType: string) => eventType.toLowerCase().replaceAll(/[_ ]/g, '')
