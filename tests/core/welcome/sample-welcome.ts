import type { WelcomeFact, WelcomeRecord, WelcomeText } from '../../../core/welcome/welcome-text.ts'

export const uploadedAt = '2026-11-01T00:00:00.000Z'

export function sampleText(changes: Partial<WelcomeText> = {}): WelcomeText {
  return {
    title: 'Good to have you',
    html: '<p>We are <a href="https://example.org/about">glad</a>.</p>',
    image: undefined,
    language: 'en',
    direction: 'ltr',
    after: 0,
    digests: [],
    from: uploadedAt,
    ...changes,
  }
}

export function sampleRecord(number: number, text: Partial<WelcomeText> = {}, variant = ''): WelcomeRecord {
  const key = `welcome/${number}${variant && `.${variant}`}.md`
  const state = { state: 'scheduled', problems: [], at: uploadedAt, revision: 1 } as const
  return { number, variant, key, sequencer: '01', ...state, text: sampleText(text) }
}

export function sampleFact(
  kind: WelcomeFact['kind'],
  sequencer: string,
  changes: Partial<WelcomeFact> = {},
): WelcomeFact {
  const { from: _, ...text } = sampleText()
  const about = { number: 1, variant: '', key: 'welcome/1.md', problems: [], at: uploadedAt }
  return { ...about, kind, sequencer, ...(kind === 'accepted' && { text }), ...changes }
}
