import type { Topic } from '../articles/article.ts'
import { topicOf } from '../articles/identify.ts'
import type { FormField, MessageForm } from '../pages/message-page.ts'
import type { Publication } from '../publication.ts'
import { dayOf } from './pause.ts'
import type { Subscriber } from './subscriber.ts'
import type { VisitorAnswer } from './visitor-answer.ts'
import { linkTo } from './visitor-pages.ts'

/** @param notes what became of the changes that were just sent, if any */
export function preferencesPage(
  publication: Publication,
  subscriber: Subscriber,
  token: string,
  notes: readonly string[] = [],
): VisitorAnswer {
  const ownData: MessageForm[] = [
    { action: linkTo('export', token), button: 'Download my data', fields: [] },
    { action: linkTo('erase', token), button: 'Erase my data', fields: [] },
  ]
  if (subscriber.state === 'unsubscribed') {
    const paragraphs = ['We do not mail you any more. To come back, subscribe again on our site.']
    return { status: 200, title: 'You are unsubscribed', paragraphs, forms: ownData }
  }
  const unconfirmed = 'You have not confirmed your subscription yet: press the button in the mail that we sent you.'
  return {
    status: 200,
    title: 'Your subscription',
    paragraphs: [...notes, ...(subscriber.state === 'pending' ? [unconfirmed] : [])],
    forms: [
      { action: linkTo('preferences', token), button: 'Save', fields: choiceFields(publication, subscriber) },
      ...ownData,
    ],
  }
}

function choiceFields(publication: Publication, subscriber: Subscriber): FormField[] {
  const { digest, topics, timeZone, pausedUntil } = subscriber
  return [
    {
      kind: 'select',
      name: 'digest',
      label: 'How often',
      options: Object.entries(publication.digests).map(([value, { title }]) => ({
        value,
        label: title,
        chosen: value === digest,
      })),
    },
    // Boxes that are not ticked are not sent; this says that they were there.
    { kind: 'hidden', name: 'topics', value: '' },
    {
      kind: 'checkboxes',
      name: 'topics',
      label: 'Topics',
      hint: 'None chosen means all of them.',
      options: topicChoices(publication, topics).map(({ slug, name }) => ({
        value: slug,
        label: name,
        chosen: topics.includes(slug),
      })),
    },
    { kind: 'text', name: 'timeZone', label: 'Time zone', value: timeZone, hint: 'Such as Europe/Berlin.' },
    {
      kind: 'date',
      name: 'pausedUntil',
      label: 'Pause until',
      value: pausedUntil === undefined ? '' : dayOf(pausedUntil, timeZone),
      hint: 'You get nothing before that day. Empty: no pause.',
    },
  ]
}

/** The vocabulary of publication.json, and what the subscriber has chosen besides. */
function topicChoices(publication: Publication, chosen: readonly string[]): readonly Topic[] {
  const known = publication.topics.map((topic) => topicOf(typeof topic === 'string' ? topic : topic.name, publication))
  const others = chosen.filter((slug) => !known.some((topic) => topic.slug === slug))
  return [...known, ...others.map((slug) => ({ slug, name: slug }))]
}
