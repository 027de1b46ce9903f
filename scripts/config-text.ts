import type { TSchema } from '@sinclair/typebox'
import { configEntries } from '../schemas/config.js'

/** Every setting with its default, commented out. */
export function envExample(): string {
  const settings = configEntries().map(
    ([name, schema]) => `# ${schema.description}\n#${name}=${defaultText(schema)}\n`
  )
  return `# Settings of Filedrop. Uncomment what you want to change; the environment wins over this file.\n\n${settings.join('\n')}`
}

/** Every setting as a table. */
function table(): string {
  const rows = configEntries().map(
    ([name, schema]) => `| \`${name}\` | ${defaultCell(schema)} | ${schema.description} |`
  )
  return `| Setting | Default | Meaning |\n|---|---|---|\n${rows.join('\n')}\n`
}

/** A page with the table in place of what stood between its marks. */
export const withSettings = (page: string): string =>
  page.replace(/(<!-- settings -->\n)[\s\S]*(<!-- \/settings -->)/, `$1${table()}$2`)

export function configMarkdown(): string {
  return `# Configuration

Settings come from environment variables or from a file \`.env\` in the working directory; the environment wins. Sizes
take a unit (\`512KiB\`, \`64MiB\`, \`10GiB\`), durations as well (\`500ms\`, \`30s\`, \`2m\`). A value that cannot be right
stops the start with one line for each mistake. A plain number is bytes or milliseconds.

${table()}`
}

function defaultCell(schema: TSchema): string {
  const text = defaultText(schema)
  return text === '' ? '' : `\`${text}\``
}

const byteUnits: [string, number][] = [
  ['GiB', 1024 ** 3],
  ['MiB', 1024 ** 2],
  ['KiB', 1024],
]

function defaultText({ default: value, unit }: TSchema): string {
  if (value === undefined) return ''
  if (unit === 'ms') return `${value / 1000}s`
  const [name, factor] = (unit === 'bytes' && byteUnits.find(([, n]) => value % n === 0)) || ['', 1]
  return `${typeof value === 'number' ? value / factor : value}${name}`
}
