import type { Replacement } from '../../operations/uploads/present-articles.ts'

/** Returns the sentence that says what a file would replace by what. */
export function describeReplacement({ key, titles, since }: Replacement, file: string): string {
  const [present, next] = titles.map((title) => (title === undefined ? 'an article without a title' : `“${title}”`))
  const when = since.toISOString().slice(0, 16).replace('T', ' ')
  return `${key} is ${present}, uploaded on ${when} UTC. ${file} is ${next}, a different article.`
}
