import { digestTitle } from '../../issues/issue.ts'
import type { FormField, MessageForm } from '../../pages/message-page.ts'
import type { Publication } from '../../publication.ts'
import type { Topic } from '../../reading/manuscript.ts'
import { topicName, topicOf } from '../../reading/vocabulary.ts'
import { dayStartingAt } from '../../text/calendar-day.ts'
import { type LocaleMessages, listLanguages, supportedLanguage } from '../../text/locales.ts'
import type { Subscriber } from '../subscriber.ts'
import { button } from './link-responses.ts'
import { messageResponse, type VisitorResponse } from './visitor-response.ts'

/** What subscribers can choose from. */
type Offer = { readonly publication: Publication; readonly topics: readonly Topic[] }

/**
 * The page on which a subscriber changes their choices.
 *
 * @param offer the digests and topics to choose from
 * @param tokens the token of the link, and one to unsubscribe
 * @param notes the result of the changes that were just sent, if any
 */
export function preferencesPage(
  offer: Offer,
  messages: LocaleMessages,
  subscriber: Subscriber,
  tokens: { readonly preferences: string; readonly unsubscribe: string },
  notes: readonly string[] = [],
): VisitorResponse {
  const texts = messages.page.preferences
  const ownData = [button('export', tokens.preferences, texts.export), button('erase', tokens.preferences, texts.erase)]
  if (subscriber.state === 'unsubscribed') {
    const { title } = messages.page.unsubscribed
    return messageResponse(messages, 200, { title, paragraphs: [texts.gone] }, { forms: ownData })
  }
  const paragraphs = [
    ...notes,
    ...(subscriber.state === 'pending' ? [texts.unconfirmed] : []),
    ...(isConfigured(subscriber, offer) ? [] : [texts.digestGone]),
  ]
  const choices = choiceFields(offer, messages, subscriber)
  const move = subscriber.state === 'confirmed' ? [button('address', tokens.preferences, texts.changeAddress)] : []
  const forms = [
    button('preferences', tokens.preferences, texts.save, choices),
    ...[...move, button('unsubscribe', tokens.unsubscribe, texts.unsubscribe), ...ownData].map(quietly),
  ]
  return messageResponse(messages, 200, { title: texts.title, paragraphs }, { forms })
}

const quietly = (form: MessageForm): MessageForm => ({ ...form, isQuiet: true })

/** A digest that was removed from publication.json cannot be chosen again, but saving without a choice keeps it. */
function isConfigured({ digest }: Subscriber, { publication }: Offer): boolean {
  return publication.digests[digest] !== undefined
}

function choiceFields(offer: Offer, { form, locale }: LocaleMessages, subscriber: Subscriber): FormField[] {
  const { publication } = offer
  const { digest, name, topics, timeZone, pausedUntil } = subscriber
  return [
    ...(name || publication.form.name === 'optional'
      ? [{ kind: 'text', name: 'name', label: form.name, value: name ?? '', hint: form.nameHint } as const]
      : []),
    {
      kind: 'select',
      name: 'digest',
      label: form.digest,
      options: [
        ...(isConfigured(subscriber, offer) ? [] : [{ value: '', label: form.chooseDigest, chosen: true }]),
        ...Object.keys(publication.digests).map((value) => ({
          value,
          label: digestTitle(publication, value, locale),
          chosen: value === digest,
        })),
      ],
    },
    // Browsers do not send boxes that are not ticked. The empty value says that the form had boxes.
    { kind: 'hidden', name: 'topics', value: '' },
    {
      kind: 'checkboxes',
      name: 'topics',
      label: form.topics,
      hint: form.topicsHint,
      options: topicChoices(offer, topics, locale).map(({ slug, name }) => ({
        value: slug,
        label: name,
        chosen: topics.includes(slug),
      })),
    },
    { kind: 'select', name: 'language', label: form.language, options: languageChoices(publication, subscriber) },
    { kind: 'text', name: 'timeZone', label: form.timeZone, value: timeZone, hint: form.timeZoneHint },
    {
      kind: 'date',
      name: 'pausedUntil',
      label: form.pausedUntil,
      value: pausedUntil === undefined ? '' : dayStartingAt(pausedUntil, timeZone),
      hint: form.pausedUntilHint,
    },
  ]
}

/** The present language keeps its region: the option for German has the value `de-AT` if the subscriber has `de-AT`. */
function languageChoices(publication: Publication, { language }: Subscriber) {
  const present = supportedLanguage(language) ?? supportedLanguage(publication.language) ?? 'en'
  return listLanguages().map((supported) => {
    const chosen = supported.language === present
    return { value: chosen ? language : supported.language, label: supported.name, chosen }
  })
}

/** Returns the offered topics and those that the subscriber has chosen, even if no article has them any more. */
function topicChoices({ publication, topics }: Offer, chosen: readonly string[], locale: string): readonly Topic[] {
  const others = chosen.filter((slug) => !topics.some((topic) => topic.slug === slug))
  return [...topics, ...others.map((slug) => namedTopic(slug, publication))].map((topic) => ({
    ...topic,
    name: topicName(topic, publication, locale),
  }))
}

function namedTopic(slug: string, publication: Publication): Topic {
  const topic = topicOf(slug, publication)
  return topic.name === slug ? { slug, name: slug.replaceAll('-', ' ') } : topic
}
