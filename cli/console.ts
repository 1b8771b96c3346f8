import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Command } from 'commander'
import { readStorage } from '../aws/local/storage.ts'
import { isLoopback } from '../operations/doctor/examination.ts'
import type { Stack } from '../operations/stack.ts'
import { readPort } from './arguments.ts'
import { onStack } from './connect.ts'
import type { Report } from './report.ts'
import { readPassword } from './start/read-access.ts'

type ConsoleOptions = { readonly port?: string; readonly open?: boolean }

export function define(command: Command): void {
  command
    .description('serve the console of the selected stack on this machine, until Ctrl-C')
    .option('--port <port>', 'port on 127.0.0.1 (POSTRIDER_CONSOLE_PORT; default 4001; 0: any free one)')
    .option('--open', 'open it in the browser')
    .addHelpText(
      'after',
      '\nPOSTRIDER_CONSOLE_PASSWORD sets a password of 12 or more characters, for machines that others use, too.\n\nExamples:\n  postrider --stack Postrider --region eu-west-1 console --open\n  postrider console --port 0',
    )
    .action(onStack(serveConsole))
}

async function serveConsole(stack: Stack, report: Report, { port, open }: ConsoleOptions): Promise<void> {
  const { startConsole } = await import('../console/console-server.ts') // loads all pages, which `--help` does not need
  const number = readPort(port, { flag: '--port', variable: 'POSTRIDER_CONSOLE_PORT' }, 4001)
  const { place } = stack
  const server = await startConsole({
    port: number,
    stack,
    access: { password: readPassword(process.env) },
    ...(isLoopback(place.endpoint) && { readStorage: () => readStorage(place) }),
  })
  const { name } = stack.deployed
  const url = `${server.url}/`
  report.answer({ url, stack: name, region: stack.region }, [
    `The console of ${name} (${stack.region}) is at ${url}`,
    'Stop it with Ctrl-C.',
  ])
  if (open) openBrowser(url)
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  await server.close()
}

/** Opens an address in the browser. Without one, nothing happens: the address was printed. */
function openBrowser(url: string): void {
  const [program = '', ...args] =
    process.platform === 'darwin' ? ['open'] : process.platform === 'win32' ? ['cmd', '/c', 'start', ''] : ['xdg-open']
  spawn(program, [...args, url], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref()
}
