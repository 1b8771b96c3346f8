import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { build as bundle } from 'esbuild'
import Handlebars from 'handlebars'
import mjml from 'mjml'

/**
 * Compiles templates/<group>/ into one module per group, dist/templates/<group>.mjs, so that no Lambda contains MJML or
 * a template compiler. `name.hbs` and `name.mjml` become functions that render HTML, and `name.txt.hbs` a function that
 * renders plain text. `name.css` becomes a minified string that includes its imports. partials/ contains parts that
 * several templates share. `{{> name}}` of partials/name.mjml is replaced before MJML compiles, because MJML must see
 * its content. locales.ts compiles templates/locales/.
 */
export async function buildTemplates(source: string, target: string): Promise<void> {
  await mkdir(target, { recursive: true })
  const groups = (await readdir(source, { withFileTypes: true })).filter(
    (entry) => entry.isDirectory() && entry.name !== 'locales',
  )
  await Promise.all(groups.map((group) => buildGroup(path.join(source, group.name), path.join(target, group.name))))
}

type Compiled = { readonly name: string; readonly type: 'template' | 'text'; readonly code: string }

async function buildGroup(source: string, target: string): Promise<void> {
  const partials = await compileFolder(path.join(source, 'partials'), /\.(hbs|css)$/)
  const members = await compileFolder(source, /\.(hbs|mjml|css)$/)
  await writeFile(
    `${target}.mjs`,
    [
      "import Handlebars from 'handlebars/runtime.js'",
      'const handlebars = Handlebars.create()',
      ...partials.map(({ name, code }) => `handlebars.registerPartial('${name}', handlebars.template(${code}))`),
      ...members.map(({ name, type, code }) =>
        // Marked as pure, so that a Lambda's bundle contains only the templates that it renders.
        type === 'text'
          ? `export const ${name} = ${code}`
          : `export const ${name} = /* @__PURE__ */ handlebars.template(${code})`,
      ),
    ].join('\n'),
  )
  await writeFile(
    `${target}.d.mts`,
    members
      .map(
        ({ name, type }) =>
          `export declare const ${name}: ${type === 'text' ? 'string' : '(view: object) => string'}\n`,
      )
      .join(''),
  )
}

async function compileFolder(folder: string, kinds: RegExp): Promise<Compiled[]> {
  const files = await readdir(folder).catch(() => [])
  const sources = files.filter((file) => kinds.test(file)).sort()
  return Promise.all(sources.map((file) => compileFile(path.join(folder, file))))
}

async function compileFile(file: string): Promise<Compiled> {
  const name = memberName(file)
  if (file.endsWith('.css')) return { name, type: 'text', code: JSON.stringify(await bundleStyle(file)) }
  const text = await readFile(file, 'utf8')
  const folder = path.dirname(file).replace(/[\\/]partials$/, '')
  const source = file.endsWith('.mjml')
    ? await compileMjml(await expandMjml(file), file)
    : fillTheme(text, await readTheme(folder), file)
  return { name, type: 'template', code: precompile(source, file) }
}

function precompile(source: string, file: string): string {
  try {
    return String(Handlebars.precompile(source, { noEscape: file.endsWith('.txt.hbs'), strict: true }))
  } catch (cause) {
    throw new Error(`${file}: ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}

async function bundleStyle(file: string): Promise<string> {
  const { outputFiles } = await bundle({ entryPoints: [file], bundle: true, minify: true, write: false })
  return outputFiles[0]?.text ?? ''
}

async function compileMjml(text: string, file: string): Promise<string> {
  const { html, errors } = await mjml(text, {
    filePath: file,
    fonts: {},
    validationLevel: 'soft',
    ignoreIncludes: true,
  })
  if (errors.length > 0) throw new Error(`${file}: ${errors.map((error) => error.formattedMessage).join('\n')}`)
  // MJML indents deeply, and mails must stay small.
  return html.replace(/\s*\n\s*/g, '\n')
}

/** Returns a mail's MJML with its partials and the theme filled in. Its Handlebars expressions remain. */
export async function expandMjml(file: string): Promise<string> {
  const text = await readFile(file, 'utf8')
  const partials = path.join(path.dirname(file), 'partials')
  const names = (await readdir(partials).catch(() => [])).filter((name) => name.endsWith('.mjml'))
  const theme = await readTheme(path.dirname(file))
  const calls = await Promise.all(
    names.map(
      async (name) =>
        [`{{> ${path.basename(name, '.mjml')}}}`, await readFile(path.join(partials, name), 'utf8')] as const,
    ),
  )
  const filled = calls.reduce((whole, [call, partial]) => whole.replaceAll(call, () => partial), text)
  return fillTheme(filled, theme, file)
}

type Theme = Readonly<Record<string, string>>

/**
 * Reads the theme.json of a group: colours and fonts that its mails refer to as `var(--ink)`. Mail programs do not
 * support CSS variables.
 */
export async function readTheme(folder: string): Promise<Theme> {
  const json = await readFile(path.join(folder, 'theme.json'), 'utf8').catch(() => '{}')
  return JSON.parse(json) as Theme // documented as an object of strings
}

export function fillTheme(text: string, theme: Theme, file: string): string {
  return text.replaceAll(/var\(--([\w-]+)\)/g, (_whole, name: string) => {
    const value = theme[name]
    if (value === undefined) throw new Error(`${file}: theme.json has no "${name}"`)
    return value
  })
}

/** `not-found.hbs` → `notFound`, `digest.txt.hbs` → `digestTxt`, `style.css` → `styleCss`. */
function memberName(file: string): string {
  return path
    .basename(file)
    .replace(/\.(hbs|mjml)$/, '')
    .replace(/[-.](\w)/g, (_match, letter: string) => letter.toUpperCase())
}
