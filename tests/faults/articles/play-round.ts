import type { ActiveRule } from 'cdk-loopback/fault-rule'
import type { StackPlan } from 'cdk-loopback/template/stack-plan'
import { receiptPath } from '../../../core/articles/receipt.ts'
import { recordFaults } from '../record-faults.ts'
import { until } from '../stage.ts'
import { type CaseResult, resultOf } from '../suite.ts'
import { type ArticleCase, type Own, oneArticle, ownNames, type UploadNotice } from './article-case.ts'
import { type ArticleStage, openArticleStage, type SiteState } from './article-stage.ts'
import { watchFeeds } from './watch-feeds.ts'

/** A case with its names and what has happened in it. */
type Player = {
  readonly faultCase: ArticleCase
  readonly own: Own
  readonly problems: string[]
  /** The events about its uploads, in order. */
  readonly notices: UploadNotice[]
}

const states = ['published', 'scheduled', 'draft', 'rejected', 'withdrawn']

/**
 * Plays cases at the same time on one stage, and the same uploads without faults on another. Then every file of the site
 * and every receipt must be the same, byte for byte. Meanwhile, a reader polls the feeds. At last, all events arrive again,
 * which must change nothing.
 */
export async function playRound(
  cases: readonly ArticleCase[],
  change: (plan: StackPlan) => StackPlan,
): Promise<readonly CaseResult[]> {
  const startedAt = performance.now()
  const players = cases.map((faultCase, index) => ({
    ...{ faultCase, own: ownNames(index), problems: [] as string[], notices: [] as UploadNotice[] },
  }))
  const expected = await playWithoutFaults(players)
  const stage = await openArticleStage({ change })
  try {
    const recorder = recordFaults(stage.local.faults)
    const reader = watchFeeds(stage.local.site)
    const recorded = await playWithFaults(stage, players, recorder)
    const general = await reader.end()
    if ((await stage.stack.failures.count()) > 0) general.push('a message is in the dead-letter queue')
    const state = await stage.readState()
    general.push(...assign(compare(expected, state), players))
    general.push(...(await playAgain(stage, players, state)))
    const took = (performance.now() - startedAt) / cases.length
    return players.map(({ faultCase, problems }, index) => ({
      ...resultOf(faultCase, { problems: [...problems, ...general] }, recorded[index] ?? [], startedAt),
      took,
    }))
  } finally {
    await stage.close()
  }
}

const storyOf = ({ faultCase, own }: Player) => (faultCase.story ?? oneArticle)(own)

function stepsOf(players: readonly Player[]): number[] {
  return [...Array(Math.max(...players.map((each) => storyOf(each).length))).keys()]
}

async function playWithoutFaults(players: readonly Player[]): Promise<SiteState> {
  const stage = await openArticleStage()
  try {
    for (const step of stepsOf(players)) {
      const notices = await upload(stage, players, step)
      const due = [...notices.values()].flat()
      await stage.ingest.addAll(due.map(({ body }) => body))
      await stage.settle()
    }
    for (const each of players) each.problems.push(...(await checkReceipts(stage, each)))
    return await stage.readState()
  } finally {
    await stage.close()
  }
}

function upload(stage: ArticleStage, players: readonly Player[], step: number) {
  return stage.upload(new Map(players.map((each) => [each.own.number, storyOf(each)[step] ?? {}])), step)
}

type Notices = Awaited<ReturnType<typeof upload>>

const noticesOf = (notices: Notices, { own }: Player): readonly UploadNotice[] => notices.get(own.number) ?? []
const messagesOf = ({ faultCase }: Player, notices: readonly UploadNotice[]): readonly object[] =>
  faultCase.deliver?.(notices) ?? bodiesOf(notices)
const bodiesOf = (notices: readonly UploadNotice[]): readonly object[] => notices.map(({ body }) => body)

type Answer = { readonly state: string; readonly problems: readonly object[] }

/** Checks that every upload has a receipt in both forms, with one of the states. */
async function checkReceipts({ stack }: ArticleStage, player: Player): Promise<string[]> {
  const keys = [...new Set(storyOf(player).flatMap((uploads) => Object.keys(uploads)))]
  const problems = keys.map(async (key) => {
    const [json, text] = await Promise.all(
      (['json', 'txt'] as const).map((form) => stack.uploads.getReceipt(receiptPath(key, form))),
    )
    if (!json || !text) return [`${key} has no receipt`]
    const { state, problems } = JSON.parse(json.body) as Answer // as docs/formats.md promises
    if (!states.includes(state)) return [`${key} is ${state}`]
    return state === 'rejected' && problems.length === 0 ? [`the receipt does not say why ${key} is rejected`] : []
  })
  return (await Promise.all(problems)).flat()
}

type Recorder = ReturnType<typeof recordFaults>

