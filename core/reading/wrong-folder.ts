import { error, type Problem } from '../problem.ts'
import { nearest } from '../text/nearest.ts'

/** The folders for uploads. Their objects cause events of their own (infra/storage.ts). */
export const uploadFolders = ['articles', 'backfill', 'issues', 'welcome'] as const
/** The folder for our answers. */
export const receiptFolder = 'receipts'

/** Says where an upload belongs that is outside of the folders for uploads. */
export function wrongFolder(key: string): Problem {
  const path = key.replaceAll('\\', '/').replace(/^[./ ]+/, '')
  const [first = '', ...rest] = path.split('/')
  const folder = rest.length > 0 ? nearest(first.trim().toLowerCase(), uploadFolders) : undefined
  const message = `"${key}" is outside of the folders articles/, backfill/, issues/ and welcome/. Only files in these folders are published.`
  const fix =
    folder === undefined
      ? `Upload it as articles/${path}, or as backfill/${path} if it is from an archive and must not be mailed. Then delete this one.`
      : `Upload it as ${folder}/${rest.join('/')}, and delete this one. The name of the folder must be exactly "${folder}".`
  return error('wrong-folder', message, { fix })
}
