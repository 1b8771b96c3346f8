import type { Command } from 'commander'

/**
 * Examples of every command, which its help shows. Lines are commands without the program's name; a note may follow after
 * two spaces.
 */
export const examples: Readonly<Record<string, readonly string[]>> = {
  articles: ['articles --limit 10', 'articles --json'],
  console: ['console'],
  version: ['version'],
  backup: ['backup ~/postrider-monday.tar.gz', 'backup /backups/gazette.tar.gz --data /srv/gazette --json'],
  restore: ['restore ~/postrider-monday.tar.gz --data restored', 'restore --send --data restored'],
  rebuild: ['rebuild', 'rebuild --stack Postrider --region eu-west-1'],
  receipts: ['receipts', 'receipts articles/2026/letter.md'],
  start: ['start', 'start --port 8000 --data /srv/gazette', 'start --watch ~/articles --no-seeds'],
  deploy: ['deploy --dry-run', 'deploy --profile newsroom'],
  'subscribers add': [
    'subscribers add ada@example.org --digest weekly  asks her by mail',
    'subscribers add ada@example.org --confirmed --source "paper form, 3 May"',
  ],
  'subscribers unsubscribe': ['subscribers unsubscribe ada@example.org'],
  'subscribers block': ['subscribers block ada@example.org'],
  'subscribers unblock': ['subscribers unblock ada@example.org'],
  'subscribers unsuppress': ['subscribers unsuppress ada@example.org'],
  'subscribers erase': ['subscribers erase ada@example.org'],
  'subscribers show': ['subscribers show ada@example.org', 'subscribers show ada@example.org --json'],
  'subscribers reasons': ['subscribers reasons'],
  'subscribers move': ['subscribers move press daily'],
  'subscribers import': [
    'subscribers import --dry-run list.csv',
    'subscribers import --confirmed --source "Mailchimp, November 2026" list.csv',
  ],
  'subscribers export': ['subscribers export list.csv', 'subscribers export | head'],
  'keys rotate': ['keys rotate'],
  'digest plan': ['digest plan daily', 'digest plan daily --json'],
  'digest send': ['digest send daily', 'digest send daily --json'],
  'digest preview': ['digest preview daily', 'digest preview weekly --as ada@example.org --out /tmp/weekly'],
  'digest test': ['digest test daily me@example.org', 'digest test daily me@example.org --as ada@example.org'],
  'digest note': ['digest note daily note.md', 'digest note daily --sponsor sponsor.md', 'digest note daily --remove'],
  'digest hold': ['digest hold daily articles/2026/letter.md'],
  'digest pin': ['digest pin daily articles/2026/letter.md'],
  'digest release': ['digest release daily articles/2026/letter.md'],
  'digest holds': ['digest holds', 'digest holds weekly --json'],
  'issues ls': ['issues ls', 'issues ls --json'],
  'issues show': ['issues show daily 12'],
  'issues verify': ['issues verify daily 12'],
  'issues pause': ['issues pause daily 12'],
  'issues resume': ['issues resume daily 12'],
  'issues approve': ['issues approve daily 12'],
  'issues cancel': ['issues cancel daily 12'],
  'issues retry': ['issues retry daily 12'],
  'welcome ls': ['welcome ls'],
  'welcome test': ['welcome test 1 me@example.org'],
  'failures ls': ['failures ls'],
  'failures redrive': ['failures redrive'],
}

/** Adds the examples of a command to its help. @param name of the command with those of its groups */
export function addExamples(command: Command, name: string): void {
  const own = examples[name] ?? [] // the longer helps have their own
  if (own.length > 0)
    command.addHelpText('after', `\nExamples:\n${own.map((line) => `  postrider ${line}`).join('\n')}`)
}
