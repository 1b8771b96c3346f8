import { subscribe } from '#templates/pages'
import { stampBits } from '../proof-of-work.ts'
import { topicName } from '../reading/vocabulary.ts'
import type { Site, SiteDocument } from '../site.ts'
import { type LocaleMessages, listLanguages, messagesFor } from '../text/locales.ts'
import { translate } from '../translated-text.ts'
import { frame, renderPage } from './page-frame.ts'
import { scripts } from './scripts.ts'
import { pageOf } from './site-file.ts'

/** A topic that the form offers. */
export type OfferedTopic = { readonly slug: string; readonly name: string }

/**
 * Renders the subscribe page in the publication's language, and one page for each other supported language, such as
 * `subscribe/de/`.
 */
export function renderSubscribe(site: Site, topics: readonly OfferedTopic[]): readonly SiteDocument[] {
  const main = messagesFor(site.publication.language)
  const others = listLanguages().filter(({ language }) => language !== main.language)
  return [main, ...others.map(({ language }) => messagesFor(language))].map((messages) => {
    const folder = folderOf(messages.language, main)
    return pageOf(
      folder,
      renderPage(subscribe, {
        ...frame(site, { folder, script: scripts.subscribe, reader: messages.locale }),
        ...formView(site, messages, main),
        topics: topics.map((topic) => ({ ...topic, name: topicName(topic, site.publication, messages.locale) })),
      }),
    )
  })
}

function formView({ publication }: Site, messages: LocaleMessages, main: LocaleMessages) {
  const { language, locale, direction, form } = messages
  const { title, standfirst, consent, ...labels } = form
  const values = { publication: publication.title }
  return {
    language,
    direction,
    title,
    standfirst: standfirst(values),
    consent: consent(values),
    form: labels,
    hasName: publication.form.name === 'optional',
    digests: Object.entries(publication.digests).map(([name, digest]) => ({
      name,
      title: translate(digest.title, locale, publication.language),
    })),
    languages: listLanguages().map((supported) => ({
      ...supported,
      value: supported.language === main.language ? publication.language : supported.language,
      chosen: supported.language === language,
    })),
    others: listLanguages()
      .filter((supported) => supported.language !== language)
      .map((supported) => ({ ...supported, href: `/${folderOf(supported.language, main)}` })),
    stampBits: publication.proofOfWork && stampBits,
  }
}

function folderOf(language: string, main: LocaleMessages): string {
  return language === main.language ? 'subscribe/' : `subscribe/${language}/`
}
