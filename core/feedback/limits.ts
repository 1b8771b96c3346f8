/** Seconds that a soft bounce counts: 60 days. */
export const softBounceLifetime = 60 * 24 * 60 * 60
