import type { Answer } from '../../support/answer.js'
import type { Client } from '../../support/client.js'
import {
  type FormEntry,
  formEntries,
  type RawEntry,
  rawEntries,
  uploadForms,
} from '../../support/doors.js'
import { filePart, part } from '../../support/multipart.js'
import type { Input } from './table.js'
import type { Place } from './target.js'
import { type Code, input, nameField, type Verdict } from './verdicts.js'

/** A name as text, or as bytes that no text has. */
export type Name = string | Buffer

/** One way by which a name comes in. */
export interface NameEntry extends Place {
  /** What cannot be written there at all. */
  readonly cannot?: RegExp
  /** An empty name there is a field that was left blank, or no file at all. */
  readonly blank?: boolean
  /** What a bad name is called. */
  readonly codeOf: (name: Name) => Code
  readonly send: (client: Client, id: string, name: Name) => Promise<Answer>
}

const escapes = (name: Name) =>
  [...Buffer.from(name)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')

const latin1 = (name: Name) => Buffer.from(name).toString('latin1')
// biome-ignore lint/suspicious/noControlCharactersInRegex: what the parser of HTTP does not let through
const controls = /[\0-\x08\x0b-\x1f\x7f]/
const invalid = () => 'INVALID_NAME' as const

const spelled = (name: Name, spell: (text: string) => string) =>
  Buffer.from(spell(latin1(name)), 'latin1')

/** As browsers write a file name (HTML, multipart/form-data encoding). */
const asFormName = (name: Name) =>
  spelled(name, (text) => text.replace(/["\r\n]/g, (character) => escapes(character).toUpperCase()))

const asQuotedString = (name: Name) => spelled(name, (text) => text.replace(/["\\]/g, '\\$&'))

const byFileName =
  (encoded: boolean) =>
  (entry: FormEntry): NameEntry => ({
    ...entry,
    title: `${entry.title} by filename${encoded ? '*' : ''}`,
    blank: true,
    // A backslash at the end is the beginning of an escaped quote to some, and to others the end of a directory.
    cannot: encoded ? /[\r\n]/ : /\\$/,
    codeOf: invalid,
    send: (client, id, name) =>
      client.sendForm(entry.method, entry.path(id), [
        encoded
          ? filePart('x', { filename: null, parameters: `filename*=UTF-8''${escapes(name)}` })
          : filePart('x', { filename: asFormName(name) }),
      ]),
  })

const byTextPart =
  (place: 'before' | 'behind' | 'without') =>
  (entry: FormEntry): NameEntry => ({
    ...entry,
    title: `${entry.title} by a text part ${place} the file`,
    blank: true,
    codeOf: invalid,
    send: (client, id, name) => {
      const field = part([`Content-Disposition: form-data; name="${nameField(entry)}"`], name)
      const parts = {
        before: [field, filePart('x')],
        behind: [filePart('x'), field],
        without: [field],
      }
      return client.sendForm(entry.method, entry.path(id), parts[place])
    },
  })

const byQuery = (entry: RawEntry): NameEntry => ({
  ...entry,
  title: `${entry.title} by ?name=`,
  codeOf: invalid,
  send: (client, id, name) => sendRaw(client, entry, `${entry.path(id)}?name=${escapes(name)}`),
})

const byHeader =
  (encoded: boolean) =>
  (entry: RawEntry): NameEntry => ({
    ...entry,
    title: `${entry.title} by filename${encoded ? '*' : ''} of Content-Disposition`,
    // A line break there begins another header.
    ...(!encoded && { cannot: /[\r\n]/ }),
    codeOf: (name) =>
      !encoded && controls.test(latin1(name)) ? 'INVALID_REQUEST' : 'INVALID_NAME',
    send: (client, id, name) =>
      sendRaw(
        client,
        entry,
        entry.path(id),
        encoded
          ? Buffer.from(`filename*=UTF-8''${escapes(name)}`)
          : Buffer.concat([Buffer.from('filename="'), asQuotedString(name), Buffer.from('"')])
      ),
  })

/** Header values as bytes: not every name is text. */
async function sendRaw(
  client: Client,
  { method }: RawEntry,
  target: string,
  parameter?: Buffer
): Promise<Answer> {
  const connection = await client.open()
  const head = `${method} ${target} HTTP/1.1\r\nHost: ${client.host}\r\nContent-Type: image/png\r\nContent-Length: 1\r\n`
  const disposition = parameter
    ? [Buffer.from('Content-Disposition: attachment; '), parameter, Buffer.from('\r\n')]
    : []
  void connection.send(Buffer.concat([Buffer.from(head), ...disposition, Buffer.from('\r\nx')]))
  const answer = await connection.answer(method)
  connection.close()
  client.check(method, target, answer)
  return answer
}

/** The one way by which half a character can come in as text. */
export const byJson: NameEntry = {
  title: 'PUT /files/{id} by JSON',
  door: 'files',
  success: 200,
  replaces: true,
  codeOf: invalid,
  send: (client, id, name) => {
    const quoted =
      typeof name === 'string'
        ? Buffer.from(JSON.stringify(name))
        : Buffer.concat([Buffer.from('"'), name, Buffer.from('"')])
    const body = Buffer.concat([Buffer.from('{"file_name":'), quoted, Buffer.from('}')])
    return client.request('PUT', `/files/${id}`, {
      headers: { 'Content-Type': 'application/json' },
      body,
    })
  },
}

const replacements = formEntries.filter((entry) => entry.replaces)

/** Where an empty field is one that a person left blank, and so no name. */
export const textPartEntries: readonly NameEntry[] = [
  ...formEntries.map(byTextPart('before')),
  ...formEntries.map(byTextPart('behind')),
]

/** Every way by which a name comes in. */
export const nameEntries: readonly NameEntry[] = [
  ...uploadForms.map(byFileName(false)),
  ...uploadForms.map(byFileName(true)),
  ...textPartEntries,
  ...replacements.map(byTextPart('without')),
  ...rawEntries.map(byQuery),
  ...rawEntries.map(byHeader(false)),
  ...rawEntries.map(byHeader(true)),
  byJson,
]

/** Each name by every way that can carry it. */
export const everyName = (
  names: readonly Name[],
  verdict: (entry: NameEntry, name: Name) => Verdict,
  entries = nameEntries
): Input[] =>
  names.flatMap((name) => {
    return entries
      .filter(({ cannot }) => !cannot?.test(latin1(name)))
      .map((entry) =>
        input(
          `the name ${JSON.stringify(name.toString()).slice(0, 60)}`,
          { place: entry, send: ({ client }, id) => entry.send(client, id, name) },
          verdict(entry, name)
        )
      )
  })
