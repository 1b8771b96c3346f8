/** The first labels of the three DKIM records of every domain. They are not published. */
export const dkimTokens = ['local1', 'local2', 'local3'] as const
