/**
 * Characters that mark the place of a personal value in a variant. `cleanLine` removes these noncharacters from all text.
 * The place of the reader's name has a mark with words (see `name-value.ts`).
 */
export const placeholders = { reason: '\ufdd0', preferencesUrl: '\ufdd1', unsubscribeUrl: '\ufdd2' } as const
export type PlaceholderName = keyof typeof placeholders
export const placeholderNames: readonly PlaceholderName[] = ['reason', 'preferencesUrl', 'unsubscribeUrl']
