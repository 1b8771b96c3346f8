import { describe, expect, test } from 'vitest'
import { markInTitle } from '../../../../core/reading/front-matter/written-marks.ts'
import { accepted, rules } from '../sample.ts'

describe('a title that says that the article is not for the public holds it back', () => {
  test.each([
    ...['DRAFT: Lamps', 'Draft: Lamps', 'WIP: Lamps', 'Private: Lamps', 'Entwurf: Lampen', 'Privé : Lampes'],
    ...[
      '[DRAFT] Lamps',
      '(draft) Lamps',
      'Lamps (draft)',
      'Lamps [WIP]',
      '【下書き】灯',
      'DRAFT - Lamps',
      'DRAFT 2 – Lamps',
    ],
    ...['[Do not publish] Lamps', 'Lamps (embargoed)'],
  ])('%s', (title) => expect(markInTitle(title)).toBeDefined())

  test.each([
    ...['Draft horses of the quay', 'The draft, explained', 'Private lamps', 'Private Eye: a history'],
    ...['The embargo of 1807', 'Embargoed lamps', 'A first draft - and a second'],
  ])('but not %s', (title) => expect(markInTitle(title)).toBeUndefined())
})

describe('a line at the top of the text that asks not to publish it holds the article back', () => {
  test.each([
    ...[
      'DO NOT PUBLISH',
      '**Do not publish before Friday**',
      'NOT FOR PUBLICATION',
      'Confidential',
      '> For internal use only',
    ],
    ...[
      'EMBARGOED UNTIL 1 JANUARY 2031',
      'Strictly embargoed until 9:00',

      '(DRAFT)',
      'Work in progress',
    ],
    ...[
      'Not for release before 1 May',
      'Under embargo until further notice',
      'Sperrfrist: 1. Mai, 9 Uhr',
      'Ne pas publier',
    ],
  ])('%s', (line) => {
    const { manuscript, problems } = accepted('a.md', `# Lamps\n\n${line}\n\nThe lamps were lit.`)
    expect(manuscript.draft).toBe(true)
    expect(problems[0]).toMatchObject({ rule: 'held-back', message: expect.stringContaining('its text says') })
  })

  test.each([
    ...[
      'The embargo ended in 1809.',

      'Do not publish your password.',
      'Confidential letters',
    ],
    ...['A draft'],
  ])('but not %s', (line) => expect(rules(accepted('a.md', `# Lamps\n\n${line}\n`))).not.toContain('held-back'))

  test('in every format, but not further down', () => {
    const page =
      'The Gazette\n\nThe lamps of the quay\n\nNOT FOR PUBLICATION\n\nThe lamps were lit on Tuesday, and went out.'
    expect(accepted('a.txt', page).manuscript.draft).toBe(true)
    expect(accepted('a.html', '<h1>Lamps</h1><p><b>DO NOT PUBLISH</b></p><p>Lit.</p>').manuscript.draft).toBe(true)
    expect(accepted('a.md', '# Lamps\n\nOne.\n\nTwo.\n\nThree.\n\nDo not publish\n').manuscript.draft).toBe(false)
  })
})
