import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { advance, type Deployment, decide, type Page, steps } from '../../../core/deployment/deployment.ts'

const now = new Date('2026-05-01T00:00:00.000Z')
const later = new Date('2026-05-01T00:01:00.000Z')
const release = { version: 'one', siteUrl: 'https://news.example.org' }

function begin(stored?: Deployment, version = 'one', restart = false): Deployment {
  const decision = decide(stored, { ...release, version }, now, restart)
  if (decision.kind === 'done') throw new Error('There is nothing to do')
  return decision.walk
}

function finish(walk: Deployment): Deployment {
  return walk.finishedAt ? walk : finish(advance(walk, { messages: 1 }, later))
}

describe('a deployment', () => {
  test('that is the first begins with the first step', () => {
    expect(decide(undefined, release, now).kind).toBe('begin')
    expect(begin()).toMatchObject({ ...release, revision: 1, place: { step: 'static' }, startedAt: now.toISOString() })
  })

  test('that has begun continues at its place', () => {
    const walk = advance(begin(), { messages: 2 }, later)
    expect(decide(walk, release, later)).toEqual({ kind: 'continue', walk })
  })

  test('that is finished has nothing left to do', () => {
    expect(decide(finish(begin()), release, later)).toEqual({ kind: 'done' })
  })

  test.each([
    ['a new version', { ...release, version: 'two' }],
    ['a new address of the site', { ...release, siteUrl: 'https://d1.cloudfront.net' }],
  ])('with %s begins, whether or not the previous one is finished', (_what, next) => {
    for (const stored of [advance(begin(), { messages: 2 }, later), finish(begin())]) {
      const decision = decide(stored, next, later)
      expect(decision).toMatchObject({ kind: 'begin', walk: { ...next, place: { step: 'static' } } })
      expect(decision).toMatchObject({ walk: { revision: stored.revision + 1 } })
      expect(decision).not.toHaveProperty('walk.finishedAt')
    }
  })

  test('begins again if it is told to', () => {
    const finished = finish(begin())
    expect(begin(finished, 'one', true)).toMatchObject({ revision: finished.revision + 1, place: { step: 'static' } })
  })
})

describe('a walk', () => {
  test('adds up messages and passes through all steps in order', () => {
    const visited: string[] = []
    let walk = begin()
    for (; walk.finishedAt === undefined; walk = advance(walk, { messages: 3 }, later)) visited.push(walk.place.step)
    expect(visited).toEqual(steps)
    expect(Object.values(walk.counts)).toEqual(steps.map(() => 3))
    expect(walk).toMatchObject({ finishedAt: later.toISOString(), updatedAt: later.toISOString() })
  })

  test('stays in a step, after the last key, until no page is left', () => {
    const first = advance(begin(), { messages: 1 }, later)
    const second = advance(first, { messages: 1, next: { after: 'topic/rail' } }, later)
    expect(second.place).toEqual({ step: 'listings', after: 'topic/rail' })
    expect(advance(second, { messages: 1 }, later).place).toEqual({ step: 'documents' })
  })

  test('increases its revision with every page', () => {
    const page: fc.Arbitrary<Page> = fc.record({
      messages: fc.nat(9),
      next: fc.option(fc.record({ after: fc.string() }), { nil: undefined }),
    })
    fc.assert(
      fc.property(fc.array(page), (pages) => {
        let walk = begin()
        const walks = pages.map((each) => {
          walk = advance(walk, each, later)
          return walk
        })
        expect(walks.map(({ revision }) => revision)).toEqual(walks.map((_walk, index) => index + 2))
      }),
    )
  })
})
