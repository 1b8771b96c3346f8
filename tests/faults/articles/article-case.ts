import type { FaultRule, Selector } from 'cdk-loopback/fault-rule'
import { articleId } from '../../../core/articles/identity.ts'
import type { CaseName } from '../suite.ts'
import type { ArticleStage } from './article-stage.ts'

/** The names of a case. All cases of a round have different ones, so that rules select the calls of one case. */
export type Own = {
  readonly number: number
  /** A word that no other case has: `case-17`. */
  readonly word: string
  /** Key of the article's upload. */
  readonly key: string
  /** Id of the article. */
  readonly id: string
  /** Partition key of the article's record. */
  readonly record: string
  /** Path of the article's page on the site. */
  readonly page: string
  /** Key of a file beside the article, and the path of its copy on the site. */
  readonly file: string
  /** Folder of the files of the topic that only this article has. */
  readonly topic: string
}

/** Returns the names of the case with this number. */
export function ownNames(number: number): Own {
  const word = `case-${number}`
  const key = `articles/${word}/article.md`
  const id = articleId(key)
  const [page, file] = [`articles/${word}/index.html`, `articles/${word}/notes.pdf`]
  return { number, word, key, id, record: `article#${id}`, page, file, topic: `topics/${word}/` }
}

/** Files that are uploaded at the same time, by their keys; undefined deletes a file. */
export type Uploads = Readonly<Record<string, string | undefined>>

/** An event of S3, as the ingest queue gets it. */
export type UploadNotice = {
  /** The key of the object, decoded. */
  readonly key: string
  readonly kind: 'put' | 'delete'
  readonly body: object
}

export type ArticleScene = { readonly stage: ArticleStage; readonly own: Own }

/** Uploads of one article or some, and what goes wrong until they are published. */
export type ArticleCase = CaseName & {
  /** What an editor does, step by step; the same happens in the run without faults. Default: uploads one article. */
  readonly story?: (own: Own) => readonly Uploads[]
  /** Fault rules, active from before the first upload. The case fails if one of them never applies. */
  readonly rules?: (own: Own) => readonly FaultRule[]
  /** The messages by which the events of a step arrive. Default: each event once. */
  readonly deliver?: (notices: readonly UploadNotice[]) => readonly object[]
  /**
   * Whether its events arrive while no other case does anything: a killed Lambda repeats the work of all of them, and some
   * rules select the calls of others, too.
   */
  readonly alone?: true
  /** The run of the first step hangs at this call, which it makes only after the second step has been processed. */
  readonly outlives?: (own: Own) => Selector
  /** What happens in a step instead of the delivery. Only for cases that are played alone. */
  readonly act?: (
    scene: ArticleScene & { readonly notices: readonly UploadNotice[]; readonly step: number },
  ) => Promise<void>
  /** Messages about the article end in the dead-letter queue. Then the rules are removed, and the messages redriven. */
  readonly failsFirst?: true
}

/** Returns the Markdown of an article that only this case has. */
export function article({ word }: Own, text = 'It says something.', frontMatter = ''): string {
  return `---\ntitle: ${word}\ntopics: [${word}]\n${frontMatter}---\n\n${text}\n`
}

export const oneArticle = (own: Own): readonly Uploads[] => [{ [own.key]: article(own) }]
