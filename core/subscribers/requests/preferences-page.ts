import type { FormField, MessageForm } from '../../pages/message-page.ts'
import type { Publication } from '../../publication.ts'
import type { Topic } from '../../reading/manuscript.ts'
import { topicOf } from '../../reading/names.ts'
import { dayStartingAt } from '../../text/calendar-day.ts'
import { type LocaleMessages, supportedLanguage, supportedLanguages } from '../../text/locales.ts'
import type { Subscriber } from '../subscriber.ts'
import { button } from './link-responses.ts'
import { say, type VisitorResponse } from './visitor-response.ts'

/**
 * @param tokens the link's own, and one to unsubscribe
 * @param notes what became of the changes that were just sent, if any
 */
export function preferencesPage(
  publication: Publication,
  words: LocaleMessages,
  subscriber: Subscriber,
  tokens: { readonly preferences: string; readonly unsubscribe: string },
  notes: readonly string[] = [],
): VisitorResponse {
  const said = words.page.preferences
  const ownData = [button('export', tokens.preferences, said.export), button('erase', tokens.preferences, said.erase)]
  if (subscriber.state === 'unsubscribed') {
    const { title } = words.page.unsubscribed
    return say(words, 200, { title, paragraphs: [said.gone] }, { forms: ownData })
  }
  const paragraphs = [...notes, ...(subscriber.state === 'pending' ? [said.unconfirmed] : [])]
  const save = button('preferences', tokens.preferences, said.save)
  const move = subscriber.state === 'confirmed' ? [button('address', tokens.preferences, said.changeAddress)] : []
  const forms = [
    { ...save, fields: choiceFields(publication, words, subscriber) },
    ...[...move, button('unsubscribe', tokens.unsubscribe, said.unsubscribe), ...ownData].map(quietly),
  ]
  return say(words, 200, { title: said.title, paragraphs }, { forms })
}

const quietly = (form: MessageForm): MessageForm => ({ ...form, isQuiet: true })

function choiceFields(publication: Publication, { form }: LocaleMessages, subscriber: Subscriber): FormField[] {
  const { digest, topics, timeZone, pausedUntil } = subscriber
  return [
    {
      kind: 'select',
      name: 'digest',
      label: form.digest,
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
      label: form.topics,
      hint: form.topicsHint,
      options: topicChoices(publication, topics).map(({ slug, name }) => ({
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

/** Choosing the language that one has keeps `de-AT` what it is. */
function languageChoices(publication: Publication, { language }: Subscriber) {
  const own = supportedLanguage(language) ?? supportedLanguage(publication.language) ?? 'en'
  return supportedLanguages.map((spoken) => {
    const chosen = spoken.language === own
    return { value: chosen ? language : spoken.language, label: spoken.name, chosen }
  })
}

/** The vocabulary of publication.json, and what the subscriber has chosen besides. */
function topicChoices(publication: Publication, chosen: readonly string[]): readonly Topic[] {
  const known = publication.topics.map((topic) => topicOf(typeof topic === 'string' ? topic : topic.name, publication))
  const others = chosen.filter((slug) => !known.some((topic) => topic.slug === slug))
  return [...known, ...others.map((slug) => ({ slug, name: slug }))]
}