/** Returns what was recorded of each case's rules. */
async function playWithFaults(stage: ArticleStage, players: readonly Player[], recorder: Recorder) {
  const { faults } = stage.local
  const ranges = players.map(() => new Set<number>())
  const rules: (readonly ActiveRule[])[] = players.map(() => [])
  /** Records which rules are added meanwhile. */
  const record = async (index: number, act: () => unknown): Promise<void> => {
    const first = recorder.list().length
    await act()
    for (let at = first; at < recorder.list().length; at += 1) ranges[index]?.add(at)
  }
  const addRules = ({ faultCase, own }: Player, index: number) =>
    record(index, () => {
      rules[index] = (faultCase.rules?.(own) ?? []).map((rule) => faults.add(rule))
    })
  for (const [index, player] of players.entries()) if (!player.faultCase.alone) await addRules(player, index)
  for (const step of stepsOf(players)) {
    const present = players.filter(({ faultCase }) => step === 0 || !faultCase.outlives)
    const notices = await upload(stage, present, step)
    const together = present.filter(({ faultCase }) => !faultCase.alone)
    await stage.ingest.addAll(together.flatMap((each) => messagesOf(each, noticesOf(notices, each))))
    await stage.settle()
    for (const [index, player] of players.entries()) {
      const { faultCase, own, problems } = player
      const mine = noticesOf(notices, player)
      if (!faultCase.alone || mine.length === 0) continue
      if (step === 0) await addRules(player, index)
      const act = faultCase.act ?? (() => stage.ingest.addAll(bodiesOf(mine)))
      await record(index, () =>
        faultCase.outlives ? outlive(stage, player, mine) : act({ stage, own, notices: mine, step }),
      )
        .then(stage.settle)
        .catch((error) => problems.push(String(error)))
    }
    for (const each of players) if (!each.faultCase.outlives) each.notices.push(...noticesOf(notices, each))
  }
  await redrive(stage, players, () => {
    for (const [index, each] of players.entries())
      if (each.faultCase.failsFirst) rules[index]?.map((rule) => rule.remove())
  })
  for (const [index, { problems }] of players.entries())
    if (rules[index]?.some(({ hits }) => hits === 0)) problems.push('a fault never occurred')
  faults.clear()
  const all = recorder.list()
  return ranges.map((range) => [...range].flatMap((at) => all[at] ?? []))
}

/** Lets the run of the first step hang until the second one has been processed. */
async function outlive(stage: ArticleStage, player: Player, first: readonly UploadNotice[]): Promise<void> {
  const { faultCase, own } = player
  const rule = stage.local.faults.add({ ...faultCase.outlives?.(own), fault: 'hang' })
  try {
    await stage.ingest.addAll(bodiesOf(first))
    await until('the run hangs', () => rule.hits > 0)
    const second = noticesOf(await upload(stage, [player], 1), player)
    await stage.ingest.addAll(bodiesOf(second))
    player.notices.push(...first, ...second)
    await untilPublished(stage)
  } finally {
    rule.remove()
  }
}

/** Waits until the only message about articles that is left is that of the run that hangs. */
export function untilPublished({ stack }: ArticleStage): Promise<void> {
  return until('everything else is published', async () => (await stack.countBuilding()) <= 1)
}

/** Checks that the messages of the cases that fail first are in the dead-letter queue, and retries them after a repair. */
async function redrive(stage: ArticleStage, players: readonly Player[], repair: () => void): Promise<void> {
  const failing = players.filter(({ faultCase }) => faultCase.failsFirst)
  if (failing.length === 0) return
  const letters = JSON.stringify(await stage.stack.failures.list())
  for (const { own, problems } of failing)
    if (!letters.includes(`/${own.word}/`) && !letters.includes(own.id))
      problems.push('no message about it is in the dead-letter queue')
  repair()
  await stage.stack.failures.redrive()
  await stage.settle()
}

/** Delivers all events again, in order. Returns what changed. */
async function playAgain(stage: ArticleStage, players: readonly Player[], before: SiteState): Promise<string[]> {
  await stage.ingest.addAll(players.flatMap(({ notices }) => notices.map(({ body }) => body)))
  await stage.settle()
  const after = await stage.readState()
  const changed = compare(before, after).map((key) => `${key} changes when everything is processed again`)
  const rewritten = [...after.stored].filter(([key, at]) => before.stored.has(key) && before.stored.get(key) !== at)
  return [...changed, ...rewritten.map(([key]) => `${key} is written again, although nothing changed`)].slice(0, 5)
}

/** Returns the keys of files that differ, and of those that only one of them has. */
function compare(expected: SiteState, actual: SiteState): string[] {
  const keys = new Set([...expected.files.keys(), ...actual.files.keys()])
  const different = [...keys].filter((key) => expected.files.get(key) !== actual.files.get(key))
  return expected.pending === actual.pending ? different : [...different, 'what the next issue will contain']
}

/** Adds differences to the cases whose files they are. Returns the others, unless a case explains them. */
function assign(keys: readonly string[], players: readonly Player[]): string[] {
  const differs = (key: string) => `${key} is not that of the run without faults`
  const ownerOf = (key: string) => players.find(({ own }) => key.includes(`/${own.word}/`))
  for (const key of keys) ownerOf(key)?.problems.push(differs(key))
  const isExplained = players.some(({ problems }) => problems.length > 0)
  return isExplained ? [] : keys.slice(0, 5).map(differs)
}
