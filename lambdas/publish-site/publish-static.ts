import type { StaticFileStore } from '../../aws/pages/static-file-store.ts'
import { isSame } from '../../core/articles/same-value.ts'
import { overviewPaths } from '../../core/pages/build-listing.ts'
import { renderIssueIndex } from '../../core/pages/render-issue.ts'
import { fixedPaths, renderStatic } from '../../core/pages/render-static.ts'
import { type IssueServices, publishIssueIndex } from './publish-issue.ts'
import { type ListingServices, publishOverviews } from './publish-listings.ts'

type StaticServices = IssueServices & ListingServices & { readonly staticFiles: StaticFileStore }

/**
 * Writes the static files and all overviews, because the templates may have changed. Removes those that this version no
 * longer has, except style sheets and scripts: pages that are not written again yet refer to them.
 */
export async function publishStatic(services: StaticServices): Promise<void> {
  const { site, files, staticFiles } = services
  const documents = renderStatic(site)
  await files.put(documents)
  await publishIssueIndex(services)
  await publishOverviews(services)
  const paths = [...fixedPaths(documents), ...overviewPaths(site), renderIssueIndex(site, []).path].sort()
  const former = await staticFiles.get()
  if (isSame(paths, former)) return
  const remove = former.filter((path) => !paths.includes(path))
  await files.replace(remove, async () => ({ put: [], remove }))
  await staticFiles.put(paths)
}
