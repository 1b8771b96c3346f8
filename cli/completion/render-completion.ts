import type { Command } from 'commander'

/** The shells for which there is a completion. */
export const shells = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof shells)[number]

/** What can follow a command on the command line. */
type Place = {
  /** Names of the command, without the program: `['digest', 'hold']`. */
  readonly names: readonly string[]
  readonly description: string
  readonly commands: readonly string[]
  /** Long options, with their dashes. */
  readonly options: readonly { readonly long: string; readonly description: string }[]
  /** Words that its first argument can be. */
  readonly words: readonly string[]
  /** True if it takes files. */
  readonly hasFiles: boolean
}

/**
 * Renders the script that completes commands, options and names of digests in a shell.
 * @param program with all its commands
 * @param digests the names of publication.json
 */
export function renderCompletion(program: Command, shell: Shell, digests: readonly string[]): string {
  const places = listPlaces(program, digests)
  return { bash: renderBash, zsh: renderZsh, fish: renderFish }[shell](places)
}

function listPlaces(program: Command, digests: readonly string[]): readonly Place[] {
  const common = optionsOf(program)
  const walk = (command: Command, names: readonly string[]): readonly Place[] => {
    const argument = command.registeredArguments[0]?.name() ?? ''
    const words =
      argument === 'digest'
        ? digests
        : argument === 'shell'
          ? shells
          : (command.registeredArguments[0]?.argChoices ?? [])
    const place = {
      ...{ names, words, description: command.description() },
      commands: command.commands.map((each) => each.name()),
      options: [...new Map([...optionsOf(command), ...common].map((option) => [option.long, option])).values()],
      hasFiles: command.registeredArguments.some((each) => /^(path|file|upload)$/.test(each.name())),
    }
    return [place, ...command.commands.flatMap((each) => walk(each, [...names, each.name()]))]
  }
  return walk(program, [])
}

function optionsOf(command: Command): Place['options'] {
  const own = command.options.flatMap(({ hidden, long, description }) =>
    hidden || !long ? [] : [{ long, description }],
  )
  return [...own, { long: '--help', description: 'show the help' }]
}

const keyOf = ({ names }: Pick<Place, 'names'>) => names.map((name) => ` ${name}`).join('')
const wordsOf = ({ commands, words }: Place) => [...commands, ...words].join(' ')
const longOf = ({ options }: Place) => options.map(({ long }) => long).join(' ')

/** The commands that have a place of their own, as patterns of `case`. */
const patterns = (places: readonly Place[]) =>
  places
    .filter(({ names }) => names.length > 0)
    .map((place) => `'${keyOf(place)}'`)
    .join('|')

const branches = (places: readonly Place[]) =>
  places
    .map(
      (place) =>
        `    '${keyOf(place)}') words='${wordsOf(place)}' options='${longOf(place)}' files=${place.hasFiles ? 1 : 0} ;;`,
    )
    .join('\n')

function renderBash(places: readonly Place[]): string {
  return `# Completion of postrider in bash. Install it with:
#   postrider completion bash > ~/.local/share/bash-completion/completions/postrider
_postrider() {
  local current=\${COMP_WORDS[COMP_CWORD]} place= words= options= files=0 index
  for ((index = 1; index < COMP_CWORD; index++)); do
    case "$place \${COMP_WORDS[index]}" in
      ${patterns(places)}) place="$place \${COMP_WORDS[index]}" ;;
    esac
  done
  case "$place" in
${branches(places)}
  esac
  if [[ $current == -* ]]; then COMPREPLY=($(compgen -W "$options" -- "$current"))
  else
    COMPREPLY=($(compgen -W "$words" -- "$current"))
    if ((files)); then
      compopt -o filenames 2>/dev/null
      local IFS=$'\\n'
      COMPREPLY+=($(compgen -f -- "$current"))
    fi
  fi
}
complete -F _postrider postrider
`
}

function renderZsh(places: readonly Place[]): string {
  return `#compdef postrider
# Completion of postrider in zsh. Install it in a folder of $fpath:
#   postrider completion zsh > ~/.zfunc/_postrider
_postrider() {
  local place= candidates= options= files=0 index
  for ((index = 2; index < CURRENT; index++)); do
    case "$place $words[index]" in
      (${patterns(places)}) place="$place $words[index]" ;;
    esac
  done
  case "$place" in
${branches(places).replaceAll(" words='", " candidates='").replaceAll("    '", "    ('")}
  esac
  if [[ $words[CURRENT] == -* ]]; then compadd -- \${(z)options}
  else
    [[ -n $candidates ]] && compadd -- \${(z)candidates}
    ((files)) && _files
  fi
}
if [[ $funcstack[1] == _postrider ]]; then _postrider "$@"; else compdef _postrider postrider; fi
`
}

function renderFish(places: readonly Place[]): string {
  const quote = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
  const descriptions = new Map(places.map((place) => [keyOf(place), place.description]))
  const lines = places.flatMap((place) => {
    const at = `-n ${quote(`__postrider_at ${quote(keyOf(place)).replaceAll("'", '"')}`)}`
    return [
      ...(place.hasFiles ? [] : [`complete -c postrider ${at} -f`]),
      ...place.commands.map(
        (name) =>
          `complete -c postrider ${at} -a ${name} -d ${quote(descriptions.get(`${keyOf(place)} ${name}`) ?? '')}`,
      ),
      ...place.words.map((word) => `complete -c postrider ${at} -a ${word}`),
      ...place.options.map(
        ({ long, description }) => `complete -c postrider ${at} -l ${long.replace('--', '')} -d ${quote(description)}`,
      ),
    ]
  })
  return `# Completion of postrider in fish. Install it with:
#   postrider completion fish > ~/.config/fish/completions/postrider.fish
function __postrider_at
  set -l place ''
  for word in (commandline -opc)[2..-1]
    switch "$place $word"
      case ${patterns(places).replaceAll('|', ' ')}
        set place "$place $word"
    end
  end
  test "$place" = "$argv[1]"
end
${lines.join('\n')}
`
}
