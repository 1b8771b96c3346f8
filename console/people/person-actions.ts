import { html } from 'hono/html'
import { describeRefusal } from '../../core/subscribers/describe-refusal.ts'
import { CommandFailure } from '../../operations/command-failure.ts'
import type { Stack } from '../../operations/stack.ts'
import { addSubscriber } from '../../operations/subscribers/add-subscriber.ts'
import { blockAddress, unblockAddress } from '../../operations/subscribers/block-address.ts'
import { eraseAddress } from '../../operations/subscribers/erase-address.ts'
import { liftSuppression } from '../../operations/subscribers/lift-suppression.ts'
import { moveReaders } from '../../operations/subscribers/move-readers.ts'
import { unsubscribeAddress } from '../../operations/subscribers/unsubscribe-address.ts'
import type { Html } from '../frame/page.ts'

/** Something that can be done with the person who has an address. */
export type PersonAction = {
  readonly title: string
  /** What will happen. */
  text(address: string, stack: Stack): Html
  readonly button: string
  readonly isFinal?: boolean
  /** Does it, and says what was done. @throws {CommandFailure} */
  run(address: string, stack: Stack, fields: Readonly<Record<string, unknown>>): Promise<string>
}

export const personActions: Readonly<Record<string, PersonAction>> = {
  unsubscribe: {
    title: 'Unsubscribe this person?',
    text: (address) =>
      html`<p><bdi>${address}</bdi> gets no more issues, and no mail about this. No import adds them again. They can subscribe again with the form.</p>`,
    button: 'Unsubscribe them',
    async run(address, stack) {
      const { isKnown } = await unsubscribeAddress(address, stack)
      return isKnown ? 'They are unsubscribed.' : 'The address is remembered: no import adds it.'
    },
  },
  ask: {
    title: 'Ask this person by mail?',
    text: (address) =>
      html`<p><bdi>${address}</bdi> gets one mail with a link to confirm. They get issues only if they confirm.</p>`,
    button: 'Mail the question',
    async run(address, stack) {
      const { admission } = await addSubscriber(address, { force: true }, stack)
      if ('subscriber' in admission) return 'They get a mail that asks them to confirm.'
      throw new CommandFailure(`No confirmation mail was sent: ${describeRefusal(admission)}.`)
    },
  },
  move: {
    title: 'Move this person to another digest?',
    text: (address, { site }) =>
      html`<p><bdi>${address}</bdi> gets another digest from the next issue on, without articles that the former one mailed to them. They get no mail about this.</p>
<p><label for="digest">Digest</label><select id="digest" name="digest">${Object.keys(site.publication.digests).map((name) => html`<option>${name}</option>`)}</select></p>`,
    button: 'Move them',
    async run(address, stack, { digest }) {
      const counts = await moveReaders(address, String(digest), false, stack)
      const isMoved = Object.values(counts).some((count) => count > 0)
      return isMoved ? `They get the ${digest} digest now.` : `They had the ${digest} digest already.`
    },
  },
  block: {
    title: 'Block this address?',
    text: (address) =>
      html`<p>No mail is ever submitted to <bdi>${address}</bdi>, even if it is imported or signs up. You can undo this.</p>`,
    button: 'Block the address',
    async run(address, stack) {
      await blockAddress(address, stack)
      return 'The address is blocked.'
    },
  },
  unblock: {
    title: 'Unblock this address?',
    text: (address) =>
      html`<p><bdi>${address}</bdi> can be mailed again. If mails to it bounced before, it stays suppressed for that.</p>`,
    button: 'Unblock the address',
    async run(address, stack) {
      const { wasBlocked, after } = await unblockAddress(address, stack)
      if (!wasBlocked) return 'The address was not blocked, so nothing changed.'
      return after
        ? 'The address is unblocked, but still suppressed because mails to it bounced.'
        : 'The address is unblocked.'
    },
  },
  unsuppress: {
    title: 'Lift the suppression?',
    text: (address) =>
      html`<p>Mails to <bdi>${address}</bdi> bounced. Lift this only if you know that the mailbox works again: bounces make mail servers distrust all of your mails. SES’s own list is changed as well.</p>`,
    button: 'Lift the suppression',
    async run(address, stack) {
      const { wasSuppressed } = await liftSuppression(address, stack)
      return wasSuppressed ? 'The address can be mailed again.' : 'The address was not suppressed, so nothing changed.'
    },
  },
  erase: {
    title: 'Erase this person?',
    text: (address) =>
      html`<p>This deletes all that is stored about <bdi>${address}</bdi>: the address, the name, the choices, and the record of their consent. It cannot be undone.</p>
<p>What stays is a hash of the address, which nobody can read, so that no import adds it again, and lists of issues in which this person is a random number. Mails that were submitted cannot be taken back. They can subscribe again with the form.</p>`,
    button: 'Erase for good',
    isFinal: true,
    async run(address, stack) {
      const { isKnown } = await eraseAddress(address, stack)
      return isKnown
        ? 'The person was erased.'
        : 'Nothing was stored about the address. It is remembered: no import adds it.'
    },
  },
}
