import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { since } from './measure.ts'

const run = promisify(execFile)

/** Installs packages in a temporary folder and returns it. Prints a line and returns undefined if that fails. */
export async function installPackages(packages: Readonly<Record<string, string>>): Promise<string | undefined> {
  const folder = await mkdtemp(path.join(tmpdir(), 'postrider-bench-'))
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  const names = Object.entries(packages).map(([name, version]) => `${name}@${version}`)
  try {
    await run('npm', ['install', '--silent', '--no-audit', '--no-fund', ...names], { cwd: folder })
    return folder
  } catch {
    console.log(`  (${names.join(', ')} could not be installed and is skipped)`)
    return undefined
  }
}

const words = 'The mail coach was late again, and nobody knew why: rain and mud on the road to Bath. '

/** Measures how long Hugo builds `count` articles and an RSS feed. Milliseconds; undefined if it is not installed. */
export async function timeHugo(count: number): Promise<number | undefined> {
  const folder = await mkdtemp(path.join(tmpdir(), 'postrider-hugo-'))
  const config =
    'baseURL = "https://a.example/"\ntitle = "A"\n[taxonomies]\ntopic = "topics"\n[services.rss]\nlimit = 50\n'
  const page = '<html><title>{{ .Title }}</title>{{ .Content }}</html>'
  const list =
    '<html><title>{{ .Title }}</title>{{ range first 50 .Pages }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</html>'
  await write(folder, {
    'config.toml': config,
    'layouts/_default/single.html': page,
    'layouts/_default/list.html': list,
    'layouts/index.html': list.replace('.Pages', '.Site.RegularPages'),
    ...articleFiles('content/articles', count),
  })
  return timeCommand('hugo', ['--quiet'], folder)
}

/** Measures the same for Eleventy with its RSS plugin. @param modules folder in which both are installed */
export async function timeEleventy(count: number, modules: string): Promise<number | undefined> {
  const feed = { type: 'rss', outputPath: '/feed.xml', collection: { name: 'articles', limit: 50 } }
  const metadata = { language: 'en', title: 'A', base: 'https://a.example/', author: { name: 'A' } }
  const config = `import { feedPlugin } from '@11ty/eleventy-plugin-rss'
export default (eleventy) => { eleventy.addPlugin(feedPlugin, ${JSON.stringify({ ...feed, metadata })}) }\n`
  const folder = path.join(modules, `site-${count}`)
  await write(folder, {
    'eleventy.config.js': config,
    '_includes/page.liquid': '<html><title>{{ title }}</title>{{ content }}</html>',
    'articles/articles.json': JSON.stringify({ tags: 'articles', layout: 'page.liquid' }),
    ...articleFiles('articles', count),
  })
  return timeCommand(process.execPath, [path.join(modules, 'node_modules/@11ty/eleventy/cmd.cjs'), '--quiet'], folder)
}

function articleFiles(folder: string, count: number): Record<string, string> {
  const entries = Array.from({ length: count }, (_, n) => {
    const date = new Date(Date.UTC(2020, 0, 1) + n * 3_600_000).toISOString()
    return [
      `${folder}/a${n}.md`,
      `---\ntitle: Article ${n}\ndate: ${date}\ntopics: [mail]\n---\n\n${`${words.repeat(5)}\n\n`.repeat(5)}`,
    ]
  })
  return Object.fromEntries(entries)
}

async function write(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  const folders = new Set(Object.keys(files).map((file) => path.dirname(path.join(folder, file))))
  for (const each of folders) await mkdir(each, { recursive: true })
  for (const [file, text] of Object.entries(files)) await writeFile(path.join(folder, file), text)
}

async function timeCommand(command: string, args: readonly string[], folder: string): Promise<number | undefined> {
  const start = performance.now()
  try {
    await run(command, [...args], { cwd: folder, maxBuffer: 64 * 1024 * 1024 })
    return since(start)
  } catch (error) {
    console.log(
      `  (${path.basename(command)} did not build: ${error instanceof Error ? error.message.split('\n')[0] : error})`,
    )
    return undefined
  }
}
