import { receiptPath } from '../../../core/articles/receipt.ts'
import { many } from '../calls.ts'
import { until } from '../stage.ts'
import { ingestCalls } from './article-calls.ts'
import type { ArticleCase, ArticleScene, Own, UploadNotice } from './article-case.ts'
import { article } from './article-case.ts'

/** Milliseconds after which the batch of a Lambda that has crashed is received again. */
const visibility = 361_000
/** Crashes after which the others of a batch must be published. */
const mostCrashes = 40

const beside = Array.from({ length: 9 }, (_, index) => index + 1)
const keyBeside = ({ word }: Own, number: number) => `articles/${word}/beside-${number}.md`
/** Ten uploads that arrive in one batch. */
const ten = (own: Own) => [
  {
    [own.key]: article(own),
    ...Object.fromEntries(
      beside.map((number) => [
        keyBeside(own, number),
        article(own, `${number}.`, `slug: ${own.word}-${number}\ndraft: true\n`),
      ]),
    ),
  },
]

async function isAnswered({ stack }: ArticleScene['stage'], key: string): Promise<boolean> {
  return (await stack.uploads.getReceipt(receiptPath(key, 'json'))) !== undefined
}

async function areOthersAnswered({ stage, own }: ArticleScene): Promise<boolean> {
  const answers = await Promise.all(beside.map((number) => isAnswered(stage, keyBeside(own, number))))
  return answers.every(Boolean)
}

const bodies = (notices: readonly UploadNotice[]) => notices.map(({ body }) => body)

/** Files that nobody can read as articles. Each is rejected, and says why. */
const unreadable: Readonly<Record<string, (own: Own) => string>> = {
  'empty.md': () => '',
  'binary.md': () => '\u0000\u0001\u0002'.repeat(2_000),
  'date.md': (own) => `---\ntitle: ${own.word}\ndate: 2031-02-31\n---\n\nIt is dated.\n`,
  'table.md': () => `# A table\n\n${`${'| a '.repeat(2_000)}|\n`.repeat(30)}`,
  'nested.md': () => `# Lists\n\n${Array.from({ length: 500 }, (_, depth) => `${'  '.repeat(depth)}- a`).join('\n')}\n`,
}

const cases: readonly Omit<ArticleCase, 'family' | 'step'>[] = [
  {
    name: 'an upload crashes its Lambda each time, and the nine of its batch are published',
    alone: true,
    story: ten,
    act: async (scene) => {
      const { stage, own, notices } = scene
      const rule = stage.local.faults.add({
        ...ingestCalls['reads the upload'](own),
        fault: 'kill-before',
        times: many,
      })
      await stage.ingest.addAll(bodies(notices))
      for (let crashes = 1; !(await areOthersAnswered(scene)); crashes += 1) {
        if (crashes > mostCrashes) throw new Error(`The others are not published after ${mostCrashes} crashes`)
        await until('it crashes again', async () => rule.hits >= crashes || (await areOthersAnswered(scene)))
        stage.local.clock.move(visibility)
      }
      rule.remove()
    },
  },
  {
    name: 'one of ten uploads fails, and the others are published at the first try',
    alone: true,
    story: ten,
    rules: (own) => [{ ...ingestCalls['reads the upload'](own), fault: 'fail', times: 7 }],
    act: async (scene) => {
      await scene.stage.ingest.addAll(bodies(scene.notices))
      await until('the others are answered', () => areOthersAnswered(scene))
      if (await isAnswered(scene.stage, scene.own.key)) throw new Error('The upload that fails is answered')
    },
  },
  {
    name: 'unreadable files arrive twice beside a good one',
    story: (own) => [
      {
        ...Object.fromEntries(
          Object.entries(unreadable).map(([name, render]) => [`articles/${own.word}/${name}`, render(own)]),
        ),
        [own.key]: article(own),
      },
    ],
    deliver: (notices) => [...bodies(notices), ...bodies(notices)],
  },
]

export const poisonCases: readonly ArticleCase[] = cases.map((each) => ({
  ...{ family: 'poison' as const, step: 'ingest: parsed' },
  ...each,
}))

/** Many uploads at the same time. They are drafts, so that the feeds keep the articles of the other cases. */
export const loadCases: readonly ArticleCase[] = [
  {
    name: 'fifty uploads arrive in reverse order, each twice',
    ...{ family: 'load', step: 'ingest: event received' },
    story: (own) => [
      Object.fromEntries(
        Array.from({ length: 50 }, (_, index) => [
          `articles/${own.word}/${index}.md`,
          article(own, `${index}.`, `slug: ${own.word}-${index}\ndraft: true\n`),
        ]),
      ),
    ],
    deliver: (notices) => notices.toReversed().flatMap(({ body }) => [body, body]),
  },
]
