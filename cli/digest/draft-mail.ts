import { randomUUID } from 'node:crypto'
import { assembleMail } from '../../core/issues/assemble-mail.ts'
import { chooseArticles } from '../../core/issues/choose-articles.ts'
import { articlesIn, type Issue } from '../../core/issues/issue.ts'
import { personalFor } from '../../core/issues/personal.ts'
import { renderVariant, type Variant } from '../../core/issues/render-variant.ts'
import type { Subscriber } from '../../core/subscribers/subscriber.ts'
import { CommandFailure } from '../command-failure.ts'
import type { Stack } from '../stack.ts'
import { findSubscriber } from '../subscribers/find-subscriber.ts'
import { draftIssue, sampleIssue } from './draft-issue.ts'
import { readDigest } from './send.ts'

export type Specimen = {
  readonly contentSet: Variant
  readonly isSample: boolean
  /** The mail to an address. Its links to unsubscribe and to preferences lead nowhere: they would be someone else’s. */
  mailTo(address: string): Uint8Array
}

/** A mail of the next issue, as a given subscriber would get it, or else someone who gets every topic. */
export async function makeSpecimen(
  name: string,
  as: string | undefined,
  stack: Stack,
  change: (issue: Issue) => Issue = (issue) => issue,
): Promise<Specimen> {
  const digest = readDigest(name, stack)
  const reader = as === undefined ? undefined : (await findSubscriber(as, stack)).subscriber
  const draft = (await draftIssue(digest, stack)).issue
  const isSample = draft.articles.length === 0
  const issue = change(isSample ? await sampleIssue(digest, stack) : draft)
  if (issue.articles.length === 0) throw new CommandFailure('There is no article yet: publish one first.')
  const everything = issue.articles.map(({ id }) => id)
  const choice = reader && !isSample ? chooseArticles(issue, reader) : everything
  if (choice.length === 0) throw new CommandFailure(`${as} would get nothing of it: \`digest plan ${name}\` says why.`)
  const language = reader?.language ?? stack.site.publication.language
  const contentSet = renderVariant(stack.site, issue, choice, language)
  return {
    contentSet,
    isSample,
    mailTo: (address) => assembleMail(contentSet, personalTo(address, contentSet, choice, reader)),
  }
}

function personalTo(address: string, { site, issue }: Variant, choice: readonly string[], reader?: Subscriber) {
  const { language } = site.publication
  const to = {
    id: `specimen-${randomUUID()}`,
    address,
    topics: reader?.topics ?? [],
    language: reader?.language ?? language,
  }
  return personalFor(site, issue, to, { preferences: 'specimen', unsubscribe: 'specimen' }, articlesIn(issue, choice))
}
