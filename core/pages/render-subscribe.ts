import { subscribe } from '#templates/pages'
import { stampBits } from '../proof-of-work.ts'
import type { Site, SiteDocument } from '../site.ts'
import { type LocaleMessages, messagesFor, supportedLanguages } from '../text/locales.ts'
import { frame, renderPage } from './page-frame.ts'
import { scripts } from './scripts.ts'
import { pageOf } from './site-file.ts'

/** A topic as a form offers it. */
export type OfferedTopic = { readonly slug: string; readonly name: string }

/** The page to subscribe on in the publication's language, and `subscribe/de/` and so on in each other one. */
export function renderSubscribe(site: Site, topics: readonly OfferedTopic[]): readonly SiteDocument[] {
  const own = messagesFor(site.publication.language)
  const others = supportedLanguages.filter(({ language }) => language !== own.language)
  return [own, ...others.map(({ language }) => messagesFor(language))].map((words) => {
    const folder = folderOf(words.language, own)
    return pageOf(
      folder,
      renderPage(subscribe, {
        ...frame(site, { folder, script: scripts.subscribe, reader: words.locale }),
        ...formView(site, words, own),
        topics,
      }),
    )
  })
}

function formView({ publication }: Site, words: LocaleMessages, own: LocaleMessages) {
  const { language, direction, form } = words
  const { title, standfirst, consent, ...labels } = form
  const values = { publication: publication.title }
  return {
    language,
    direction,
    title,
    standfirst: standfirst(values),
    consent: consent(values),
    form: labels,
    digests: Object.entries(publication.digests).map(([name, digest]) => ({ name, title: digest.title })),
    languages: supportedLanguages.map((spoken) => ({
      ...spoken,
      value: spoken.language === own.language ? publication.language : spoken.language,
      chosen: spoken.language === language,
    })),
    others: supportedLanguages
      .filter((spoken) => spoken.language !== language)
      .map((spoken) => ({ ...spoken, href: `/${folderOf(spoken.language, own)}` })),
    stampBits: publication.proofOfWork && stampBits,
  }
}

function folderOf(language: string, own: LocaleMessages): string {
  return language === own.language ? 'subscribe/' : `subscribe/${language}/`
}
