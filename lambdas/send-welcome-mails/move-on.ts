import { saveWithRetry } from '../../aws/save-with-retry.ts'
import type { SubscriberStore } from '../../aws/subscribers/subscriber-store.ts'
import type { WelcomedStore } from '../../aws/welcome/welcomed-store.ts'
import { applySubscriber } from '../../core/subscribers/apply-subscriber.ts'
import type { Subscriber } from '../../core/subscribers/subscriber.ts'

type Services = {
  readonly subscribers: Pick<SubscriberStore, 'getMany'>
  readonly places: Pick<WelcomedStore, 'save'>
}

/**
 * Moves a reader's place past a text.
 * @param start the instant from which waiting times count now; undefined if that does not change
 */
export async function moveOn(
  reader: Subscriber,
  number: number,
  start: string | undefined,
  { subscribers, places }: Services,
): Promise<void> {
  let current: Subscriber | undefined = reader
  await saveWithRetry(async () => {
    if (!current?.welcome) return 'saved' // their data were erased
    const after = applySubscriber(current, { kind: 'welcomed', number, start: start ?? current.welcome.start })
    const result = after === current ? 'saved' : await places.save(current, after)
    if (result === 'superseded') current = (await subscribers.getMany([reader.id]))[0]
    return result
  })
}
