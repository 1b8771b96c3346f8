import { existsSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { getRequestListener } from '@hono/node-server'
import type { Command } from 'commander'
import { readPublication } from '../build/read-publication.ts'
import { configuredUrl } from '../core/publication.ts'
import type { Site } from '../core/site.ts'
import { CommandFailure } from '../operations/command-failure.ts'
import type { Placement } from '../operations/uploads/content-files.ts'
import { listArticleFiles, type PreviewStack, previewFile } from '../operations/uploads/preview-files.ts'
import { readPort } from './arguments.ts'
import type { StackOptions } from './connect/select-stack.ts'
import { connect, operatorProfile } from './connect.ts'
import { createReport } from './report.ts'

type PreviewOptions = Placement & StackOptions & { readonly port?: string; readonly json?: boolean }

export function define(command: Command): void {
  command
    .description('show articles as readers will see them, before they are uploaded; reload on changes')
    .argument('<path...>', 'files and folders')
    .option('--backfill', 'as an archive that is being imported')
    .option('--folder <path>', 'folder below articles/ or backfill/')
    .option('--port <port>', 'port of the pages (POSTRIDER_PREVIEW_PORT; default: any free one)')
    .addHelpText('after', help)
    .action((paths: string[]) => preview(paths, command.optsWithGlobals()))
}

const help = `
Shows the page, the mails on a desktop and a phone, the plain text and the feed entry of each article on a page of this
machine, with the problems that its receipt would list. It needs no running stack. With --data or --stack, links lead to
the articles of that stack, too. Press Ctrl-C to stop.

Examples:
  postrider preview letter.md
  postrider preview site/articles
  postrider preview --stack Postrider --region eu-west-1 letter.md`

async function preview(paths: readonly string[], options: PreviewOptions): Promise<void> {
  const port = readPort(options.port, { flag: '--port', variable: 'POSTRIDER_PREVIEW_PORT' }, 0)
  if (listArticleFiles(paths, options).length === 0)
    throw new CommandFailure(`There are no articles in ${paths.join(', ')}: files ending in .md, .html or .txt.`, 2)
  const isSelected = options.data !== undefined || options.stack !== undefined
  const stack = isSelected ? await connect(options, operatorProfile) : undefined
  const url = await startPreview(paths, options, { port, stack, site: stack?.site ?? (await ownSite()) })
  createReport(options.json ?? false).answer({ url }, [`Preview: ${url}`, 'Press Ctrl-C to stop.'])
}

/** Returns the site of the publication.json of this checkout. */
async function ownSite(): Promise<Site> {
  const publication = await readPublication()
  return { publication, url: configuredUrl(publication) ?? 'https://site.invalid' }
}

type Circumstances = { readonly port: number; readonly site: Site; readonly stack: PreviewStack | undefined }

/** Serves the pages on loopback until the process ends. Returns their address. */
async function startPreview(
  paths: readonly string[],
  placement: Placement,
  { port, site, stack }: Circumstances,
): Promise<string> {
  const { previewApp, watchFolders } = await import('./preview/preview-app.ts')
  // A file may be missing for a while: some editors delete it before they write it again.
  const list = () => {
    const present = paths.filter((each) => existsSync(each))
    return present.length > 0 ? listArticleFiles(present, placement) : []
  }
  const folders = paths.map((each) => (statSync(each).isDirectory() ? each : path.dirname(each)))
  const app = previewApp({
    list,
    preview: async (key) => {
      const content = list().find((each) => each.key === key)
      return content && previewFile(content, site, new Date(), stack)
    },
    watch: watchFolders([...new Set(folders)]),
  })
  const server = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }))
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new CommandFailure(`Port ${port} cannot be used: ${cause.message}. Set another one with --port.`, 1, { cause }),
      ),
    )
    server.listen(port, '127.0.0.1', resolve)
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/` // a TCP server's address is always an AddressInfo
}
