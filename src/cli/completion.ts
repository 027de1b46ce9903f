import type { Command } from '../terminal/command.js'
import { exitCodes, exitHelp } from '../terminal/exit-codes.js'
import { parseCommand } from '../terminal/parse-command.js'
import { UsageError } from '../terminal/usage-error.js'

type Commands = Readonly<Record<string, Command>>
/** Words that may follow a command, by its name. */
type Groups = Readonly<Record<string, readonly string[]>>

const shells = { bash: bashScript, zsh: zshScript, fish: fishScript }

/** The command that prints what makes a shell complete these commands, their options and the names of files. */
export const completion = (commands: Commands): Command => ({
  summary: 'what makes a shell complete these commands',
  help: `Usage: filedrop completion bash|zsh|fish

Prints a script for the shell, which is told to take it like this:
  bash  source <(filedrop completion bash)                  in ~/.bashrc
  zsh   source <(filedrop completion zsh)                   in ~/.zshrc
  fish  filedrop completion fish | source                   in ~/.config/fish/config.fish

Options:
  -h, --help  this text

${exitHelp({ done: '', usage: '' })}`,
  async run(args, { print }) {
    const { operands } = parseCommand(args, {
      options: {},
      operands: { name: 'The shell', least: 1, most: 1 },
    })
    const shell = Object.entries(shells).find(([name]) => name === operands[0])
    if (!shell) throw new UsageError(`There are bash, zsh and fish, not "${operands[0]}"`)
    const { adminCommands } = await import('../admin/run-admin.js')
    const groups = { admin: Object.keys(adminCommands), completion: Object.keys(shells) }
    await print(shell[1](commands, groups))
    return exitCodes.done
  },
})

/** The help of a command names its options, so that none is missing here. */
const optionsOf = ({ help }: Command): string[] => [...new Set(help.match(/--[a-z][a-z-]*/g))]

function bashScript(commands: Commands, groups: Groups): string {
  const cases = [
    ...Object.entries(commands).map(([name, command]): [string, readonly string[]] => [
      name,
      optionsOf(command),
    ]),
    ...Object.entries(groups),
  ]
  return `_filedrop() {
  local word=\${COMP_WORDS[COMP_CWORD]} words=
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    words='${[...Object.keys(commands), ...Object.keys(groups)].join(' ')}'
  else
    case \${COMP_WORDS[1]} in
${cases.map(([name, words]) => `      ${name}) words='${words.join(' ')}' ;;`).join('\n')}
    esac
    # Where no option has begun, files are what is meant.
    case $words in --*) case $word in -*) ;; *) return ;; esac ;; esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _filedrop filedrop`
}

function zshScript(commands: Commands, groups: Groups): string {
  return `(( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
autoload -Uz bashcompinit && bashcompinit
${bashScript(commands, groups)}`
}

function fishScript(commands: Commands, groups: Groups): string {
  const first = 'complete -c filedrop -n __fish_use_subcommand -f'
  const after = (name: string) => `complete -c filedrop -n '__fish_seen_subcommand_from ${name}'`
  return [
    ...Object.entries(commands).flatMap(([name, command]) => [
      `${first} -a ${name} -d '${command.summary}'`,
      ...optionsOf(command).map((option) => `${after(name)} -l ${option.slice(2)}`),
    ]),
    ...Object.entries(groups).flatMap(([name, words]) => [
      `${first} -a ${name}`,
      `${after(name)} -f -a '${words.join(' ')}'`,
    ]),
  ].join('\n')
}
