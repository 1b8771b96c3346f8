/** Stand for a personal value in a rendered mail. They are noncharacters, which `cleanLine` takes out of everything else. */
export const placeholders = { reason: '\ufdd0', preferencesUrl: '\ufdd1', unsubscribeUrl: '\ufdd2' } as const
export type PlaceholderName = keyof typeof placeholders
export const placeholderNames: readonly PlaceholderName[] = ['reason', 'preferencesUrl', 'unsubscribeUrl']
