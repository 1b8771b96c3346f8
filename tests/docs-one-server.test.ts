import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'

const examples = path.resolve(import.meta.dirname, '../docs/examples')
const read = (name: string) => readFileSync(path.join(examples, name), 'utf8')
const folder = mkdtempSync(path.join(tmpdir(), 'postrider-server-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Whether a program is installed. Without it, its test is skipped. */
function has(program: string, argument: string): boolean {
  const isThere = spawnSync(program, [argument]).status === 0
  if (!isThere) console.warn(`Skipped: ${program} is not installed.`)
  return isThere
}

function run(program: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    env: { ...process.env, HOME: folder },
  })
  return `${stdout}${stderr}exit ${status}`
}

test.skipIf(!has('caddy', 'version'))('Caddy accepts the Caddyfile of the guide', () => {
  const answer = run('caddy', 'validate', '--adapter', 'caddyfile', '--config', path.join(examples, 'Caddyfile'))
  expect(answer).toMatch(/Valid configuration[\s\S]*exit 0$/)
})

test.skipIf(!has('nginx', '-v') || !has('openssl', 'version'))('nginx accepts the site of the guide', () => {
  const [certificate, key] = [path.join(folder, 'fullchain.pem'), path.join(folder, 'privkey.pem')]
  const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  execFileSync('openssl', [...request, '-subj', '/CN=localhost', '-keyout', key, '-out', certificate], {
    stdio: 'pipe',
  })
  const site = read('nginx-site.conf')
    .replace(/\S+\/fullchain\.pem/, certificate)
    .replace(/\S+\/privkey\.pem/, key)
    .replaceAll('listen 80', `listen unix:${folder}/80`) // the test opens what it would listen on
    .replaceAll('listen 443', `listen unix:${folder}/443`)
    .replaceAll(/listen \[::\].*/g, '')
  const log = path.join(folder, 'error.log')
  const main = `pid ${folder}/nginx.pid;\nevents {}\nhttp {\naccess_log off;\nerror_log ${log};\n${site}}\n`
  writeFileSync(path.join(folder, 'nginx.conf'), main)
  const answer = run('nginx', '-t', '-e', log, '-p', folder, '-c', path.join(folder, 'nginx.conf'))
  expect(answer).toMatch(/test is successful[\s\S]*exit 0$/)
})

test.skipIf(!has('systemd-analyze', '--version'))('systemd knows every setting of the service', () => {
  const unit = path.join(folder, 'postrider.service')
  // The program and its user are on the server only.
  writeFileSync(
    unit,
    read('postrider.service')
      .replace(/^ExecStart=\S+/m, 'ExecStart=/bin/true')
      .replace(/^User=.*\n/m, ''),
  )
  expect(run('systemd-analyze', 'verify', '--man=no', unit)).not.toContain('postrider.service:')
})

test('only the site is public, and both servers name it and the reader', () => {
  expect(read('Caddyfile').match(/127\.0\.0\.1:\d+/g)).toEqual(['127.0.0.1:4000'])
  expect(read('nginx-site.conf').match(/127\.0\.0\.1:\d+/g)).toEqual(['127.0.0.1:4000'])
  expect(read('nginx-site.conf')).toContain('proxy_set_header Host $host;')
  expect(read('nginx-site.conf')).toContain('proxy_set_header X-Forwarded-For $remote_addr;')
})
